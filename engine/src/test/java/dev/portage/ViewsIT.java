package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portage.observe.Report;
import dev.portage.schema.Identifier;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Views after a move: each gives the rows that it gives in SQLite, or is named with the reason.
class ViewsIT {
    private static final Path SAMPLES = Path.of("../../shared/samples");

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void each_listed_view_arrives_and_gives_the_same_rows(TestPostgres server, @TempDir Path folder) throws Exception {
        long seed = Long.getLong("portage.test.seed", new Random().nextLong());
        System.out.println("seed " + seed);
        arrive(server, folder, ViewList.TABLES + ViewList.rows(seed), ViewList.SAME, seed);
        assertThat(ViewList.SAME).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void each_listed_view_of_dates_arrives_and_gives_the_same_rows(TestPostgres server, @TempDir Path folder) throws Exception {
        long seed = Long.getLong("portage.test.seed", new Random().nextLong());
        System.out.println("seed " + seed);
        arrive(server, folder, ViewDates.TABLES + ViewDates.rows(seed), ViewDates.SAME, seed);
        assertThat(ViewDates.SAME).hasSizeGreaterThan(30);
    }

    private static void arrive(TestPostgres server, Path folder, String tables, Map<String, String> views, long seed)
            throws SQLException {
        var script = new StringBuilder(tables);
        views.forEach((name, query) -> script.append("CREATE VIEW \"%s\" AS %s;%n".formatted(name, query)));
        Path source = SqliteScript.run(folder.resolve("app.db"), script.toString());

        try (TestDatabase database = server.freshDatabase()) {
            Report report = Moves.move(Moves.accepting(Moves.settings(source, database)));

            assertThat(report.exitCode()).as(Outcome.of(report)).isEqualTo(0);
            assertThat(reasons(report)).as("not translated, seed " + seed).isEmpty();
            assertThat(different(source, database)).as("seed " + seed).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void what_has_no_exact_counterpart_is_refused_with_its_reason(TestPostgres server, @TempDir Path folder)
            throws IOException {
        refuse(server, folder, ViewList.TABLES + ViewList.rows(1), ViewList.REFUSED);
        refuse(server, Files.createDirectory(folder.resolve("dates")), ViewDates.TABLES + ViewDates.rows(1), ViewDates.REFUSED);
    }

    private static void refuse(TestPostgres server, Path folder, String tables, List<ViewList.Refused> views) {
        var script = new StringBuilder(tables);
        views
                .forEach(each -> script.append("CREATE VIEW \"%s\" AS %s;%n".formatted(each.name(), each.query())));
        Path source = SqliteScript.run(folder.resolve("app.db"), script.toString());

        try (TestDatabase database = server.freshDatabase()) {
            Report report = Moves.move(Moves.accepting(Moves.settings(source, database)));

            Map<String, String> reasons = reasons(report);
            var wrong = new ArrayList<String>();
            for (ViewList.Refused each : views) {
                String reason = reasons.getOrDefault(each.name(), "it arrived");
                if (!reason.contains(each.reason())) {
                    wrong.add("%s: %s, not %s".formatted(each.name(), reason, each.reason()));
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(report.exitCode()).as(Outcome.of(report)).isEqualTo(0);
            assertThat(database.query("SELECT viewname FROM pg_views WHERE schemaname = 'public'")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void the_views_of_northwind_arrive_or_are_named(TestPostgres server, @TempDir Path folder) throws Exception {
        assumeTrue(Files.isDirectory(SAMPLES), "the shared samples are not beside this checkout: " + SAMPLES.toAbsolutePath());
        Path source = copied("northwind.db", folder);

        try (TestDatabase database = server.freshDatabase()) {
            Report report = Moves.move(Moves.accepting(Moves.settings(source, database)));

            assertThat(report.exitCode()).as(Outcome.of(report)).isEqualTo(0);
            List<String> arrived = database.query("SELECT viewname FROM pg_views WHERE schemaname = 'public'");
            System.out.printf("northwind: %d views arrived, named %s%n", arrived.size(), reasons(report));
            assertThat(different(source, database)).isEmpty();
            assertThat(arrived.size() + reasons(report).size()).isEqualTo(17);
            assertThat(reasons(report)).containsOnlyKeys("Invoices");
        }
    }

    private static Path copied(String name, Path folder) throws IOException {
        return Files.copy(SAMPLES.resolve(name), folder.resolve(name));
    }

    /// The messages about views that did not arrive, by view.
    private static Map<String, String> reasons(Report report) {
        var reasons = new TreeMap<String, String>();
        for (Report.HazardLine hazard : report.hazards()) {
            if (hazard.code().equals("view-untranslated") || hazard.code().equals("view-broken")) {
                reasons.put(hazard.subject().orElseThrow(), hazard.message());
            }
        }
        return reasons;
    }

    /// What differs between the two sides of each view that arrived.
    private static List<String> different(Path source, TestDatabase database) throws SQLException {
        var different = new ArrayList<String>();
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + source);
                Connection postgres = database.connect();
                Statement views = postgres.createStatement();
                var names = views.executeQuery("SELECT viewname FROM pg_catalog.pg_views WHERE schemaname = 'public'")) {
            while (names.next()) {
                String name = names.getString(1);
                var rows = new ViewRows(ordered(sqlite, name));
                rows.compare(sqlite, "SELECT * FROM " + Identifier.quote(name), postgres,
                        "SELECT * FROM " + Identifier.qualified("public", name))
                        .forEach(each -> different.add(name + ": " + each));
            }
        }
        return different;
    }

    private static boolean ordered(Connection sqlite, String view) throws SQLException {
        try (var query = sqlite.prepareStatement("SELECT sql FROM sqlite_schema WHERE name = ?")) {
            query.setString(1, view);
            try (var found = query.executeQuery()) {
                return found.next() && found.getString(1).matches("(?is).*\\bORDER BY\\b[^)]*");
            }
        }
    }
}

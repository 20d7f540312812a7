package dev.portage.orm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.MigrationSettings;
import dev.portage.observe.Report;
import dev.portage.plan.PlanOptions;
import dev.portage.plan.PlanOptions.Types;
import dev.portage.testing.Moves;
import dev.portage.testing.NodePrograms;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an application on Node sees: rows that better-sqlite3 gives before the move, and node-postgres after one with
/// `--types faithful`, as JSON, field by field.
class FaithfulDriversIT {
    private static final String SCRIPT = """
            CREATE TABLE kinds (id INTEGER PRIMARY KEY AUTOINCREMENT, flag BOOLEAN NOT NULL, small INT, amount DECIMAL(10,2),
                ratio REAL, name VARCHAR(20), born DATE, made DATETIME DEFAULT CURRENT_TIMESTAMP, seen TIMESTAMP, doc JSON,
                uid UUID, bytes BLOB, free);
            INSERT INTO kinds VALUES
                (1, 1, 42, 12.5, 0.1, 'Zoë', '2024-02-29', '2024-02-29 10:11:12', 1700000000, '{"b": 1, "a": [1,  2]}',
                    'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', x'00ff10', 'text'),
                (2, 0, -7, 3, 1e300, '', '1999-12-31', '1999-12-31 23:59:59', 0, 'null', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12',
                    x'', 'more'),
                (3, 1, NULL, NULL, -0.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                (4, 0, 2147483647, 99999999.99, 3.0, 'it''s "quoted" \\ and
            two lines', '2024-01-01', '2024-01-01 00:00:00', 1893456000, '[]', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13', x'7f', '9');
            CREATE TABLE pairs (a TEXT, b INTEGER, v REAL, PRIMARY KEY (a, b)) WITHOUT ROWID;
            INSERT INTO pairs VALUES ('x', 1, 1.5), ('X', 1, 2), ('ß', 2, NULL);
            CREATE TABLE wide (id INTEGER PRIMARY KEY, n INTEGER);
            INSERT INTO wide VALUES (1, 5000000000), (2, 1);
            """;

    @TempDir
    private Path folder;

    private Report move(Path file, TestDatabase database) {
        Report report = Moves.move(Moves.accepting(MigrationSettings.of(file).but(change -> change.target(database.url())
                .asked(new PlanOptions.Asked(Optional.empty(), Optional.empty(), Optional.of(Types.FAITHFUL), Optional.empty(),
                        Optional.empty())))));
        assertThat(report.exitCode()).as(String.valueOf(report.error())).isZero();
        return report;
    }

    @Test
    void both_drivers_give_the_same_json_for_every_field() {
        Path file = SqliteScript.run(folder.resolve("app.db"), SCRIPT);
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            move(file, database);

            assertThat(after(database, "kinds", "pairs")).isEqualTo(before(file, "kinds", "pairs"));
        }
    }

    @Test
    void samples_give_the_same_json_for_every_field() {
        Path file = Path.of("..", "..", "shared", "samples", "chinook.sqlite").toAbsolutePath().normalize();
        String[] tables = {"Album", "Artist", "Customer", "Employee", "Genre", "Invoice", "InvoiceLine", "MediaType", "Playlist",
                "PlaylistTrack", "Track"};
        org.junit.jupiter.api.Assumptions.assumeTrue(java.nio.file.Files.exists(file), "../shared/samples is not here");
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = Moves.move(Moves.accepting(MigrationSettings.of(file).but(change -> change.target(database.url())
                    .workDir(folder.resolve("work"))
                    .asked(new PlanOptions.Asked(Optional.empty(), Optional.empty(), Optional.of(Types.FAITHFUL),
                            Optional.empty(), Optional.empty())))));
            assertThat(report.exitCode()).as(String.valueOf(report.error())).isZero();

            assertThat(after(database, tables)).isEqualTo(before(file, tables));
        }
    }

    @Test
    void what_the_driver_and_not_the_data_changes_is_named() {
        Path file = SqliteScript.run(folder.resolve("app.db"), SCRIPT);
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = move(file, database);

            assertThat(before(file, "wide")).contains("\\\"n\\\":5000000000");
            assertThat(after(database, "wide")).contains("\\\"n\\\":\\\"5000000000\\\"");
            assertThat(report.hazards()).filteredOn(hazard -> hazard.code().equals("driver-form"))
                    .anyMatch(hazard -> hazard.message().contains("wide") || hazard.table().equals(Optional.of("wide")));
        }
    }

    @Test
    void a_default_writes_the_same_form_to_the_second() {
        Path file = SqliteScript.run(folder.resolve("app.db"), SCRIPT);
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            move(file, database);
            database.execute("INSERT INTO public.kinds (flag) VALUES (1)");

            assertThat(database.query("SELECT made FROM public.kinds WHERE id = 5")).singleElement().asString()
                    .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        }
    }

    private static String before(Path file, String... tables) {
        return NodePrograms.run(Map.of(), arguments("sqlite", file.toString(), tables));
    }

    private static String after(TestDatabase database, String... tables) {
        return NodePrograms.run(database.environment(), arguments("postgresql", database.plainUrl(), tables));
    }

    private static String[] arguments(String kind, String address, String... tables) {
        List<String> all = new ArrayList<>(List.of("rows.mjs", kind, address));
        all.addAll(List.of(tables));
        return all.toArray(String[]::new);
    }
}

package dev.portage.faults;

import static dev.portage.faults.WholeMove.atStart;
import static dev.portage.faults.WholeMove.completes;
import static dev.portage.faults.WholeMove.failed;
import static dev.portage.faults.WholeMove.move;
import static dev.portage.faults.WholeMove.run;
import static dev.portage.faults.WholeMove.source;
import static dev.portage.testing.Moves.restarting;
import static dev.portage.testing.Moves.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConfigException;
import dev.portage.Migration;
import dev.portage.MigrationSettings;
import dev.portage.Phase;
import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.plan.PlanFile;
import dev.portage.snapshot.Snapshot;
import dev.portage.snapshot.Snapshots;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The work folder is a cache: whatever becomes of its files, the truth is in the two databases. And what another run,
/// version or source left is never gone on with.
class WorkFolderFaultsIT {
    /// Whether every byte is tried in whole moves: minutes.
    private static final boolean ALL = "all".equals(System.getProperty("portage.faults"));

    @TempDir
    Path folder;

    /// A move that stops when half of it is there.
    private static void stopHalfway(MigrationSettings settings) {
        assertThatThrownBy(() -> run(settings, event -> {
            if (event instanceof Event.Progressed(_, var step, _, _, _) && step.equals("indexes")) {
                throw new IllegalStateException("stopped");
            }
        }, Migration::move)).hasMessageContaining("stopped");
    }

    private static int[] cuts(int length) {
        return ALL ? IntStream.range(0, length).toArray() : new int[]{0, length / 2, length - 1};
    }

    @ParameterizedTest
    @ValueSource(strings = {"2-snapshot/snapshot.json", "2-snapshot/app.db", "3-copy/begun", "1-plan/schema.sql", "lock"})
    void a_cut_file_that_portage_wrote_for_itself_is_made_again_from_the_two_databases(String name) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(source(folder), database);
            stopHalfway(settings);
            Path file = settings.folder().resolve(name);
            byte[] whole = Files.readAllBytes(file);
            int[] cuts = name.equals("2-snapshot/app.db") ? new int[]{0, 5000, whole.length - 1} : cuts(whole.length);
            for (int cut : cuts) {
                Files.write(file, Arrays.copyOf(whole, cut));

                completes(settings, database, 3000);
            }
        }
    }

    @Test
    void an_index_of_snapshots_cut_at_any_byte_lists_the_snapshot_or_nothing() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(source(folder), database);
            assertThat(run(settings, Event.Listener.none(), Migration::snapshot).exitCode()).isZero();
            Path index = settings.folder().resolve("2-snapshot/snapshot.json");
            byte[] whole = Files.readAllBytes(index);
            Snapshot snapshot = Snapshots.find(java.util.Objects.requireNonNull(index.getParent()), "app.db").orElseThrow();
            for (int cut = 0; cut < whole.length; cut++) {
                Files.write(index, Arrays.copyOf(whole, cut));

                assertThat(Snapshots.find(java.util.Objects.requireNonNull(index.getParent()), "app.db"))
                        .as("cut at byte %d", cut)
                        .satisfiesAnyOf(found -> assertThat(found).isEmpty(), found -> assertThat(found).contains(snapshot));
            }
        }
    }

    @Test
    void a_plan_file_cut_at_any_byte_is_refused_by_name_or_read() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(source(folder), database);
            assertThat(run(settings, Event.Listener.none(), Migration::plan).exitCode()).isZero();
            Path plan = settings.folder().resolve("1-plan/plan.yaml");
            byte[] whole = Files.readAllBytes(plan);
            for (int cut = 0; cut < whole.length; cut++) {
                Files.write(plan, Arrays.copyOf(whole, cut));
                try {
                    PlanFile.read(plan, false);
                } catch (ConfigException e) {
                    assertThat(e.line()).as("cut at byte %d", cut).contains("plan.yaml");
                }
            }
        }
    }

    @Test
    void a_cut_plan_file_never_changes_a_move_that_has_begun_and_put_away_it_is_made_again() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(source(folder), database);
            assertThat(run(settings, Event.Listener.none(), Migration::plan).exitCode()).isZero();
            Path plan = settings.folder().resolve("1-plan/plan.yaml");
            Files.writeString(plan, Files.readString(plan).replaceFirst("(?m)^tables:\n",
                    "tables:\n  log:\n    columns:\n      line: {type: varchar(40)}\n")
                    .replaceFirst("(?s)(varchar\\(40\\)}\n.*?)  log:\n.*",
                            "$1"));
            stopHalfway(settings);
            byte[] whole = Files.readAllBytes(plan);
            String before = String.join("", database.query("SELECT plan_hash FROM portage.control"));
            for (int cut : ALL ? cuts(whole.length) : lineEnds(whole)) {
                Files.write(plan, Arrays.copyOf(whole, cut));

                Report report = move(settings);

                assertThat(report.exitCode()).as("cut at byte %d: %s", cut, Outcome.of(report) + report.error()).isIn(0, 2, 5);
                if (report.exitCode() == 5) {
                    failed(report, 5, "PT-431");
                    assertThat(report.error().orElseThrow().next()).contains("put " + plan + " away");
                }
                assertThat(database.query("SELECT plan_hash FROM portage.control")).containsExactly(before);
            }
            Files.delete(plan);

            completes(settings, database, 3000);
            assertThat(database.query("SELECT format_type(atttypid, atttypmod) FROM pg_attribute "
                    + "WHERE attrelid = 'public.log'::regclass AND attname = 'line'")).containsExactly("character varying(40)");
            assertThat(plan).isNotEmptyFile();
        }
    }

    /// Nothing, half a line, and the ends of some lines.
    private static int[] lineEnds(byte[] text) {
        List<Integer> ends = new ArrayList<>(List.of(0, text.length / 2));
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                ends.add(i + 1);
            }
        }
        int step = Math.max(1, ends.size() / 5);
        return IntStream.range(0, ends.size()).filter(i -> i < 2 || i % step == 0).map(ends::get).toArray();
    }

    @Test
    void a_work_folder_of_yesterday_is_not_believed() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder);
            MigrationSettings settings = settings(source, database);
            assertThat(run(settings, Event.Listener.none(), Migration::plan).exitCode()).isZero();
            Path yesterday = copyTree(settings.folder(), folder.resolve("yesterday"));
            SqliteScript.run(source, "DELETE FROM t WHERE id = 3000");
            completes(settings, database, 2999);
            copyTree(yesterday, settings.folder());
            Files.delete(settings.folder().resolve("3-copy/begun"));

            completes(settings, database, 2999);
        }
    }

    private static Path copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return to;
    }

    @Test
    void a_copy_that_another_version_began_is_not_gone_on_with() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(source(folder), database);
            stopHalfway(settings);
            database.execute("UPDATE portage.control SET tool_version = '0.0.9'");
            List<String> rows = database.query("SELECT xmin::text || ctid FROM public.t");

            Report report = move(settings);

            failed(report, 5, "PT-425");
            assertThat(report.error().orElseThrow().message()).contains("begun by Portage 0.0.9", Migration.VERSION);
            assertThat(report.error().orElseThrow().next()).contains("--restart");
            assertThat(database.query("SELECT xmin::text || ctid FROM public.t")).isEqualTo(rows);
            completes(restarting(settings), database, 3000);
        }
    }

    @Test
    void another_source_of_the_same_name_is_not_gone_on_with() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(source(folder), database);
            stopHalfway(settings);
            Path other = SqliteScript.run(Files.createDirectory(folder.resolve("elsewhere")).resolve("app.db"),
                    WholeMove.SCRIPT + "DELETE FROM t WHERE id > 50;");

            Report report = move(settings(other, database));

            failed(report, 5, "PT-430");
            assertThat(report.error().orElseThrow().message()).contains("another file of that name");
            completes(settings, database, 3000);
        }
    }

    @Test
    void a_report_that_cannot_be_written_does_not_hide_how_the_command_ended() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder);
            MigrationSettings settings = settings(source, database);
            Path inTheWay = settings.folder().resolve("report.html");

            Report equal = run(settings, atStart(Phase.COPY, () -> Files.createDirectories(inTheWay.resolve("x"))),
                    Migration::move);

            failed(equal, 4, "PT-360");
            assertThat(equal.verdict()).isEqualTo("equal");
            assertThat(equal.error().orElseThrow().message()).contains("came to its end (equal)", "report.html");
            SqliteScript.run(source, "DELETE FROM t WHERE id = 1");
            failed(move(settings), 5, "PT-430");
            Files.delete(inTheWay.resolve("x"));
            Files.delete(inTheWay);
            completes(restarting(settings), database, 2999);
        }
    }
}

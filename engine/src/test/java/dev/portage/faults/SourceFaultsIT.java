package dev.portage.faults;

import static dev.portage.faults.WholeMove.atStart;
import static dev.portage.faults.WholeMove.completes;
import static dev.portage.faults.WholeMove.failed;
import static dev.portage.faults.WholeMove.move;
import static dev.portage.faults.WholeMove.run;
import static dev.portage.faults.WholeMove.source;
import static dev.portage.faults.WholeMove.untouched;
import static dev.portage.testing.Moves.restarting;
import static dev.portage.testing.Moves.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConflictException;
import dev.portage.Migration;
import dev.portage.MigrationSettings;
import dev.portage.Phase;
import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.snapshot.IntegrityCheck;
import dev.portage.source.LiveSource;
import dev.portage.source.SqliteFile;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens to the application's file while it is moved, and between phases.
class SourceFaultsIT {
    @TempDir
    Path folder;

    /// What an application or a person may do to the file.
    private enum Deed {
        SCHEMA("its schema was changed") {
            @Override
            void to(Path file) {
                SqliteScript.run(file, "ALTER TABLE t ADD COLUMN more TEXT");
            }
        },
        DROPPED_COLUMN("its schema was changed") {
            @Override
            void to(Path file) {
                SqliteScript.run(file, "ALTER TABLE t DROP COLUMN at");
            }
        },
        VACUUM("its schema was changed") {
            @Override
            void to(Path file) {
                SqliteScript.run(file, "DELETE FROM t WHERE id % 3 = 0; VACUUM");
            }
        },
        RESTORED_IN_PLACE("the application has written to it") {
            @Override
            void to(Path file) throws IOException {
                Path yesterday = SqliteScript.run(file.resolveSibling("yesterday.db"),
                        WholeMove.SCRIPT + "DELETE FROM t WHERE id > 2500;");
                byte[] bytes = Files.readAllBytes(yesterday);
                try (var out = new RandomAccessFile(file.toFile(), "rw")) {
                    out.write(bytes);
                    out.setLength(bytes.length);
                }
            }
        },
        REPLACED("the file was replaced by another one") {
            @Override
            void to(Path file) throws IOException {
                Path other = SqliteScript.run(file.resolveSibling("other.db"), WholeMove.SCRIPT + "DELETE FROM t WHERE id > 77;");
                Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        RENAMED("the file was deleted or renamed") {
            @Override
            void to(Path file) throws IOException {
                Files.move(file, file.resolveSibling("elsewhere.db"));
            }
        };

        private final String told;

        Deed(String told) {
            this.told = told;
        }

        abstract void to(Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void a_source_that_changes_in_mid_run_leaves_an_equal_target_of_the_old_state_and_is_told(Deed deed) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder);
            MigrationSettings settings = settings(source, database);

            Report report = run(settings, atStart(Phase.COPY, () -> deed.to(source)), Migration::move);

            failed(report, 5, "PT-433");
            assertThat(report.error().orElseThrow().message()).contains("app.db: " + deed.told);
            assertThat(report.verdict()).isEqualTo("equal");
            assertThat(database.query("SELECT count(at) FROM public.t")).containsExactly("3000");
            if (deed == Deed.RENAMED) {
                assertThatThrownBy(() -> move(settings)).hasMessageContaining("there is no file");
                Files.move(source.resolveSibling("elsewhere.db"), source);
                completes(settings, database, 3000);
                return;
            }
            failed(move(settings), 5, "PT-430");
            if (deed == Deed.DROPPED_COLUMN) {
                failed(move(restarting(settings)), 2, "PT-148");
                Files.delete(settings.folder().resolve("1-plan/plan.yaml"));
            }
            completes(restarting(settings), database, rows(source));
        }
    }

    private static int rows(Path source) {
        try (SqliteFile file = SqliteFile.openPrivate(source); var rows = file.rows("SELECT count(*) FROM t", List.of())) {
            rows.next();
            return (int) rows.integer(0);
        }
    }

    @Test
    void a_source_replaced_before_anything_was_made_is_moved_as_it_is_then() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder);
            MigrationSettings settings = settings(source, database);
            assertThat(run(settings, Event.Listener.none(), Migration::snapshot).exitCode()).isZero();
            assertThat(run(settings, Event.Listener.none(), Migration::plan).exitCode()).isZero();
            Deed.REPLACED.to(source);

            completes(settings, database, 77);
        }
    }

    @Test
    void a_source_replaced_between_copy_and_verify_is_not_mixed_in() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder);
            MigrationSettings settings = settings(source, database);
            assertThat(run(settings, Event.Listener.none(), Migration::copy).verdict()).isEqualTo("unverified");
            Deed.REPLACED.to(source);

            Report verified = run(settings, Event.Listener.none(), Migration::verify);

            failed(verified, 5, "PT-433");
            assertThat(verified.verdict()).isEqualTo("equal");
            assertThat(database.query("SELECT count(*) FROM public.t")).containsExactly("3000");
            failed(move(settings), 5, "PT-430");
            completes(restarting(settings), database, 77);
        }
    }

    @Test
    void a_file_that_takes_the_name_between_opening_and_copying_is_not_taken_for_the_copied_one() throws IOException {
        Path source = source(folder);
        try (LiveSource live = LiveSource.open(source)) {
            Deed.REPLACED.to(source);

            assertThatThrownBy(() -> live.copyTo(folder.resolve("copy/app.db"))).isInstanceOfSatisfying(ConflictException.class,
                    e -> assertThat(e.code()).isEqualTo("PT-485"));
        }
        assertThat(folder.resolve("copy")).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"t,1", "t,7", "t_v,1", "log,0", "sqlite_schema,0"})
    void a_corrupt_page_stops_the_move_with_its_number_before_the_target_changes(String of, int page) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder);
            byte[] sound = Files.readAllBytes(source);
            Path copy = Files.write(folder.resolve("copy.db"), sound);
            long number = pages(copy, of).get(page);
            try (var file = new RandomAccessFile(source.toFile(), "rw")) {
                byte[] damage = new byte[number == 1 ? 3000 : 4096];
                Arrays.fill(damage, (byte) 0xff);
                file.seek((number - 1) * 4096 + (number == 1 ? 1096 : 0));
                file.write(damage);
            }
            MigrationSettings settings = settings(source, database);

            Report report = move(settings);

            assertThat(report.exitCode()).as(String.valueOf(report.error())).isEqualTo(2);
            if (number > 1) {
                failed(report, 2, "PT-165");
                assertThat(report.error().orElseThrow().message()).contains("page " + number);
            }
            assertThat(untouched(database)).isTrue();
            Files.write(source, sound);
            completes(settings, database, 3000);
        }
    }

    private static List<Long> pages(Path file, String of) {
        if (of.equals("sqlite_schema")) {
            return List.of(1L);
        }
        List<Long> pages = new ArrayList<>();
        try (SqliteFile open = SqliteFile.openPrivate(file);
                var rows = open.rows("SELECT pageno FROM dbstat WHERE name = '" + of + "' ORDER BY pageno", List.of())) {
            while (rows.next()) {
                pages.add(rows.integer(0));
            }
        }
        return pages;
    }

    @Test
    void a_value_that_rots_in_the_private_copy_before_it_is_copied_never_counts_as_equal() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder);
            MigrationSettings settings = settings(source, database);
            Path copy = settings.folder().resolve("2-snapshot/app.db");

            Report report = run(settings, atStart(Phase.COPY, () -> WholeMove.rot(copy, "value 2999 of")), Migration::move);

            failed(report, 2, "PT-182");
            assertThat(database.query("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'portage%'")).isNotEqualTo(List.of("0"));
            Report again = move(settings);
            failed(again, 6, "PT-500");
            assertThat(again.differences()).singleElement()
                    .satisfies(each -> assertThat(each.table() + each.key() + each.column().orElse("")).isEqualTo("t[2999]v"));
            completes(restarting(settings), database, 3000);
        }
    }

    @Test
    void a_value_that_rots_in_the_private_copy_before_it_is_compared_is_found_and_the_next_run_takes_it_anew()
            throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder);
            MigrationSettings settings = settings(source, database);
            Path copy = settings.folder().resolve("2-snapshot/app.db");

            Report report = run(settings, atStart(Phase.VERIFY, () -> WholeMove.rot(copy, "value 2999 of")), Migration::move);

            failed(report, 2, "PT-182");
            assertThat(report.differences()).singleElement().satisfies(each -> assertThat(each.key()).hasToString("[2999]"));
            completes(settings, database, 3000);
        }
    }

    @Test
    void a_wal_writer_never_finds_its_file_busy_while_it_is_copied() throws Exception {
        Path source = SqliteScript.run(folder.resolve("app.db"), """
                PRAGMA journal_mode=WAL;
                CREATE TABLE a (n INTEGER PRIMARY KEY, v);
                CREATE TABLE b (n INTEGER PRIMARY KEY, v);
                CREATE TABLE ballast (v);
                INSERT INTO ballast VALUES (zeroblob(30000000));
                """);
        try (Application application = Application.start(source, "writes", 1)) {
            for (int i = 0; i < 5; i++) {
                copied(source);
            }
            Application.Done done = application.stop();

            assertThat(done.written()).isPositive();
            assertThat(done.refused()).as("times that SQLite said busy").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void a_copy_is_of_one_moment_whatever_the_application_does_to_its_journal_and_pages(long seed) throws Exception {
        Path source = SqliteScript.run(folder.resolve("app.db"), """
                PRAGMA journal_mode=%s;
                CREATE TABLE a (n INTEGER PRIMARY KEY, v);
                CREATE TABLE b (n INTEGER PRIMARY KEY, v);
                INSERT INTO a(v) VALUES (zeroblob(2000000));
                INSERT INTO b(v) VALUES (zeroblob(100));
                """.formatted(seed % 2 == 0 ? "WAL" : "DELETE"));
        try (Application application = Application.start(source, "upheaval", seed)) {
            long before = 0;
            for (int i = 0; i < ("all".equals(System.getProperty("portage.faults")) ? 200 : 12); i++) {
                long rows = copied(source);
                assertThat(rows).as("seed %d, copy %d", seed, i).isGreaterThanOrEqualTo(before);
                before = rows;
            }
            Application.Done done = application.stop();

            assertThat(done.written()).isPositive();
            assertThat(copied(source)).as("no acknowledged transaction is missing").isGreaterThanOrEqualTo(before);
        }
    }

    /// Copies the source, checks that the copy is sound and of one moment, and returns its transactions.
    private long copied(Path source) {
        Path copy = folder.resolve("copies/app.db");
        try (LiveSource live = LiveSource.open(source)) {
            live.copyTo(copy);
        }
        new IntegrityCheck(copy, IntegrityCheck.Depth.FULL).call();
        try (SqliteFile file = SqliteFile.openPrivate(copy);
                var rows = file.rows("SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)", List.of())) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.integer(0)).as("rows of a and of b").isEqualTo(rows.integer(1));
            return rows.integer(0);
        }
    }

    @Test
    void a_lock_that_goes_away_is_waited_for() throws Exception {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder);
            try (Application application = Application.start(source, "locks", 1)) {
                completes(settings(source, database), database, 3000);
                assertThat(application.stop().refused()).isZero();
            }
        }
    }

    @Test
    void a_pause_of_writers_beyond_two_and_a_half_seconds_is_asked_for() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = SqliteScript.run(folder.resolve("app.db"),
                    "PRAGMA page_size=65536; CREATE TABLE t (id INTEGER PRIMARY KEY)");
            int pages = 26_000;
            try (var file = new RandomAccessFile(source.toFile(), "rw")) {
                file.setLength(pages * 65_536L);
                file.seek(28);
                file.writeInt(pages);
            }
            MigrationSettings settings = settings(source, database);

            Report report = run(settings, Event.Listener.none(), Migration::plan);

            failed(report, 7, "PT-610");
            assertThat(report.error().orElseThrow().message()).contains("writers would wait about 2.8 s");
            assertThat(report.error().orElseThrow().next()).contains("--allow-pause");
            assertThat(settings.folder().resolve("2-snapshot")).doesNotExist();
        }
    }

    @Test
    void a_wal_that_was_taken_away_is_missed_and_put_back_it_is_read() throws Exception {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = SqliteScript.run(folder.resolve("app.db"), """
                    PRAGMA journal_mode=WAL;
                    CREATE TABLE a (n INTEGER PRIMARY KEY, v);
                    CREATE TABLE b (n INTEGER PRIMARY KEY, v);
                    """ + WholeMove.SCRIPT);
            try (Application application = Application.start(source, "writes", 1)) {
                while (!Files.exists(folder.resolve("app.db-wal")) || Files.size(folder.resolve("app.db-wal")) < 200_000) {
                    Thread.onSpinWait();
                }
                application.kill();
            }
            Path away = folder.resolve("away");
            Files.move(folder.resolve("app.db-wal"), away);
            MigrationSettings settings = settings(source, database);

            Report report = move(settings);

            failed(report, 2, "PT-183");
            assertThat(report.error().orElseThrow().next()).contains("put that file back");
            assertThat(untouched(database)).isTrue();
            assertThat(folder.resolve("app.db-wal")).doesNotExist();
            Files.move(away, folder.resolve("app.db-wal"));
            completes(settings, database, 3000);
            assertThat(database.query("SELECT count(*) > 0 FROM public.a")).containsExactly("t");
        }
    }
}

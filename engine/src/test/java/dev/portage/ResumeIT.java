package dev.portage;

import static dev.portage.MoveFixture.runInSmallRanges;
import static dev.portage.testing.Moves.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.testing.Outcome;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A move that was stopped anywhere goes on where it was, and no row is there twice.
class ResumeIT {
    /// Several ranges each: by rowid, by key, and without any key but with equal rows.
    private static final String MANY = """
            CREATE TABLE k (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES k(id), v TEXT CHECK (length(v) > 0));
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
            INSERT INTO k SELECT i * 3, CASE WHEN i > 1 THEN 3 END, 'value ' || i FROM n;
            CREATE INDEX k_v ON k(v);
            CREATE INDEX k_parent ON k(parent);
            CREATE TABLE w (a TEXT, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
            INSERT INTO w SELECT 'a' || (i % 7), i FROM n;
            CREATE TABLE log (line TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
            INSERT INTO log SELECT 'line ' || (i % 100) FROM n;
            """;
    private static final String CHECKPOINTS = "SELECT table_name || range_no || '@' || xmin FROM portage.checkpoint ORDER BY 1";

    @TempDir
    Path folder;

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Does something at the `count`-th progress of a step.
    private static Event.Listener at(String wanted, int count, Runnable what) {
        AtomicInteger left = new AtomicInteger(count);
        return event -> {
            if (event instanceof Event.Progressed(_, var step, _, _, _) && step.equals(wanted) && left.decrementAndGet() == 0) {
                what.run();
            }
        };
    }

    private static List<String> checkpoints(TestDatabase database) {
        return database.query("SELECT to_regclass('portage.checkpoint') IS NOT NULL").equals(List.of("t"))
                ? database.query(CHECKPOINTS)
                : List.of();
    }

    private static void completes(MigrationSettings settings, TestDatabase database) {
        List<String> before = checkpoints(database);
        Report report = runInSmallRanges(settings, Event.Listener.none(), Migration::move);

        assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(0);
        assertThat(report.verdict()).isEqualTo("equal");
        assertThat(checkpoints(database)).containsAll(before).hasSize(7 + 3 + 3);
        assertThat(database.query("SELECT count(*) || ' ' || count(DISTINCT id) FROM public.k")).containsExactly("60000 60000");
        assertThat(database.query("SELECT count(*) FROM public.w")).containsExactly("25000");
        assertThat(database.query("SELECT DISTINCT count(*) FROM public.log GROUP BY line")).containsExactly("250");
        assertThat(database.query("SELECT count(*) FROM pg_index JOIN pg_class ON oid = indrelid WHERE relname = 'k'"))
                .containsExactly("3");
        assertThat(database.query("SELECT convalidated FROM pg_constraint WHERE contype = 'f'")).containsExactly("t");
        assertThat(database.query("SELECT count(*) FROM pg_trigger WHERE tgname = 'portage_fence'")).containsExactly("0");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"profile,1", "rows,1", "rows,5", "rows,9", "rows,14", "rows,21", "indexes,1", "indexes,3", "constraints,1",
            "verify,1", "tables,1"})
    void a_move_that_failed_goes_on_where_it_was(String step, int count) {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(MoveFixture.source(folder, MANY), database);

            Throwable stopped = catchThrowable(() -> runInSmallRanges(settings, at(step, count, () -> {
                throw new Stopped();
            }), Migration::move));

            if (List.of("profile", "rows", "indexes", "constraints").contains(step)) {
                assertThat(stopped).isInstanceOf(Stopped.class);
            }
            completes(settings, database);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"rows,9", "indexes,2"})
    void a_move_that_was_killed_goes_on_where_it_was(String step, int count) throws IOException, InterruptedException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(MoveFixture.source(folder, MANY), database);

            assertThat(StoppedMove.killAt(settings.source(), database, step, count)).isEqualTo("here");

            assertThat(database.query("SELECT state FROM portage.control")).containsExactly("copying");
            assertThat(checkpoints(database)).isNotEmpty();
            completes(settings, database);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"rows,6", "indexes,1"})
    void an_interrupt_ends_the_move_soon_and_it_goes_on_later(String step, int count) {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(MoveFixture.source(folder, MANY), database);
            Thread self = Thread.currentThread();

            Report report = runInSmallRanges(settings, at(step, count, self::interrupt), Migration::move);

            assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
            assertThat(report.exitCode()).as(String.valueOf(report.error())).isEqualTo(4);
            assertThat(report.error().map(Report.Failure::code)).contains("PT-364");
            assertThat(java.nio.file.Files.exists(folder.resolve("app.db.portage/report.json"))).isTrue();
            completes(settings, database);
        }
    }
}

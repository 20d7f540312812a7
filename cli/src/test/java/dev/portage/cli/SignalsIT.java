package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.PortageProcess.Ended;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Signals in every phase of a move: it stops soon, says so, and the same command completes.
class SignalsIT {
    /// Far more than a stop takes, and less than the patience with a lock.
    private static final Duration SOON = Duration.ofSeconds(8);

    @TempDir
    private Path folder;

    private Path source() {
        return SqliteScript.run(folder.resolve("app.db"), """
                CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
                INSERT INTO t SELECT i, 'value ' || i FROM n;
                CREATE INDEX t_v ON t(v);
                """);
    }

    private static void stopsSoon(PortageProcess running, String signal, int exitCode) throws Exception {
        long signalled = System.nanoTime();
        running.signal(signal);

        Ended ended = running.end();

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(SOON);
        assertThat(ended.err()).contains("PT-908 stopped by SIG" + signal, "run the same command again")
                .doesNotContain("cut off", "Exception");
    }

    private void completes(TestDatabase database) throws Exception {
        Ended again = PortageProcess.run(folder, "move", "app.db", "--to", database.url(), "--quiet");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("Equal. Every value of");
        assertThat(database.query("SELECT count(*) || ' ' || count(DISTINCT id) FROM public.t")).containsExactly("150000 150000");
        assertThat(PortageShell.leftovers(folder.resolve("app.db.portage"))).isEmpty();
    }

    @ParameterizedTest(name = "SIG{1} in {0}")
    @CsvSource({"snapshot,TERM,143", "plan,INT,130", "copy,TERM,143", "copy,HUP,129", "verify,TERM,143"})
    void a_signal_stops_the_move_soon_and_the_same_command_completes_it(String phase, String signal, int exitCode)
            throws Exception {
        source();
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            try (PortageProcess running = PortageProcess.start(folder, "move", "app.db", "--to", database.url())) {
                running.awaitErr("phase=" + phase + " started");
                stopsSoon(running, signal, exitCode);
            }
            completes(database);
        }
    }

    @Test
    void a_signal_ends_the_wait_for_a_lock_of_the_application() throws Exception {
        Path source = source();
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            try (var application = DriverManager.getConnection("jdbc:sqlite:" + source);
                    var statement = application.createStatement();
                    PortageProcess running = PortageProcess.start(folder, "move", "app.db", "--to", database.url())) {
                statement.execute("BEGIN EXCLUSIVE");
                running.awaitErr("phase=snapshot started");
                stopsSoon(running, "TERM", 143);
                statement.execute("ROLLBACK");
            }
            completes(database);
        }
    }
}

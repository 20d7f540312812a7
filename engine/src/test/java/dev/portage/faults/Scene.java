package dev.portage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.FaultMove;
import dev.portage.MigrationSettings;
import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the tests of faults share: a source of seven ranges, a move of it, and what must hold after the last run.
///
/// @param settings of every run: the same command again and again
/// @param database where the rows go
record Scene(MigrationSettings settings, TestDatabase database) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RANGES = 4 + 2 + 1;
    private static final String ROWS = """
            CREATE TABLE k (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES k(id), v TEXT CHECK (length(v) > 0));
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 35000)
            INSERT INTO k SELECT i * 3, CASE WHEN i > 1 THEN 3 END, 'value ' || i FROM n;
            CREATE INDEX k_v ON k(v);
            CREATE TABLE log (line TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 15000)
            INSERT INTO log SELECT 'line ' || (i % 100) FROM n;
            CREATE TABLE few (a TEXT PRIMARY KEY) WITHOUT ROWID;
            INSERT INTO few VALUES ('x'), ('y');
            """;
    /// One table in one range that no buffer of the network holds.
    private static final String BIG = """
            CREATE TABLE big (id INTEGER PRIMARY KEY, v BLOB);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
            INSERT INTO big SELECT i, zeroblob(3000) FROM n;
            """;

    /// Whether the long variants run too.
    static boolean all() {
        return "all".equals(System.getProperty("portage.faults"));
    }

    static Scene of(Path folder, TestDatabase database) {
        return at(folder, database, database.url());
    }

    /// The same through another address of the database.
    static Scene at(Path folder, TestDatabase database, String url) {
        return new Scene(MigrationSettings.of(source(folder)).but(change -> change.target(url)), database);
    }

    /// The file of seven ranges, made where no other is there.
    static Path source(Path folder) {
        Path source = folder.resolve("app.db");
        if (!Files.exists(source)) {
            SqliteScript.run(source, ROWS);
        }
        return source;
    }

    /// The same with another number of workers.
    Scene withWorkers(int workers) {
        MigrationSettings s = settings;
        return new Scene(new MigrationSettings(s.sources(), s.target(), s.workDir(), s.planFile(), s.asked(),
                s.acceptSuggestions(), s.dryRun(), s.snapshotOnly(), s.restart(), s.fullIntegrity(), s.showValues(),
                s.allowPause(), workers, s.passwordFile()), database);
    }

    static void big(Path folder, int rows) {
        SqliteScript.run(folder.resolve("app.db"), BIG.formatted(rows));
    }

    /// The database's URL by another port of this machine, with more options.
    static String url(TestDatabase database, int port, String more) {
        return database.url().replace(":" + database.address().port() + "/", ":" + port + "/") + more;
    }

    Report run(Event.Listener listener) {
        return FaultMove.run(settings, listener);
    }

    /// The same command again: it completes, both sides are equal, no row is there twice, and nothing is left over.
    void completes() {
        assertCompleted(run(Event.Listener.none()));
    }

    void assertCompleted(Report report) {
        assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isZero();
        assertThat(report.verdict()).isEqualTo("equal");
        assertThat(database.query("SELECT count(*) || ' ' || count(DISTINCT id) FROM public.k")).containsExactly("35000 35000");
        assertThat(database.query("SELECT DISTINCT count(*) FROM public.log GROUP BY line")).containsExactly("150");
        assertThat(database.query("SELECT a FROM public.few ORDER BY 1")).containsExactly("x", "y");
        assertThat(database.query("SELECT count(*) FROM portage.checkpoint")).containsExactly(String.valueOf(RANGES));
        assertThat(database.query("SELECT count(*) FROM pg_index WHERE indrelid = 'public.k'::regclass AND indisvalid"))
                .containsExactly("2");
        assertThat(database.query("SELECT convalidated FROM pg_constraint WHERE contype = 'f'")).containsExactly("t");
        assertNothingLeft();
    }

    void assertNothingLeft() {
        assertThat(database.query("SELECT tgname FROM pg_trigger WHERE tgname = 'portage_fence'")).isEmpty();
        assertThat(database.query("SELECT state FROM portage.control")).containsExactly("moved");
        assertThat(database.query("SELECT gid FROM pg_prepared_xacts")).isEmpty();
        assertThat(database.query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid")).isEmpty();
    }

    /// Keeps notices, so that a test can say how often something was tried again.
    static final class Notices implements Event.Listener {
        final List<String> texts = new CopyOnWriteArrayList<>();
        private final Event.Listener next;

        Notices(Event.Listener next) {
            this.next = next;
        }

        @Override
        public void on(Event event) {
            if (event instanceof Event.Notice(var text)) {
                texts.add(text);
            }
            next.on(event);
        }
    }

    /// Waits until a query on another session says true.
    static void await(TestDatabase database, String condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            while (System.nanoTime() < end) {
                try (ResultSet row = statement.executeQuery("SELECT (" + condition + ")::text, pg_sleep(0.02)")) {
                    row.next();
                    if ("true".equals(row.getString(1))) {
                        return;
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("waiting for " + condition, e);
        }
        throw new IllegalStateException("this did not come true: " + condition + "; at work: " + activity(database));
    }

    /// Runs statements in one transaction of another session.
    static void inTransaction(TestDatabase database, String... statements) {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("another session failed", e);
        }
    }

    private static List<String> activity(TestDatabase database) {
        return new ArrayList<>(database.query("SELECT application_name || ' ' || state || ' ' || coalesce(wait_event, '') || ' ' "
                + "|| left(query, 60) FROM pg_stat_activity WHERE datname = current_database()"));
    }
}

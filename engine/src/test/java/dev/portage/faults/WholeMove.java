package dev.portage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.Migration;
import dev.portage.MigrationSettings;
import dev.portage.Phase;
import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the tests of faults in files share: a source, commands with something happening in the middle, and what every
/// case ends with: the same command again completes, both sides are equal, nothing is left over.
final class WholeMove {
    /// A table with a key, an index and a date, and one without any key.
    static final String SCRIPT = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT NOT NULL, at TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO t SELECT i, 'value ' || i || ' of the application', '2024-03-10 02:30:00' FROM n;
            CREATE INDEX t_v ON t(v);
            CREATE TABLE log (line TEXT);
            INSERT INTO log SELECT 'line ' || (id % 10) FROM t WHERE id <= 200;
            """;

    private WholeMove() {}

    static Path source(Path folder) {
        return SqliteScript.run(folder.resolve("app.db"), SCRIPT);
    }

    static Report run(MigrationSettings settings, Event.Listener listener, Function<Migration, Report> command) {
        try (Migration migration = Migration.open(settings, listener)) {
            return command.apply(migration);
        }
    }

    static Report move(MigrationSettings settings) {
        return run(settings, Event.Listener.none(), Migration::move);
    }

    /// A step of a test that may fail with an I/O error.
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /// Does `what` once, when `phase` begins.
    static Event.Listener atStart(Phase phase, Step what) {
        AtomicBoolean done = new AtomicBoolean();
        return event -> {
            if (event instanceof Event.PhaseStarted(var started) && started == phase && !done.getAndSet(true)) {
                try {
                    what.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    static void failed(Report report, int exitCode, String code) {
        assertThat(report.error().map(Report.Failure::code)).as(Outcome.of(report) + report.error()).contains(code);
        assertThat(report.exitCode()).isEqualTo(exitCode);
    }

    /// Runs the command once more: it completes, both sides are equal, nothing is left over.
    static void completes(MigrationSettings settings, TestDatabase database, int rows) throws IOException {
        Report report = move(settings);

        assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isZero();
        assertThat(report.verdict()).isEqualTo("equal");
        assertThat(database.query("SELECT count(*) || ' ' || count(DISTINCT id) FROM public.t"))
                .containsExactly(rows + " " + rows);
        assertThat(database.query("SELECT count(*) FROM public.log")).containsExactly("200");
        assertThat(database.query("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'portage%'")).containsExactly("0");
        assertThat(database.query("SELECT state FROM portage.control")).containsExactly("moved");
        assertThat(leftovers(settings.folder())).isEmpty();
    }

    /// Files of a work folder that no finished command leaves.
    static List<String> leftovers(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString())
                    .filter(name -> name.endsWith(".partial") || name.endsWith(".new") || name.contains("spill")
                            || name.matches(".*-(wal|shm|journal)"))
                    .toList();
        }
    }

    /// Whether anything of ours is in the target.
    static boolean untouched(TestDatabase database) {
        return database.query("SELECT count(*) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
                + "WHERE nspname IN ('public', 'portage')").equals(List.of("0"));
    }

    /// Writes other letters over the first place where `text` stands, as a failing disk might.
    static void rot(Path file, String text) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).as("'%s' in %s", text, file).isPositive();
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(at);
            out.write("#".repeat(4).getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}

package dev.portage;

import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the tests of whole moves share: a source with something of everything, and digests of what a move leaves.
final class MoveFixture {
    /// Keys of several kinds, indexes, checks, orphans, and values that PostgreSQL's text cannot hold.
    static final String RICH = """
            CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, born TEXT, UNIQUE (name));
            INSERT INTO author VALUES (1, 'Ann', '1950-01-02'), (2, 'Bob', NULL), (7, 'Cid', '1999-12-31');
            UPDATE sqlite_sequence SET seq = 40 WHERE name = 'author';
            CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author(id), title TEXT NOT NULL,
                price NUMERIC, pages INTEGER CHECK (pages > 0), cover BLOB);
            CREATE INDEX book_author ON book(author_id);
            INSERT INTO book VALUES (1, 1, 'One', 1.5, 10, x'00ff'), (2, 2, 'Two', 2, 20, NULL), (3, 99, 'Orphan', 3, 30, x''),
                (5, NULL, 'Free', NULL, NULL, NULL);
            CREATE TABLE tag (book_id INTEGER, word TEXT, PRIMARY KEY (book_id, word)) WITHOUT ROWID;
            INSERT INTO tag VALUES (1, 'a'), (1, 'b'), (2, 'a');
            CREATE TABLE mixed (id INTEGER PRIMARY KEY, v INTEGER);
            INSERT INTO mixed VALUES (1, 10), (2, x'0102ff'), (3, 'word'), (4, NULL);
            CREATE TABLE log (line TEXT);
            INSERT INTO log VALUES ('same'), ('same'), ('other'), (NULL);
            """;
    /// Nothing that needs a decision.
    static final String PLAIN = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
            INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, 'three');
            CREATE TABLE u (a INTEGER, b INTEGER);
            INSERT INTO u VALUES (1, 2), (3, 4);
            """;

    private MoveFixture() {}

    static Path source(Path folder, String script) {
        return SqliteScript.run(folder.resolve("app.db"), script);
    }

    /// Runs a command of a migration with a listener.
    static Report run(MigrationSettings settings, Event.Listener listener, Function<Migration, Report> command) {
        try (Migration migration = Migration.open(settings, listener)) {
            return command.apply(migration);
        }
    }

    /// The same in ranges of 10,000 rows.
    static Report runInSmallRanges(MigrationSettings settings, Event.Listener listener, Function<Migration, Report> command) {
        return run(settings, listener,
                migration -> command.apply(migration.copyingBy(dev.portage.copy.CopyConfig.DEFAULT.withRangeBytes(1))));
    }

    /// The other schema of `--schema NAME`.
    static MigrationSettings inSchema(MigrationSettings s, String schema) {
        return s.but(change -> change.asked(dev.portage.plan.PlanOptions.Asked.ofSchema(schema)));
    }

    /// With `--snapshot-only`.
    static MigrationSettings snapshotOnly(MigrationSettings s) {
        return s.but(MigrationSettings.Change::snapshotOnly);
    }

    /// With `--work-dir`.
    static MigrationSettings workingIn(MigrationSettings s, Path folder) {
        return s.but(change -> change.workDir(folder));
    }

    /// Each table of schema `portage` with a digest of its rows and of where they lie.
    static Map<String, String> stateDigest(TestDatabase database) {
        Map<String, String> digests = new TreeMap<>();
        for (String table : new String[]{"control", "made", "checkpoint", "quarantine", "journal"}) {
            digests.put(table, String.join("", database.query(
                    "SELECT md5(coalesce(string_agg(t.xmin::text || t.ctid || t::text, ',' ORDER BY t.ctid), '')) FROM portage."
                            + table + " t")));
        }
        return digests;
    }

    /// Each file of the work folder, but for reports and the lock, with its bytes' hash.
    static Map<String, String> folderDigest(Path root) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!name.contains("report.") && !name.equals("lock")) {
                    digests.put(name, dev.portage.source.Fingerprint.of(file));
                }
            }
        }
        return digests;
    }

    static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// The SQLSTATE that a statement of another session ends with, `00000` where it goes through.
    static String sqlState(TestDatabase database, String sql) {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return "00000";
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        }
    }
}

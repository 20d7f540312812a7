package dev.portage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portage.testing.SqliteScript;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Dumps that the sqlite3 program makes of real and of hostile databases: what is loaded of them is the database.
class SqlDumpIT {
    private static final Path SHARED = Path.of("../../shared");

    @TempDir
    Path folder;

    static Stream<String> cases() throws IOException {
        Path cases = SHARED.resolve("cases/sql");
        if (!Files.isDirectory(cases)) {
            return Stream.of("the shared cases are not beside this checkout");
        }
        try (Stream<Path> files = Files.list(cases)) {
            // Of a text with a zero byte a dump of 3.40 holds only what stands before it; a row of 27 is a statement of 100 MB,
            // more than the memory of these tests allows.
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.startsWith("03-") && !name.startsWith("27-")).sorted().toList().stream();
        }
    }

    @BeforeEach
    void needsTheProgram() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "sqlite3")));
        assumeTrue(there, "the sqlite3 program is not on the PATH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chinook.sqlite", "northwind.db", "grafana.db"})
    void a_dump_of_a_public_database_loads_as_that_database(String name) throws Exception {
        assumeTrue(Files.isDirectory(SHARED.resolve("samples")), "the shared samples are not beside this checkout");
        Path original = Files.copy(SHARED.resolve("samples").resolve(name), folder.resolve(name));

        requireSameAfterDump(original);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_dump_of_a_hostile_database_loads_as_that_database(String name) throws Exception {
        Path script = SHARED.resolve("cases/sql").resolve(name);
        assumeTrue(Files.exists(script), name);

        requireSameAfterDump(SqliteScript.run(folder.resolve("original.db"), script));
    }

    @Test
    void a_dump_loads_as_the_program_itself_loads_it() throws Exception {
        Path original = SqliteFixtures.sqlite(folder.resolve("original.db"),
                "CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT COLLATE NOCASE, c REAL, d BLOB, e AS (a + 1))",
                "INSERT INTO t(b, c, d) VALUES ('a\nb\r\n''c;', 0.1, x'00ff'), (char(0x1f600), 9e999, zeroblob(3)), (NULL, -9e999, '')",
                "INSERT INTO t(b) VALUES (CAST(x'fffe41' AS TEXT)), (CAST(x'eda080' AS TEXT)), (CAST(x'c080' AS TEXT))",
                "DELETE FROM t WHERE a = 6", "CREATE VIRTUAL TABLE docs USING fts5(title, body)",
                "INSERT INTO docs VALUES ('one', 'two three')", "CREATE VIRTUAL TABLE places USING rtree(id, x0, x1)",
                "INSERT INTO places VALUES (1, 2, 3)", "CREATE INDEX tb ON t(b)", "CREATE VIEW v AS SELECT b FROM t; -- x",
                "CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET b = CASE a WHEN 1 THEN 'x' ELSE 'y' END; END");
        Path dump = dump(original);
        Path theirs = folder.resolve("theirs.db");
        sqlite3(theirs, dump.toFile(), new File("/dev/null"));
        Path ours = load(dump);

        assertThat(Databases.contents(ours)).containsAllEntriesOf(Databases.contents(original));
        assertThat(Databases.contents(ours)).containsExactlyEntriesOf(Databases.contents(theirs));
        try (SqliteFile file = SqliteFile.openPrivate(ours)) {
            assertThat(new Pragmas(file).query("SELECT title FROM docs WHERE docs MATCH 'three'", row -> row.getString(1)))
                    .containsExactly("one");
        }
    }

    private void requireSameAfterDump(Path original) throws Exception {
        Path dump = dump(original);
        Path loaded = load(dump);

        assertThat(Databases.contents(loaded)).containsExactlyEntriesOf(Databases.contents(original));
        Path again = folder.resolve("again.db");
        try (LiveSource source = LiveSource.open(dump)) {
            assertThat(source.copyTo(again).fingerprint()).isEqualTo(Fingerprint.of(loaded));
            assertThat(source.changed()).isEmpty();
        }
    }

    private Path load(Path dump) {
        try (LiveSource source = LiveSource.open(dump)) {
            return source.copyTo(folder.resolve("work").resolve(source.sourceId())).file();
        }
    }

    private Path dump(Path original) throws Exception {
        Path dump = folder.resolve("dump.sql");
        sqlite3(original, Files.writeString(folder.resolve("command"), ".dump\n").toFile(), dump.toFile());
        return dump;
    }

    private static void sqlite3(Path database, File in, File out) throws Exception {
        Process process = new ProcessBuilder("sqlite3", "-batch", "-init", "/dev/null", database.toString()).redirectInput(in)
                .redirectOutput(out).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(process.waitFor()).isZero();
    }
}

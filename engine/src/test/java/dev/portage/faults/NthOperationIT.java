package dev.portage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.testing.SqliteScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every operation of a move that can fail is made to fail, one after the other: once only this one, once it and all after
/// it. Whatever it was, the run tells what happened and leaves nothing open, and the same command then completes.
///
/// A sample by default; with `-Pfaults` all, of which `-Dportage.test.faults.part=2/5` does the second of five parts, and
/// `-Dportage.test.faults.from=100` leaves out those before the 100th.
///
/// Source: "How SQLite Is Tested", section 3 (sqlite.org/testing.html).
class NthOperationIT {
    private static final boolean ALL = System.getProperty("portage.faults", "").equals("all");
    private static final String[] PART = System.getProperty("portage.test.faults.part", "1/1").split("/", 2);
    private static final int FROM = Integer.getInteger("portage.test.faults.from", 1);
    private static final int SAMPLES = 2;
    private static final int LONGEST = 20_000;

    /// A key of each kind, quarantined values, indexes, foreign keys, checks, a view, a trigger, a sequence that is ahead, and
    /// equal rows without a key.
    private static final String SCRIPT = """
            CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, born TEXT);
            INSERT INTO author VALUES (1, 'Ann', '1950-01-02'), (2, 'Bob', NULL), (7, 'Cid', '1999-12-31');
            UPDATE sqlite_sequence SET seq = 40 WHERE name = 'author';
            CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author(id), title TEXT NOT NULL,
                price NUMERIC, pages INTEGER CHECK (pages > 0), changes INTEGER NOT NULL DEFAULT 0);
            CREATE INDEX book_author ON book(author_id);
            CREATE INDEX book_cheap ON book(price) WHERE price < 10;
            INSERT INTO book VALUES (1, 1, 'One', 1.5, 10, 0), (2, 2, 'Two', 2, 20, 0), (5, NULL, 'Free', NULL, NULL, 3);
            CREATE TRIGGER book_changes AFTER UPDATE ON book BEGIN
                UPDATE book SET changes = OLD.changes + 1 WHERE id = NEW.id; END;
            CREATE VIEW cheap AS SELECT id, title FROM book WHERE price < 10;
            CREATE TABLE tag (book_id INTEGER REFERENCES book(id), word TEXT, PRIMARY KEY (book_id, word)) WITHOUT ROWID;
            INSERT INTO tag VALUES (1, 'a'), (1, 'b'), (2, 'a');
            CREATE TABLE mixed (id INTEGER PRIMARY KEY, v INTEGER);
            INSERT INTO mixed VALUES (1, 10), (2, x'0102ff'), (3, 'word'), (4, NULL);
            CREATE TABLE log (line TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
            INSERT INTO log SELECT 'line ' || (i % 100) FROM n;
            """;

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static FaultedMove move;

    @BeforeAll
    static void move_without_a_fault() throws IOException {
        Path source = Files.createDirectory(folder.resolve("source")).resolve("app.db");
        move = new FaultedMove(SqliteScript.run(source, SCRIPT), folder.resolve("golden"));
        assertThat(move.golden()).anyMatch(line -> line.contains("view public.cheap"))
                .anyMatch(line -> line.contains("book_changes")).anyMatch(line -> line.contains("rows of portage.quarantine 1 "));
    }

    @ParameterizedTest(name = "{0} lasting={1}")
    @CsvSource({"POSTGRES,false", "POSTGRES,true", "REPLIES,false", "REPLIES,true", "SQLITE,false", "SQLITE,true", "FILES,false",
            "FILES,true"})
    void a_move_survives_a_fault_at_every_operation(Fault.Where where, boolean lasting) throws IOException, SQLException {
        if (ALL) {
            sweep(where, lasting);
        } else {
            sample(where, lasting);
        }
    }

    private void sweep(Fault.Where where, boolean lasting) throws IOException, SQLException {
        int part = Integer.parseInt(PART[0]) - 1;
        int parts = Integer.parseInt(PART[1]);
        List<String> wrong = new ArrayList<>();
        int swept = 0;
        int survived = 0;
        for (int number = FROM + part; number < LONGEST; number += parts) {
            var fault = new Fault(where, where.kind(number), number, lasting);
            FaultedMove.Swept run = attempt(fault, wrong);
            if (!run.met()) {
                System.out.printf("%s lasting=%s part %s: %d operations swept, %d wrong, %d runs survived%n", where, lasting,
                        String.join("/", PART), swept, wrong.size(), survived);
                assertThat(wrong).isEmpty();
                assertThat(swept).isPositive();
                return;
            }
            swept++;
            if (swept % 10 == 0) {
                System.out.printf("%s lasting=%s: at operation %d%n", where, lasting, number);
            }
            survived += run.survived() ? 1 : 0;
        }
        throw new AssertionError("no run came to its end within %d operations".formatted(LONGEST));
    }

    private void sample(Fault.Where where, boolean lasting) throws IOException, SQLException {
        long seed = Long.getLong("portage.test.seed", System.nanoTime());
        int last = move
                .run(new Fault(where, where.kind(0), LONGEST, lasting), folder.resolve("counted-%s-%s".formatted(where, lasting)))
                .operations();
        System.out.printf("%s lasting=%s: %d operations, seed %d%n", where, lasting, last, seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            int number = random.nextInt(1, last + 1);
            attempt(new Fault(where, where.kind(random.nextInt(6)), number, lasting), wrong);
        }
        assertThat(wrong).as("seed " + seed).isEmpty();
    }

    private FaultedMove.Swept attempt(Fault fault, List<String> wrong) throws IOException, SQLException {
        Path workDir = folder.resolve("run-" + fault.number());
        try {
            return move.run(fault, workDir);
        } catch (AssertionError | RuntimeException e) {
            java.io.StringWriter trace = new java.io.StringWriter();
            e.printStackTrace(new java.io.PrintWriter(trace));
            wrong.add(fault + ": " + trace);
            System.out.println("WRONG " + fault + ": " + trace);
            return new FaultedMove.Swept(0, true, false);
        } finally {
            deleteTree(workDir);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

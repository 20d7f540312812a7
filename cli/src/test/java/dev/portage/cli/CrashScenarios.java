package dev.portage.cli;

import dev.portage.OwnSchema;
import dev.portage.cli.CrashScenario.Rows;
import dev.portage.testing.SqliteScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Commands in which every moment occurs, the cheap ones first.
final class CrashScenarios {
    static final String OWNER = "crash_owner";

    /// Several of everything: ranges, counters, indexes, unique constraints, checks, foreign keys, triggers, views, and
    /// values that go into the quarantine.
    private static final String RICH = """
            CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, boss INTEGER REFERENCES author(id));
            INSERT INTO author VALUES (1, 'Ann', 2), (2, 'Bob', NULL), (7, 'Cid', 1);
            UPDATE sqlite_sequence SET seq = 40 WHERE name = 'author';
            CREATE TABLE book (id INTEGER PRIMARY KEY AUTOINCREMENT, author_id INTEGER REFERENCES author(id),
                title TEXT NOT NULL UNIQUE, pages INTEGER CHECK (pages > 0),
                updated_at TEXT NOT NULL DEFAULT '2001-01-01 00:00:00');
            INSERT INTO book (id, author_id, title, pages) VALUES (1, 1, 'One', 10), (2, 2, 'Two', 20), (5, NULL, 'Free', NULL);
            CREATE INDEX book_author ON book(author_id);
            CREATE INDEX book_pages ON book(pages);
            CREATE TRIGGER book_updated AFTER UPDATE ON book FOR EACH ROW
                BEGIN UPDATE book SET updated_at = datetime('now') WHERE id = NEW.id; END;
            CREATE TABLE tag (book_id INTEGER REFERENCES book(id), word TEXT CHECK (length(word) < 20),
                weight INTEGER CHECK (weight >= 0), changes INTEGER DEFAULT 0, PRIMARY KEY (book_id, word), UNIQUE (word, weight))
                WITHOUT ROWID;
            INSERT INTO tag (book_id, word, weight) VALUES (1, 'a', 1), (1, 'b', 2), (2, 'a', 3);
            CREATE TRIGGER tag_changes AFTER UPDATE OF weight ON tag
                BEGIN UPDATE tag SET changes = OLD.changes + 1 WHERE book_id = NEW.book_id AND word = NEW.word; END;
            CREATE TRIGGER tag_light BEFORE UPDATE ON tag WHEN OLD.weight = 0
                BEGIN SELECT RAISE(ABORT, 'too light') WHERE NEW.weight > 9; END;
            CREATE TABLE mixed (id INTEGER PRIMARY KEY AUTOINCREMENT, v INTEGER);
            INSERT INTO mixed VALUES (1, 10), (2, x'0102ff'), (3, 'word'), (4, NULL);
            CREATE TABLE odd (id INTEGER PRIMARY KEY, v INTEGER);
            INSERT INTO odd VALUES (1, 'ten'), (2, 20);
            CREATE TABLE k (id INTEGER PRIMARY KEY, parent INTEGER, v TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
                INSERT INTO k SELECT i * 3, i, 'value ' || i FROM n;
            CREATE INDEX k_v ON k(v);
            CREATE TABLE log (line TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
                INSERT INTO log SELECT 'line ' || (i % 100) FROM n;
            CREATE VIEW thick AS SELECT id, title FROM book WHERE pages > 5;
            CREATE VIEW thin AS SELECT id, title FROM book WHERE pages < 5;
            CREATE VIEW both AS SELECT id FROM thick;
            """;
    private static final String DUMP = """
            PRAGMA foreign_keys=OFF;
            BEGIN TRANSACTION;
            CREATE TABLE shelf (id INTEGER PRIMARY KEY, book_id INTEGER, place TEXT, v INTEGER);
            INSERT INTO shelf VALUES(1,1,'left',1);
            INSERT INTO shelf VALUES(2,2,'right','odd');
            COMMIT;
            """;
    private static final String PLAN = """
            portage-plan: 1
            target-schema: shop
            owner: %1$s
            grant: {%1$s: "select, insert"}
            before: ["CREATE TABLE seen (what text)", "INSERT INTO seen VALUES ('before')"]
            after: ["INSERT INTO seen SELECT 'after ' || count(*) FROM k"]
            """.formatted(OWNER);
    private static final String PLAIN = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
            INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, 'three');
            CREATE TABLE u (a INTEGER, b INTEGER);
            INSERT INTO u VALUES (1, 2), (3, 4);
            """;
    private static final List<Rows> PLAIN_ROWS = List.of(
            new Rows("app.db", "SELECT id || ' ' || v FROM t ORDER BY id", "SELECT id || ' ' || v FROM public.t ORDER BY id"),
            new Rows("app.db", "SELECT a || ' ' || b FROM u ORDER BY a", "SELECT a || ' ' || b FROM public.u ORDER BY a"));
    /// Columns that the application's own tables lack.
    private static final String MORE_COLUMNS = """
            ALTER TABLE author ADD COLUMN note TEXT DEFAULT 'n';
            ALTER TABLE book ADD COLUMN note TEXT;
            ALTER TABLE log ADD COLUMN note INTEGER DEFAULT 5;
            """;
    private static final int MANY = 410;

    private CrashScenarios() {}

    static List<CrashScenario> all() {
        return List.of(plain(), again(), rich(), append(), replace(), dropAppended(), dropRich(), restart(), changed(), demo(),
                demoDrop(), different(), manyTables(), dropMany(), embedded(), unpacking());
    }

    /// Those that are killed after a random time, each with a kind of work of its own.
    static List<CrashScenario> everyday() {
        return List.of(rich(), append(), dropAppended(), restart(), embedded());
    }

    private static CrashScenario.Preparation source(String script) {
        return place -> SqliteScript.run(place.side().resolve("app.db"), script);
    }

    static CrashScenario plain() {
        return new CrashScenario("plain", List.of("move", "app.db"), source(PLAIN), List.of("verify", "app.db"), true,
                PLAIN_ROWS);
    }

    private static CrashScenario again() {
        return new CrashScenario("again", List.of("move", "app.db"), place -> {
            source(PLAIN).in(place);
            place.runHere(0, "move", "app.db");
        }, List.of("verify", "app.db"), true, PLAIN_ROWS);
    }

    private static void rich(CrashPlace place) throws IOException {
        SqliteScript.run(place.side().resolve("app.db"), RICH);
        Files.writeString(place.side().resolve("more.sql"), DUMP);
        Path plan = place.work().resolve("1-plan/plan.yaml");
        Files.createDirectories(plan.getParent());
        Files.writeString(plan, PLAN);
    }

    static CrashScenario rich() {
        return new CrashScenario("rich", List.of("move", "app.db", "more.sql", "--accept-suggestions"), CrashScenarios::rich,
                List.of("verify", "app.db", "more.sql"), true, List.of(
                        new Rows("app.db", "SELECT id || ' ' || parent || ' ' || v FROM k ORDER BY id",
                                "SELECT id || ' ' || parent || ' ' || v FROM shop.k ORDER BY id"),
                        new Rows("app.db", "SELECT line || count(*) FROM log GROUP BY line ORDER BY line",
                                "SELECT line || count(*) FROM shop.log GROUP BY line ORDER BY line COLLATE \"C\""),
                        new Rows("app.db",
                                "SELECT id || coalesce(author_id, 'x') || title || coalesce(pages, 'x') FROM book ORDER BY id",
                                "SELECT id || coalesce(author_id::text, 'x') || title || coalesce(pages::text, 'x') FROM shop.book ORDER BY id"),
                        new Rows("app.db", "SELECT book_id || word || weight FROM tag ORDER BY book_id, word",
                                "SELECT book_id || word || weight FROM shop.tag ORDER BY book_id, word COLLATE \"C\"")));
    }

    private static void own(CrashPlace place) {
        SqliteScript.run(place.side().resolve("app.db"), OwnSchema.SOURCE + MORE_COLUMNS);
        place.database().orElseThrow().execute((OwnSchema.TARGET + OwnSchema.SEEDS).replace("DEFAULT now()",
                "DEFAULT '2020-01-01'"));
    }

    private static List<Rows> ownRows(String condition) {
        return List.of(new Rows("app.db", "SELECT id || name || coalesce(boss, 'x') FROM author ORDER BY id",
                "SELECT id || name || coalesce(boss::text, 'x') FROM public.author WHERE %s ORDER BY id".formatted(condition)));
    }

    static CrashScenario append() {
        return new CrashScenario("append", List.of("move", "app.db", "--existing", "append", "--accept-suggestions"),
                CrashScenarios::own, List.of("verify", "app.db"), true, ownRows("id < 100"));
    }

    private static CrashScenario replace() {
        return new CrashScenario("replace", List.of("move", "app.db", "--existing", "replace", "--accept-suggestions"),
                CrashScenarios::own, List.of("verify", "app.db"), true, ownRows("true"));
    }

    private static CrashScenario dropAppended() {
        return new CrashScenario("drop appended", List.of("drop", "app.db", "--yes"), place -> {
            own(place);
            place.runHere(0, "move", "app.db", "--existing", "append", "--accept-suggestions");
        }, List.of(), false, List.of());
    }

    private static CrashScenario dropRich() {
        return new CrashScenario("drop rich", List.of("drop", "app.db", "more.sql", "--yes"), place -> {
            rich(place);
            place.runHere(0, "move", "app.db", "more.sql", "--accept-suggestions");
        }, List.of(), false, List.of());
    }

    private static CrashScenario restart() {
        return new CrashScenario("restart", List.of("move", "app.db", "--restart"), place -> {
            source(PLAIN).in(place);
            place.runHere(0, "move", "app.db");
            SqliteScript.run(place.side().resolve("app.db"),
                    "INSERT INTO t VALUES (4, 'four'); CREATE TABLE v (id INTEGER PRIMARY KEY)");
        }, List.of("verify", "app.db"), false, PLAIN_ROWS);
    }

    private static CrashScenario changed() {
        return new CrashScenario("changed", List.of("move", "app.db"), place -> {
            source(PLAIN).in(place);
            place.runHere(0, "plan", "app.db");
            SqliteScript.run(place.side().resolve("app.db"), "INSERT INTO t VALUES (4, 'four')");
        }, List.of("verify", "app.db"), true, PLAIN_ROWS);
    }

    private static CrashScenario demo() {
        return new CrashScenario("demo", List.of("demo", "app.db", "--rows", "100"), _ -> {}, List.of("verify", "app.db"), true,
                List.of(new Rows("app.db", "SELECT id || content FROM paragraphs ORDER BY id",
                        "SELECT id || content FROM public.paragraphs ORDER BY id COLLATE \"C\"")));
    }

    private static CrashScenario demoDrop() {
        return new CrashScenario("drop demo", List.of("drop", "app.db", "--yes"), place -> {
            dev.portage.cli.demo.NovelsDatabase.make(place.side().resolve("app.db"), 100);
            place.runHere(0, "move", "app.db");
        }, List.of(), false, List.of());
    }

    /// More values in the quarantine than the verification keeps in memory, and a difference in a table without a key that has
    /// more rows than it sorts in memory.
    private static CrashScenario different() {
        return new CrashScenario("different", List.of("verify", "app.db"), place -> {
            SqliteScript.run(place.side().resolve("app.db"), """
                    CREATE TABLE log (line INTEGER);
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100000)
                        INSERT INTO log SELECT i % 1000 FROM n;
                    CREATE TABLE mixed (id INTEGER PRIMARY KEY, v INTEGER);
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80000)
                        INSERT INTO mixed SELECT i, CASE WHEN i % 2 THEN i ELSE x'00ff' END FROM n;
                    """);
            place.runHere(0, "move", "app.db", "--accept-suggestions");
            place.database().orElseThrow().execute("UPDATE public.log SET line = line + 1 WHERE ctid = '(0,1)'");
        }, List.of(), false, 6, List.of());
    }

    private static CrashScenario.Preparation many() {
        StringBuilder script = new StringBuilder();
        for (int i = 1; i <= MANY; i++) {
            script.append("CREATE TABLE t%1$d (a INTEGER); INSERT INTO t%1$d VALUES (%1$d);".formatted(i));
        }
        return source("BEGIN;" + script + "COMMIT");
    }

    static CrashScenario manyTables() {
        return new CrashScenario("many tables", List.of("move", "app.db"), many(), List.of("verify", "app.db"), true, List.of());
    }

    private static CrashScenario dropMany() {
        return new CrashScenario("drop many tables", List.of("drop", "app.db", "--yes"), place -> {
            many().in(place);
            place.runHere(0, "move", "app.db");
        }, List.of(), false, List.of());
    }

    private static CrashScenario embedded() {
        return new CrashScenario("embedded", List.of("move", "app.db"), source(PLAIN), List.of("verify", "app.db"), true,
                List.of());
    }

    private static CrashScenario unpacking() {
        return new CrashScenario("embedded, unpacked", List.of("move", "app.db", "--own-cache"), source(PLAIN),
                List.of("verify", "app.db"), true, List.of());
    }
}

package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Full-text tables and R-trees after a move: all rows are there, and the queries that messages and pages propose find
/// the rows that SQLite finds.
class SearchIT {
    private static final Path PAGE = Path.of("../docs/howto/full-text-search.md");
    private static final Pattern LINE = Pattern.compile("^\\| `(?<sqlite>[^`]+)` \\| `(?<postgresql>[^`]+)` \\|",
            Pattern.MULTILINE);
    private static final List<String> WORDS = List.of("river", "lake", "boat", "wooden", "9", "portage", "example", "left", "b",
            "nothing");

    /// A table with its texts beside it and the triggers of the manual, one with texts of its own, one that stems.
    private static final String TEXTS = """
            CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
            CREATE VIRTUAL TABLE docs_fts USING fts5(title, body, content='docs', content_rowid='id');
            CREATE TRIGGER docs_ai AFTER INSERT ON docs BEGIN
              INSERT INTO docs_fts(rowid, title, body) VALUES (new.id, new.title, new.body); END;
            CREATE TRIGGER docs_ad AFTER DELETE ON docs BEGIN
              INSERT INTO docs_fts(docs_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END;
            CREATE TRIGGER docs_au AFTER UPDATE ON docs BEGIN
              INSERT INTO docs_fts(docs_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
              INSERT INTO docs_fts(rowid, title, body) VALUES (new.id, new.title, new.body); END;
            INSERT INTO docs VALUES (1, 'The river', 'A wooden boat on the river, left behind.'), (2, 'A lake', NULL),
              (3, NULL, 'Carry the boat from lake to river: a portage'), (4, 'Über', 'at www.example.org/lake or 9.30 <b>left</b>'),
              (5, '', ''), (-7, 'lake_river', 'boat-wooden');
            CREATE VIRTUAL TABLE notes USING fts5(subject, text, author UNINDEXED, tokenize = 'porter unicode61');
            INSERT INTO notes (rowid, subject, text, author) VALUES (10, 'boats', 'boating is for boaters', 'river'),
              (11, 'rivers', 'many rivers', NULL), (3000000000, NULL, 'a boat', 'Ann');
            CREATE TABLE memo (id INTEGER PRIMARY KEY, body TEXT);
            CREATE VIRTUAL TABLE memo_fts USING fts5(body);
            CREATE TRIGGER memo_ai AFTER INSERT ON memo BEGIN INSERT INTO memo_fts (rowid, body) VALUES (NEW.id, NEW.body); END;
            CREATE TRIGGER memo_au AFTER UPDATE ON memo BEGIN UPDATE memo_fts SET body = NEW.body WHERE rowid = OLD.id; END;
            CREATE TRIGGER memo_ad AFTER DELETE ON memo BEGIN DELETE FROM memo_fts WHERE rowid = OLD.id; END;
            INSERT INTO memo VALUES (1, 'one'), (2, 'two'), (3, 'three');
            CREATE VIRTUAL TABLE old USING fts4(line, tokenize=simple);
            INSERT INTO old (docid, line) VALUES (1, 'River boat'), (5, 'lake');
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void plain_words_find_the_rows_that_sqlite_finds(TestPostgres server) throws SQLException {
        Path source = SqliteScript.run(folder.resolve("app.db"), TEXTS);
        try (TestDatabase database = server.freshDatabase()) {
            Report report = moved(source, database);

            assertThat(Outcome.named(report)).contains("trigger-replaced docs")
                    .noneMatch(named -> named.startsWith("trigger-untranslated"));
            for (String word : WORDS) {
                assertThat(found(database, "docs", "id", "docs_fts_tsv", "simple", word)).as(word)
                        .isEqualTo(matching(source, "docs_fts", word));
                assertThat(found(database, "old", "rowid", "old_tsv", "simple", word)).as(word)
                        .isEqualTo(matching(source, "old", word));
            }
            assertThat(found(database, "notes", "rowid", "notes_tsv", "english", "boats")).containsExactly("10", "3000000000");
            assertThat(found(database, "notes", "rowid", "notes_tsv", "english", "Ann")).as("what is UNINDEXED is not searched")
                    .isEmpty();
            assertThat(database.query("SELECT author FROM public.notes ORDER BY rowid")).containsExactly("river", null, "Ann");
            assertThat(database.query("SELECT indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%' ORDER BY 1")).hasSize(4);
        }
    }

    @Test
    void the_search_column_stays_in_step_and_the_table_counts_on() throws SQLException {
        Path source = SqliteScript.run(folder.resolve("app.db"), TEXTS);
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            moved(source, database);

            database.execute("UPDATE public.docs SET body = 'an island' WHERE id = 2; DELETE FROM public.docs WHERE id = 1;"
                    + "INSERT INTO public.notes (subject) VALUES ('island');"
                    + "INSERT INTO public.memo VALUES (9, 'island'); UPDATE public.memo SET body = 'an island' WHERE id = 2;"
                    + "DELETE FROM public.memo WHERE id = 3");

            assertThat(found(database, "docs", "id", "docs_fts_tsv", "simple", "island")).containsExactly("2");
            assertThat(found(database, "docs", "id", "docs_fts_tsv", "simple", "wooden")).containsExactly("-7");
            assertThat(found(database, "notes", "rowid", "notes_tsv", "english", "island")).containsExactly("3000000001");
            assertThat(found(database, "memo_fts", "rowid", "memo_fts_tsv", "simple", "island")).containsExactly("2", "9");
            assertThat(database.query("SELECT rowid FROM public.memo_fts ORDER BY 1")).containsExactly("1", "2", "9");
        }
    }

    @Test
    void each_query_form_of_the_page_finds_the_same_rows() throws SQLException, IOException {
        Path source = SqliteScript.run(folder.resolve("app.db"), TEXTS);
        Matcher line = LINE.matcher(Files.readString(PAGE));
        int lines = 0;
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            moved(source, database);
            for (; line.find(); lines++) {
                String there = line.group("postgresql").replace("FROM docs", "FROM public.docs");
                assertThat(sorted(database.query(there))).as(there).isEqualTo(sorted(sqlite(source, line.group("sqlite"))));
            }
        }
        assertThat(lines).as("query forms of " + PAGE).isGreaterThanOrEqualTo(6);
    }

    @Test
    void what_cannot_be_searched_alike_is_named_and_its_rows_arrive() throws SQLException {
        Path source = SqliteScript.run(folder.resolve("app.db"), """
                CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, at DATETIME);
                INSERT INTO t VALUES (1, 'x', '2024-01-01 10:00:00');
                CREATE VIEW tv AS SELECT id, v FROM t;
                CREATE VIRTUAL TABLE parts USING fts5(v, tokenize = 'trigram');
                INSERT INTO parts VALUES ('substring');
                CREATE VIRTUAL TABLE none USING fts5(v, content='');
                INSERT INTO none (rowid, v) VALUES (1, 'gone');
                CREATE VIRTUAL TABLE ofview USING fts5(v, content='tv', content_rowid='id');
                CREATE VIRTUAL TABLE oftime USING fts5(at, content='t', content_rowid='id');
                CREATE TRIGGER keep AFTER INSERT ON t BEGIN INSERT INTO none (rowid, v) VALUES (NEW.id, NEW.v); END;
                CREATE VIRTUAL TABLE long USING fts5(v);
                INSERT INTO long SELECT group_concat(value, ' ') FROM
                  (WITH RECURSIVE n(value) AS (SELECT 100000 UNION ALL SELECT value + 1 FROM n WHERE value < 200000) SELECT value FROM n);
                """);
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = moved(source, database);

            assertThat(reason(report, "parts")).contains("pg_trgm");
            assertThat(reason(report, "none")).contains("contentless");
            assertThat(reason(report, "ofview")).contains("a view");
            assertThat(reason(report, "oftime")).contains("timestamp");
            assertThat(reason(report, "long")).contains("700,006 bytes");
            assertThat(report.hazards()).filteredOn(hazard -> hazard.code().equals("trigger-untranslated")).singleElement()
                    .satisfies(hazard -> assertThat(hazard.message()).contains("it writes none"));
            assertThat(database.query("SELECT v FROM public.parts")).containsExactly("substring");
            assertThat(database.query("SELECT length(v)::text FROM public.long")).containsExactly("700006");
            assertThat(database
                    .query("SELECT attname FROM pg_attribute WHERE atttypid = 'tsvector'::regtype AND attrelid::regclass::text"
                            + " !~ '^(pg_|information)'"))
                    .isEmpty();
        }
    }

    @Test
    void the_rows_of_r_trees_arrive_as_ordinary_tables() throws SQLException {
        Path source = SqliteScript.run(folder.resolve("app.db"), """
                CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, y0, y1, +label TEXT);
                INSERT INTO box VALUES (1, 0.1, 0.2, -1e30, 1e30, 'a'), (-5, 0, 0, 0, 0, NULL), (9000000000, 1, 2, 3, 4, 'Ü');
                CREATE VIRTUAL TABLE grid USING rtree_i32(id, a, b);
                INSERT INTO grid VALUES (7, -2147483648, 2147483647);
                """);
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = moved(source, database);

            assertThat(reason(report, "box")).contains("GiST", "ordinary table box");
            assertThat(database.query("SELECT concat_ws('|', id, x0, y1, label) FROM public.box ORDER BY id")).isEqualTo(
                    sqlite(source, "SELECT id || '|' || printf('%!.17g', x0) FROM box WHERE 0 UNION ALL SELECT '-5|0|0' UNION ALL"
                            + " SELECT '1|0.09999999403953552|1.0000000150474662e+30|a' UNION ALL SELECT '9000000000|1|4|Ü'"));
            assertThat(database.query("SELECT concat_ws('|', id, a, b) FROM public.grid"))
                    .containsExactly("7|-2147483648|2147483647");
        }
    }

    private static Report moved(Path source, TestDatabase database) {
        Report report = Moves.move(Moves.settings(source, database));
        assertThat(report.exitCode()).as(Outcome.of(report)).isEqualTo(0);
        assertThat(report.verdict()).isEqualTo("equal");
        return report;
    }

    private static String reason(Report report, String table) {
        return report.hazards().stream()
                .filter(hazard -> hazard.code().equals("virtual-table") && hazard.table().filter(table::equals).isPresent())
                .findFirst().orElseThrow().message();
    }

    private static List<String> matching(Path source, String table, String word) throws SQLException {
        return sqlite(source, "SELECT rowid FROM %1$s WHERE %1$s MATCH '%2$s' ORDER BY 1".formatted(table, word));
    }

    private static List<String> found(TestDatabase database, String table, String key, String column, String configuration,
            String word) {
        return database.query("SELECT %s::text FROM public.%s WHERE %s @@ websearch_to_tsquery('%s', '%s') ORDER BY %1$s"
                .formatted(key, table, column, configuration, word));
    }

    private static List<String> sqlite(Path source, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + source);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        }
    }

    private static List<String> sorted(List<String> rows) {
        return rows.stream().sorted().toList();
    }
}

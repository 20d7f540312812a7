package dev.portage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.PortageException;
import dev.portage.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlDumpTest {
    @TempDir
    Path folder;

    private Path dump(String text) throws IOException {
        return Files.write(folder.resolve("app.sql"), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Path work() {
        return folder.resolve("work").resolve("app.sql");
    }

    private Path load(String text) throws IOException {
        try (LiveSource source = LiveSource.open(dump(text))) {
            return source.copyTo(work()).file();
        }
    }

    private void refused(String text, String code, String... words) throws IOException {
        dump(text);
        assertThatThrownBy(() -> load(text)).as(text).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.code()).as(e.line()).isEqualTo(code);
            assertThat(e.line()).contains(words).contains("app.sql");
        });
        if (Files.exists(work().getParent())) {
            assertThat(work().getParent()).isEmptyDirectory();
        }
    }

    private static List<String> strings(Path file, String sql) throws Exception {
        try (SqliteFile open = SqliteFile.openPrivate(file)) {
            return new Pragmas(open).query(sql, row -> row.getString(1));
        }
    }

    @Test
    void an_export_of_d1_is_loaded() throws Exception {
        Path file = load("""
                PRAGMA defer_foreign_keys=TRUE;
                CREATE TABLE d1_migrations(
                \t\tid         INTEGER PRIMARY KEY AUTOINCREMENT,
                \t\tname       TEXT UNIQUE,
                \t\tapplied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
                );
                INSERT INTO "d1_migrations" ("id","name","applied_at") VALUES(1,'0001_init.sql','2024-05-01 10:00:00');
                CREATE TABLE _cf_KV (
                        key TEXT PRIMARY KEY,
                        value BLOB
                      ) WITHOUT ROWID;
                CREATE TABLE books (id INTEGER PRIMARY KEY, author REFERENCES authors(id), title TEXT);
                INSERT INTO "books" ("id","author","title") VALUES(1,9,replace('a\\nb','\\n',char(10)));
                CREATE TRIGGER touch AFTER INSERT ON books BEGIN UPDATE books SET title = 'touched; END' WHERE id = NEW.id; END;
                INSERT INTO "books" ("id","author","title") VALUES(2,NULL,X'00ff');
                CREATE TABLE authors (id INTEGER PRIMARY KEY);
                DELETE FROM sqlite_sequence;
                INSERT INTO "sqlite_sequence" ("name","seq") VALUES('d1_migrations',17);
                CREATE INDEX by_author ON books(author);
                """);

        assertThat(strings(file, "SELECT quote(title) FROM books")).containsExactly("'a\nb'", "X'00FF'");
        assertThat(strings(file, "SELECT name || seq FROM sqlite_sequence")).containsExactly("d1_migrations17");
        assertThat(strings(file, "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1")).containsExactly(
                "_cf_KV",
                "authors", "books", "by_author", "d1_migrations", "touch");
        assertThat(strings(file, "SELECT \"table\" || rowid FROM pragma_foreign_key_check")).containsExactly("books1");
    }

    @Test
    void every_form_of_a_value_arrives_in_its_class() throws Exception {
        Path file = load("""
                CREATE TABLE t(a);
                INSERT INTO t VALUES(1),(-9223372036854775808),(1.0e0),(1e999),(-1e999),(NULL),(''),(x''),(-0.5),('a' || char(10));
                INSERT INTO t VALUES(unistr('a\\u000ab\\u0000'));
                INSERT INTO t VALUES(CAST(X'00' AS TEXT));
                INSERT INTO t VALUES('\u00ff\u00fe''\r\n;');
                REPLACE INTO "t" VALUES(replace('\u00c3\u00a9\\r','\\r',char(13)));
                """);

        assertThat(strings(file, "SELECT typeof(a) || ' ' || hex(a) FROM t")).containsExactly("integer 31",
                "integer 2D39323233333732303336383534373735383038", "real 312E30", "real 496E66", "real 2D496E66", "null ",
                "text ",
                "blob ", "real 2D302E35", "text 610A", "text 610A6200", "text 00", "text FFFE270D0A3B", "text C3A90D");
    }

    @Test
    void settings_of_the_database_are_kept_and_those_of_the_loader_are_not() throws Exception {
        Path file = load("""
                PRAGMA foreign_keys=ON; PRAGMA journal_mode=WAL; PRAGMA encoding='UTF-16le'; PRAGMA user_version=42;
                PRAGMA application_id=7;
                BEGIN TRANSACTION;
                CREATE TABLE t(a REFERENCES none, CHECK (a > 5));
                INSERT INTO t VALUES(1),('\u00c3\u00a9');
                ANALYZE sqlite_schema;
                INSERT INTO sqlite_stat1 VALUES('t',NULL,'1');
                COMMIT;
                """);

        assertThat(strings(file, "PRAGMA encoding")).containsExactly("UTF-16le");
        assertThat(strings(file, "PRAGMA user_version")).containsExactly("42");
        assertThat(strings(file, "PRAGMA application_id")).containsExactly("7");
        assertThat(strings(file, "PRAGMA journal_mode")).isNotEqualTo(List.of("wal"));
        assertThat(strings(file, "SELECT a FROM t")).containsExactly("1", "\u00e9");
    }

    @Test
    void a_sequence_without_its_table_is_kept() throws Exception {
        Path file = load("CREATE TABLE t(a);\nDELETE FROM sqlite_sequence;\nINSERT INTO sqlite_sequence VALUES('gone',3);\n");

        assertThat(strings(file, "SELECT name FROM sqlite_sequence")).containsExactly("gone");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            BEGIN;~CREATE TABLE t(a);~INSERT INTO t VALUES(1);        | PT-170 | line 1
            SAVEPOINT x;~CREATE TABLE t(a);                           | PT-170 | SAVEPOINT without its RELEASE
            BEGIN;~CREATE TABLE t(a);~INSERT INTO t VALUES('abc       | PT-170 | line 3
            BEGIN;~CREATE TABLE t(a);~INSERT INTO t VALUES('abc')     | PT-170 | without the semicolon
            BEGIN;~CREATE TABLE t(a);~ROLLBACK; -- due to errors      | PT-176 | line 3
            CREATE TABLE t(a);~INSERT INTO t VALUES(1,2);             | PT-169 | line 2
            CREATE TABLE t(a UNIQUE);~INSERT INTO t VALUES(1);~INSERT INTO t VALUES(1); | PT-169 | line 3
            CREATE TABLE t(a);~CREATE TRIGGER x AFTER INSERT ON u BEGIN SELECT 1; END;~SELECT 1; | PT-171 | line 3
            CREATE TABLE t(a);~CREATE TRIGGER x AFTER INSERT ON u BEGIN SELECT 1; END;  | PT-169 | line 2
            BEGIN;~BEGIN;                                             | PT-169 | line 2
            CREATE TABLE t(a);~COMMIT;                                | PT-169 | line 2
            -- only words                                             | PT-175 | makes no table
            CREATE VIEW v AS SELECT 1;                                | PT-175 | makes no table
            CREATE TABLE t(a);~ATTACH 'x.db' AS x;                    | PT-171 | line 2: ATTACH
            CREATE TABLE t(a);~SELECT load_extension('x');            | PT-171 | SELECT
            CREATE TABLE t(a);~VACUUM INTO 'x.db';                    | PT-171 | VACUUM
            CREATE TABLE t(a);~INSERT INTO t SELECT 1;                | PT-171 | INSERT with SELECT
            CREATE TABLE t(a);~INSERT INTO t WITH RECURSIVE n(i) AS (VALUES(1)) VALUES(2); | PT-171 | INSERT with WITH
            CREATE TABLE t(a);~INSERT INTO t VALUES((SELECT 1));      | PT-171 | INSERT with SELECT
            CREATE TABLE t(a);~INSERT INTO t VALUES(randomblob(9));   | PT-171 | a function other than
            CREATE TABLE t(a);~INSERT INTO t VALUES("randomblob"(9)); | PT-171 | a function other than
            CREATE TABLE t(a);~INSERT INTO t VALUES(randomblob /**/ (9)); | PT-171 | a function other than
            CREATE TABLE t(a);~UPDATE t SET a = randomblob(9);        | PT-171 | a function other than
            CREATE TABLE t(a);~UPDATE t SET a = (SELECT 1);           | PT-171 | UPDATE with SELECT
            CREATE TABLE t(a);~INSERT INTO t VALUES(CURRENT_TIMESTAMP); | PT-171 | CURRENT_TIMESTAMP
            CREATE TABLE t AS SELECT 1;                               | PT-171 | AS SELECT
            CREATE TEMP TABLE t(a);                                   | PT-171 | CREATE TEMP
            CREATE TABLE u(a);~CREATE TABLE temp.t(a);                | PT-171 | temporary
            CREATE VIRTUAL TABLE t USING csv(filename='/etc/passwd'); | PT-171 | virtual table of a module
            CREATE TABLE t(a);~DELETE FROM t;                         | PT-171 | DELETE
            CREATE TABLE t(a);~DELETE FROM sqlite_sequence WHERE 1;   | PT-171 | DELETE
            CREATE TABLE t(a);~PRAGMA temp_store_directory='/';       | PT-171 | PRAGMA temp_store_directory
            CREATE TABLE t(a);~DROP TABLE t;                          | PT-171 | DROP without IF EXISTS
            CREATE TABLE t(a);~UPDATE sqlite_schema SET sql='x';      | PT-171 | UPDATE sqlite_schema
            CREATE TABLE t(a);~.shell x                               | PT-171 | line 2
            CREATE TABLE t(a);~EXPLAIN SELECT 1;                      | PT-171 | EXPLAIN
            CREATE TABLE t(a);~SET names utf8;                        | PT-172 | line 2
            CREATE TABLE t(a);~COPY t FROM stdin;                     | PT-172 | PostgreSQL
            CREATE TABLE t(a);~LOCK TABLES `t` WRITE;                 | PT-172 | MySQL
            """)
    void a_broken_or_strange_dump_is_refused_with_its_line(String text, String code, String words) throws IOException {
        refused(text.replace('~', '\n') + "\n", code, words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO sqlite_schema VALUES('table','v','v',0,'CREATE VIRTUAL TABLE v USING fts5(a)');",
            "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','v','v',2,'CREATE VIRTUAL TABLE v USING fts5(a)');",
            "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','v','t',0,'CREATE VIRTUAL TABLE v USING fts5(a)');",
            "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','v','v',0,'CREATE VIRTUAL TABLE v USING csv(a)');",
            "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','v','v',0,'CREATE TABLE v(a)');",
            "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('view','v','v',0,'CREATE VIEW v AS SELECT 1');",
            "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','v','v',0,'CREATE VIRTUAL TABLE v USING fts5(a)'),"
                    + "('table','w','w',2,'CREATE TABLE w(a)');"})
    void only_the_row_of_a_virtual_table_goes_into_the_schema(String row) throws IOException {
        refused("CREATE TABLE t(a);\nPRAGMA writable_schema=ON;\n" + row, "PT-171", "line 3", "sqlite_schema");
        refused("CREATE TABLE t(a);\nPRAGMA writable_schema=ON;\n" + "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)"
                + "VALUES('table','v','v',0,1 2);", "PT-169", "line 3");
        refused("CREATE TABLE t(a);\nPRAGMA writable_schema=OFF;\nINSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)"
                + "VALUES('table','v','v',0,'CREATE VIRTUAL TABLE v USING fts5(a)');", "PT-171", "line 3");
    }

    @Test
    void a_message_shows_no_value() throws IOException {
        for (String insert : List.of("INSERT INTO t VALUES(hunter2)", "INSERT INTO t VALUES(1 'hunter2')",
                "INSERT INTO t VALUES(X'hunter2')", "INSERT INTO t VALUES(1hunter2)")) {
            dump("CREATE TABLE t(a);\n" + insert + ";\n");
            assertThatThrownBy(() -> load("CREATE TABLE t(a);\n" + insert + ";\n")).isInstanceOfSatisfying(PortageException.class,
                    e -> assertThat(e.line()).contains("PT-169", "line 2").doesNotContain("hunter2"));
        }
    }

    @Test
    void bytes_that_are_no_text_are_refused_where_they_would_be_lost() throws IOException {
        refused("CREATE TABLE t(a DEFAULT '\u00ff');", "PT-173", "line 1");
        refused("CREATE TABLE t(a);\nINSERT INTO \"\u00ff\" VALUES(1);", "PT-173", "line 2");
        refused("PRAGMA encoding='UTF-16';\nCREATE TABLE t(a);\nINSERT INTO t VALUES('\u00ff');", "PT-173", "line 3", "UTF-16");
        refused("CREATE TABLE t(a);\nINSERT INTO t VALUES('a\0b');", "PT-173", "line 2", "zero byte");
    }

    @Test
    void dumps_of_others_and_of_shells_are_named() throws IOException {
        refused("--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n", "PT-172", "PostgreSQL");
        refused("--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n", "PT-172", "PostgreSQL");
        refused("-- MySQL dump 10.13  Distrib 8.0\n/*!40101 SET x */;\n", "PT-172", "MySQL");
        refused("/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n", "PT-172", "MariaDB");
        refused("SET NAMES utf8mb4;\nCREATE TABLE t(a);", "PT-172", "SET");
        byte[] utf16 = "\uFEFFPRAGMA foreign_keys=OFF;\n".getBytes(StandardCharsets.UTF_16LE);
        refused(new String(utf16, StandardCharsets.ISO_8859_1), "PT-173", "UTF-16");
        refused("", "PT-152", "empty");
        refused("dear reader,\n", "PT-154", "a text file");
    }

    @Test
    void a_dump_is_known_by_its_content() throws Exception {
        Path named = Files.writeString(folder.resolve("app.db"), "\uFEFF\n-- made by hand\n/* x */ create table t(a);");
        Path file = SqliteFixtures.sqlite(folder.resolve("file.sql"), "CREATE TABLE t(a)");

        assertThat(SourceSniffer.requireSource(named)).isEqualTo(SourceSniffer.Kind.DUMP);
        assertThat(SourceSniffer.requireSource(file)).isEqualTo(SourceSniffer.Kind.SQLITE);
        try (LiveSource source = LiveSource.open(named)) {
            assertThat(source.writeAheadLog()).isTrue();
            assertThat(source.bytes()).isEqualTo(Files.size(named));
            assertThat(source.sourceId()).isEqualTo("app.db");
            assertThat(strings(source.copyTo(work()).file(), "SELECT name FROM sqlite_schema")).containsExactly("t");
        }
    }

    @Test
    void limits_end_a_dump_that_costs_too_much() throws IOException {
        Path grows = dump("CREATE TABLE t(a);\nINSERT INTO t VALUES(replace(replace('aaaaaaaaaa','a','bbbbbbbbbb'),'b','"
                + "c".repeat(100_000) + "'));\n");
        try (var source = SqlDump.open(grows, Optional.of(new SqlDumpLimits(1 << 20, 1 << 20, Duration.ofMinutes(1))))) {
            assertThatThrownBy(() -> source.copyTo(work())).hasMessageContaining("line 2").hasMessageContaining("1,048,576");
        }
        assertThat(work().getParent()).isEmptyDirectory();
        Path triggers = dump(
                "CREATE TABLE t(a);\n" + "CREATE TRIGGER IF NOT EXISTS x AFTER INSERT ON t BEGIN SELECT 1; END;\n".repeat(9));
        try (var source = SqlDump.open(triggers, Optional.of(new SqlDumpLimits(300, 1 << 20, Duration.ofMinutes(1))))) {
            assertThatThrownBy(() -> source.copyTo(work())).hasMessageContaining("the triggers are longer than 300 bytes");
        }
        String slow = "CREATE TABLE t(a, b AS (" + "(a + 1) + ".repeat(300) + "0));\nINSERT INTO t VALUES(1)"
                + ",(1)".repeat(50_000)
                + ";\nCREATE INDEX i ON t(b);\n";
        try (var source = SqlDump.open(dump(slow), Optional.of(new SqlDumpLimits(1 << 20, 1 << 30, Duration.ofNanos(1))))) {
            assertThatThrownBy(() -> source.copyTo(work())).hasMessageContaining("ran longer than");
        }
        assertThat(work().getParent()).isEmptyDirectory();
    }

    @Test
    void an_interrupt_ends_the_load() throws IOException {
        Path slow = dump("CREATE TABLE t(a);\nINSERT INTO t VALUES(1)" + ",(1)".repeat(100_000) + ";\n");
        try (LiveSource source = LiveSource.open(slow)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> source.copyTo(work())).isInstanceOfSatisfying(PortageException.class,
                    e -> assertThat(e.code()).isEqualTo("PT-353"));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(work().getParent()).isEmptyDirectory();
    }

    @Test
    void a_change_of_the_text_is_noticed_and_a_touch_is_none() throws Exception {
        Path dump = dump("CREATE TABLE t(a);\n");
        try (LiveSource source = LiveSource.open(dump)) {
            source.copyTo(work());
            assertThat(source.changed()).isEmpty();
            Files.setLastModifiedTime(dump, java.nio.file.attribute.FileTime.fromMillis(0));
            assertThat(source.changed()).isEmpty();
            dump("CREATE TABLE u(a);\n");
            assertThat(source.changed()).contains("the dump has other content now");
            Files.delete(dump);
            assertThat(source.changed()).contains("the dump was deleted or renamed");
        }
    }

    @Test
    void a_dump_that_fails_leaves_an_earlier_copy_as_it_was() throws IOException {
        Path copy = load("CREATE TABLE t(a);\n");
        byte[] before = Files.readAllBytes(copy);

        assertThatThrownBy(() -> load("CREATE TABLE t(a);\nINSERT INTO u VALUES(1);\n")).hasMessageContaining("line 2");

        assertThat(Files.readAllBytes(copy)).isEqualTo(before);
        assertThat(copy.getParent()).isDirectoryNotContaining(file -> !file.equals(copy));
    }
}

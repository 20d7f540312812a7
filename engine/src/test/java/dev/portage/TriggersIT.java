package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteConnection;

/// After a move the same statements do the same on both sides: the same rows change, the same are refused with the same
/// message. Moments of the clock are compared by their form and by being near the present.
class TriggersIT {
    private static final Pattern MOMENT = Pattern.compile("20[2-9]\\d-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z?");

    private static final String STAMPS = """
            CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, state TEXT DEFAULT 'new', version INTEGER NOT NULL DEFAULT 1,
              updated_at TEXT NOT NULL DEFAULT '2001-01-01 00:00:00', created_by TEXT);
            INSERT INTO doc (id, title) VALUES (1, 'one'), (2, 'two'), (3, 'three');
            CREATE TRIGGER doc_updated AFTER UPDATE ON doc FOR EACH ROW
            BEGIN UPDATE doc SET updated_at = datetime('now'), version = OLD.version + 1 WHERE id = NEW.id; END;
            CREATE TRIGGER doc_created AFTER INSERT ON doc WHEN NEW.created_by IS NULL
            BEGIN UPDATE doc SET created_by = 'nobody #' || NEW.id WHERE rowid = NEW.rowid; END;

            CREATE TABLE item (code TEXT, shop INTEGER, price REAL, old_price REAL, at TEXT, PRIMARY KEY (code, shop)) WITHOUT ROWID;
            INSERT INTO item VALUES ('a', 1, 1.5, NULL, NULL), ('b', 1, 2.5, NULL, NULL), ('b', 2, 3.5, NULL, NULL);
            CREATE TRIGGER item_price AFTER UPDATE OF price ON item WHEN NEW.price <> OLD.price
            BEGIN UPDATE item SET old_price = OLD.price, at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
                  WHERE shop = NEW.shop AND NEW.code = code; END;

            CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT, note TEXT, changes INTEGER DEFAULT 0);
            INSERT INTO task (id, state) VALUES (1, 'open'), (2, 'open'), (3, 'done');
            CREATE TRIGGER task_changes AFTER UPDATE ON task BEGIN UPDATE task SET changes = OLD.changes + 1 WHERE id = NEW.id; END;
            CREATE TRIGGER task_done BEFORE UPDATE ON task WHEN OLD.state = 'done'
            BEGIN SELECT RAISE(ABORT, 'done is done') WHERE NEW.note IS NULL; END;
            CREATE TRIGGER task_state BEFORE UPDATE OF state ON task WHEN NEW.state <> OLD.state
            BEGIN SELECT RAISE(ABORT, 'not back') WHERE OLD.state = 'done'; END;

            CREATE TABLE swap (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, n INTEGER DEFAULT 0);
            INSERT INTO swap VALUES (1, 10, 20, 0), (2, 30, 40, 0);
            CREATE TRIGGER "swap it; --" AFTER UPDATE OF n ON swap
            BEGIN UPDATE swap SET a = b, b = a WHERE id = OLD.id AND n < 5; END;
            """;
    private static final List<String> STAMP_WRITES = List.of(
            "UPDATE doc SET title = 'ONE' WHERE id = 1",
            "UPDATE doc SET title = title || '!', updated_at = 'mine', version = 70 WHERE id > 1",
            "UPDATE doc SET updated_at = NULL WHERE id = 1",
            "INSERT INTO doc (title) VALUES ('four'), ('five')",
            "INSERT INTO doc (title, created_by) VALUES ('six', 'me')",
            "UPDATE doc SET id = 9 WHERE id = 3",
            "UPDATE item SET price = price * 2 WHERE code = 'b'",
            "UPDATE item SET price = price WHERE code = 'a'",
            "UPDATE item SET old_price = 7 WHERE code = 'a'",
            "UPDATE item SET price = NULL WHERE code = 'a'",
            "UPDATE task SET note = 'seen' WHERE id = 1",
            "UPDATE task SET state = 'done' WHERE id = 1",
            "UPDATE task SET state = 'done' WHERE id = 2",
            "UPDATE task SET note = 'late' WHERE id = 3",
            "UPDATE task SET state = 'open', note = 'x' WHERE id = 3",
            "UPDATE swap SET n = 1 WHERE id = 1",
            "UPDATE swap SET n = 8 WHERE id = 2",
            "UPDATE swap SET id = 5, n = 2 WHERE id = 1",
            "UPDATE swap SET a = 0");

    private static final String GUARDS = """
            CREATE TABLE account (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, balance INTEGER NOT NULL, closed INTEGER DEFAULT 0,
              kind TEXT COLLATE NOCASE DEFAULT 'private');
            INSERT INTO account (id, owner, balance, closed) VALUES (1, 'Ann', 10, 0), (2, 'Bob', 20, 0), (3, 'Cid', 0, 1);
            CREATE TRIGGER never_delete BEFORE DELETE ON account WHEN OLD.balance <> 0
            BEGIN SELECT RAISE(ABORT, 'an account with money stays'); END;
            CREATE TRIGGER no_debt BEFORE UPDATE OF balance ON account
            BEGIN SELECT CASE WHEN NEW.balance < 0 THEN RAISE(ABORT, 'no debt: it''s \\forbidden 100%')
                              WHEN NEW.balance > 1000 THEN RAISE(ROLLBACK, "too rich") END; END;
            CREATE TRIGGER fixed AFTER UPDATE ON account WHEN OLD.closed
            BEGIN SELECT RAISE(ABORT, 'closed') WHERE NEW.owner <> OLD.owner OR NEW.kind <> OLD.kind; END;
            CREATE TRIGGER names BEFORE INSERT ON account
            BEGIN SELECT RAISE(FAIL, 'a name, please') WHERE trim(NEW.owner) = '';
                  SELECT CASE NEW.kind WHEN 'secret' THEN RAISE(IGNORE) END; END;
            CREATE TRIGGER quiet BEFORE INSERT ON account WHEN NEW.kind = 'quiet' BEGIN SELECT RAISE(IGNORE); END;
            """;
    private static final List<String> GUARD_WRITES = List.of(
            "DELETE FROM account WHERE id = 1", "DELETE FROM account WHERE id = 3",
            "UPDATE account SET balance = -1 WHERE id = 1", "UPDATE account SET balance = 1001 WHERE id = 2",
            "UPDATE account SET balance = balance + 5",
            "INSERT INTO account (id, owner, balance, closed) VALUES (4, 'Dee', 0, 1)",
            "UPDATE account SET owner = 'Eve' WHERE id = 4", "UPDATE account SET kind = 'PRIVATE' WHERE id = 4",
            "UPDATE account SET kind = 'public' WHERE id = 4", "UPDATE account SET owner = 'Ann 2' WHERE id = 1",
            "INSERT INTO account (owner, balance) VALUES ('  ', 1)",
            "INSERT INTO account (id, owner, balance, kind) VALUES (20, 'x', 1, 'Quiet'), (21, 'y', 2, 'loud')");

    private static final String EFFECTS = """
            CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT, comments INTEGER NOT NULL DEFAULT 0, state TEXT);
            CREATE TABLE comment (id INTEGER PRIMARY KEY, post INTEGER REFERENCES post (id), body TEXT);
            CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT, row INTEGER, before TEXT, after TEXT,
              at TEXT DEFAULT CURRENT_TIMESTAMP);
            INSERT INTO post (id, title, state) VALUES (1, 'one', 'draft'), (2, 'two', 'draft');
            INSERT INTO comment VALUES (1, 1, 'first');
            CREATE TRIGGER comment_added AFTER INSERT ON comment
            BEGIN UPDATE post SET comments = comments + 1 WHERE id = NEW.post; END;
            CREATE TRIGGER comment_gone AFTER DELETE ON comment
            BEGIN UPDATE post SET comments = comments - 1 WHERE id = OLD.post;
                  INSERT INTO audit (what, row, before) VALUES ('comment gone', OLD.id, OLD.body); END;
            CREATE TRIGGER post_state AFTER UPDATE OF state ON post WHEN NEW.state IS NOT OLD.state
            BEGIN INSERT INTO audit (id, what, row, before, after) VALUES (NULL, 'state', NEW.id, OLD.state, NEW.state); END;
            CREATE TRIGGER post_title AFTER UPDATE ON post
            BEGIN INSERT INTO audit (what, row, after) SELECT 'title', NEW.id, NEW.title WHERE NEW.title <> OLD.title; END;
            """;
    private static final List<String> EFFECT_WRITES = List.of(
            "INSERT INTO comment (id, post, body) VALUES (2, 1, 'b'), (3, 2, 'c'), (4, 1, 'd')",
            "DELETE FROM comment WHERE post = 1", "UPDATE post SET state = 'live' WHERE id = 1",
            "UPDATE post SET state = 'live' WHERE id = 1", "UPDATE post SET title = 'uno' WHERE id = 1",
            "UPDATE post SET title = 'uno' WHERE id = 1");

    private static final String DATES = """
            CREATE TABLE event (id INTEGER PRIMARY KEY, at DATETIME, day DATE, year TEXT, note TEXT);
            CREATE TABLE day_log (id INTEGER PRIMARY KEY, day TEXT, at TEXT, what TEXT);
            INSERT INTO event VALUES (1, '2024-02-29 10:15:00', '2024-02-29', '2024', NULL), (2, '2023-12-31 23:59:59', '2024-01-01',
              '2024', 'x'), (3, NULL, NULL, NULL, NULL);
            CREATE TRIGGER event_year AFTER UPDATE ON event WHEN strftime('%Y', NEW.day) IS NOT strftime('%Y', OLD.day)
            BEGIN UPDATE event SET year = strftime('%Y', NEW.day), note = date(NEW.at, '+1 month') || ' ' || date(OLD.at)
                  WHERE id = NEW.id; END;
            CREATE TRIGGER event_gone AFTER DELETE ON event
            BEGIN INSERT INTO day_log (day, at, what) VALUES (date(OLD.at), OLD.day || '', 'gone ' || OLD.at); END;
            CREATE TRIGGER event_late BEFORE UPDATE OF at ON event WHEN date(NEW.at) < date(OLD.at)
            BEGIN SELECT RAISE(ABORT, 'not back'); END;
            """;
    private static final List<String> DATE_WRITES = List.of(
            "UPDATE event SET day = '2025-06-30' WHERE id = 1", "UPDATE event SET day = '2024-05-05' WHERE id = 2",
            "UPDATE event SET day = '2022-01-01' WHERE id = 3", "UPDATE event SET at = '2024-02-28 23:59:59' WHERE id = 1",
            "UPDATE event SET at = '2024-02-29 00:00:00' WHERE id = 1",
            "UPDATE event SET at = '2030-01-31 12:00:00' WHERE id = 3",
            "UPDATE event SET day = NULL WHERE id = 3", "UPDATE event SET day = '2023-03-03'", "DELETE FROM event WHERE id > 1");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void stamps_write_the_same_columns_on_both_sides(TestPostgres server) throws SQLException {
        compare(server, STAMPS, STAMP_WRITES, "doc", "item", "task", "swap");
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void guards_refuse_the_same_rows_with_the_same_words(TestPostgres server) throws SQLException {
        compare(server, GUARDS, GUARD_WRITES, "account");
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void effects_write_the_same_rows_elsewhere(TestPostgres server) throws SQLException {
        compare(server, EFFECTS, EFFECT_WRITES, "post", "comment", "audit");
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void dates_of_the_old_and_the_new_row_are_computed_alike(TestPostgres server) throws SQLException {
        compare(server, DATES, DATE_WRITES, "event", "day_log");
    }

    @Test
    void a_restart_makes_functions_and_triggers_anew() {
        Path source = SqliteScript.run(folder.resolve("app.db"), EFFECTS);
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            String made = "SELECT (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace) || ' ' || count(*)"
                    + " FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text !~ '^portage'";
            Moves.move(Moves.settings(source, database));
            assertThat(database.query(made)).containsExactly("4 4");

            Report again = Moves.move(Moves.restarting(Moves.settings(source, database)));

            assertThat(again.exitCode()).as(Outcome.of(again)).isEqualTo(0);
            assertThat(database.query(made)).containsExactly("4 4");
        }
    }

    private void compare(TestPostgres server, String script, List<String> writes, String... tables) throws SQLException {
        Path source = SqliteScript.run(folder.resolve("app.db"), script);
        try (TestDatabase database = server.freshDatabase()) {
            Report report = Moves.move(Moves.accepting(Moves.settings(source, database)));
            assertThat(report.exitCode()).as(Outcome.of(report)).isEqualTo(0);
            assertThat(Outcome.named(report)).as("every trigger arrives: " + report.hazards())
                    .noneMatch(hazard -> hazard.startsWith("trigger-untranslated"));
            try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + source);
                    Connection postgres = database.connect()) {
                run(postgres, "SET search_path TO public, pg_catalog");
                for (String write : writes) {
                    assertThat(run(postgres, write)).as(write).isEqualTo(run(sqlite, write));
                    for (String table : tables) {
                        assertThat(rows(postgres, table)).as("%s after %s", table, write).isEqualTo(rows(sqlite, table));
                    }
                }
            }
        }
    }

    /// How many rows were written, or the words of the refusal.
    private static String run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            int rows = statement.executeUpdate(sql);
            return (connection instanceof SQLiteConnection ? changes(statement) : rows) + " rows";
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage());
            // Each database has its own words for its own rules.
            if (message.contains("NOT NULL constraint") || "23502".equals(e.getSQLState())) {
                return "not null";
            }
            return message.replaceAll("(?s)^.*\\(|\\)$|^ERROR: |\\s+Where: .*$", "");
        }
    }

    // The driver counts the rows of triggers too.
    private static int changes(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT changes()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static List<String> rows(Connection connection, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2")) {
            while (row.next()) {
                var values = new ArrayList<String>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(plain(row.getString(i)));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    private static String plain(@org.jspecify.annotations.Nullable String value) {
        String text = String.valueOf(value);
        if (MOMENT.matcher(text).matches()) {
            var moment = java.time.LocalDateTime.parse(text.substring(0, 19).replace(' ', 'T'));
            var age = java.time.Duration.between(moment, java.time.LocalDateTime.now(java.time.ZoneOffset.UTC)).abs();
            return age.toMinutes() < 10 ? "now as " + text.replaceAll("\\d", "9") : text;
        }
        return switch (text) {
            case "t" -> "1";
            case "f" -> "0";
            default -> text.matches("-?\\d+\\.0") ? text.substring(0, text.length() - 2) : text;
        };
    }
}

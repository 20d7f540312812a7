package dev.portage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteScriptTest {
    @TempDir
    Path folder;

    @Test
    void a_whole_script_with_triggers_pragmas_and_comments_is_run() throws SQLException {
        Path file = SqliteScript.run(folder.resolve("x.db"), """
                -- a comment; with a semicolon
                PRAGMA ignore_check_constraints = ON;
                CREATE TABLE t (a INTEGER CHECK (a < 2), b TEXT);
                CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET b = 'x;y' WHERE b IS NULL; SELECT 1; END;
                INSERT INTO t (a) VALUES (1), (2);
                SELECT a FROM t;
                INSERT INTO t VALUES (3, CAST(x'ff00' AS TEXT));
                """);

        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet row = connection.createStatement().executeQuery("SELECT group_concat(a || hex(b), ' ') FROM t")) {
            assertThat(row.getString(1)).isEqualTo("1783B79 2783B79 3FF00");
        }
    }

    @Test
    void a_script_that_fails_is_not_passed_over() {
        assertThatThrownBy(() -> SqliteScript.run(folder.resolve("y.db"), "CREATE TABLE t (a); INSERT INTO u VALUES (1);"))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("y.db");
    }
}

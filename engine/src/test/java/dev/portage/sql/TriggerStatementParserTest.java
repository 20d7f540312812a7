package dev.portage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.sql.TriggerStatement.Delete;
import dev.portage.sql.TriggerStatement.Guard;
import dev.portage.sql.TriggerStatement.Insert;
import dev.portage.sql.TriggerStatement.Other;
import dev.portage.sql.TriggerStatement.Update;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerStatementParserTest {
    private static List<TriggerStatement> parse(String sql) {
        return TriggerStatementParser.parse(List.of(sql));
    }

    @Test
    void writes_tell_table_columns_values_and_condition() {
        Update update = (Update) parse("UPDATE main.\"my t\" SET [a] = NEW.a + 1, b = 'x' WHERE id = NEW.id AND c").getFirst();
        Insert insert = (Insert) parse("INSERT INTO log(a, b) VALUES (1, NEW.b), (2, ')')").getFirst();
        Insert selected = (Insert) parse("INSERT INTO log SELECT NEW.a, 2 WHERE NEW.a > 1").getFirst();
        Delete delete = (Delete) parse("DELETE FROM log WHERE a = OLD.a").getFirst();

        assertThat(update.table()).isEqualTo("my t");
        assertThat(update.assignments()).extracting(TriggerStatement.Assignment::column).containsExactly("a", "b");
        assertThat(update.where()).contains(SqliteExpressionParser.parse("id = NEW.id AND c"));
        assertThat(insert.columns()).containsExactly("a", "b");
        assertThat(insert.rows()).hasSize(2);
        assertThat(selected.where()).isPresent();
        assertThat(delete.where()).contains(SqliteExpressionParser.parse("a = OLD.a"));
    }

    @Test
    void guards_tell_their_branches_in_order() {
        Guard guard = (Guard) parse(
                "SELECT CASE NEW.a WHEN 1 THEN NULL WHEN 2 THEN RAISE(FAIL, 'two') ELSE RAISE(IGNORE) END WHERE b")
                .getFirst();

        assertThat(guard.where()).isPresent();
        assertThat(guard.branches()).extracting(branch -> branch.raise().map(Expression.Raise::action).orElse("-"))
                .containsExactly("-", "FAIL", "IGNORE");
        assertThat(guard.branches().get(1).when()).contains(SqliteExpressionParser.parse("NEW.a = 2"));
        assertThat(parse("SELECT RAISE(ABORT, 'a'), RAISE(ABORT, 'b')")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {"UPDATE OR IGNORE t SET a = 1; conflict clause; true; t",
            "INSERT OR REPLACE INTO t VALUES (1); conflict clause; true; t",
            "REPLACE INTO t VALUES (1); conflict clause; true; t",
            "UPDATE t SET (a, b) = (1, 2); several columns; true; t",
            "UPDATE t SET a = 1 FROM u WHERE t.id = u.id; FROM; true; t",
            "INSERT INTO t SELECT a FROM u; FROM; true; t", "INSERT INTO t DEFAULT VALUES; no VALUES; true; t",
            "INSERT INTO t(a) VALUES (1) ON CONFLICT DO NOTHING; ON; true; t",
            "SELECT RAISE(ABORT, 'x') FROM u; FROM; false; ~~", "SELECT f(1); raises nothing; false; ~~",
            "SELECT CASE WHEN a THEN f(1) END; raises nothing; false; ~~", "WITH x AS (SELECT 1) DELETE FROM t; WITH; true; ~~",
            "UPDATE t SET a = ; cannot be read; true; ~~"})
    void what_is_none_of_these_says_why(String sql, String reason, boolean writes, String table) {
        Other other = (Other) parse(sql).getFirst();

        assertThat(other.reason()).contains(reason);
        assertThat(other.writes()).isEqualTo(writes);
        assertThat(other.table().orElse("")).isEqualTo(table);
    }
}

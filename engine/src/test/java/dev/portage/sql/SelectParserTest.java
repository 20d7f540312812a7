package dev.portage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.sql.Select.Join;
import dev.portage.sql.Select.SetOperator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectParserTest {
    @Test
    void results_have_aliases_with_and_without_as() {
        List<Select.Result> results = SelectParser.parse("SELECT a, b AS c, d e, f 'g', *, t.* FROM t").arms().getFirst().core()
                .results();

        assertThat(results.stream().filter(Select.Result.Value.class::isInstance)
                .map(each -> ((Select.Result.Value) each).alias().orElse("-"))).containsExactly("-", "c", "e", "g");
        assertThat(results.subList(4, 6)).containsExactly(new Select.Result.All(Optional.empty()),
                new Select.Result.All(Optional.of("t")));
    }

    @Test
    void joins_are_told_apart() {
        var from = SelectParser
                .parse("SELECT 1 FROM a, b JOIN c ON 1 LEFT OUTER JOIN d USING (x, y) NATURAL RIGHT JOIN e FULL JOIN "
                        + "f AS g CROSS JOIN [h i] INDEXED BY j")
                .arms().getFirst().core().from();

        assertThat(from.stream().map(Select.Joined::join)).containsExactly(Join.CROSS, Join.CROSS, Join.INNER, Join.LEFT,
                Join.RIGHT, Join.FULL, Join.CROSS);
        assertThat(from.get(3).using()).containsExactly("x", "y");
        assertThat(from.get(4).natural()).isTrue();
        assertThat(from.get(5).alias()).contains("g");
        assertThat(from.get(6).source()).isEqualTo(new Select.Source.Named(Optional.empty(), "h i"));
    }

    @Test
    void each_row_of_values_is_an_arm() {
        assertThat(SelectParser.parse("SELECT 0 EXCEPT VALUES (1), (2)").arms().stream().map(arm -> arm.operator().orElse(null)))
                .containsExactly(null, SetOperator.EXCEPT, SetOperator.UNION_ALL);
    }

    @Test
    void a_limit_with_a_comma_names_the_offset_first() {
        Select select = SelectParser.parse("SELECT 1 LIMIT 2, 3");

        assertThat(select.offset()).contains(new Expression.IntegerLiteral(2));
        assertThat(select.limit()).contains(new Expression.IntegerLiteral(3));
    }

    @Test
    void an_order_says_where_null_stands() {
        assertThat(SelectParser.parse("SELECT 1 ORDER BY a, b DESC, c NULLS LAST, d DESC NULLS FIRST").order().stream()
                .map(Select.Ordering::startsWithNull)).containsExactly(true, false, false, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SELECT", "SELECT FROM t", "SELECT a FROM", "SELECT a,", "SELECT a FROM t WHERE", "SELECT a b c",
            "SELECT a FROM t ORDER a", "SELECT a UNION", "VALUES", "VALUES (1", "WITH x SELECT 1", "SELECT a FROM (SELECT 1",
            "SELECT a FROM t LEFT t2", "SELECT a LIMIT 1 2", "SELECT a ORDER BY a NULLS"})
    void what_is_no_query_is_refused_with_a_place(String sql) {
        assertThatThrownBy(() -> SelectParser.parse(sql)).isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void queries_too_deep_are_refused_before_the_stack_ends() {
        assertThatThrownBy(() -> SelectParser.parse("SELECT * FROM (".repeat(5_000) + "SELECT 1" + ")".repeat(5_000)))
                .isInstanceOf(SqlSyntaxException.class).hasMessageContaining("deeper");
    }
}

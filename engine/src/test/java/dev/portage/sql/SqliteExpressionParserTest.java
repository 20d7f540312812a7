package dev.portage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.sql.Expression.Binary;
import dev.portage.sql.Expression.Binary.Operator;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Expression.IntegerLiteral;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteExpressionParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '#', value = {"a OR b AND c; a OR (b AND c)", "NOT a = b; NOT (a = b)",
            "a = b < c; a = (b < c)",
            "a < b + c * d || e; a < (b + (c * (d || e)))",
            "- a COLLATE NOCASE; (- a) COLLATE NOCASE", "a & b = c; (a & b) = c",
            "a << b + c; a << (b + c)", "a - b - c; (a - b) - c", "a = b = c; (a = b) = c",
            "a || b COLLATE RTRIM; a || (b COLLATE RTRIM)",
            "a LIKE b || c; a LIKE (b || c)", "a BETWEEN b AND c AND d; (a BETWEEN b AND c) AND d",
            "a IS NOT NULL AND b; (a IS NOT NULL) AND b",
            "NOT a IS NULL; NOT (a IS NULL)", "a IN (1, 2) = b; (a IN (1, 2)) = b", "+ ~ a & b; (+ (~ a)) & b",
            "a -> b ->> c; (a -> b) ->> c",
            "NOT a AND b; (NOT a) AND b", "a NOT LIKE b ESCAPE c OR d; (a NOT LIKE b ESCAPE c) OR d",
            "a ISNULL + 1; (a ISNULL) + 1"})
    void operators_bind_as_in_sqlite(String bare, String bracketed) {
        assertThat(SqliteExpressionParser.parse(bare)).isEqualTo(SqliteExpressionParser.parse(bracketed));
    }

    @Test
    void the_two_spellings_of_an_operator_are_one() {
        assertThat(SqliteExpressionParser.parse("a == b")).isEqualTo(SqliteExpressionParser.parse("a = b"));
        assertThat(SqliteExpressionParser.parse("a != b")).isEqualTo(SqliteExpressionParser.parse("a <> b"));
        assertThat(SqliteExpressionParser.parse("a IS NOT DISTINCT FROM b")).isEqualTo(SqliteExpressionParser.parse("a IS b"));
        assertThat(SqliteExpressionParser.parse("a NOT NULL")).isEqualTo(SqliteExpressionParser.parse("a IS NOT NULL"));
    }

    @Test
    void names_keep_their_quotes_in_mind() {
        assertThat(SqliteExpressionParser.parse("\"a\"\"b\"")).isEqualTo(new ColumnRef(Optional.empty(), "a\"b", true));
        assertThat(SqliteExpressionParser.parse("[a b]")).isEqualTo(new ColumnRef(Optional.empty(), "a b", false));
        assertThat(SqliteExpressionParser.parse("main.t.`c`")).isEqualTo(new ColumnRef(Optional.of("t"), "c", false));
        assertThat(SqliteExpressionParser.parse("é$1")).isEqualTo(new ColumnRef(Optional.empty(), "é$1", false));
    }

    @Test
    void numbers_are_read_in_every_form() {
        assertThat(SqliteExpressionParser.parse("0xFF")).isEqualTo(new IntegerLiteral(255));
        assertThat(SqliteExpressionParser.parse("1_000")).isEqualTo(new IntegerLiteral(1000));
        assertThat(SqliteExpressionParser.parse("-9223372036854775808")).isEqualTo(new IntegerLiteral(Long.MIN_VALUE));
        assertThat(SqliteExpressionParser.parse("9223372036854775808"))
                .isEqualTo(new Expression.RealLiteral(0x1p63));
        assertThat(SqliteExpressionParser.parse(".5e+2")).isEqualTo(new Expression.RealLiteral(50));
        assertThat(SqliteExpressionParser.parse("0xFFFFFFFFFFFFFFFF")).isEqualTo(new IntegerLiteral(-1));
    }

    @Test
    void a_query_inside_is_read() {
        assertThat(SqliteExpressionParser.parse("1 + (SELECT (2))")).isEqualTo(new Binary(Operator.ADD, new IntegerLiteral(1),
                new Expression.Subquery(new Expression.Subquery.Use.Scalar(), SelectParser.parse("SELECT (2)"))));
        assertThat(SqliteExpressionParser.parse("NOT EXISTS (SELECT 1)")).isInstanceOf(Expression.Unary.class);
        assertThat(SqliteExpressionParser.parse("a IN (WITH x AS (SELECT 1) SELECT * FROM x)"))
                .isInstanceOf(Expression.Subquery.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 +", "a b", "(a", "a)", "'open", "\"open", "[open", "x'1'", "1__0", "12ab", "0x", "a IN (1",
            "CASE END", "CASE WHEN 1 THEN 2",
            "CAST(a)", "a AND", "a BETWEEN 1 OR 2 AND 3", "f(a,)", "a NOT 1", "SELECT 1", "1; SELECT 2", "a = = b", "!a", "{",
            "\u0000", "WHEN",
            "0x11112222333344445"})
    void what_is_no_expression_is_refused_with_a_place(String sql) {
        assertThatThrownBy(() -> SqliteExpressionParser.parse(sql)).isInstanceOf(SqlSyntaxException.class)
                .hasMessageContaining("at character");
    }

    @Test
    void depth_and_length_have_a_bound() throws Exception {
        var problem = new AtomicReference<Throwable>();
        // A small stack, so that the bound is what stops the parser.
        Thread small = new Thread(null, () -> {
            for (String deep : List.of("(".repeat(100_000), "- ".repeat(100_000) + "1", "1" + "+1".repeat(100_000),
                    "NOT ".repeat(100_000) + "1",
                    "f(".repeat(100_000), "CASE ".repeat(100_000), "1" + " IS NULL".repeat(100_000), "a IN (".repeat(100_000),
                    "CAST(".repeat(100_000), "a BETWEEN ".repeat(100_000))) {
                assertThatThrownBy(() -> SqliteExpressionParser.parse(deep)).isInstanceOf(SqlSyntaxException.class)
                        .hasMessageContaining("deeper than");
            }
        }, "small stack", 1 << 20);
        small.setUncaughtExceptionHandler((_, e) -> problem.set(e));
        small.start();
        small.join();

        assertThat(problem.get()).isNull();
        assertThatThrownBy(() -> SqliteExpressionParser.parse("1".repeat(3_000_000))).isInstanceOf(SqlSyntaxException.class)
                .hasMessageContaining("longer than 2000000");
    }

    @Test
    void random_text_is_read_or_refused_and_nothing_else() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        List<String> words = List.of("a", "'x'", "\"q\"", "[n]", "`b`", "1", "0x1", "1.5e3", "x'00'", "(", ")", ",", "+", "-",
                "||", "->>", "AND", "OR",
                "NOT", "NULL", "IS", "IN", "LIKE", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "END", "CAST(", "AS", "COLLATE",
                "ESCAPE", "SELECT",
                "EXISTS", "CREATE", "TABLE", "INDEX", "ON", "CHECK", "DEFAULT", "REFERENCES", "PRIMARY", "KEY", "VIEW", "TRIGGER",
                "BEGIN", ";", ".",
                "--", "/*", "*/", "'", "\"", "?1", ":p", "@", "é", "\u0000", "\uD800", "f(", "RAISE(", "FILTER", "OVER", "\n");
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(random.nextInt(4) == 0 ? "CREATE TABLE t(" : "");
            for (int length = random.nextInt(30); length >= 0; length--) {
                text.append(words.get(random.nextInt(words.size()))).append(random.nextBoolean() ? " " : "");
            }
            read += survives(() -> SqliteExpressionParser.parse(text.toString()));
            read += survives(() -> CreateTableParser.parse(text.toString()));
            read += survives(() -> CreateIndexParser.parse(text.toString()));
            read += survives(() -> CreateTriggerParser.parse(text.toString()));
            read += survives(() -> CreateViewParser.parse(text.toString()));
        }
        assertThat(read).isPositive();
    }

    private static int survives(Runnable parser) {
        try {
            parser.run();
            return 1;
        } catch (SqlSyntaxException _) {
            return 0;
        }
    }
}

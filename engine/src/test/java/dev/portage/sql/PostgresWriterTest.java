package dev.portage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.schema.Affinity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresWriterTest {
    private static String check(String sql) throws Untranslatable {
        return PostgresWriter.write(sql, Scope.check(ExpressionRows.COLUMNS));
    }

    private static String defaultOf(String sql, String type) throws Untranslatable {
        return PostgresWriter.write(sql, Scope.defaultOf(TargetType.parse(type)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {"n > 0; (\"n\" > 0)",
            "s IN ('admin', \"user\"); (\"s\" COLLATE \"C\" IN ('admin', 'user'))",
            "b IN (0, 1); (\"b\" IN (false, true))", "b = 0; (NOT \"b\")", "b = 1; \"b\"", "n; (\"n\" <> 0)", "1; true",
            "m / n > 1; ((\"m\"::bigint / NULLIF(\"n\", 0)) > 1)", "s GLOB '[a-z]*'; ((\"s\" COLLATE \"C\") ~ '^[a-z].*$')",
            "s LIKE 'a%'; ((lower(\"s\" COLLATE \"C\") COLLATE \"C\") LIKE 'a%'::text ESCAPE '')",
            "typeof(s) = 'text'; (((CASE WHEN \"s\" IS NULL THEN 'null' ELSE 'text' END) COLLATE \"C\") = 'text')",
            "c = 'x'; (lower(\"c\" COLLATE \"C\") = ('x'::text COLLATE \"C\"))",
            "d > '2020-01-01'; (\"d\" > '2020-01-01'::date)",
            "n IS NULL OR NOT b; ((\"n\" IS NULL) OR (NOT \"b\"))"})
    void conditions_are_written_for_postgresql(String sqlite, String postgres) throws Untranslatable {
        assertThat(check(sqlite)).isEqualTo(postgres);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
            "s = n; a text, which SQLite reads as a number where it looks like one", "n = 'abc'; compares",
            "lower(s) > 5; compares", "s; takes a text for a condition", "s + 1; computes with a text",
            "printf('%f', n); printf()", "d > '2020-01'; no full value",
            "at > '2020-01-01T10:00:00'; another form", "at > '2020-02-30 10:00:00'; no full value", "mine(n); unknown",
            "s REGEXP 'a'; function of the application",
            "s = 'a' COLLATE german; application's own", "n > (SELECT 1); query inside", "unknown_column > 1; no column here",
            "r || 'x'; makes a text",
            "p / 2; some are whole", "n > ?1; parameter", "count(*) > 1; many rows", "json_extract(s, '$.a') = 1; JSON",
            "s -> 'a'; JSON", "json_valid(s); PostgreSQL 16",
            "substr(s, r) = 'a'; substr()", "s GLOB c; not a constant", "n << m > 1; bits", "(n, m) = (1, 2); row",
            "RAISE(IGNORE); triggers", "typeof(p) = 'real'; class",
            "n = r; more digits than those hold", "date(s) IS NOT NULL; may or may not read", "x = 'a'; compares",
            "s GLOB '[a'; not closed", "quote(r) = 'a'; quote()",
            "s LIKE 'a' ESCAPE 'x'; letter", "s = char(0); no constant number of a character", "CAST(s AS INTEGER) > 0; casts"})
    void what_has_no_exact_counterpart_is_refused_with_a_reason(String sqlite, String reason) {
        assertThatThrownBy(() -> check(sqlite)).isInstanceOf(Untranslatable.class).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {"0; boolean; false", "1; boolean; true", "'true'; boolean; true",
            "FALSE; boolean; false",
            "0; text; '0'", "1.5; text; '1.5'", "\"dq literal\"; text; 'dq literal'", "bare; text; 'bare'",
            "'it''s'; text; 'it''s'", "'a\\b'; text; E'a\\\\b'", "-1; bigint; (-1)", "+1; integer; 1",
            "'42'; integer; 42", "0x10; bigint; 16", "1.0; integer; 1", "0.10; numeric(10,2); 0.1", "-2.5; numeric; (-2.5)",
            "0; double precision; 0", "1.5; double precision; '1.5'::float8",
            "x'00ff'; bytea; '\\x00ff'::bytea", "NULL; text; NULL", "'{}'; jsonb; '{}'::jsonb",
            "'2020-01-01'; date; '2020-01-01'::date",
            "'2020-01-01 00:00:00'; timestamptz; '2020-01-01 00:00:00+00'::timestamptz", "'10:20'; time; '10:20'::time",
            "current_timestamp; timestamptz; date_trunc('second', CURRENT_TIMESTAMP)",
            "CURRENT_TIMESTAMP; timestamp; date_trunc('second', (CURRENT_TIMESTAMP AT TIME ZONE 'UTC'))",
            "date('now'); date; (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date",
            "CURRENT_TIMESTAMP; text; to_char((CURRENT_TIMESTAMP AT TIME ZONE 'UTC'), 'YYYY-MM-DD HH24:MI:SS')",
            "strftime('%Y-%m-%dT%H:%M:%fZ', 'now'); text; to_char((CURRENT_TIMESTAMP AT TIME ZONE 'UTC'), 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
            "strftime('%Y-%m-%dT%H:%M:%fZ', 'now'); timestamptz; date_trunc('milliseconds', CURRENT_TIMESTAMP)",
            "strftime('%s', 'now'); bigint; floor(extract(epoch FROM (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')))::bigint::text::bigint",
            "unixepoch(); timestamptz; date_trunc('second', CURRENT_TIMESTAMP)",
            "date('now', '+7 days'); date; ((CURRENT_TIMESTAMP AT TIME ZONE 'UTC') + interval '7 days')::date",
            "lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))),2) || '-' || substr('89ab',abs(random()) % 4 + 1, 1) || substr(lower(hex(randomblob(2))),2) || '-' || lower(hex(randomblob(6))); text; gen_random_uuid()::text",
            "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || '4' || substr(hex(randomblob(2)), 2) || '-' || substr('AB89', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))); uuid; gen_random_uuid()"})
    void defaults_are_written_for_their_type(String sqlite, String type, String postgres) throws Untranslatable {
        assertThat(defaultOf(sqlite, type)).isEqualTo(postgres);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {"''; integer", "'abc'; bigint", "2; boolean", "1.5; integer",
            "70000; smallint", "1.234; numeric(10,2)", "'x'; bytea", "x'00'; text",
            "'toolong'; varchar(3)", "'now'; timestamp", "'2020-01-01'; timestamp", "'2020-13-01'; date", "'{'; jsonb",
            "'\"\\u0000\"'; jsonb", "'abc'; uuid", "datetime('now', 'localtime'); text",
            "date('now'); timestamp", "datetime('now'); date",
            "strftime('%J', 'now'); text", "julianday('now'); text", "5; timestamptz",
            "lower(hex(randomblob(3))); uuid", "datetime('now', 'weekday 7'); text", "datetime('now', ' start of day'); text"})
    void a_default_that_does_not_fit_is_refused(String sqlite, String type) {
        assertThatThrownBy(() -> defaultOf(sqlite, type)).isInstanceOf(Untranslatable.class);
    }

    @Test
    void names_and_strings_cannot_leave_their_quotes() throws Untranslatable {
        var evil = new ColumnTarget("a\"b", "x\"; DROP TABLE victim; --", TargetType.of(Kind.TEXT), Affinity.TEXT, "BINARY",
                new dev.portage.mapping.ValueForm.Plain());

        assertThat(PostgresWriter.write("\"a\"\"b\" = '''; DROP TABLE victim; --\\'", Scope.check(List.of(evil))))
                .isEqualTo("((\"x\"\"; DROP TABLE victim; --\" COLLATE \"C\") = E'''; DROP TABLE victim; --\\\\')");
    }

    @Test
    void names_that_differ_in_a_letter_beyond_ascii_are_two_columns() throws Untranslatable {
        var columns = List.of(ColumnTarget.of("É", TargetType.of(Kind.BIGINT)), ColumnTarget.of("é", TargetType.of(Kind.BIGINT)));

        assertThat(PostgresWriter.write("É > é", Scope.check(columns))).isEqualTo("(\"É\" > \"é\")");
        assertThatThrownBy(() -> SqliteExpressionParser.parse("a ıN (1)")).isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void a_generated_value_is_written_for_its_column() throws Untranslatable {
        var columns = ExpressionRows.COLUMNS;

        assertThat(PostgresWriter.write("m + 1", Scope.generated(columns, ColumnTarget.of("g", TargetType.of(Kind.INTEGER)))))
                .isEqualTo("(\"m\"::bigint + 1::bigint)::integer");
        assertThat(PostgresWriter.write("s || n", Scope.generated(columns, ColumnTarget.of("g", TargetType.of(Kind.TEXT)))))
                .isEqualTo("(\"s\" || \"n\"::text)");
        assertThat(PostgresWriter.write("m > 1", Scope.generated(columns, ColumnTarget.of("g", TargetType.of(Kind.BOOLEAN)))))
                .isEqualTo("(\"m\" > 1)");
    }

    @Test
    void a_generated_value_that_the_column_would_change_is_refused() {
        var columns = ExpressionRows.COLUMNS;
        var texts = ColumnTarget.of("g", TargetType.of(Kind.TEXT)).withAffinity(Affinity.NUMERIC);

        assertThatThrownBy(
                () -> PostgresWriter.write("p", Scope.generated(columns, ColumnTarget.of("g", TargetType.numeric(10, 1)))))
                .isInstanceOf(Untranslatable.class);
        assertThatThrownBy(
                () -> PostgresWriter.write("r", Scope.generated(columns, ColumnTarget.of("g", TargetType.of(Kind.BIGINT)))))
                .isInstanceOf(Untranslatable.class);
        assertThatThrownBy(() -> PostgresWriter.write("lower(s)", Scope.generated(columns, texts)))
                .isInstanceOf(Untranslatable.class);
        assertThatThrownBy(() -> PostgresWriter.write("'007'", Scope.defaultOf(texts))).isInstanceOf(Untranslatable.class);
    }

    @Test
    void what_changes_with_time_or_chance_is_refused_where_it_must_not_change() {
        assertThatThrownBy(() -> PostgresWriter.write("d > CURRENT_DATE || s", Scope.indexWhere(ExpressionRows.COLUMNS)))
                .isInstanceOf(Untranslatable.class);
        assertThatThrownBy(() -> PostgresWriter.write("n > random()", Scope.indexWhere(ExpressionRows.COLUMNS)))
                .isInstanceOf(Untranslatable.class).hasMessageContaining("time or chance");
        assertThatThrownBy(() -> PostgresWriter.write("CURRENT_TIMESTAMP",
                Scope.generated(ExpressionRows.COLUMNS, ExpressionRows.COLUMNS.get(3))))
                .isInstanceOf(Untranslatable.class).hasMessageContaining("time or chance");
    }

    @Test
    void depth_and_length_of_what_is_written_have_a_bound() throws Exception {
        assertThat(check("n" + " + 1".repeat(190) + " > 0")).endsWith("> 0)");
        assertThatThrownBy(() -> check("n" + " + 1".repeat(990) + " > 0")).isInstanceOf(Untranslatable.class)
                .hasMessageContaining("200 levels");
        assertThatThrownBy(() -> check("min(".repeat(100) + "s" + ", 'x')".repeat(100) + " = 'a'"))
                .isInstanceOf(Untranslatable.class)
                .hasMessageContaining("100000 characters");
        assertThatThrownBy(() -> check("n" + " BETWEEN 0 AND 1".repeat(150) + " AND length(s) BETWEEN s AND s"))
                .isInstanceOf(Untranslatable.class);
    }
}

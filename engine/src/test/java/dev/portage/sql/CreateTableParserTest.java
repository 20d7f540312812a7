package dev.portage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.sql.TableText.CheckText;
import dev.portage.sql.TableText.ColumnText;
import dev.portage.sql.TableText.ForeignKeyText;
import dev.portage.sql.TableText.GeneratedText;
import dev.portage.sql.TableText.KeyText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTableParserTest {
    @Test
    void a_column_tells_type_collation_default_and_conflict() {
        TableText table = CreateTableParser.parse("""
                CREATE TABLE "a b" ( -- a comment, with ) and '
                  [x y] VARCHAR(255) NOT NULL ON CONFLICT REPLACE DEFAULT 'it''s' COLLATE nocase,
                  `z` UNSIGNED BIG INT DEFAULT -1 /* , */, "w" "some; DROP TYPE('x')", v)
                """);

        assertThat(table.name()).isEqualTo("a b");
        assertThat(table.columns()).containsExactly(
                new ColumnText("x y", "VARCHAR(255)", Optional.of("NOCASE"), Optional.of("'it''s'"), Optional.empty(), true,
                        Optional.of("REPLACE")),
                new ColumnText("z", "UNSIGNED BIG INT", Optional.empty(), Optional.of("-1"), Optional.empty(), false,
                        Optional.empty()),
                new ColumnText("w", "some; DROP TYPE('x')", Optional.empty(), Optional.empty(), Optional.empty(), false,
                        Optional.empty()),
                new ColumnText("v", "", Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty()));
    }

    @Test
    void defaults_keep_their_text_without_outer_brackets() {
        TableText table = CreateTableParser
                .parse("CREATE TABLE t(a DEFAULT (strftime('%s', 'now')), b DEFAULT current_timestamp, "
                        + "c DEFAULT x'00', d DEFAULT + 1.5, e DEFAULT \"dq\", f TEXT DEFAULT NULL NOT NULL, g DEFAULT true)");

        assertThat(table.columns()).extracting(c -> c.defaultSql().orElseThrow())
                .containsExactly("strftime('%s', 'now')", "current_timestamp", "x'00'", "+ 1.5", "\"dq\"", "NULL", "true");
        assertThat(table.findColumn("F").orElseThrow().notNull()).isTrue();
    }

    @Test
    void generated_columns_tell_their_expression_and_whether_they_are_stored() {
        TableText table = CreateTableParser
                .parse("CREATE TABLE t(a INT, b INT GENERATED ALWAYS AS (a * (2 + 1)) STORED, c AS (a) VIRTUAL, "
                        + "d TEXT AS (a || ')'))");

        assertThat(table.columns().stream().map(c -> c.generated().orElse(null)).skip(1))
                .containsExactly(new GeneratedText("a * (2 + 1)", true), new GeneratedText("a", false),
                        new GeneratedText("a || ')'", false));
        assertThat(table.findColumn("b").orElseThrow().declaredType()).isEqualTo("INT");
    }

    @Test
    void checks_of_columns_and_table_come_in_the_order_of_the_text() {
        TableText table = CreateTableParser
                .parse("CREATE TABLE t(a INT CONSTRAINT positive CHECK (a > 0) CHECK(a < 9), b, CHECK ((a + b) > 1), "
                        + "CONSTRAINT \"last one\" CHECK (b IN (1, 2)))");

        assertThat(table.checks()).containsExactly(new CheckText(Optional.of("positive"), Optional.of("a"), "a > 0"),
                new CheckText(Optional.empty(), Optional.of("a"), "a < 9"),
                new CheckText(Optional.empty(), Optional.empty(), "(a + b) > 1"),
                new CheckText(Optional.of("last one"), Optional.empty(), "b IN (1, 2)"));
    }

    @Test
    void foreign_keys_come_in_the_order_of_the_text_with_their_deferral() {
        TableText table = CreateTableParser.parse("""
                CREATE TABLE t(a INT CONSTRAINT first REFERENCES p ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
                  b INT REFERENCES "p q"(id) NOT DEFERRABLE,
                  CONSTRAINT second FOREIGN KEY (a, [b]) REFERENCES r(x, y) ON UPDATE CASCADE ON DELETE NO ACTION MATCH FULL
                    DEFERRABLE INITIALLY IMMEDIATE
                  FOREIGN KEY (b) REFERENCES s)
                """);

        assertThat(table.foreignKeys()).containsExactly(
                new ForeignKeyText(Optional.of("first"), List.of("a"), "p", List.of(), true, true, "NO ACTION", "SET NULL"),
                new ForeignKeyText(Optional.empty(), List.of("b"), "p q", List.of("id"), false, false, "NO ACTION", "NO ACTION"),
                new ForeignKeyText(Optional.of("second"), List.of("a", "b"), "r", List.of("x", "y"), true, false, "CASCADE",
                        "NO ACTION"),
                new ForeignKeyText(Optional.empty(), List.of("b"), "s", List.of(), false, false, "NO ACTION", "NO ACTION"));
    }

    @Test
    void keys_tell_name_order_direction_and_autoincrement() {
        TableText table = CreateTableParser
                .parse("CREATE TEMP TABLE IF NOT EXISTS main.t(id INTEGER PRIMARY KEY DESC ON CONFLICT IGNORE, "
                        + "u TEXT CONSTRAINT uu UNIQUE, UNIQUE (u COLLATE NOCASE DESC, id), CONSTRAINT c UNIQUE(u) ON CONFLICT REPLACE)");
        TableText counted = CreateTableParser.parse("create table t(id integer primary key autoincrement not null)");

        assertThat(table.name()).isEqualTo("t");
        assertThat(table.keys()).containsExactly(
                new KeyText(Optional.empty(), true, List.of("id"), true, false, Optional.of("IGNORE")),
                new KeyText(Optional.of("uu"), false, List.of("u"), false, false, Optional.empty()),
                new KeyText(Optional.empty(), false, List.of("u", "id"), true, false, Optional.empty()),
                new KeyText(Optional.of("c"), false, List.of("u"), false, false, Optional.of("REPLACE")));
        assertThat(counted.autoincrement()).isTrue();
        assertThat(counted.columns().getFirst().notNull()).isTrue();
    }

    @Test
    void options_behind_the_brackets_are_told() {
        TableText both = CreateTableParser.parse("CREATE TABLE t(a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;");
        TableText none = CreateTableParser.parse("CREATE TABLE t(a TEXT PRIMARY KEY)");

        assertThat(both.strict() && both.withoutRowid()).isTrue();
        assertThat(none.strict() || none.withoutRowid()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "CREATE TABLE \"x\"\"; DROP TABLE victim; --\"(\"a\"\"b\" TEXT, \"select\" INT, \"Ünï😀\" TEXT, \"$1\" TEXT, \"back\\slash\")",
            "CREATE TABLE key(action TEXT, key INT, \"order\" INT, desc TEXT, rowid TEXT, generated TEXT, always INT, no, match)",
            "CREATE TABLE t(\n  \"a b\" TEXT,\n  n INT,\n  e,\n  f NUM\n)",
            "CREATE TABLE 't'('a' 'TEXT', b DECIMAL(10, 2), c FLOATING POINT(3))",
            "CREATE TABLE t AS SELECT 1 AS a, 2 AS b", "CREATE TABLE t(a INT, b INT, PRIMARY KEY(a, b), CONSTRAINT unused)"})
    void odd_but_legal_statements_are_read(String sql) {
        assertThat(CreateTableParser.parse(sql).name()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CREATE VIRTUAL TABLE f USING fts5(a)", "CREATE TABLE t", "CREATE TABLE t(",
            "CREATE TABLE t(a CHECK (1)",
            "CREATE TABLE t(a) nonsense", "SELECT 1", "CREATE TABLE t(a DEFAULT)", "CREATE TABLE t(a CHECK)"})
    void what_is_no_table_is_refused_with_a_place(String sql) {
        assertThatThrownBy(() -> CreateTableParser.parse(sql)).isInstanceOf(SqlSyntaxException.class)
                .hasMessageContaining("at character");
    }
}

package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.mapping.TargetType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberColumnsTest {
    @TempDir
    Path folder;

    @Test
    void an_integer_column_with_words_and_bytes_asks_and_names_every_row_that_does_not_fit() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE parts(id INTEGER PRIMARY KEY, n INTEGER);
                INSERT INTO parts VALUES(1, 4), (2, 'seven'), (3, 2.25), (4, x'beef'), (5, NULL), (6, 8), (7, 'none');
                """);

        Hazard hazard = source.hazard(HazardCode.STORAGE_CLASS_MIXED);
        assertThat(PlannedSource.keys(hazard)).containsExactly(2L, 3L, 4L, 7L);
        assertThat(hazard.rows()).isEqualTo(4);
        assertThat(hazard.message()).contains("2 integer, 1 real, 2 text, 1 blob, 1 null");
        assertThat(hazard.choices()).startsWith("text", "quarantine");
        assertThat(hazard.open()).isTrue();
        assertThat(source.mapping("parts", "n")).isEqualTo("text any-as-text");
        assertThat(source.column("parts", "n").evidence()).isEqualTo("INTEGER; 2 integer, 1 real, 2 text, 1 blob, 1 null");
    }

    @Test
    void the_answer_quarantine_keeps_the_declared_type_and_drops_not_null() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE parts(id INTEGER PRIMARY KEY, n INTEGER NOT NULL);
                INSERT INTO parts VALUES(1, 4), (2, 'seven');
                """, PlannedSource.answer(HazardCode.STORAGE_CLASS_MIXED, "parts", "n", "quarantine"));

        assertThat(source.mapping("parts", "n")).isEqualTo("bigint quarantined");
        assertThat(source.column("parts", "n").notNull()).isFalse();
        assertThat(source.plan().open()).isEmpty();
    }

    @Test
    void a_value_in_the_last_of_twelve_thousand_rows_is_found() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE log(id INTEGER PRIMARY KEY, n INT);
                WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 12000) INSERT INTO log SELECT i, i FROM c;
                UPDATE log SET n = 'last' WHERE id = 12000;
                """);

        assertThat(PlannedSource.keys(source.hazard(HazardCode.STORAGE_CLASS_MIXED))).containsExactly(12_000L);
        assertThat(source.table("log").rows()).isEqualTo(12_000);
        assertThat(source.table("log").marks()).hasSize(1);
    }

    @Test
    void an_empty_text_among_numbers_asks_and_becomes_null_only_when_told() {
        String script = "CREATE TABLE t(id INTEGER PRIMARY KEY, age INTEGER NOT NULL); INSERT INTO t VALUES(1, 30), (2, '');";
        var asked = PlannedSource.of(folder, script);
        var told = PlannedSource.of(folder, "",
                PlannedSource.answer(HazardCode.EMPTY_STRING_IN_NUMBER, "t", "age", "null-if"));

        assertThat(asked.hazard(HazardCode.EMPTY_STRING_IN_NUMBER).choices()).containsExactly("text", "null-if");
        assertThat(asked.mapping("t", "age")).isEqualTo("text any-as-text");
        assertThat(told.mapping("t", "age")).isEqualTo("bigint plain");
        assertThat(told.column("t", "age").mapping().nullIf()).containsExactly("");
        assertThat(told.column("t", "age").notNull()).isFalse();
        assertThat(told.hazard(HazardCode.OVERRIDE_LOSSY).rows()).isEqualTo(1);
    }

    @Test
    void fractions_in_an_integer_column_make_it_double_where_every_integer_is_exact() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(exact INTEGER, large BIGINT);
                INSERT INTO t VALUES(1, 9007199254740993), (1.5, 0.5);
                """);

        assertThat(source.mapping("t", "exact")).isEqualTo("double precision plain");
        assertThat(source.mapping("t", "large")).isEqualTo("numeric plain");
        assertThat(source.codes().stream().filter(HazardCode.REAL_IN_INTEGER::equals)).hasSize(2);
    }

    @Test
    void a_number_that_the_declared_precision_would_round_takes_the_limits_away() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, v NUMERIC(6,2));
                INSERT INTO t VALUES(1, 0.125), (2, 12345.5), (3, 0.1 + 0.2), (4, 0.1), (5, 9999);
                """);

        assertThat(source.mapping("t", "v")).isEqualTo("numeric plain");
        assertThat(PlannedSource.keys(source.hazard(HazardCode.NUMERIC_SCALE))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_precision_that_postgresql_does_not_know_is_left_out() {
        var source = PlannedSource.of(folder,
                "CREATE TABLE t(a DECIMAL(2000,2), b DECIMAL(3,9)); INSERT INTO t VALUES(1, 0.000000001);");

        assertThat(source.mapping("t", "a")).isEqualTo("numeric plain");
        assertThat(source.mapping("t", "b")).isEqualTo("numeric plain");
    }

    @Test
    void a_decimal_that_fits_keeps_its_declared_precision() {
        var source = PlannedSource.of(folder, "CREATE TABLE t(v DECIMAL(6,2)); INSERT INTO t VALUES(9999.99), (7), (-0.05);");

        assertThat(source.mapping("t", "v")).isEqualTo("numeric(6,2) plain");
        assertThat(source.codes()).doesNotContain(HazardCode.NUMERIC_SCALE);
    }

    @Test
    void declared_types_that_mislead_are_named() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(a FLOATING POINT, b STRING, c INTEGER, d TINYINT, e UNSIGNED BIG INT);
                INSERT INTO t VALUES(2.0, '0042', 'only text', 1, 5);
                """);

        assertThat(source.plan().hazards().stream().filter(h -> h.code() == HazardCode.DECLARED_TYPE_MISLEADING)
                .map(h -> h.column().orElseThrow())).containsExactly("a", "b", "c");
        assertThat(source.mapping("t", "c")).isEqualTo("text plain");
    }

    @Test
    void an_integer_type_that_is_too_small_for_a_value_asks() {
        var choice = new Choices.ColumnChoice(false, Optional.empty(), Optional.of(TargetType.of(TargetType.Kind.SMALLINT)),
                Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), false);
        var source = PlannedSource.of(folder,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, n INT); INSERT INTO t VALUES(1, 32767), (2, 32768);",
                PlannedSource.column("t", "n", choice));

        assertThat(PlannedSource.keys(source.hazard(HazardCode.INTEGER_OVERFLOW))).containsExactly(2L);
        assertThat(source.mapping("t", "n")).isEqualTo("bigint plain");
    }

    @Test
    void a_lossy_override_is_done_and_counted() {
        var choice = new Choices.ColumnChoice(false, Optional.empty(), Optional.of(TargetType.numeric(5, 1)), Optional.empty(),
                Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), true);
        var source = PlannedSource.of(folder, "CREATE TABLE t(v NUMERIC); INSERT INTO t VALUES(1.25), (2.5);",
                PlannedSource.column("t", "v", choice));

        assertThat(source.hazard(HazardCode.OVERRIDE_LOSSY).rows()).isEqualTo(1);
        assertThat(source.column("t", "v").mapping().lossy()).isTrue();
        assertThat(source.plan().open()).isEmpty();
    }

    @Test
    void booleans_other_than_bits_ask_and_words_can_be_read() {
        String script = "CREATE TABLE t(id INTEGER PRIMARY KEY, b BOOLEAN, c BOOL); INSERT INTO t VALUES(1, 1, 1), (2, 'false', 0), (3, 'TRUE', NULL);";
        var source = PlannedSource.of(folder, script, PlannedSource.answer(HazardCode.BOOLEAN_VALUES, "t", "b", "words"));

        assertThat(source.hazard(HazardCode.BOOLEAN_VALUES).choices()).startsWith("text", "words");
        assertThat(source.mapping("t", "b")).isEqualTo("boolean words");
        assertThat(source.mapping("t", "c")).isEqualTo("boolean plain");
        assertThat(source.hazard(HazardCode.ROLLBACK_LOSSY).rows()).isEqualTo(2);
    }

    @Test
    void a_boolean_column_of_other_integers_proposes_bigint() {
        var source = PlannedSource.of(folder, "CREATE TABLE t(b BOOLEAN); INSERT INTO t VALUES(0), (2), (-1);");

        assertThat(source.hazard(HazardCode.BOOLEAN_VALUES).choices().getFirst()).isEqualTo("bigint");
        assertThat(source.hazard(HazardCode.BOOLEAN_VALUES).rows()).isEqualTo(2);
    }

    @Test
    void a_column_without_type_follows_its_values_and_mixed_classes_ask() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(i, r, s, b BLOB, m, e);
                INSERT INTO t VALUES(1, 1.5, 'x', x'00', 1, NULL), (2, 2.5, 'y', x'01', 1.0, NULL);
                """);

        assertThat(source.mapping("t", "i")).isEqualTo("bigint plain");
        assertThat(source.mapping("t", "r")).isEqualTo("double precision plain");
        assertThat(source.mapping("t", "s")).isEqualTo("text plain");
        assertThat(source.mapping("t", "b")).isEqualTo("bytea plain");
        assertThat(source.hazard(HazardCode.STORAGE_CLASS_MIXED).column()).contains("m");
        assertThat(source.hazard(HazardCode.COLUMN_EMPTY).column()).contains("e");
    }
}

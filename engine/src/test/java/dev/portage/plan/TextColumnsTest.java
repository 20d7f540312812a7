package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConfigException;
import dev.portage.schema.Affinity;
import dev.portage.schema.Table;
import dev.portage.mapping.TargetType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextColumnsTest {
    @TempDir
    Path folder;

    @Test
    void a_zero_byte_in_a_text_asks_and_the_suggestion_keeps_its_bytes() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, s TEXT);
                INSERT INTO t VALUES(1, 'fine'), (2, CAST(x'6100' AS TEXT)), (3, char(0));
                """);

        Hazard hazard = source.hazard(HazardCode.NUL_IN_TEXT);
        assertThat(PlannedSource.keys(hazard)).containsExactly(2L, 3L);
        assertThat(hazard.choices()).containsExactly("bytea", "escape", "quarantine", "strip");
        assertThat(source.mapping("t", "s")).isEqualTo("bytea text-bytes");
    }

    @Test
    void invalid_utf8_asks_and_says_where_the_first_bad_byte_lies() {
        String script = """
                CREATE TABLE t(id INTEGER PRIMARY KEY, s TEXT);
                INSERT INTO t VALUES(1, 'ok'), (2, CAST(x'6162e9' AS TEXT)), (3, CAST(x'eda080' AS TEXT)), (4, CAST(x'c0af' AS TEXT));
                """;
        var source = PlannedSource.of(folder, script,
                PlannedSource.answer(HazardCode.INVALID_UTF8, "t", "s", "transcode:windows-1252"));

        assertThat(PlannedSource.keys(source.hazard(HazardCode.INVALID_UTF8))).containsExactly(2L, 3L, 4L);
        assertThat(source.hazard(HazardCode.INVALID_UTF8).message()).contains("at byte 2");
        assertThat(source.mapping("t", "s")).isEqualTo("text transcoded");
        assertThat(source.codes()).contains(HazardCode.ROLLBACK_LOSSY);
    }

    @Test
    void two_kinds_of_bad_text_take_the_form_that_holds_both() {
        var source = PlannedSource.of(folder, "CREATE TABLE t(s TEXT); INSERT INTO t VALUES(char(0)), (CAST(x'ff' AS TEXT));",
                PlannedSource.suggestions());

        assertThat(source.mapping("t", "s")).isEqualTo("bytea text-bytes");
        assertThat(source.plan().open()).isEmpty();
    }

    @Test
    void a_length_counts_characters_and_a_longer_text_widens_the_column() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, fits VARCHAR(3), over NVARCHAR(3), fixed CHAR(2));
                INSERT INTO t VALUES(1, 'äöü', 'abcd', 'a '), (2, '😀😀😀', 'ab', 'b');
                """);

        assertThat(source.mapping("t", "fits")).isEqualTo("varchar(3) plain");
        assertThat(source.mapping("t", "over")).isEqualTo("text plain");
        assertThat(source.mapping("t", "fixed")).isEqualTo("varchar(2) plain");
        assertThat(PlannedSource.keys(source.hazard(HazardCode.VARCHAR_OVERFLOW))).containsExactly(1L);
        assertThat(source.hazard(HazardCode.VARCHAR_OVERFLOW).message()).contains("the longest of 4 characters");
    }

    @Test
    void blobs_alone_in_a_text_column_become_bytea_and_beside_texts_they_ask() {
        var source = PlannedSource.of(folder,
                "CREATE TABLE t(a TEXT, b TEXT); INSERT INTO t VALUES(x'01', 'x'), (x'02', x'03');");

        assertThat(source.mapping("t", "a")).isEqualTo("bytea plain");
        assertThat(source.hazard(HazardCode.DECLARED_TYPE_MISLEADING).column()).contains("a");
        assertThat(source.hazard(HazardCode.STORAGE_CLASS_MIXED).column()).contains("b");
    }

    @Test
    void json_keeps_its_bytes_and_names_what_jsonb_would_change() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, good JSON, bad JSON, used TEXT);
                INSERT INTO t VALUES(1, '{"b":1,"a":2}', '{"k":1}', '{"k":1}'), (2, '{"k":1,"k":2}', '{k:1}', '[]');
                """);

        assertThat(source.mapping("t", "good")).isEqualTo("json plain");
        assertThat(PlannedSource.keys(source.hazard(HazardCode.JSON_CHANGES))).containsExactly(2L);
        assertThat(source.mapping("t", "bad")).isEqualTo("text plain");
        assertThat(PlannedSource.keys(source.hazard(HazardCode.JSON_INVALID))).containsExactly(2L);
        assertThat(source.mapping("t", "used")).isEqualTo("text plain");
    }

    @Test
    void uuids_stay_text_and_are_noted() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id TEXT PRIMARY KEY);
                INSERT INTO t VALUES('0b0e7c3a-4a52-4f0e-9c0e-1d2f3a4b5c6d'), ('0B0E7C3A-4A52-4F0E-9C0E-1D2F3A4B5C6E');
                """);

        assertThat(source.mapping("t", "id")).isEqualTo("text plain");
        assertThat(source.hazard(HazardCode.UUID_FORMS).rows()).isEqualTo(2);
    }

    @Test
    void a_key_that_would_merge_as_uuid_asks() {
        var choice = new Choices.ColumnChoice(false, Optional.empty(), Optional.of(TargetType.of(TargetType.Kind.UUID)),
                Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), false);
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id TEXT PRIMARY KEY);
                INSERT INTO t VALUES('0b0e7c3a-4a52-4f0e-9c0e-1d2f3a4b5c6d'), ('0B0E7C3A-4A52-4F0E-9C0E-1D2F3A4B5C6D');
                """, PlannedSource.column("t", "id", choice));

        assertThat(source.hazard(HazardCode.DUPLICATE_KEY).rows()).isEqualTo(2);
        assertThat(source.mapping("t", "id")).isEqualTo("text plain");
    }

    @Test
    void secrets_are_noted_by_whole_words_of_their_names() {
        var source = PlannedSource.of(folder, "CREATE TABLE t(passwordHash TEXT, passenger TEXT, api_key BLOB, tokenizer TEXT);");

        assertThat(source.plan().hazards().stream().filter(h -> h.code() == HazardCode.ENCRYPTED_COLUMN)
                .map(h -> h.column().orElseThrow())).containsExactly("passwordHash", "api_key");
    }

    @Test
    void an_answer_that_is_not_offered_is_refused_with_those_that_are() {
        Choices wrong = PlannedSource.answer(HazardCode.NUL_IN_TEXT, "t", "s", "ignore");

        assertThatThrownBy(() -> PlannedSource.of(folder, "CREATE TABLE t(s TEXT); INSERT INTO t VALUES(char(0));", wrong))
                .isInstanceOf(ConfigException.class).hasMessageContainingAll("nul-in-text", "'ignore'", "bytea, escape");
    }

    @Test
    void a_table_that_is_not_there_is_refused_with_the_nearest_name() {
        Choices wrong = PlannedSource.column("user", "s", PlannedSource.UNSAID);

        assertThatThrownBy(() -> PlannedSource.of(folder, "CREATE TABLE users(s TEXT);", wrong))
                .isInstanceOfSatisfying(ConfigException.class, e -> {
                    assertThat(e.code()).isEqualTo("PT-106");
                    assertThat(e.next()).contains("'users'");
                });
    }

    @Test
    void a_value_of_a_gigabyte_is_refused_without_a_choice() {
        var column = new Table.Column("s", "TEXT", Affinity.TEXT, false, "BINARY", Optional.empty(), Optional.empty(), 0);
        var profile = new ColumnProfile(column);
        profile.longestText = (1 << 30) - (64 << 10);
        var hazards = new HazardList(Choices.none("public"));

        Planner.tooLarge(new ColumnQuestion("t", profile, PlannedSource.UNSAID, hazards, false, () -> false,
                PlanOptions.Types.NATIVE));

        assertThat(hazards.all()).singleElement().satisfies(hazard -> {
            assertThat(hazard.code()).isEqualTo(HazardCode.VALUE_TOO_LARGE);
            assertThat(hazard.open()).isTrue();
            assertThat(hazard.choices()).isEmpty();
        });
    }
}

package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConfigException;
import dev.portage.mapping.TargetType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Types that Portage never chooses itself, and takes where they are named.
class NamedTypesTest {
    @TempDir
    Path folder;

    private PlannedSource named(String type, boolean lossy, String script) {
        var choice = new Choices.ColumnChoice(false, Optional.empty(), Optional.of(TargetType.parse(type)), Optional.empty(),
                Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), lossy);
        return PlannedSource.of(folder, script, PlannedSource.column("t", "v", choice));
    }

    @Test
    void a_char_takes_texts_of_just_its_length() {
        var source = named("char(2)", false, "CREATE TABLE t(v TEXT); INSERT INTO t VALUES('de'), ('fr'), ('Ü '), (NULL);");

        assertThat(source.mapping("t", "v")).isEqualTo("char(2) plain");
        assertThat(source.plan().open()).isEmpty();
        assertThat(source.plan().ddl().tables().getFirst().sql()).contains("\"v\" char(2) COLLATE \"C\"");
    }

    @Test
    void a_char_that_is_longer_or_shorter_than_a_text_asks() {
        var source = named("char(2)", false, "CREATE TABLE t(v TEXT); INSERT INTO t VALUES('de'), ('f'), ('eng'), ('');");

        assertThat(source.hazard(HazardCode.STORAGE_CLASS_MIXED).rows()).isEqualTo(3);
        assertThat(source.hazard(HazardCode.STORAGE_CLASS_MIXED).choices()).containsExactly("text", "quarantine");
    }

    @Test
    void what_a_char_fills_up_or_cuts_is_counted_where_that_is_allowed() {
        var source = named("char(2)", true, "CREATE TABLE t(v TEXT); INSERT INTO t VALUES('de'), ('f'), ('eng'), ('');");

        assertThat(source.hazard(HazardCode.OVERRIDE_LOSSY).rows()).isEqualTo(3);
        assertThat(source.mapping("t", "v")).isEqualTo("char(2) plain");
    }

    @Test
    void a_timestamp_keeps_the_digits_that_were_named() {
        var source = named("timestamptz(3)", false,
                "CREATE TABLE t(v TEXT); INSERT INTO t VALUES('2021-02-03T04:05:06.789Z'), ('2021-02-03T04:05:06.500Z');");

        assertThat(source.mapping("t", "v")).isEqualTo("timestamptz(3) iso-text");
        assertThat(source.plan().open()).isEmpty();
    }

    @Test
    void a_timestamp_that_would_round_a_text_asks() {
        var source = named("timestamptz(2)", false,
                "CREATE TABLE t(v TEXT); INSERT INTO t VALUES('2021-02-03T04:05:06.789Z'), ('2021-02-03T04:05:06.500Z');");

        assertThat(source.hazard(HazardCode.DATETIME_MIXED).rows()).isEqualTo(1);
    }

    @Test
    void a_timestamp_that_would_round_a_count_asks() {
        var source = named("timestamptz(0)", false,
                "CREATE TABLE t(v INTEGER); INSERT INTO t VALUES(1700000000123), (1700000000000), (1700000001000);");

        assertThat(source.hazard(HazardCode.DATETIME_MIXED).rows()).isEqualTo(1);
    }

    @Test
    void blobs_of_sixteen_bytes_become_uuids() {
        var source = named("uuid", false, "CREATE TABLE t(v BLOB); INSERT INTO t VALUES(randomblob(16)), (NULL);");

        assertThat(source.mapping("t", "v")).isEqualTo("uuid uuid-bytes");
        assertThat(source.plan().open()).isEmpty();
    }

    @Test
    void texts_that_are_numbers_become_numbers_and_their_spelling_is_told() {
        var source = named("numeric(6,2)", false, "CREATE TABLE t(v TEXT); INSERT INTO t VALUES('12.50'), ('1'), (NULL);");

        assertThat(source.mapping("t", "v")).isEqualTo("numeric(6,2) digits");
        assertThat(source.hazard(HazardCode.ROLLBACK_LOSSY).rows()).isEqualTo(2);
        assertThat(source.plan().open()).isEmpty();
    }

    @Test
    void a_text_with_more_digits_than_a_numeric_asks() {
        var source = named("numeric(6,2)", false, "CREATE TABLE t(v TEXT); INSERT INTO t VALUES('12.50'), ('1.005');");

        assertThat(source.hazard(HazardCode.STORAGE_CLASS_MIXED).rows()).isEqualTo(1);
    }

    @Test
    void a_text_that_is_no_number_asks() {
        var source = named("numeric", false, "CREATE TABLE t(v TEXT); INSERT INTO t VALUES('12.50'), ('soon');");

        assertThat(source.hazard(HazardCode.STORAGE_CLASS_MIXED).rows()).isEqualTo(2);
    }

    @Test
    void other_blobs_do_not_become_uuids() {
        var source = named("uuid", false, "CREATE TABLE t(v BLOB); INSERT INTO t VALUES(randomblob(16)), (randomblob(15));");

        assertThat(source.hazard(HazardCode.STORAGE_CLASS_MIXED).rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"citext", "enum"})
    void a_type_that_belongs_to_the_target_is_not_made(String type) {
        assertThatThrownBy(() -> named(type, false, "CREATE TABLE t(v TEXT);")).isInstanceOfSatisfying(ConfigException.class,
                e -> assertThat(e.line()).startsWith("PT-126 column t.v would be of type " + type).contains("name text"));
    }
}

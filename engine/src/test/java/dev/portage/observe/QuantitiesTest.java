package dev.portage.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantitiesTest {
    @Test
    void bytes_are_rounded_to_what_a_person_reads() {
        assertThat(Quantities.bytes(0)).isEqualTo("0 B");
        assertThat(Quantities.bytes(999)).isEqualTo("999 B");
        assertThat(Quantities.bytes(1_500)).isEqualTo("1.5 kB");
        assertThat(Quantities.bytes(999_600)).isEqualTo("1.0 MB");
        assertThat(Quantities.bytes(382_000_000)).isEqualTo("382 MB");
        assertThat(Quantities.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    }

    @Test
    void times_are_rounded_to_what_a_person_reads() {
        assertThat(Quantities.seconds(0.034)).isEqualTo("0.03 s");
        assertThat(Quantities.seconds(59.96)).isEqualTo("1 min 0 s");
        assertThat(Quantities.seconds(250)).isEqualTo("4 min 10 s");
        assertThat(Quantities.seconds(7_500)).isEqualTo("2 h 5 min");
    }

    @Test
    void one_thing_has_no_plural() {
        assertThat(Quantities.counted(1, "row")).isEqualTo("1 row");
        assertThat(Quantities.counted(1_200, "row")).isEqualTo("1,200 rows");
    }

    @Test
    void control_characters_are_visible_and_words_of_every_script_stay() {
        assertThat(Visible.of("a\u001b[31mb\nc")).isEqualTo("a\\x1b[31mb\\nc");
        assertThat(Visible.of("नमस्ते 👩‍👩‍👧 é")).isEqualTo("नमस्ते 👩‍👩‍👧 é");
        assertThat(Visible.of("\u2066x\u2069")).isEqualTo("\\u2066x\\u2069");
    }
}

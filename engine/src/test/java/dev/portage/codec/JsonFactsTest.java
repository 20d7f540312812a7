package dev.portage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFactsTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "1", "\"\"", "null", " true ", "{\"a\":{\"a\":1},\"b\":[{\"a\":2}]}", "1.0", "1e400",
            "123456789012345678901234567890", "\"\\ud83d\\ude00\"", "1e131071", "1e-16383", "0", "0.0", "-1", "[1,[2,{}]]"})
    void a_text_that_jsonb_keeps_is_safe(String json) {
        assertThat(examine(json)).isEqualTo(new JsonFacts(true, true, ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"a\":1,\"a\":2}|an object has a key twice", "\"\\u0000\"|a string holds \\u0000",
            "\"\\ud800\"|a string holds half a surrogate pair", "{\"\\udc00x\":1}|a string holds half a surrogate pair",
            "{\"\\\\a\\ud800\":1}|a string holds half a surrogate pair",
            "-0|a number is minus zero", "[-0.0e5]|a number is minus zero", "1e131072|a number is outside numeric",
            "1e-16384|a number is outside numeric", "1e99999999999|a number is outside numeric",
            "{\"a\":1,\"\\u0061\":2}|an object has a key twice"})
    void a_text_that_jsonb_changes_is_valid_and_named(String json, String reason) {
        assertThat(examine(json)).isEqualTo(new JsonFacts(true, false, reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "NaN", "Infinity", "01", "1.", ".5", "+1", "1 2",
            "1,2",
            "{} {}", "tru", "\"a", "\"\t\"", "\"\\x\"", "// c\n1", "\ufeff{}", "[1}", "\"\\u12g4\"", "1a", "]", "{\"a\"}", "nul",
            "-"})
    void a_text_that_is_not_json_is_not_valid(String json) {
        assertThat(examine(json).valid()).isFalse();
        assertThat(examine(json).reason()).isNotEmpty();
    }

    @Test
    void bytes_that_are_no_text_are_not_valid() {
        assertThat(JsonFacts.examine(new byte[]{'"', (byte) 0xFF, '"'}).reason()).isEqualTo("not valid UTF-8");
        assertThat(JsonFacts.examine(new byte[]{'"', 0, '"'}).reason()).isEqualTo("U+0000 in the text");
    }

    @Test
    void nesting_counts_up_to_the_line_and_not_beyond() {
        assertThat(examine("[".repeat(6_000) + "]".repeat(6_000)).jsonbSafe()).isTrue();
        assertThat(examine("[".repeat(6_001) + "]".repeat(6_001)).valid()).isFalse();
    }

    @Test
    void the_place_of_the_first_fault_is_told() {
        assertThat(examine("{\n \"a\": x}").reason()).startsWith("not JSON at line 2, column ");
    }

    private static JsonFacts examine(String json) {
        return JsonFacts.examine(json.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.portage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
    private static final int[] EDGES = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
            0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({"ff,0,stray", "61c080,1,overlong", "eda080,0,surrogate", "e282,0,truncated", "f4908080,0,above U+10FFFF",
            "e08080,0,overlong of three", "f0808080,0,overlong of four", "6162636465666768ff,8,after eight of ASCII"})
    void the_first_invalid_byte_is_found(String hex, int at, String why) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).as(why).isEqualTo(at);
    }

    @Test
    void only_the_range_is_looked_at() {
        byte[] bytes = {(byte) 0xFF, 'a', 0, 'b', (byte) 0xFF};

        assertThat(Utf8.firstInvalid(bytes, 1, 3)).isEqualTo(-1);
        assertThat(Utf8.hasNul(bytes, 3, 2)).isFalse();
        assertThat(Utf8.hasNul(bytes, 1, 3)).isTrue();
    }

    @Test
    void random_bytes_are_judged_as_the_strict_decoder_of_the_jdk_judges_them() {
        long seed = 20_250_701;
        var random = new SplittableRandom(seed);
        int valid = 0;
        for (int i = 0; i < 300_000; i++) {
            byte[] bytes = new byte[random.nextInt(1, 14)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = (byte) EDGES[random.nextInt(EDGES.length)];
            }
            boolean expected = jdkTakes(bytes);
            valid += expected ? 1 : 0;

            assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0).as("seed %d: %s", seed, HexFormat.of().formatHex(bytes))
                    .isEqualTo(expected);
        }
        assertThat(valid).as("both verdicts occur").isBetween(2_000, 290_000);
    }

    @Test
    void a_zero_byte_is_found_wherever_it_lies() {
        for (int length = 1; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                byte[] bytes = "é€x".repeat(20).substring(0, length).getBytes(StandardCharsets.UTF_8);
                assertThat(Utf8.hasNul(bytes, 0, bytes.length)).isFalse();
                bytes[at] = 0;
                assertThat(Utf8.hasNul(bytes, 0, bytes.length)).isTrue();
            }
        }
    }

    @Test
    void characters_are_counted_as_code_points() {
        String text = "aé€😀";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(Utf8.codePoints(bytes, 0, bytes.length)).isEqualTo(4);
        assertThat(Utf8.bytesOf(bytes, 0, bytes.length, 3)).isEqualTo(6);
        assertThat(Utf8.bytesOf(bytes, 0, bytes.length, 4)).isEqualTo(10);
    }

    private static boolean jdkTakes(byte[] bytes) {
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}

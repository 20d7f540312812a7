package dev.portage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PgNumericTest {
    /// The right side is what `numeric_send` of PostgreSQL 15 gives.
    @ParameterizedTest
    @CsvSource({"0,0000000000000000", "0.00,0000000000000002", "1,00010000000000000001", "-1,00010000400000000001",
            "10000,00010001000000000001", "12345.678,0003000100000003000109291a7c", "0.0001,0001ffff000000040001",
            "0.00012345,0002ffff0000000800010929", "19.99,0002000000000002001326ac", "1e400,00010064000000000001",
            "-123456789012345678901234567890.5,0009000740000001000c0d801ed204d2162e23340d801ed21388",
            "100000000,00010002000000000001", "1e-20,0001fffb000000140001", "9999.9999,0002000000000004270f270f",
            "0.1,0001ffff0000000103e8"})
    void the_bytes_are_those_of_numeric_send(String number, String hex) {
        byte[] expected = HexFormat.of().parseHex(hex);

        assertThat(PgNumeric.encode(new BigDecimal(number))).isEqualTo(expected);
        assertThat(PgNumeric.decode(expected)).isEqualByComparingTo(new BigDecimal(number));
    }

    @Test
    void random_numbers_of_all_sizes_come_back_with_their_scale() {
        long seed = 7_318;
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var unscaled = new BigInteger(random.nextInt(i % 100 == 0 ? 3_000 : 140), random);
            int scale = random.nextInt(-400, 400);
            var number = new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
            BigDecimal shown = scale < 0 ? number.setScale(0) : number;

            assertThat(PgNumeric.decode(PgNumeric.encode(number))).as("seed %d: %s", seed, number).isEqualTo(shown);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 9_999, 10_000, -10_000, 100_000_000, 123_400_000, Integer.MAX_VALUE, Integer.MIN_VALUE,
            1L << 53, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, 1_000_000_000_000_000_000L})
    void a_whole_number_is_written_as_its_decimal_is(long number) {
        byte[] room = new byte[PgNumeric.LARGEST_LONG + 1];

        int end = PgNumeric.put(number, room, 1);

        assertThat(end - 1).isEqualTo(PgNumeric.size(number));
        assertThat(Arrays.copyOfRange(room, 1, end)).isEqualTo(PgNumeric.encode(BigDecimal.valueOf(number)));
    }

    @Test
    void random_whole_numbers_are_written_as_their_decimals_are() {
        long seed = 99;
        var random = new Random(seed);
        byte[] room = new byte[PgNumeric.LARGEST_LONG];
        for (int i = 0; i < 50_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);

            int end = PgNumeric.put(number, room, 0);

            assertThat(Arrays.copyOf(room, end)).as("seed %d: %d", seed, number)
                    .isEqualTo(PgNumeric.encode(BigDecimal.valueOf(number)));
        }
    }

    @Test
    void what_numeric_cannot_hold_is_refused() {
        assertThat(PgNumeric.fits(new BigDecimal("1e131071"))).isTrue();
        assertThat(PgNumeric.fits(new BigDecimal("1e131072"))).isFalse();
        assertThat(PgNumeric.fits(new BigDecimal("1e-16383"))).isTrue();
        assertThatThrownBy(() -> PgNumeric.encode(new BigDecimal("1e-16384"))).isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("16383");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void what_is_no_number_comes_back_and_is_not_taken_for_one(double special) {
        byte[] binary = PgNumeric.special(special);

        assertThat(Double.doubleToLongBits(PgNumeric.decodeSpecial(binary))).isEqualTo(Double.doubleToLongBits(special));
        assertThatThrownBy(() -> PgNumeric.decode(binary)).isInstanceOf(IllegalArgumentException.class);
    }
}

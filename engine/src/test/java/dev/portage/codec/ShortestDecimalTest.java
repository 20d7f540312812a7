package dev.portage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestDecimalTest {
    @ParameterizedTest
    @CsvSource({"1e23,1.0E23,100000000000000000000000.0", "19.99,19.99,19.99", "2,2.0,2.0", "1e-5,1.0E-5,0.00001",
            "0.30000000000000004,0.30000000000000004,0.30000000000000004", "2e-3,0.002,0.002", "-0.0,-0.0,0.0"})
    void a_double_is_written_with_the_fewest_digits(double value, String text, String decimal) {
        assertThat(ShortestDecimal.text(value)).isEqualTo(text);
        assertThat(ShortestDecimal.decimal(value).toPlainString()).isEqualTo(decimal);
    }

    @Test
    void the_smallest_double_has_324_decimals() {
        assertThat(ShortestDecimal.decimal(Double.MIN_VALUE).scale()).isEqualTo(325);
        assertThat(ShortestDecimal.text(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    }

    @Test
    void every_double_comes_back_from_its_decimal() {
        long seed = 424_242;
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(ShortestDecimal.decimal(value).doubleValue()).as("seed %d", seed).isEqualTo(value);
            }
        }
    }
}

package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.codec.IsoTexts;
import dev.portage.mapping.ValueForm.Epoch.Unit;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecondDigitsTest {
    private static SecondDigits of(String... texts) {
        SecondDigits digits = new SecondDigits();
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.US_ASCII);
            digits.add(utf8, IsoTexts.classify(utf8));
        }
        return digits;
    }

    @Test
    void zeros_at_the_end_of_a_fraction_need_no_digit() {
        SecondDigits digits = of("2024-01-01 00:00:00.000", "2024-01-01", "12:00:00.120", "2024-01-01T00:00:00.1234567Z",
                "2024-01-01T00:00:00.5+02:00", "no.12");

        assertThat(digits.most()).isEqualTo(7);
        assertThat(digits.beyond(0)).isEqualTo(3);
        assertThat(digits.beyond(1)).isEqualTo(2);
        assertThat(digits.beyond(2)).isEqualTo(1);
        assertThat(digits.beyond(6)).isEqualTo(1);
        assertThat(digits.beyond(9)).isZero();
    }

    @Test
    void without_texts_no_digit_is_needed() {
        assertThat(of().most()).isZero();
    }

    @Test
    void numbers_are_judged_by_the_unit_that_they_count() {
        SecondDigits digits = new SecondDigits();
        digits.add(1_700_000_000_000L);
        digits.add(1_700_000_000_120L);
        digits.add(1_700_000_000_001L);
        digits.add(1_700_000_000.0);
        digits.add(1_700_000_000.5);

        assertThat(digits.beyond(Unit.SECONDS, 0)).isEqualTo(1);
        assertThat(digits.beyond(Unit.SECONDS, 6)).isZero();
        assertThat(digits.beyond(Unit.MILLISECONDS, 0)).isEqualTo(3);
        assertThat(digits.beyond(Unit.MILLISECONDS, 2)).isEqualTo(2);
        assertThat(digits.beyond(Unit.MICROSECONDS, 3)).isEqualTo(3);
        assertThat(digits.beyond(Unit.JULIAN_DAYS, 5)).isEqualTo(2);
    }
}

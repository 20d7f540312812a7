package dev.portage.codec;

import dev.portage.mapping.IsoPattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.mapping.IsoPattern.Fraction;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IsoSummaryTest {
    @Test
    void forms_are_counted_the_most_frequent_first() {
        var summary = of("2024-01-01 10:00:00", "2024-01-01 10:00:01", "2024-01-01", "yesterday");
        summary.add(1_700_000_000L);
        summary.add(2_460_310.5);
        summary.add(42L);

        assertThat(summary.counts()).extracting(Object::toString).containsExactly("2 × YYYY-MM-DD HH:MM:SS", "1 × Julian day",
                "1 × YYYY-MM-DD", "1 × epoch seconds", "1 × number", "1 × other");
        assertThat(summary.uniform()).isEmpty();
        assertThat(summary.otherRows()).isEqualTo(1);
    }

    @Test
    void a_fraction_that_is_always_there_is_fixed() {
        assertThat(of("2024-01-01T10:00:00.000Z", "2024-01-01T10:00:00.123Z").uniform().orElseThrow())
                .satisfies(pattern -> assertThat(pattern.form()).isEqualTo("YYYY-MM-DDTHH:MM:SS.fffZ"))
                .extracting(IsoPattern::fraction).isEqualTo(Fraction.FIXED);
    }

    @Test
    void a_fraction_that_is_left_out_when_zero_is_omitted_if_zero() {
        assertThat(of("10:00:00", "10:00:00.123456").uniform().orElseThrow())
                .isEqualTo(new IsoPattern(false, (char) 0, IsoPattern.TimePart.SECONDS, Fraction.OMITTED_IF_ZERO, 6,
                        IsoPattern.Zone.NONE));
    }

    @Test
    void fractions_without_one_rule_are_mixed() {
        assertThat(fraction("10:00:00", "10:00:00.000")).isEqualTo(Fraction.MIXED);
        assertThat(fraction("10:00:00.1", "10:00:00.12")).isEqualTo(Fraction.MIXED);
        assertThat(fraction("10:00:00.1234567")).isEqualTo(Fraction.MIXED);
        assertThat(fraction("10:00:00.123456000")).isEqualTo(Fraction.FIXED);
        assertThat(fraction("10:00:00")).isEqualTo(Fraction.NONE);
    }

    @Test
    void different_parts_have_no_pattern() {
        assertThat(of("2024-01-01 10:00", "2024-01-01 10:00:00").uniform()).isEmpty();
        assertThat(of("2024-01-01 10:00", "2024-01-01T10:00").uniform()).isEmpty();
        assertThat(of("2024-01-01 10:00Z", "2024-01-01 10:00+00:00").uniform()).isEmpty();
        assertThat(of().uniform()).isEmpty();
    }

    @Test
    void offsets_that_are_not_kept_are_counted() {
        var summary = of("2024-01-01 10:00+00:00", "2024-01-01 10:00+02:00", "2024-01-01 10:00-00:00");

        assertThat(summary.uniform()).isPresent();
        assertThat(summary.offsetRows()).isEqualTo(2);
        assertThat(of("10:00:00.1234567", "x").beyondMicrosRows()).isEqualTo(1);
    }

    private static Fraction fraction(String... texts) {
        return of(texts).uniform().orElseThrow().fraction();
    }

    private static IsoSummary of(String... texts) {
        var summary = new IsoSummary();
        for (String text : texts) {
            summary.add(IsoTexts.classify(text.getBytes(StandardCharsets.UTF_8)));
        }
        return summary;
    }
}

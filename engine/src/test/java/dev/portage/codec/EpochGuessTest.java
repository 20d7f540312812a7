package dev.portage.codec;

import dev.portage.mapping.IsoPattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.mapping.ValueForm.Epoch.Unit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EpochGuessTest {
    private final EpochGuess guess = new EpochGuess();

    @Test
    void all_values_in_one_unit_are_that_unit() {
        guess.add(0);
        guess.add(1_700_000_000L);
        guess.add(-150_000_000L);
        guess.add(1_700_000_000.25);

        assertThat(guess.unit()).contains(Unit.SECONDS);
    }

    @Test
    void two_units_are_none() {
        guess.add(1_700_000_000L);
        guess.add(1_700_000_000_000L);
        guess.add(1_700_000_000L);

        assertThat(guess.unit()).isEmpty();
    }

    @Test
    void small_numbers_are_none_even_among_times() {
        guess.add(1_700_000_000_000L);
        assertThat(guess.unit()).contains(Unit.MILLISECONDS);

        guess.add(7L);

        assertThat(guess.unit()).isEmpty();
    }

    @Test
    void no_value_but_zero_is_none() {
        guess.add(0L);
        guess.add(0.0);

        assertThat(guess.unit()).isEmpty();
    }

    @Test
    void a_real_that_microseconds_would_round_is_none() {
        guess.add(1_700_000_000.123457);
        assertThat(guess.unit()).contains(Unit.SECONDS);

        guess.add(150_000_000.00000003);

        assertThat(guess.unit()).isEmpty();
    }

    @Test
    void integers_alone_are_no_julian_days() {
        guess.add(2_460_000L);
        assertThat(guess.unit()).isEmpty();

        guess.add(2_460_310.5);

        assertThat(guess.unit()).contains(Unit.JULIAN_DAYS);
    }

    @Test
    void every_julian_day_of_the_range_comes_back_bit_for_bit() {
        long seed = 2_451_545;
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            double day = random.nextDouble(1_721_059.5, 5_373_484.5);

            assertThat(EpochMicros.exact(Unit.JULIAN_DAYS, day)).as("seed %d: %s", seed, day).isTrue();
        }
    }

    @Test
    void a_julian_day_that_sqlite_made_is_the_second_it_was_made_of() {
        // As SQLite's julianday('2024-03-10 12:34:56') makes it: milliseconds since Julian day 0, divided.
        double julian = 212_576_834_096_000L / 86_400_000.0;
        var second = new IsoPattern(true, ' ', IsoPattern.TimePart.SECONDS, IsoPattern.Fraction.NONE, 0, IsoPattern.Zone.NONE);

        assertThat(IsoTexts.write(second, EpochMicros.ofReal(Unit.JULIAN_DAYS, julian))).isEqualTo("2024-03-10 12:34:56");
        assertThat(EpochMicros.ofReal(Unit.JULIAN_DAYS, 2_451_544.5)).isZero();
        assertThat(EpochMicros.ofReal(Unit.SECONDS, 946_684_800.5)).isEqualTo(500_000);
        assertThat(EpochMicros.ofReal(Unit.MILLISECONDS, 946_684_799_999.5)).isEqualTo(-500);
    }

    @Test
    void decimal_seconds_to_the_microsecond_come_back_bit_for_bit() {
        long seed = 77;
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            long micros = random.nextLong(-4_000_000_000_000_000L, 4_000_000_000_000_000L);
            double seconds = Double.parseDouble(java.math.BigDecimal.valueOf(micros, 6).toString());

            assertThat(EpochMicros.exact(Unit.SECONDS, seconds)).as("seed %d: %d", seed, micros).isTrue();
        }
    }

    @Test
    void times_outside_postgresql_are_told() {
        assertThat(EpochMicros.ofInteger(Unit.SECONDS, Long.MAX_VALUE)).isEqualTo(EpochMicros.OUTSIDE);
        assertThat(EpochMicros.ofInteger(Unit.SECONDS, Long.MIN_VALUE)).isEqualTo(EpochMicros.OUTSIDE);
        assertThat(EpochMicros.ofInteger(Unit.MICROSECONDS, Long.MIN_VALUE)).isEqualTo(EpochMicros.OUTSIDE);
        assertThat(EpochMicros.ofReal(Unit.SECONDS, Double.POSITIVE_INFINITY)).isEqualTo(EpochMicros.OUTSIDE);
        assertThat(EpochMicros.ofReal(Unit.JULIAN_DAYS, -1e300)).isEqualTo(EpochMicros.OUTSIDE);
        assertThat(EpochMicros.ofReal(Unit.JULIAN_DAYS, -1)).isEqualTo(EpochMicros.OUTSIDE);
        assertThat(EpochMicros.ofInteger(Unit.SECONDS, 0)).isEqualTo(-946_684_800_000_000L);
    }
}

package dev.portage.codec;

import dev.portage.mapping.IsoPattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.mapping.IsoPattern.Fraction;
import dev.portage.mapping.IsoPattern.TimePart;
import dev.portage.mapping.IsoPattern.Zone;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTextsTest {
    private static final LocalDateTime ZERO = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final IsoPattern SECONDS = new IsoPattern(true, ' ', TimePart.SECONDS, Fraction.NONE, 0, Zone.NONE);

    @ParameterizedTest
    @CsvSource({"2024-02-29,YYYY-MM-DD", "2024-01-01 10:20,YYYY-MM-DD HH:MM", "2024-01-01T10:20:30,YYYY-MM-DDTHH:MM:SS",
            "2024-01-01T10:20:30.123Z,YYYY-MM-DDTHH:MM:SS.fffZ", "2024-01-01 10:20:30+02,YYYY-MM-DD HH:MM:SS+HH",
            "2024-01-01 10:20:30.1234567-0230,YYYY-MM-DD HH:MM:SS.fffffff+HHMM", "0001-01-01T00:00+18:00,YYYY-MM-DDTHH:MM+HH:MM",
            "9999-12-31 23:59:59.999999999,YYYY-MM-DD HH:MM:SS.fffffffff", "23:59,HH:MM", "00:00:00.5,HH:MM:SS.f"})
    void a_text_of_the_form_is_recognised(String text, String form) {
        assertThat(classify(text).form()).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2024", "2024-1-1", "2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01",
            "2024-01-00",
            "0000-01-01", "2024-01-01 24:00:00", "2024-01-01 23:59:60", "2024-01-01 23:60", "2024-01-01 10",
            "2024-01-01 10:20:30.",
            "2024-01-01 10:20:30.1234567890", "2024-01-01t10:20:30", "2024-01-01 10:20:30z", "2024-01-01 10:20:30 Z",
            "2024-01-01 10:20:30+2", "2024-01-01 10:20:30+02:0", "2024-01-01 10:20:30+19:00", "2024-01-01 10:20:30+18:01",
            "2024-01-01 10:20:30+02:60", " 2024-01-01", "2024-01-01 ", "2024-01-01T", "10:20Z", "1:20", "10:2", "10:20:30.5+01",
            "-2024-01-01", "12024-01-01", "2024/01/01", "٢٠٢٤-٠١-٠١", "2024-01-01 1O:20", "1700000000", "20240101T102030",
            "2024-01-01 10:20:3", "2024-01-01  10:20", "2024-01-01 10:20:30,5", "2024-01-01 10:20+", "2024-01-01 10:20-0"})
    void a_text_of_another_form_is_other(String text) {
        assertThat(classify(text).valid()).isFalse();
        assertThat(classify(text)).isSameAs(IsoShape.OTHER);
    }

    @Test
    void a_shape_tells_what_cannot_be_kept() {
        assertThat(classify("2024-01-01 10:20:30.123456000").beyondMicros()).isFalse();
        assertThat(classify("2024-01-01 10:20:30.1234561").beyondMicros()).isTrue();
        assertThat(classify("2024-01-01 10:20:30.000").zeroFraction()).isTrue();
        assertThat(classify("2024-01-01 10:20:30+00:00").zeroOffset()).isTrue();
        assertThat(classify("2024-01-01 10:20:30-00:00").zeroOffset()).isFalse();
        assertThat(classify("2024-01-01 10:20:30+01").zeroOffset()).isFalse();
    }

    @Test
    void what_is_written_reads_back_as_it_was() {
        long seed = 20_260_101;
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            IsoPattern pattern = randomPattern(random);
            long micros = randomMicros(pattern, random);

            String text = IsoTexts.write(pattern, micros);
            byte[] utf8 = text.getBytes(StandardCharsets.US_ASCII);

            assertThat(IsoTexts.micros(utf8, pattern)).as("seed %d: %s as %s", seed, text, pattern).isEqualTo(micros);
            assertThat(IsoTexts.classify(utf8).matches(pattern)).as(text).isTrue();
        }
    }

    @Test
    void times_mean_what_java_time_says() {
        long seed = 5;
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 50_000; i++) {
            long micros = random.nextLong(-63_082_281_600_000_000L, 252_455_616_000_000_000L);
            LocalDateTime time = ZERO.plus(micros, ChronoUnit.MICROS);
            var pattern = new IsoPattern(true, 'T', TimePart.SECONDS, Fraction.FIXED, 6, Zone.NONE);
            String text = "%04d-%02d-%02dT%02d:%02d:%02d.%06d".formatted(time.getYear(), time.getMonthValue(),
                    time.getDayOfMonth(),
                    time.getHour(), time.getMinute(), time.getSecond(), time.getNano() / 1000);

            assertThat(IsoTexts.micros(text.getBytes(StandardCharsets.US_ASCII), pattern)).as("seed %d: %s", seed, text)
                    .isEqualTo(micros);
            assertThat(IsoTexts.write(pattern, micros)).isEqualTo(text);
        }
    }

    @Test
    void an_offset_moves_the_instant() {
        var pattern = new IsoPattern(true, ' ', TimePart.SECONDS, Fraction.NONE, 0, Zone.OFFSET_COLON);

        assertThat(IsoTexts.micros("2000-01-01 02:00:00+02:00".getBytes(StandardCharsets.US_ASCII), pattern)).isZero();
        assertThat(IsoTexts.micros("1999-12-31 18:30:00-05:30".getBytes(StandardCharsets.US_ASCII), pattern)).isZero();
    }

    @Test
    void a_value_that_the_pattern_cannot_show_is_written_with_what_it_needs() {
        var minutes = new IsoPattern(true, ' ', TimePart.MINUTES, Fraction.NONE, 0, Zone.NONE);

        assertThat(IsoTexts.write(SECONDS, 1_500_000)).isEqualTo("2000-01-01 00:00:01.5");
        assertThat(IsoTexts.write(minutes, 1_000_000)).isEqualTo("2000-01-01 00:00:01");
    }

    @Test
    void a_year_beyond_the_form_is_refused() {
        assertThatThrownBy(() -> IsoTexts.write(SECONDS, 252_455_616_000_000_000L)).hasMessageContaining("outside 1..9999");
        assertThatThrownBy(() -> IsoTexts.micros("2024-01-01".getBytes(StandardCharsets.US_ASCII), SECONDS))
                .hasMessageContaining("not of the form YYYY-MM-DD HH:MM:SS");
    }

    private static IsoShape classify(String text) {
        return IsoTexts.classify(text.getBytes(StandardCharsets.UTF_8));
    }

    private static IsoPattern randomPattern(SplittableRandom random) {
        boolean date = random.nextInt(4) > 0;
        TimePart time = date ? TimePart.values()[random.nextInt(3)] : TimePart.values()[1 + random.nextInt(2)];
        Fraction fraction = time == TimePart.SECONDS ? Fraction.values()[random.nextInt(4)] : Fraction.NONE;
        Zone zone = date && time != TimePart.NONE ? Zone.values()[random.nextInt(5)] : Zone.NONE;
        char separator = date && time != TimePart.NONE ? (random.nextBoolean() ? 'T' : ' ') : 0;
        return new IsoPattern(date, separator, time, fraction, fraction == Fraction.NONE ? 0 : random.nextInt(1, 10), zone);
    }

    private static long randomMicros(IsoPattern pattern, SplittableRandom random) {
        long grain = switch (pattern.time()) {
            case NONE -> IsoReader.MICROS_PER_DAY;
            case MINUTES -> 60_000_000;
            case SECONDS -> fractionGrain(pattern, random);
        };
        long micros = pattern.date()
                ? random.nextLong(-63_082_281_600_000_000L, 252_455_616_000_000_000L)
                : random.nextLong(IsoReader.MICROS_PER_DAY);
        return Math.floorDiv(micros, grain) * grain;
    }

    private static long fractionGrain(IsoPattern pattern, SplittableRandom random) {
        return switch (pattern.fraction()) {
            case NONE -> 1_000_000;
            case FIXED -> Math.max(1, Math.round(Math.pow(10, 6 - pattern.fractionDigits())));
            case OMITTED_IF_ZERO -> random.nextBoolean()
                    ? 1_000_000
                    : Math.max(1, Math.round(Math.pow(10, 6 - pattern.fractionDigits())));
            case MIXED -> 1;
        };
    }
}

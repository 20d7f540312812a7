package dev.portage.codec;

import dev.portage.mapping.IsoPattern;

import java.nio.charset.StandardCharsets;

/// ISO-like date and time texts: what form they have, what they mean, and how they are written again.
///
/// Forms: `YYYY-MM-DD`, `YYYY-MM-DD[T ]HH:MM[:SS[.f{1,9}]][zone]`, `HH:MM[:SS[.f{1,9}]]`; the zone is `Z`, `±HH:MM`,
/// `±HHMM` or `±HH`. Anything else, also 24:00 and second 60, is [IsoShape#OTHER].
public final class IsoTexts {
    private static final int LONGEST = 35;
    private static final long MICROS_PER_DAY = IsoReader.MICROS_PER_DAY;
    private static final int DAYS_FROM_0000_03_01_TO_2000 = 719_468 + 10_957;
    private static final long FIRST_DAY = -730_119;
    private static final long LAST_DAY = 2_921_939;

    private IsoTexts() {}

    /// The shape of a text.
    public static IsoShape classify(byte[] utf8) {
        var reader = new IsoReader();
        return reader.read(utf8, 0, utf8.length) ? reader.shape() : IsoShape.OTHER;
    }

    /// Microseconds since 2000-01-01T00:00 (PostgreSQL's zero): in UTC where the pattern has a zone, else on the text's own
    /// clock; since midnight where it has no date. Digits after the sixth are left out.
    ///
    /// @throws IllegalArgumentException the text is not of the pattern
    public static long micros(byte[] utf8, IsoPattern pattern) {
        var reader = new IsoReader();
        if (!reader.read(utf8, 0, utf8.length) || !reader.shape().matches(pattern)) {
            throw new IllegalArgumentException("not of the form " + pattern.form());
        }
        return reader.micros();
    }

    /// The text of the pattern for a value of [#micros(byte[], IsoPattern)]. A zone is written as zero. A value that the
    /// pattern cannot show (seconds where it has minutes only, a fraction beyond its digits) is written with what it
    /// needs: the value counts more than the form. MIXED writes the fewest digits.
    ///
    /// @throws IllegalArgumentException the year is not within 1..9999, or a date pattern meets a time of day
    public static String write(IsoPattern pattern, long micros) {
        byte[] buffer = new byte[LONGEST];
        return new String(buffer, 0, writeTo(pattern, micros, buffer), StandardCharsets.US_ASCII);
    }

    /// As [#write(IsoPattern, long)] into `to` (35 bytes at least); returns how many.
    static int writeTo(IsoPattern pattern, long micros, byte[] to) {
        int at = 0;
        long days = Math.floorDiv(micros, MICROS_PER_DAY);
        long rest = Math.floorMod(micros, MICROS_PER_DAY);
        if (pattern.date()) {
            at = writeDate(days, to);
        } else if (days != 0) {
            throw new IllegalArgumentException("a time of day outside 0:00 to 24:00");
        }
        if (pattern.time() == IsoPattern.TimePart.NONE) {
            if (rest != 0) {
                throw new IllegalArgumentException("a time of day where the form is a date");
            }
            return at;
        }
        if (pattern.date()) {
            to[at++] = (byte) pattern.separator();
        }
        at = writeTime(pattern, rest, to, at);
        return writeZone(pattern.zone(), to, at);
    }

    // Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    private static int writeDate(long days, byte[] to) {
        if (days < FIRST_DAY || days > LAST_DAY) {
            throw new IllegalArgumentException("a year outside 1..9999");
        }
        int shifted = (int) days + DAYS_FROM_0000_03_01_TO_2000;
        int era = Math.floorDiv(shifted, 146_097);
        int dayOfEra = shifted - era * 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        int at = two(year / 100, to, 0);
        at = two(year % 100, to, at);
        to[at++] = '-';
        at = two(month, to, at);
        to[at++] = '-';
        return two(day, to, at);
    }

    private static int writeTime(IsoPattern pattern, long microsOfDay, byte[] to, int from) {
        int seconds = (int) (microsOfDay / 1_000_000);
        int fraction = (int) (microsOfDay % 1_000_000);
        int at = two(seconds / 3600, to, from);
        to[at++] = ':';
        at = two(seconds / 60 % 60, to, at);
        if (pattern.time() == IsoPattern.TimePart.MINUTES && seconds % 60 == 0 && fraction == 0) {
            return at;
        }
        to[at++] = ':';
        at = two(seconds % 60, to, at);
        return writeFraction(digits(pattern, fraction), fraction, to, at);
    }

    private static int digits(IsoPattern pattern, int fraction) {
        int needed = neededDigits(fraction);
        return switch (pattern.fraction()) {
            case NONE, MIXED -> needed;
            case FIXED -> Math.max(needed, pattern.fractionDigits());
            case OMITTED_IF_ZERO -> fraction == 0 ? 0 : Math.max(needed, pattern.fractionDigits());
        };
    }

    private static int neededDigits(int fraction) {
        if (fraction == 0) {
            return 0;
        }
        int digits = 6;
        for (int rest = fraction; rest % 10 == 0; rest /= 10) {
            digits--;
        }
        return digits;
    }

    private static int writeFraction(int digits, int micros, byte[] to, int from) {
        if (digits == 0) {
            return from;
        }
        to[from] = '.';
        int rest = micros * 1000;
        for (int i = 9; i >= 1; i--) {
            if (i <= digits) {
                to[from + i] = (byte) ('0' + rest % 10);
            }
            rest /= 10;
        }
        return from + 1 + digits;
    }

    private static int writeZone(IsoPattern.Zone zone, byte[] to, int from) {
        int at = from;
        switch (zone) {
            case NONE -> {
                return at;
            }
            case Z -> to[at++] = 'Z';
            case OFFSET_COLON, OFFSET, OFFSET_HOURS -> {
                to[at++] = '+';
                at = two(0, to, at);
                if (zone == IsoPattern.Zone.OFFSET_COLON) {
                    to[at++] = ':';
                }
                at = zone == IsoPattern.Zone.OFFSET_HOURS ? at : two(0, to, at);
            }
        }
        return at;
    }

    private static int two(int value, byte[] to, int at) {
        to[at] = (byte) ('0' + value / 10);
        to[at + 1] = (byte) ('0' + value % 10);
        return at + 2;
    }
}

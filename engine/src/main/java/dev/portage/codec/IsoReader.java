package dev.portage.codec;

import dev.portage.mapping.IsoPattern;

/// Reads one ISO-like text after another from UTF-8 bytes, into its own fields and without an object a text.
///
/// Years 0001 to 9999, hours 0..23, minutes and seconds 0..59, offsets to 18:00. Times are proleptic Gregorian, as in
/// PostgreSQL and `java.time`.
///
/// Threads: one at a time.
final class IsoReader {
    static final long MICROS_PER_DAY = 86_400_000_000L;

    private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000};
    private static final int LARGEST_OFFSET = 18 * 3600;
    /// Days from 1970-01-01 to 2000-01-01, PostgreSQL's zero.
    private static final int DAYS_TO_2000 = 10_957;

    boolean date;
    char separator;
    IsoPattern.TimePart time = IsoPattern.TimePart.NONE;
    int digits;
    int nanos;
    IsoPattern.Zone zone = IsoPattern.Zone.NONE;
    boolean plainOffset;

    private byte[] text = {};
    private int at;
    private int end;
    private int days;
    private int secondOfDay;
    private int offsetSeconds;

    /// Reads `length` bytes; false where they are not of an ISO form, and then the fields mean nothing.
    boolean read(byte[] utf8, int offset, int length) {
        clear();
        text = utf8;
        at = offset;
        end = offset + length;
        if (length < 5 || length > 35) {
            return false;
        }
        if (length >= 10 && text[at + 4] == '-') {
            return readDate() && (at == end || (readSeparator() && readTime() && readZone() && at == end));
        }
        return readTime() && at == end;
    }

    /// Microseconds since 2000-01-01T00:00, in UTC where the text has a zone, else on its own clock; since midnight where
    /// it has no date. Digits after the sixth are left out.
    long micros() {
        return days * MICROS_PER_DAY + (secondOfDay - offsetSeconds) * 1_000_000L + nanos / 1000;
    }

    /// The digits after the sixth, 0..999.
    int nanosBeyondMicros() {
        return nanos % 1000;
    }

    IsoShape shape() {
        return IsoShape.of(this);
    }

    private void clear() {
        date = false;
        separator = 0;
        time = IsoPattern.TimePart.NONE;
        digits = 0;
        nanos = 0;
        zone = IsoPattern.Zone.NONE;
        plainOffset = true;
        days = 0;
        secondOfDay = 0;
        offsetSeconds = 0;
    }

    private boolean readDate() {
        int century = two();
        int yearOfCentury = two();
        int year = century * 100 + yearOfCentury;
        if (century < 0 || yearOfCentury < 0 || year == 0 || !take('-')) {
            return false;
        }
        int month = two();
        if (month < 1 || month > 12 || !take('-')) {
            return false;
        }
        int day = two();
        if (day < 1 || day > daysOf(year, month)) {
            return false;
        }
        days = daysFromCivil(year, month, day) - DAYS_TO_2000;
        date = true;
        return true;
    }

    private boolean readSeparator() {
        byte found = text[at++];
        separator = (char) found;
        return found == 'T' || found == ' ';
    }

    private boolean readTime() {
        int hour = two();
        if (hour < 0 || hour > 23 || !take(':')) {
            return false;
        }
        int minute = two();
        if (minute < 0 || minute > 59) {
            return false;
        }
        secondOfDay = hour * 3600 + minute * 60;
        time = IsoPattern.TimePart.MINUTES;
        if (!take(':')) {
            return true;
        }
        int second = two();
        if (second < 0 || second > 59) {
            return false;
        }
        secondOfDay += second;
        time = IsoPattern.TimePart.SECONDS;
        return !take('.') || readFraction();
    }

    private boolean readFraction() {
        int from = at;
        int value = 0;
        while (at < end && digit(at) >= 0 && at - from < 9) {
            value = value * 10 + digit(at++);
        }
        digits = at - from;
        nanos = value * POWERS[9 - digits];
        return digits > 0;
    }

    private boolean readZone() {
        if (at == end) {
            return true;
        }
        if (take('Z')) {
            zone = IsoPattern.Zone.Z;
            return true;
        }
        boolean negative = text[at] == '-';
        if (!negative && text[at] != '+') {
            return false;
        }
        at++;
        int hours = two();
        int minutes = 0;
        zone = IsoPattern.Zone.OFFSET_HOURS;
        if (at < end) {
            zone = take(':') ? IsoPattern.Zone.OFFSET_COLON : IsoPattern.Zone.OFFSET;
            minutes = two();
        }
        int seconds = hours * 3600 + minutes * 60;
        offsetSeconds = negative ? -seconds : seconds;
        plainOffset = !negative && seconds == 0;
        return hours >= 0 && minutes >= 0 && minutes <= 59 && seconds <= LARGEST_OFFSET;
    }

    /// Two digits as a number, -1 where they are not there.
    private int two() {
        if (end - at < 2) {
            at = end;
            return -1;
        }
        int tens = digit(at);
        int ones = digit(at + 1);
        at += 2;
        return (tens | ones) < 0 ? -1 : tens * 10 + ones;
    }

    private int digit(int index) {
        int value = text[index] - '0';
        return value >= 0 && value <= 9 ? value : -1;
    }

    private boolean take(char wanted) {
        if (at < end && text[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    // Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil; years from 1 on.
    private static int daysFromCivil(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(shifted, 400);
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }
}

package dev.portage.verify;

import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/// Stored dates and times as PostgreSQL counts them: days and microseconds since 2000-01-01.
///
/// The calendar and the zones are java.time's; the copy's encoder has its own, so that the two check each other.
final class Times {
    static final long EPOCH_DAYS = LocalDate.of(2000, 1, 1).toEpochDay();
    static final long EPOCH_SECONDS = EPOCH_DAYS * 86_400;
    private static final BigDecimal MICROS_PER_DAY = BigDecimal.valueOf(86_400_000_000L);
    private static final BigDecimal MILLIS_PER_DAY = BigDecimal.valueOf(86_400_000L);
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal JULIAN_1970 = new BigDecimal("2440587.5");
    private static final BigDecimal EPOCH_MICROS = BigDecimal.valueOf(EPOCH_SECONDS * 1_000_000);

    private Times() {}

    /// Reads a text of one ISO form.
    static final class IsoReader {
        private final IsoPattern pattern;
        private final TargetType target;
        private final ZoneRules zone;
        private final boolean zoneKnown;
        private final boolean lossy;
        private byte[] text = new byte[0];
        private int at;

        IsoReader(ValueForm.IsoText form, TargetType target, boolean lossy) {
            this.pattern = form.pattern();
            this.target = target;
            this.zone = form.zone().orElse(ZoneOffset.UTC).getRules();
            this.zoneKnown = form.zone().isPresent();
            this.lossy = lossy;
        }

        /// The value of `bytes` into `out`; odd where the text has another form or names no such time.
        void read(byte[] bytes, Cell out) {
            text = bytes;
            at = 0;
            try {
                read(out);
            } catch (DateTimeException | ArithmeticException _) {
                out.setOdd("timestamp");
            }
        }

        private void read(Cell out) {
            LocalDate date = pattern.date() ? date() : LocalDate.EPOCH;
            if (pattern.date() && pattern.time() != IsoPattern.TimePart.NONE) {
                expect(pattern.separator());
            }
            long micros = pattern.time() == IsoPattern.TimePart.NONE ? 0 : timeOfDay();
            ZoneOffset offset = pattern.zone() == IsoPattern.Zone.NONE ? ZoneOffset.UTC : offset();
            if (at != text.length) {
                throw new DateTimeException("more text than the form has");
            }
            switch (target.kind()) {
                case DATE -> out.setWhole(date.toEpochDay() - EPOCH_DAYS);
                case TIME -> out.setWhole(micros);
                case TIMESTAMP -> out.setWhole(local(date, micros) - seconds(offset));
                case TIMESTAMPTZ -> out.setWhole(instant(date, micros, offset));
                default -> out.setOdd("storage-class");
            }
        }

        private long instant(LocalDate date, long micros, ZoneOffset offset) {
            if (pattern.zone() != IsoPattern.Zone.NONE || !zoneKnown) {
                return local(date, micros) - seconds(offset);
            }
            LocalDateTime wall = LocalDateTime.of(date, LocalTime.MIDNIGHT).plusNanos(micros * 1_000);
            return local(date, micros) - seconds(zone.getOffset(wall));
        }

        private static long seconds(ZoneOffset offset) {
            return offset.getTotalSeconds() * 1_000_000L;
        }

        private static long local(LocalDate date, long micros) {
            return Math.addExact(Math.multiplyExact(date.toEpochDay() - EPOCH_DAYS, 86_400_000_000L), micros);
        }

        private LocalDate date() {
            int year = digits(4);
            expect('-');
            int month = digits(2);
            expect('-');
            return LocalDate.of(year, month, digits(2));
        }

        private long timeOfDay() {
            int hour = digits(2);
            expect(':');
            int minute = digits(2);
            int second = 0;
            long micros = 0;
            if (pattern.time() == IsoPattern.TimePart.SECONDS) {
                expect(':');
                second = digits(2);
                micros = fraction();
            }
            // 24:00 is midnight at the day's end, which LocalTime does not know.
            LocalTime time = hour == 24 && minute == 0 && second == 0 && micros == 0
                    ? LocalTime.MIDNIGHT
                    : LocalTime.of(hour, minute, second);
            return (hour == 24 ? 86_400_000_000L : time.toSecondOfDay() * 1_000_000L) + micros;
        }

        private long fraction() {
            if (at >= text.length || text[at] != '.') {
                return 0;
            }
            at++;
            int from = at;
            while (at < text.length && digit(text[at])) {
                at++;
            }
            if (at == from) {
                throw new DateTimeException("no digit after the point");
            }
            BigDecimal second = new BigDecimal(
                    "0." + new String(text, from, at - from, java.nio.charset.StandardCharsets.US_ASCII));
            int digits = target.kind().clock() ? target.precision() : 6;
            return second.setScale(digits, lossy ? RoundingMode.HALF_UP : RoundingMode.UNNECESSARY).movePointRight(6)
                    .longValueExact();
        }

        private ZoneOffset offset() {
            if (pattern.zone() == IsoPattern.Zone.Z) {
                expect('Z');
                return ZoneOffset.UTC;
            }
            int sign = at < text.length && text[at] == '-' ? -1 : 1;
            if (sign == 1) {
                expect('+');
            } else {
                at++;
            }
            int hours = digits(2);
            int minutes = 0;
            if (pattern.zone() == IsoPattern.Zone.OFFSET_COLON) {
                expect(':');
            }
            if (pattern.zone() != IsoPattern.Zone.OFFSET_HOURS) {
                minutes = digits(2);
            }
            return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
        }

        private int digits(int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                if (at >= text.length || !digit(text[at])) {
                    throw new DateTimeException("a digit is missing");
                }
                value = value * 10 + text[at++] - '0';
            }
            return value;
        }

        private static boolean digit(byte b) {
            return b >= '0' && b <= '9';
        }

        private void expect(char wanted) {
            if (at >= text.length || text[at] != wanted) {
                throw new DateTimeException("another character than the form has");
            }
            at++;
        }
    }

    /// The microseconds since 2000-01-01T00:00Z nearest to a number that counts time; odd where it is not finite or
    /// outside 64 bits.
    static void epoch(double number, ValueForm.Epoch.Unit unit, Cell out) {
        if (!Double.isFinite(number)) {
            out.setOdd("timestamp");
        } else if (unit == ValueForm.Epoch.Unit.JULIAN_DAYS) {
            julian(number, out);
        } else {
            epoch(new BigDecimal(number), unit, out);
        }
    }

    /// As [#epoch(double, ValueForm.Epoch.Unit, Cell)], of an exact count.
    static void epoch(BigDecimal number, ValueForm.Epoch.Unit unit, Cell out) {
        BigDecimal since1970 = switch (unit) {
            case SECONDS -> number.movePointRight(6);
            case MILLISECONDS -> number.movePointRight(3);
            case MICROSECONDS -> number;
            case JULIAN_DAYS -> number.subtract(JULIAN_1970).multiply(MICROS_PER_DAY);
        };
        micros(nearest(since1970), out);
    }

    // SQLite's own julianday() counts milliseconds, so the nearest of them is meant where it is the same double.
    private static void julian(double days, Cell out) {
        BigDecimal exact = new BigDecimal(days);
        BigDecimal millis = nearest(exact.multiply(MILLIS_PER_DAY));
        double again = millis.divide(MILLIS_PER_DAY, MathContext.DECIMAL128).doubleValue();
        if (again == days) {
            micros(nearest(millis.movePointRight(3).subtract(JULIAN_1970.multiply(MICROS_PER_DAY))), out);
        } else {
            epoch(exact, ValueForm.Epoch.Unit.JULIAN_DAYS, out);
        }
    }

    /// Whether a time is a whole count of the unit.
    static boolean wholeCount(long micros, ValueForm.Epoch.Unit unit) {
        return sinceZero(micros, unit).remainder(perUnit(unit)).signum() == 0;
    }

    /// Whether the time of a REAL gives the same REAL again.
    static boolean exact(double count, Cell time, ValueForm.Epoch.Unit unit) {
        if (time.kind() != Cell.Kind.WHOLE) {
            return false;
        }
        double again = sinceZero(time.whole(), unit).divide(perUnit(unit), MathContext.DECIMAL128).doubleValue();
        return Double.doubleToRawLongBits(again) == Double.doubleToRawLongBits(count);
    }

    private static BigDecimal sinceZero(long micros, ValueForm.Epoch.Unit unit) {
        BigDecimal since1970 = BigDecimal.valueOf(micros).add(EPOCH_MICROS);
        return unit == ValueForm.Epoch.Unit.JULIAN_DAYS ? since1970.add(JULIAN_1970.multiply(MICROS_PER_DAY)) : since1970;
    }

    private static BigDecimal perUnit(ValueForm.Epoch.Unit unit) {
        return switch (unit) {
            case SECONDS -> BigDecimal.valueOf(1_000_000);
            case MILLISECONDS -> BigDecimal.valueOf(1_000);
            case MICROSECONDS -> BigDecimal.ONE;
            case JULIAN_DAYS -> MICROS_PER_DAY;
        };
    }

    private static void micros(BigDecimal since1970, Cell out) {
        try {
            out.setWhole(since1970.subtract(EPOCH_MICROS).longValueExact());
        } catch (ArithmeticException _) {
            out.setOdd("timestamp");
        }
    }

    static BigDecimal nearest(BigDecimal value) {
        return value.add(HALF).setScale(0, RoundingMode.FLOOR);
    }
}

package dev.portage.codec;

import dev.portage.mapping.ValueForm.Epoch.Unit;

/// Numbers that count time, as PostgreSQL's microseconds since 2000-01-01T00:00Z and back.
///
/// A REAL goes to the nearest microsecond; a Julian day first to the nearest millisecond, which is what SQLite's own
/// `julianday` made it of, where that gives the same double back.
final class EpochMicros {
    /// What stands for a time that PostgreSQL's timestamp cannot hold.
    static final long OUTSIDE = Long.MIN_VALUE;

    private static final long MICROS_1970_TO_2000 = 946_684_800_000_000L;
    /// 4714-11-24 BC and 294277-01-01, from PostgreSQL's datatype/timestamp.h.
    private static final long FIRST = -211_813_488_000_000_000L;
    private static final long END = 9_223_371_331_200_000_000L;
    /// Julian day 0 to 2000-01-01T00:00Z: 2451544.5 days.
    private static final long MICROS_JULIAN_TO_2000 = 211_813_444_800_000_000L;
    private static final double EXACT_LONGS = 0x1p53;

    private EpochMicros() {}

    /// The time, or [#OUTSIDE].
    static long ofInteger(Unit unit, long count) {
        return ofParts(unit, count, 0);
    }

    /// The nearest time, or [#OUTSIDE].
    static long ofReal(Unit unit, double count) {
        double whole = Math.floor(count);
        // Beyond 1e19 (infinities and all) nothing lies within PostgreSQL's range in any unit.
        if (!(Math.abs(whole) < 0x1p63)) {
            return OUTSIDE;
        }
        double fraction = count - whole;
        if (unit == Unit.JULIAN_DAYS) {
            long byMillis = ofParts(unit, (long) whole, Math.round(fraction * 86_400_000.0) * 1000);
            if (byMillis != OUTSIDE && same(toReal(unit, byMillis), count)) {
                return byMillis;
            }
        }
        return ofParts(unit, (long) whole, Math.round(fraction * microsPer(unit)));
    }

    /// The nearest multiple of `grid`, the later of two; or [#OUTSIDE], also where the unit could not count it any more.
    static long nearest(Unit unit, long micros, long grid) {
        long nearest = Math.floorDiv(micros + grid / 2, grid) * grid;
        return nearest < END && nearest <= Long.MAX_VALUE - zero(unit) ? nearest : OUTSIDE;
    }

    /// Whether the REAL comes back bit for bit.
    static boolean exact(Unit unit, double count) {
        long micros = ofReal(unit, count);
        return micros != OUTSIDE && same(toReal(unit, micros), count);
    }

    /// Whether the time is a whole count.
    ///
    /// @throws ArithmeticException (as the two below) the time is so late that 64 bits do not hold the microseconds
    static boolean isWhole(Unit unit, long micros) {
        return Math.floorMod(sinceZero(unit, micros), microsPer(unit)) == 0;
    }

    /// The whole count, rounded down.
    static long toInteger(Unit unit, long micros) {
        return Math.floorDiv(sinceZero(unit, micros), microsPer(unit));
    }

    /// The count as a double.
    static double toReal(Unit unit, long micros) {
        long since = sinceZero(unit, micros);
        double per = microsPer(unit);
        // One division rounds once; beyond 2^53 the parts are added, where the unit's grid is far coarser than a rounding.
        if (Math.abs((double) since) < EXACT_LONGS) {
            return since / per;
        }
        return Math.floorDiv(since, microsPer(unit)) + Math.floorMod(since, microsPer(unit)) / per;
    }

    private static long ofParts(Unit unit, long count, long moreMicros) {
        long micros;
        try {
            long since = Math.multiplyExact(count, microsPer(unit));
            micros = Math.addExact(Math.subtractExact(since, zero(unit)), moreMicros);
        } catch (ArithmeticException _) {
            return OUTSIDE;
        }
        return micros >= FIRST && micros < END ? micros : OUTSIDE;
    }

    private static long sinceZero(Unit unit, long micros) {
        return Math.addExact(micros, zero(unit));
    }

    private static long zero(Unit unit) {
        return unit == Unit.JULIAN_DAYS ? MICROS_JULIAN_TO_2000 : MICROS_1970_TO_2000;
    }

    private static long microsPer(Unit unit) {
        return switch (unit) {
            case SECONDS -> 1_000_000;
            case MILLISECONDS -> 1_000;
            case MICROSECONDS -> 1;
            case JULIAN_DAYS -> IsoReader.MICROS_PER_DAY;
        };
    }

    private static boolean same(double one, double other) {
        return Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other);
    }
}

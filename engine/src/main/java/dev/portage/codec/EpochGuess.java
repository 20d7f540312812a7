package dev.portage.codec;

import dev.portage.mapping.ValueForm.Epoch.Unit;
import java.util.Optional;

/// Guesses in which unit a column of numbers counts time, from all of its values.
///
/// Plausible are, by absolute value: seconds from 1e8 (1973) to 1e10 (2286), milliseconds from 1e11 to 1e13,
/// microseconds from 1e14 to 1e16; Julian days from 1721059.5 (year 0) to 5373484.5 (year 10000), if there are REALs.
/// Zero says nothing and is left out. Only a unit that holds every value, and gives every REAL back bit for bit from
/// PostgreSQL's microseconds, is guessed.
///
/// Threads: one at a time.
public final class EpochGuess {
    private static final double FIRST_JULIAN = 1_721_059.5;
    private static final double LAST_JULIAN = 5_373_484.5;

    private boolean any;
    private boolean reals;
    private boolean exact = true;
    private Optional<Unit> common = Optional.empty();

    /// Takes an INTEGER.
    public void add(long integer) {
        if (integer != 0) {
            take(unitOf(integer).or(() -> julian((double) integer)));
        }
    }

    /// Takes a REAL.
    public void add(double real) {
        if (real == 0) {
            return;
        }
        reals = true;
        Optional<Unit> unit = unitOf(real);
        take(unit);
        exact &= unit.isPresent() && EpochMicros.exact(unit.get(), real);
    }

    /// The unit of every value so far; empty where there is none, or no value other than zero.
    public Optional<Unit> unit() {
        boolean integersOnlyJulian = !reals && common.equals(Optional.of(Unit.JULIAN_DAYS));
        return exact && !integersOnlyJulian ? common : Optional.empty();
    }

    /// The unit in which a single INTEGER could count time.
    static Optional<Unit> unitOf(long integer) {
        return sinceEpoch(Math.abs((double) integer));
    }

    /// The unit in which a single REAL could count time.
    static Optional<Unit> unitOf(double real) {
        return sinceEpoch(Math.abs(real)).or(() -> julian(real));
    }

    private static Optional<Unit> sinceEpoch(double size) {
        if (size >= 1e8 && size < 1e10) {
            return Optional.of(Unit.SECONDS);
        }
        if (size >= 1e11 && size < 1e13) {
            return Optional.of(Unit.MILLISECONDS);
        }
        return size >= 1e14 && size < 1e16 ? Optional.of(Unit.MICROSECONDS) : Optional.empty();
    }

    private static Optional<Unit> julian(double days) {
        return days >= FIRST_JULIAN && days < LAST_JULIAN ? Optional.of(Unit.JULIAN_DAYS) : Optional.empty();
    }

    private void take(Optional<Unit> unit) {
        common = any && !common.equals(unit) ? Optional.empty() : unit;
        any = true;
        exact &= common.isPresent();
    }
}

package dev.portage.plan;

import dev.portage.codec.IsoShape;
import dev.portage.mapping.ValueForm.Epoch.Unit;

/// How many digits after the seconds the times of a column need, trailing zeros left out: what `timestamp(p)` must have to
/// keep them.
///
/// Threads: one at a time.
final class SecondDigits {
    private static final int MOST = 9;
    private static final int MICROS = 6;
    private static final double EXACT = 0x1p53;

    private final long[] texts = new long[MOST + 1];
    /// Whole numbers by the zeros at their end, 0 to 6.
    private final long[] whole = new long[MICROS + 1];
    private long reals;
    private long fractions;

    /// Counts a text of that shape.
    void add(byte[] utf8, IsoShape shape) {
        texts[shape.valid() && !shape.zeroFraction() ? digits(utf8) : 0]++;
    }

    private static int digits(byte[] utf8) {
        int point = 0;
        while (utf8[point] != '.') {
            point++;
        }
        int last = 0;
        for (int at = point + 1; at < utf8.length && utf8[at] >= '0' && utf8[at] <= '9'; at++) {
            last = utf8[at] == '0' ? last : at - point;
        }
        return last;
    }

    /// Counts an INTEGER that may count time.
    void add(long integer) {
        int zeros = 0;
        for (long rest = integer; zeros < MICROS && rest % 10 == 0; rest /= 10) {
            zeros++;
        }
        whole[zeros]++;
    }

    /// Counts a REAL that may count time.
    void add(double real) {
        reals++;
        if (real == Math.rint(real) && Math.abs(real) < EXACT) {
            add((long) real);
        } else {
            fractions++;
        }
    }

    /// The most digits that a text has, 0 to 9; 0 where there is no text.
    int most() {
        int most = MOST;
        while (most > 0 && texts[most] == 0) {
            most--;
        }
        return most;
    }

    /// How many texts need more digits than that.
    long beyond(int digits) {
        return sum(texts, digits + 1, MOST + 1);
    }

    /// How many numbers that count time in that unit may need more digits than that; 0 for all six, which are not asked
    /// here. Never fewer than there are.
    long beyond(Unit unit, int digits) {
        if (digits >= MICROS) {
            return 0;
        }
        return switch (unit) {
            case SECONDS -> fractions;
            case MILLISECONDS -> fractions + sum(whole, 0, Math.max(0, 3 - digits));
            case MICROSECONDS -> fractions + sum(whole, 0, MICROS - digits);
            case JULIAN_DAYS -> reals;
        };
    }

    private static long sum(long[] counts, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += counts[i];
        }
        return sum;
    }
}

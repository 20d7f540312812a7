package dev.portage.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;

/// PostgreSQL's binary form of `numeric`, both ways, exactly.
///
/// ```
/// digits(int16) weight(int16) sign(int16) scale(int16) { digit(int16, 0..9999) }*
/// ```
///
/// The value is the sum of `digit[i] * 10000^(weight - i)`; `scale` is how many decimals are shown. A negative scale
/// (1E+400) becomes its digits with scale 0.
///
/// Source: `numeric_send` and `numeric_recv` in PostgreSQL's numeric.c; limits in its documentation, "Numeric Types".
public final class PgNumeric {
    /// The most decimals that a value may have.
    public static final int LARGEST_SCALE = 16_383;
    /// The most digits before the decimal point.
    public static final int LARGEST_WHOLE_DIGITS = 131_072;

    /// The most bytes that [#put(long, byte[], int)] writes.
    static final int LARGEST_LONG = 18;

    private static final int HEADER = 8;
    private static final int BASE = 10_000;
    private static final short POSITIVE = 0;
    private static final short NEGATIVE = 0x4000;
    private static final short NAN = (short) 0xC000;
    private static final short INFINITY = (short) 0xD000;
    private static final short NEGATIVE_INFINITY = (short) 0xF000;

    private PgNumeric() {}

    /// Whether PostgreSQL can hold the value without changing it.
    public static boolean fits(BigDecimal value) {
        return value.scale() <= LARGEST_SCALE
                && (value.signum() == 0 || (long) value.precision() - value.scale() <= LARGEST_WHOLE_DIGITS);
    }

    /// The binary form.
    ///
    /// @throws ArithmeticException more than 16,383 decimals, or more than 131,072 digits before the point
    public static byte[] encode(BigDecimal value) {
        if (!fits(value)) {
            throw new ArithmeticException("numeric holds at most %d digits before the point and %d after it"
                    .formatted(LARGEST_WHOLE_DIGITS, LARGEST_SCALE));
        }
        short scale = (short) Math.max(value.scale(), 0);
        if (value.signum() == 0) {
            return empty(POSITIVE, scale);
        }
        String digits = value.unscaledValue().abs().toString();
        int wholeDigits = digits.length() - value.scale();
        int groupsBeforePoint = Math.floorDiv(wholeDigits + 3, 4);
        int lead = groupsBeforePoint * 4 - wholeDigits;
        int groups = lastGroup(digits, lead) + 1;
        byte[] binary = new byte[HEADER + 2 * groups];
        ByteBuffer out = header(binary, groups, groupsBeforePoint - 1, value.signum() < 0 ? NEGATIVE : POSITIVE, scale);
        for (int i = 0; i < groups; i++) {
            out.putShort(group(digits, i * 4 - lead));
        }
        return binary;
    }

    /// The binary form of a value that is no number.
    public static byte[] special(double notFinite) {
        short sign = Double.isNaN(notFinite) ? NAN : notFinite > 0 ? INFINITY : NEGATIVE_INFINITY;
        return empty(sign, (short) 0);
    }

    /// Whether the binary form is of NaN, Infinity or -Infinity.
    public static boolean isSpecial(byte[] binary) {
        return (ByteBuffer.wrap(binary).getShort(4) & 0xC000) == 0xC000;
    }

    /// What [#special(double)] encoded.
    public static double decodeSpecial(byte[] binary) {
        return switch (ByteBuffer.wrap(binary).getShort(4)) {
            case NAN -> Double.NaN;
            case INFINITY -> Double.POSITIVE_INFINITY;
            case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> throw new IllegalArgumentException("a number, not one of NaN and the infinities");
        };
    }

    /// The number with the scale that PostgreSQL shows.
    public static BigDecimal decode(byte[] binary) {
        if (isSpecial(binary)) {
            throw new IllegalArgumentException("not a number but NaN or an infinity");
        }
        ByteBuffer in = ByteBuffer.wrap(binary);
        int groups = in.getShort() & 0xFFFF;
        int weight = in.getShort();
        boolean negative = in.getShort() == NEGATIVE;
        int scale = in.getShort();
        if (groups == 0) {
            return BigDecimal.ZERO.setScale(scale);
        }
        var digits = new StringBuilder(groups * 4 + 1);
        digits.append(negative ? '-' : '+');
        for (int i = 0; i < groups; i++) {
            int group = in.getShort();
            digits.append((char) ('0' + group / 1000)).append((char) ('0' + group / 100 % 10))
                    .append((char) ('0' + group / 10 % 10)).append((char) ('0' + group % 10));
        }
        var unscaled = new BigInteger(digits.toString());
        return new BigDecimal(unscaled, (groups - 1 - weight) * 4).setScale(scale, RoundingMode.UNNECESSARY);
    }

    /// How many bytes [#put(long, byte[], int)] writes for `value`.
    static int size(long value) {
        int groups = 0;
        boolean begun = false;
        for (long rest = value; rest != 0; rest /= BASE) {
            begun |= rest % BASE != 0;
            groups += begun ? 1 : 0;
        }
        return HEADER + 2 * groups;
    }

    /// Writes a whole number with scale 0 at `offset` and returns the offset after it.
    static int put(long value, byte[] to, int offset) {
        int groups = 0;
        for (long rest = value; rest != 0; rest /= BASE) {
            groups++;
        }
        int end = offset + size(value);
        int written = (end - offset - HEADER) / 2;
        putShort(to, offset, written);
        putShort(to, offset + 2, groups == 0 ? 0 : groups - 1);
        putShort(to, offset + 4, value < 0 ? NEGATIVE : POSITIVE);
        putShort(to, offset + 6, 0);
        long rest = value;
        for (int i = groups - 1; i >= 0; i--) {
            if (i < written) {
                // The remainder of a negative number is negative, which keeps Long.MIN_VALUE exact.
                putShort(to, offset + HEADER + 2 * i, (int) Math.abs(rest % BASE));
            }
            rest /= BASE;
        }
        return end;
    }

    private static byte[] empty(short sign, short scale) {
        byte[] binary = new byte[HEADER];
        header(binary, 0, 0, sign, scale);
        return binary;
    }

    private static ByteBuffer header(byte[] binary, int groups, int weight, short sign, short scale) {
        return ByteBuffer.wrap(binary).putShort((short) groups).putShort((short) weight).putShort(sign).putShort(scale);
    }

    // The group that holds the last digit that is not zero; the groups after it are not written.
    private static int lastGroup(String digits, int lead) {
        int last = digits.length() - 1;
        while (digits.charAt(last) == '0') {
            last--;
        }
        return (last + lead) / 4;
    }

    private static short group(String digits, int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            value = value * 10 + (i >= 0 && i < digits.length() ? digits.charAt(i) - '0' : 0);
        }
        return (short) value;
    }

    private static void putShort(byte[] to, int offset, int value) {
        to[offset] = (byte) (value >> 8);
        to[offset + 1] = (byte) value;
    }
}

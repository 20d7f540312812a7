package dev.portage.verify;

import java.math.BigDecimal;
import java.math.BigInteger;

/// PostgreSQL's binary numeric: int16 digits, weight, sign and display scale, then digits of base 10,000.
///
/// Source: `numeric_send` in src/backend/utils/adt/numeric.c.
final class NumericBytes {
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int POSITIVE_INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;
    private static final BigInteger BASE = BigInteger.valueOf(10_000);

    private NumericBytes() {}

    /// Reads the value at `offset` into `out`.
    static void read(byte[] bytes, int offset, Cell out) {
        int digits = BigEndian.getShort(bytes, offset);
        int weight = BigEndian.getShort(bytes, offset + 2);
        int sign = BigEndian.getShort(bytes, offset + 4) & 0xFFFF;
        switch (sign) {
            case NAN -> out.setSpecial("nan");
            case POSITIVE_INFINITY -> out.setSpecial("infinity");
            case NEGATIVE_INFINITY -> out.setSpecial("-infinity");
            default -> out.setDecimal(value(bytes, offset + 8, digits, weight, sign == NEGATIVE));
        }
    }

    private static BigDecimal value(byte[] bytes, int offset, int digits, int weight, boolean negative) {
        int scale = Math.multiplyExact(4, digits - 1 - weight);
        if (digits <= 4) {
            long small = 0;
            for (int i = 0; i < digits; i++) {
                small = small * 10_000 + BigEndian.getShort(bytes, offset + 2 * i);
            }
            return digits == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(negative ? -small : small, scale);
        }
        BigInteger unscaled = BigInteger.ZERO;
        for (int i = 0; i < digits; i++) {
            unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(BigEndian.getShort(bytes, offset + 2 * i)));
        }
        return new BigDecimal(negative ? unscaled.negate() : unscaled, scale);
    }
}

package dev.portage.codec;

import java.math.BigDecimal;

/// The shortest decimal that gives a double back, as text and as a number.
///
/// Source: `Double.toString` since JDK 19 (Raffaello Giulietti, "The Schubfach way to render doubles"); JDK 17's printer
/// is not always shortest.
public final class ShortestDecimal {
    private ShortestDecimal() {}

    /// `0.1`, `10.0`, `1.0E23`, `-0.0`, `Infinity`, `-Infinity`.
    public static String text(double value) {
        return Double.toString(value);
    }

    /// The same as a number, always with at least one decimal, so that `2.0` (a REAL) and `2` (an INTEGER) stay apart in
    /// a numeric without a declared scale. -0.0 becomes 0.0.
    ///
    /// @throws NumberFormatException NaN or an infinity
    public static BigDecimal decimal(double value) {
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return shortest.scale() >= 1 ? shortest : shortest.setScale(1);
    }
}

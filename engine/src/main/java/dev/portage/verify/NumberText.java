package dev.portage.verify;

import dev.portage.schema.Affinity;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers as decimals and as texts, and what SQLite makes of such a text again.
final class NumberText {
    /// What SQLite takes for a number when it applies a numeric affinity; blanks around it are allowed.
    ///
    /// Source: "Datatypes In SQLite", section 3.
    private static final Pattern NUMBER = Pattern.compile("[ \\t\\n\\x0B\\f\\r]*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)"
            + "[ \\t\\n\\x0B\\f\\r]*");
    private static final double TWO_63 = 0x1p63;

    private NumberText() {}

    /// The shortest decimal that reads back as the double.
    static BigDecimal shortest(double finite) {
        return new BigDecimal(Double.toString(finite));
    }

    /// The number that a text writes in ASCII digits, with blanks around it.
    static Optional<BigDecimal> parse(byte[] text) {
        Matcher number = NUMBER.matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (!number.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(number.group(1)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Whether a column of this affinity gives the INTEGER back when its digits are stored as a text.
    static boolean givesIntegerBack(Affinity affinity) {
        return affinity == Affinity.INTEGER || affinity == Affinity.NUMERIC;
    }

    /// Whether a column of this affinity gives the REAL back, bit for bit, when its shortest decimal is stored as a text.
    static boolean givesRealBack(Affinity affinity, double value) {
        if (Double.isInfinite(value) || Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(-0.0)) {
            return false;
        }
        if (affinity == Affinity.REAL) {
            return true;
        }
        return affinity.numeric() && !becomesInteger(value);
    }

    /// Whether a column of this affinity leaves the text a text.
    static boolean leavesText(Affinity affinity, byte[] text) {
        return !affinity.numeric() || !NUMBER.matcher(new String(text, StandardCharsets.ISO_8859_1)).matches();
    }

    /// Whether a column of INTEGER or NUMERIC affinity turns the double into an INTEGER.
    ///
    /// Source: sqlite3VdbeIntegerAffinity, whose bounds exclude the smallest 64-bit integer.
    static boolean becomesInteger(double value) {
        return value == Math.rint(value) && value > -TWO_63 && value < TWO_63;
    }
}

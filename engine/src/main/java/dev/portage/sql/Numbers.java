package dev.portage.sql;

import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.RealLiteral;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/// Texts that SQLite takes for numbers.
///
/// Source: "Datatypes In SQLite", section 3 ("well-formed integer or real literals").
final class Numbers {
    private static final Pattern INTEGER = Pattern.compile("[ \\t\\n\\f\\r]*([+-]?[0-9]{1,100})[ \\t\\n\\f\\r]*");
    private static final Pattern REAL = Pattern.compile(
            "[ \\t\\n\\f\\r]*([+-]?(?:[0-9]{1,300}\\.?[0-9]{0,300}|\\.[0-9]{1,300})(?:[eE][+-]?[0-9]{1,5})?)[ \\t\\n\\f\\r]*");

    private Numbers() {}

    /// The number that numeric affinity makes of `text`; empty where it leaves the text alone.
    static Optional<Expression.Literal> of(String text) {
        var integer = INTEGER.matcher(text);
        if (integer.matches()) {
            var value = new BigInteger(integer.group(1));
            return Optional
                    .of(value.bitLength() <= 63 ? new IntegerLiteral(value.longValue()) : new RealLiteral(value.doubleValue()));
        }
        var real = REAL.matcher(text);
        if (!real.matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(real.group(1));
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return Optional.of(whole ? new IntegerLiteral((long) value) : new RealLiteral(value));
    }

    /// Whether SQLite and Java write the number with the same characters: no exponent and at most 15 digits.
    static boolean plain(double value) {
        String text = Double.toString(value);
        return !text.contains("E") && !Double.isInfinite(value) && text.length() <= 15;
    }
}

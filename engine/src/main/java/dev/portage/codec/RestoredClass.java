package dev.portage.codec;

import dev.portage.schema.Affinity;
import dev.portage.source.SqliteValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What SQLite makes of a text that is stored in a column: with a numeric affinity, a text that is a well-formed number
/// becomes one.
///
/// Source: "Datatypes In SQLite", sections 3 and 3.3, and `applyNumericAffinity`, `sqlite3AtoF` and
/// `sqlite3VdbeIntegerAffinity` in SQLite's sources: blanks (U+0020 and U+0009 to U+000D) may stand around the number; a
/// number without point and exponent that fits 64 bits is an INTEGER; so is any other whose double is whole and lies
/// strictly between the smallest and largest 64-bit integer; the rest is REAL.
///
/// A text with U+0000 counts as no number here. SQLite disagrees with itself: 3.40 keeps `10` + U+0000 as TEXT in an
/// INTEGER column, 3.54 reads up to the U+0000 and stores the INTEGER 10.
public final class RestoredClass {
    private static final double TWO_63 = 0x1p63;

    private RestoredClass() {}

    /// Whether storing `text` into a column of that affinity gives back exactly that class and value.
    public static boolean restores(Affinity affinity, String text, SqliteValue original) {
        return restored(affinity, text.getBytes(StandardCharsets.UTF_8)).equals(original);
    }

    /// The value that a column of that affinity holds after the text was stored.
    public static SqliteValue restored(Affinity affinity, byte[] utf8) {
        if (!affinity.numeric() || !isNumber(utf8)) {
            return new SqliteValue.Text(utf8);
        }
        String number = new String(utf8, StandardCharsets.US_ASCII).strip();
        SqliteValue value = number(number);
        if (affinity == Affinity.REAL && value instanceof SqliteValue.Int(long whole)) {
            return new SqliteValue.Real((double) whole);
        }
        return value;
    }

    /// The number as a column of INTEGER or NUMERIC affinity keeps it: an INTEGER where the double is whole and fits.
    public static SqliteValue ofDouble(double value) {
        return becomesInteger(value) ? new SqliteValue.Int((long) value) : new SqliteValue.Real(value);
    }

    /// Whether a column of INTEGER or NUMERIC affinity turns the double into an INTEGER (so -0.0 becomes 0).
    static boolean becomesInteger(double value) {
        return value == Math.rint(value) && value > -TWO_63 && value < TWO_63;
    }

    /// Whether SQLite reads the whole text as a decimal number.
    static boolean isNumber(byte[] utf8) {
        int end = utf8.length;
        int at = skipBlanks(utf8, 0);
        if (at < end && (utf8[at] == '+' || utf8[at] == '-')) {
            at++;
        }
        int wholeEnd = skipDigits(utf8, at);
        int digits = wholeEnd - at;
        at = wholeEnd;
        if (at < end && utf8[at] == '.') {
            int fractionEnd = skipDigits(utf8, at + 1);
            digits += fractionEnd - at - 1;
            at = fractionEnd;
        }
        if (digits == 0) {
            return false;
        }
        if (at < end && (utf8[at] == 'e' || utf8[at] == 'E')) {
            at++;
            if (at < end && (utf8[at] == '+' || utf8[at] == '-')) {
                at++;
            }
            int exponentEnd = skipDigits(utf8, at);
            if (exponentEnd == at) {
                return false;
            }
            at = exponentEnd;
        }
        return skipBlanks(utf8, at) == end;
    }

    /// The decimal number that a text is, where PostgreSQL's numeric holds it.
    public static Optional<BigDecimal> decimal(byte[] utf8) {
        if (!isNumber(utf8)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(new String(utf8, StandardCharsets.US_ASCII).strip())).filter(PgNumeric::fits);
        } catch (NumberFormatException _) {
            return Optional.empty(); // an exponent beyond 32 bits
        }
    }

    private static SqliteValue number(String number) {
        if (number.chars().allMatch(c -> c == '+' || c == '-' || (c >= '0' && c <= '9'))) {
            try {
                return new SqliteValue.Int(Long.parseLong(number));
            } catch (NumberFormatException _) {
                return ofDouble(Double.parseDouble(number)); // beyond 64 bits: SQLite keeps a REAL
            }
        }
        return ofDouble(Double.parseDouble(number));
    }

    private static int skipBlanks(byte[] utf8, int from) {
        int at = from;
        while (at < utf8.length && (utf8[at] == ' ' || (utf8[at] >= '\t' && utf8[at] <= '\r'))) {
            at++;
        }
        return at;
    }

    private static int skipDigits(byte[] utf8, int from) {
        int at = from;
        while (at < utf8.length && utf8[at] >= '0' && utf8[at] <= '9') {
            at++;
        }
        return at;
    }
}

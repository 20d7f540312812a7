package dev.portage.verify;

import dev.portage.mapping.TargetType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The word that says how two values differ: a hint for whoever looks for the cause, never part of the verdict.
final class DamageClass {
    private static final String VALUE = "value";
    private static final double FEW_ULPS = 64;

    private DamageClass() {}

    /// The class of a difference between what was expected and what was found.
    static String of(TargetType.Kind kind, Cell expected, Cell found) {
        if (expected.isNull() || found.isNull()) {
            return "null";
        }
        if (expected.kind() == Cell.Kind.ODD) {
            return expected.text();
        }
        return switch (kind) {
            case TEXT, VARCHAR, CHAR, CITEXT, ENUM, JSON -> text(expected.decoded(), found.decoded(), found);
            case DOUBLE_PRECISION, REAL -> real(expected.real(), found.real());
            case NUMERIC -> decimal(expected, found);
            case BOOLEAN -> "boolean";
            case JSONB -> json(expected, found);
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> "timestamp";
            case BYTEA, UUID -> bytes(expected, found);
            case SMALLINT, INTEGER, BIGINT -> VALUE;
        };
    }

    private static String text(String expected, String found, Cell foundCell) {
        if (sameBy(expected, found, text -> text.toLowerCase(Locale.ROOT))) {
            return "case";
        }
        if (sameBy(expected, found, text -> text.replaceAll("\\s+", ""))) {
            return "whitespace";
        }
        if (encoding(expected, found, foundCell)) {
            return "encoding";
        }
        return !found.isEmpty() && expected.startsWith(found) ? "truncated" : VALUE;
    }

    private static boolean encoding(String expected, String found, Cell foundCell) {
        if (sameBy(expected, found, text -> Normalizer.normalize(text, Normalizer.Form.NFKD))) {
            return true;
        }
        String readWrongly = new String(expected.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return found.equals(readWrongly) || (found.indexOf('\uFFFD') >= 0) != (expected.indexOf('\uFFFD') >= 0)
                || !Utf8.holdable(foundCell.copiedBytes());
    }

    private static boolean sameBy(String expected, String found, UnaryOperator<String> form) {
        return form.apply(expected).equals(form.apply(found));
    }

    private static String real(double expected, double found) {
        if (expected == -found) {
            return "sign";
        }
        boolean near = Math.abs(expected - found) <= FEW_ULPS * Math.ulp(expected);
        return near || (float) expected == (float) found ? "rounding" : VALUE;
    }

    private static String decimal(Cell expected, Cell found) {
        if (expected.kind() != Cell.Kind.DECIMAL || found.kind() != Cell.Kind.DECIMAL) {
            return VALUE;
        }
        BigDecimal from = expected.decimal();
        BigDecimal to = found.decimal();
        if (from.compareTo(to.negate()) == 0) {
            return "sign";
        }
        // Rounded to fewer digits, whichever rule was used: less than one unit of the last digit that is left.
        BigDecimal unit = BigDecimal.ONE.movePointLeft(to.stripTrailingZeros().scale());
        boolean shorter = to.stripTrailingZeros().scale() < from.stripTrailingZeros().scale();
        return shorter && from.subtract(to).abs().compareTo(unit) < 0 ? "rounding" : VALUE;
    }

    private static String json(Cell expected, Cell found) {
        Optional<String> one = JsonForm.withoutScale(expected.copiedBytes());
        return one.isPresent() && one.equals(JsonForm.withoutScale(found.copiedBytes())) ? "scale" : "json-semantic";
    }

    private static String bytes(Cell expected, Cell found) {
        byte[] whole = expected.copiedBytes();
        byte[] part = found.copiedBytes();
        boolean prefix = part.length > 0 && part.length < whole.length
                && java.util.Arrays.equals(whole, 0, part.length, part, 0, part.length);
        return prefix ? "truncated" : VALUE;
    }
}

package dev.portage.sql;

import dev.portage.sql.Expression.Binary;
import dev.portage.sql.Expression.FunctionCall;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Piece.Volatility;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Random bytes without an extension, and the well-known ways to write a UUID of version 4 with SQLite's functions.
final class RandomText {
    // 244 random bits, mixed into 256; PostgreSQL draws both UUIDs from its strong source.
    private static final String BYTES_32 = "sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))";
    private static final String UUID_SHAPE = "hhhhhhhh-hhhh-4hhh-vhhh-hhhhhhhhhhhh";

    private RandomText() {}

    /// An expression of `count` random bytes, 1..1024.
    static String bytes(int count) {
        var parts = new ArrayList<String>();
        for (int left = count; left > 0; left -= 32) {
            parts.add(left >= 32 ? BYTES_32 : "substr(" + BYTES_32 + ", 1, " + left + ")");
        }
        return parts.size() == 1 ? parts.getFirst() : "(" + String.join(" || ", parts) + ")";
    }

    /// An expression of a random whole number of 64 bits.
    static String bigint() {
        return "('x' || encode(" + bytes(8) + ", 'hex'))::bit(64)::bigint";
    }

    /// The UUID that `expression` writes, where it is a concatenation of random hexadecimal digits of that shape.
    static Optional<Piece> uuid(Expression expression) {
        String shape = shape(expression);
        if (shape.equals(UUID_SHAPE)) {
            return Optional.of(Piece.text("gen_random_uuid()::text").withVolatility(Volatility.VOLATILE));
        }
        return shape.equals(UUID_SHAPE.toUpperCase(Locale.ROOT))
                ? Optional.of(Piece.text("upper(gen_random_uuid()::text)").withVolatility(Volatility.VOLATILE))
                : Optional.empty();
    }

    /// Whether `expression` writes 32 random hexadecimal digits.
    static boolean hexadecimalUuid(Expression expression) {
        return shape(expression).equalsIgnoreCase("h".repeat(32));
    }

    /// One sign a character: `h` or `H` a random hexadecimal digit, `v` or `V` one of 8, 9, a, b; others stand for themselves.
    /// `!` where the shape is not known.
    private static String shape(Expression expression) {
        return switch (expression) {
            case TextLiteral(var text) when text.matches("[-0-9]{1,40}") -> text;
            case Binary(var operator, var left, var right) when operator == Binary.Operator.CONCATENATE ->
                shape(left) + shape(right);
            case FunctionCall(var name, var arguments, _, _) -> shape(name, arguments);
            default -> "!";
        };
    }

    private static String shape(String name, List<Expression> arguments) {
        return switch (name) {
            case "lower" -> arguments.size() == 1 ? shape(arguments.getFirst()).toLowerCase(Locale.ROOT) : "!";
            case "upper" -> arguments.size() == 1 ? shape(arguments.getFirst()).toUpperCase(Locale.ROOT) : "!";
            case "hex" -> arguments.size() == 1 && arguments.getFirst() instanceof FunctionCall(var inner, var size, _, _)
                    && inner.equals("randomblob") && size.size() == 1 && size.getFirst() instanceof IntegerLiteral(var bytes)
                    && bytes >= 1 && bytes <= 16 ? "HH".repeat((int) bytes) : "!";
            case "substr", "substring" -> part(arguments);
            default -> "!";
        };
    }

    private static String part(List<Expression> arguments) {
        if (arguments.size() == 3 && arguments.get(0) instanceof TextLiteral(var choices)
                && choices.toLowerCase(Locale.ROOT).chars().sorted().mapToObj(Character::toString).reduce("", String::concat)
                        .equals("89ab")
                && oneOfFour(arguments.get(1)) && arguments.get(2) instanceof IntegerLiteral(var one) && one == 1) {
            return choices.equals(choices.toLowerCase(Locale.ROOT))
                    ? "v"
                    : choices.equals(choices.toUpperCase(Locale.ROOT)) ? "V" : "!";
        }
        if (arguments.size() < 2 || !(arguments.get(1) instanceof IntegerLiteral(var start)) || start < 1 || start > 40) {
            return "!";
        }
        String whole = shape(arguments.get(0));
        int from = (int) start - 1;
        if (whole.contains("!") || from > whole.length()) {
            return "!";
        }
        if (arguments.size() == 2) {
            return whole.substring(from);
        }
        return arguments.get(2) instanceof IntegerLiteral(var length) && length >= 0
                ? whole.substring(from, (int) Math.min(whole.length(), from + length))
                : "!";
    }

    /// `abs(random()) % 4 + 1` or `1 + (abs(random()) % 4)`.
    private static boolean oneOfFour(Expression expression) {
        return expression instanceof Binary(var operator, var left, var right) && operator == Binary.Operator.ADD
                && ((isOne(right) && fourfold(left)) || (isOne(left) && fourfold(right)));
    }

    private static boolean isOne(Expression expression) {
        return expression instanceof IntegerLiteral(var one) && one == 1;
    }

    private static boolean fourfold(Expression expression) {
        return expression instanceof Binary(var operator, var left, var right) && operator == Binary.Operator.REMAINDER
                && right instanceof IntegerLiteral(var four) && four == 4
                && left instanceof FunctionCall(var name, var arguments, _, _) && name.equals("abs") && arguments.size() == 1
                && arguments.getFirst() instanceof FunctionCall(var inner, _, _, _) && inner.equals("random");
    }
}

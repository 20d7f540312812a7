package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Piece.ValueKind;
import java.util.List;

/// substr(): in SQLite a negative start counts from the end, a negative length goes backwards, and place 0 lies before the
/// first character.
///
/// Source: `func.c` (`substrFunc`).
final class Substrings {
    private final Translation translation;

    Substrings(Translation translation) {
        this.translation = translation;
    }

    Piece substr(List<Expression> arguments) throws Untranslatable {
        Functions.count("substr", arguments, 2, 3);
        Piece piece = translation.piece(arguments.getFirst());
        // A blob without bytes has no part, not even an empty one: SQLite gives NULL.
        Piece value = piece.kind() == ValueKind.BYTES
                ? Piece.of("NULLIF(" + piece.sql() + ", ''::bytea)", ValueKind.BYTES, Kind.BYTEA, piece)
                : translation.text(piece);
        Piece start = whole(arguments.get(1));
        Piece length = arguments.size() == 3 ? whole(arguments.get(2)) : Piece.integer(Integer.MAX_VALUE);
        if (start.kind() == ValueKind.NULL || length.kind() == ValueKind.NULL) {
            return Piece.nothing();
        }
        if (start.literal() instanceof IntegerLiteral(var from) && from >= 1 && from <= Integer.MAX_VALUE
                && (arguments.size() == 2
                        || (length.literal() instanceof IntegerLiteral(var n) && n >= 0 && n <= Integer.MAX_VALUE))) {
            return constant(value, from, arguments.size() == 2 ? "" : ", " + length.sql());
        }
        if (start.literal() instanceof IntegerLiteral(var from) && from < 0 && from >= -Integer.MAX_VALUE
                && arguments.size() == 2 && value.kind() == ValueKind.TEXT) {
            return Piece.text("right(%s, %d)".formatted(value.sql(), -from), value);
        }
        return computed(value, start, length);
    }

    private static Piece constant(Piece value, long from, String length) {
        return Piece.of("substr(%s, %d%s)".formatted(value.sql(), from, length), value.kind(), value.type(), value);
    }

    private Piece whole(Expression expression) throws Untranslatable {
        Piece piece = translation.piece(expression).counted();
        if (piece.kind() != ValueKind.INTEGER && piece.kind() != ValueKind.NULL) {
            throw new Untranslatable("substr() has a start or length that is no whole number");
        }
        return piece;
    }

    // PostgreSQL's substr() knows places before the first, but no negative length; what is cut is the same.
    private static Piece computed(Piece value, Piece start, Piece length) throws Untranslatable {
        Translation.requireRepeatable(start);
        Translation.requireRepeatable(length);
        String measure = value.kind() == ValueKind.BYTES ? "octet_length" : "char_length";
        String from = start.bigint();
        if (!(start.literal() instanceof IntegerLiteral(var known))) {
            Translation.requireRepeatable(value);
            // The sign is turned so that the least of all numbers, about which versions of SQLite differ, is an error here.
            from = "(CASE WHEN %s < 0 THEN %s(%s) - (- %s) + 1 ELSE %s END)".formatted(from, measure, value.sql(), from, from);
        } else if (known == Long.MIN_VALUE) {
            throw new Untranslatable("substr() begins at a place about which versions of SQLite differ");
        } else if (known < 0) {
            Translation.requireRepeatable(value);
            from = "(%s(%s) + %s + 1)".formatted(measure, value.sql(), start.bigint());
        }
        String sql = length.literal() instanceof IntegerLiteral(var n)
                ? cut(value, n < 0 ? "(" + from + " + " + length.bigint() + ")" : from,
                        n < 0 ? "(- " + length.bigint() + ")" : length.bigint())
                : "(CASE WHEN %s < 0 THEN %s ELSE %s END)".formatted(length.sql(),
                        cut(value, "(" + from + " + " + length.bigint() + ")", "(- " + length.bigint() + ")"),
                        cut(value, from, length.bigint()));
        return Piece.of(sql, value.kind(), value.type(), value, start, length);
    }

    private static String cut(Piece value, String from, String length) {
        String begin = "GREATEST(" + from + ", 1)";
        String count = "GREATEST(LEAST(%s + %s - %s, 2147483647), 0)::int".formatted(from, length, begin);
        return "substr(%s, LEAST(%s, 2147483647)::int, CASE WHEN %s + %s IS NOT NULL THEN %s END)".formatted(value.sql(), begin,
                from, length, count);
    }
}

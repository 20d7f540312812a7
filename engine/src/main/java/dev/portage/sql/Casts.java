package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.schema.Affinity;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.RealLiteral;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Piece.ValueKind;
import org.jspecify.annotations.Nullable;

/// CAST.
///
/// Source: sqlite.org/lang_expr.html ("CAST expressions").
final class Casts {
    private final Translation translation;

    Casts(Translation translation) {
        this.translation = translation;
    }

    Piece cast(Expression value, String type) throws Untranslatable {
        Piece piece = translation.piece(value).counted();
        if (piece.kind() == ValueKind.NULL) {
            return piece;
        }
        return switch (Affinity.ofDeclared(type)) {
            case INTEGER -> integer(piece);
            case TEXT -> translation.text(piece);
            case REAL -> real(piece);
            case NUMERIC -> number(piece);
            case BLOB -> bytes(piece);
        };
    }

    private static Piece integer(Piece piece) throws Untranslatable {
        return switch (piece.kind()) {
            case INTEGER -> piece;
            case REAL, NUMBER -> truncated(piece);
            case TEXT -> {
                if (piece.digits()) {
                    yield Piece.integer(piece.sql() + "::bigint", piece);
                }
                if (constant(piece) instanceof IntegerLiteral(var number) && digitsOnly(piece)) {
                    yield Piece.integer(number);
                }
                throw unfit(piece, "a whole number");
            }
            case NULL, BYTES, BOOLEAN, TEMPORAL, JSON, OPAQUE -> throw unfit(piece, "a whole number");
        };
    }

    // Towards zero, and held at the ends of the 64 bits.
    private static Piece truncated(Piece piece) throws Untranslatable {
        Translation.requireRepeatable(piece);
        String x = piece.sql();
        if (piece.type() == Kind.NUMERIC) {
            return Piece.integer("trunc(" + x + ")::bigint", piece);
        }
        return Piece.integer(("(CASE WHEN %s >= '9223372036854775807'::float8 THEN 9223372036854775807 "
                + "WHEN %s <= '-9223372036854775808'::float8 THEN '-9223372036854775808'::bigint ELSE trunc(%s)::bigint END)")
                .formatted(x, x, x), piece);
    }

    private static Piece real(Piece piece) throws Untranslatable {
        return switch (piece.kind()) {
            case INTEGER, REAL -> Piece.real(piece.float8(), piece);
            case NUMBER -> {
                // A numeric holds the shortest decimal of a double, or a whole number of 64 bits: both become the double.
                yield Piece.real(piece.float8(), piece);
            }
            case TEXT -> switch (constant(piece)) {
                case IntegerLiteral(var number) -> Piece.real((double) number);
                case RealLiteral(var number) -> Piece.real(number);
                case null, default -> throw unfit(piece, "a floating-point number");
            };
            case NULL, BYTES, BOOLEAN, TEMPORAL, JSON, OPAQUE -> throw unfit(piece, "a floating-point number");
        };
    }

    private static Piece number(Piece piece) throws Untranslatable {
        return switch (piece.kind()) {
            case INTEGER, NUMBER -> piece;
            // A REAL without a fraction becomes an INTEGER.
            case REAL -> Piece.of(piece.sql(), ValueKind.NUMBER, piece.type(), piece);
            case TEXT -> switch (constant(piece)) {
                case IntegerLiteral(var number) -> Piece.integer(number);
                case RealLiteral(var number) -> Piece.real(number);
                case null, default -> throw unfit(piece, "a number");
            };
            case NULL, BYTES, BOOLEAN, TEMPORAL, JSON, OPAQUE -> throw unfit(piece, "a number");
        };
    }

    private static Piece bytes(Piece piece) throws Untranslatable {
        return switch (piece.kind()) {
            case BYTES -> piece;
            case TEXT -> utf8(piece);
            case INTEGER -> utf8(Piece.text(piece.sql() + "::text", piece));
            case NULL, REAL, NUMBER, BOOLEAN, TEMPORAL, JSON, OPAQUE -> throw unfit(piece, "a blob");
        };
    }

    /// The bytes of a text. `convert_to` is stable by its declaration, though its result is not with a constant encoding.
    static Piece utf8(Piece text) {
        Piece bytes = Piece.of("convert_to(%s, 'UTF8')".formatted(text.sql()), ValueKind.BYTES, Kind.BYTEA, text);
        return bytes.volatility() == Piece.Volatility.IMMUTABLE ? bytes.withVolatility(Piece.Volatility.STABLE) : bytes;
    }

    private static Expression.@Nullable Literal constant(Piece piece) {
        return piece.literal() instanceof TextLiteral(var text) ? Numbers.of(text).orElse(null) : null;
    }

    // '1e3' and '5.0' are numbers too, but a cast to INTEGER reads their leading digits alone.
    private static boolean digitsOnly(Piece piece) {
        return piece.literal() instanceof TextLiteral(var text) && text.strip().matches("[+-]?[0-9]+");
    }

    private static Untranslatable unfit(Piece piece, String to) {
        return new Untranslatable("it casts %s to %s".formatted(piece.kind().words(), to));
    }
}

package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.sql.Expression.Binary.Operator;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.RealLiteral;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Piece.ValueKind;

/// Computing with numbers: whole ones in 64 bits, all others in double precision, as SQLite does.
final class Arithmetic {
    private final Translation translation;

    Arithmetic(Translation translation) {
        this.translation = translation;
    }

    Piece negate(Expression operand) throws Untranslatable {
        Piece piece = operand(operand);
        return switch (piece.literal()) {
            case IntegerLiteral(var value) when value != Long.MIN_VALUE -> Piece.integer(-value);
            case RealLiteral(var value) -> Piece.real(-value);
            case Expression.NullLiteral _ -> Piece.nothing();
            case null, default -> {
                if (piece.kind() == ValueKind.INTEGER) {
                    yield Piece.integer("(- " + piece.bigint() + ")", piece);
                }
                Piece negative = Piece.of("(- " + piece.sql() + ")", piece.kind(), piece.type(), piece);
                yield piece.narrow() ? negative.withNarrow() : negative;
            }
        };
    }

    Piece invert(Expression operand) throws Untranslatable {
        Piece piece = whole(operand);
        return piece.kind() == ValueKind.NULL ? piece : Piece.integer("(~ " + piece.bigint() + ")", piece);
    }

    Piece binary(Operator operator, Expression left, Expression right) throws Untranslatable {
        boolean bits = switch (operator) {
            case REMAINDER, BIT_AND, BIT_OR, SHIFT_LEFT, SHIFT_RIGHT -> true;
            default -> false;
        };
        Piece a = bits ? whole(left) : operand(left);
        Piece b = bits ? whole(right) : operand(right);
        if (a.kind() == ValueKind.NULL || b.kind() == ValueKind.NULL) {
            return Piece.nothing();
        }
        return a.kind() == ValueKind.INTEGER && b.kind() == ValueKind.INTEGER
                ? integers(operator, a, b)
                : doubles(operator, a, b);
    }

    private static Piece integers(Operator operator, Piece a, Piece b) throws Untranslatable {
        String sql = switch (operator) {
            case ADD -> "(%s + %s)".formatted(a.bigint(), b.bigint());
            case SUBTRACT -> "(%s - %s)".formatted(a.bigint(), b.bigint());
            case MULTIPLY -> "(%s * %s)".formatted(a.bigint(), b.bigint());
            case DIVIDE -> "(%s / %s)".formatted(a.bigint(), notZero(b));
            case REMAINDER -> "(%s %% %s)".formatted(a.bigint(), notZero(b));
            case BIT_AND -> "(%s & %s)".formatted(a.bigint(), b.bigint());
            case BIT_OR -> "(%s | %s)".formatted(a.bigint(), b.bigint());
            case SHIFT_LEFT -> "(%s << %d)".formatted(a.bigint(), distance(b));
            case SHIFT_RIGHT -> "(%s >> %d)".formatted(a.bigint(), distance(b));
            default -> throw new IllegalArgumentException(operator + " computes nothing");
        };
        return Piece.integer(sql, a, b);
    }

    private static String notZero(Piece divisor) {
        boolean never = divisor.literal() instanceof IntegerLiteral(var value) && value != 0;
        return never ? divisor.bigint() : "NULLIF(" + divisor.bigint() + ", 0)";
    }

    private static long distance(Piece piece) throws Untranslatable {
        if (piece.literal() instanceof IntegerLiteral(var value) && value >= 0 && value < 64) {
            return value;
        }
        throw new Untranslatable("it shifts by a number of bits that is not a constant from 0 to 63");
    }

    private static Piece doubles(Operator operator, Piece a, Piece b) throws Untranslatable {
        boolean real = a.kind() == ValueKind.REAL || b.kind() == ValueKind.REAL;
        if (!real) {
            if (operator == Operator.DIVIDE) {
                throw new Untranslatable("it divides numbers of which some are whole in SQLite and some are not");
            }
            Unified.requireExactDouble(a);
            Unified.requireExactDouble(b);
        }
        if (a.type() == Kind.NUMERIC || b.type() == Kind.NUMERIC) {
            Unified.requireExactDouble(a.type() == Kind.NUMERIC ? a : b);
        }
        String computed = switch (operator) {
            case ADD -> "(%s + %s)".formatted(a.float8(), b.float8());
            case SUBTRACT -> "(%s - %s)".formatted(a.float8(), b.float8());
            case MULTIPLY -> "(%s * %s)".formatted(a.float8(), b.float8());
            case DIVIDE -> "(%s / NULLIF(%s, 0))".formatted(a.float8(), b.float8());
            default -> throw new IllegalArgumentException(operator + " computes no doubles");
        };
        // SQLite has no NaN: what would be one is NULL.
        String sql = "NULLIF(" + computed + ", 'NaN'::float8)";
        return Piece.of(sql, real ? ValueKind.REAL : ValueKind.NUMBER, Kind.DOUBLE_PRECISION, a, b);
    }

    private Piece whole(Expression expression) throws Untranslatable {
        Piece piece = operand(expression);
        if (piece.kind() != ValueKind.INTEGER && piece.kind() != ValueKind.NULL) {
            throw new Untranslatable("it takes the bits or the remainder of %s".formatted(piece.kind().words()));
        }
        return piece;
    }

    /// A number, or NULL.
    private Piece operand(Expression expression) throws Untranslatable {
        Piece piece = translation.piece(expression).counted();
        return switch (piece.kind()) {
            case INTEGER, REAL, NUMBER, NULL -> piece;
            case TEXT -> {
                if (piece.digits()) {
                    yield Piece.integer(piece.sql() + "::bigint", piece);
                }
                if (piece.literal() instanceof TextLiteral(var text)) {
                    yield switch (Numbers.of(text).orElse(null)) {
                        case IntegerLiteral(var value) when text.strip().matches("[+-]?\\d+") -> Piece.integer(value);
                        case RealLiteral(var value) -> Piece.real(value);
                        case null, default -> throw unfit(piece);
                    };
                }
                throw unfit(piece);
            }
            case BYTES, BOOLEAN, TEMPORAL, JSON, OPAQUE -> throw unfit(piece);
        };
    }

    private static Untranslatable unfit(Piece piece) {
        return new Untranslatable("it computes with %s".formatted(piece.kind().words()));
    }
}

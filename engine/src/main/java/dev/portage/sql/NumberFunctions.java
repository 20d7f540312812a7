package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Piece.ValueKind;
import dev.portage.sql.Piece.Volatility;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Functions of numbers.
///
/// Source: sqlite.org/lang_corefunc.html and `func.c` (`roundFunc`).
final class NumberFunctions {
    private final Translation translation;

    NumberFunctions(Translation translation) {
        this.translation = translation;
    }

    Map<String, Functions.Rule> rules() {
        var rules = new HashMap<String, Functions.Rule>();
        rules.put("abs", this::abs);
        rules.put("sign", this::sign);
        rules.put("round", this::round);
        rules.put("ceil", a -> whole("ceil", a));
        rules.put("ceiling", a -> whole("ceil", a));
        rules.put("floor", a -> whole("floor", a));
        rules.put("trunc", a -> whole("trunc", a));
        rules.put("sqrt", this::sqrt);
        rules.put("degrees", a -> times("degrees", 180.0 / Math.PI, a));
        rules.put("radians", a -> times("radians", Math.PI / 180.0, a));
        rules.put("mod", this::mod);
        rules.put("pi", a -> {
            Functions.count("pi", a, 0, 0);
            return Piece.real(Math.PI);
        });
        rules.put("random", a -> {
            Functions.count("random", a, 0, 0);
            return Piece.integer(RandomText.bigint()).withVolatility(Volatility.VOLATILE);
        });
        return rules;
    }

    private Piece number(String name, List<Expression> arguments) throws Untranslatable {
        Functions.count(name, arguments, 1, name.equals("round") ? 2 : 1);
        Piece piece = translation.piece(arguments.getFirst()).counted();
        if (!piece.kind().number() && piece.kind() != ValueKind.NULL) {
            throw new Untranslatable("the function %s() is given %s".formatted(name, piece.kind().words()));
        }
        return piece;
    }

    private Piece abs(List<Expression> arguments) throws Untranslatable {
        Piece piece = number("abs", arguments);
        return switch (piece.kind()) {
            case NULL -> piece;
            case INTEGER -> Piece.integer("abs(" + piece.bigint() + ")", piece);
            default -> {
                Piece positive = Piece.of("abs(" + piece.sql() + ")", piece.kind(), piece.type(), piece);
                yield piece.narrow() ? positive.withNarrow() : positive;
            }
        };
    }

    private Piece sign(List<Expression> arguments) throws Untranslatable {
        Piece piece = number("sign", arguments);
        return piece.kind() == ValueKind.NULL
                ? piece
                : Piece.of("sign(" + piece.sql() + ")::int", ValueKind.INTEGER, Kind.INTEGER, piece);
    }

    private Piece whole(String function, List<Expression> arguments) throws Untranslatable {
        Piece piece = number(function, arguments);
        return switch (piece.kind()) {
            case NULL, INTEGER -> piece;
            case REAL -> Piece.real("%s(%s)".formatted(function, piece.float8()), piece);
            default -> throw new Untranslatable("%s() is given numbers of which some are whole in SQLite".formatted(function));
        };
    }

    // IEEE 754 defines the root to its last bit; SQLite gives NULL where there is none.
    private Piece sqrt(List<Expression> arguments) throws Untranslatable {
        Piece piece = number("sqrt", arguments);
        if (piece.kind() == ValueKind.NULL) {
            return piece;
        }
        Translation.requireRepeatable(piece);
        return Piece.real("sqrt(CASE WHEN %s >= 0 THEN %s END)".formatted(piece.sql(), piece.float8()), piece);
    }

    // PostgreSQL divides where SQLite multiplies by a constant.
    private Piece times(String name, double factor, List<Expression> arguments) throws Untranslatable {
        Piece piece = number(name, arguments);
        return piece.kind() == ValueKind.NULL
                ? piece
                : Piece.real("(%s * %s)".formatted(piece.float8(), Piece.real(factor).sql()), piece);
    }

    // SQLite computes with doubles: whole numbers of up to 53 bits alone have the same remainder.
    private Piece mod(List<Expression> arguments) throws Untranslatable {
        Functions.count("mod", arguments, 2, 2);
        Piece value = translation.piece(arguments.get(0)).counted();
        Piece divisor = translation.piece(arguments.get(1)).counted();
        if (value.kind() == ValueKind.NULL || divisor.kind() == ValueKind.NULL) {
            return Piece.nothing();
        }
        for (Piece piece : List.of(value, divisor)) {
            if (piece.kind() != ValueKind.INTEGER || !piece.narrow()) {
                throw new Untranslatable("mod() is given numbers that may have a fraction or more than 53 bits");
            }
        }
        return Piece.real("(%s %% NULLIF(%s, 0))::float8".formatted(value.bigint(), divisor.bigint()), value, divisor);
    }

    // SQLite adds one half and cuts, unless the number is so large that it has no fraction; the result is always REAL.
    private Piece round(List<Expression> arguments) throws Untranslatable {
        Piece piece = number("round", arguments);
        long digits = digits(arguments);
        if (piece.kind() == ValueKind.NULL) {
            return piece;
        }
        if (piece.kind() == ValueKind.INTEGER) {
            return Piece.real(piece.float8(), piece);
        }
        if (piece.type() == Kind.NUMERIC && scale(arguments.getFirst()) <= digits) {
            return Piece.real(piece.float8(), piece);
        }
        if (digits != 0 || piece.type() == Kind.NUMERIC) {
            throw new Untranslatable("round() to decimal places works on the binary digits of floating-point numbers");
        }
        Translation.requireRepeatable(piece);
        String x = piece.float8();
        return Piece.real(("(CASE WHEN abs(%s) > 4503599627370496 THEN %s WHEN %s < 0 THEN trunc(%s - 0.5::float8) "
                + "ELSE trunc(%s + 0.5::float8) END)").formatted(x, x, x, x, x), piece);
    }

    private long digits(List<Expression> arguments) throws Untranslatable {
        if (arguments.size() < 2) {
            return 0;
        }
        if (translation.piece(arguments.get(1)).literal() instanceof IntegerLiteral(var digits)) {
            return Math.clamp(digits, 0, 30);
        }
        throw new Untranslatable("round() has a number of digits that is not a constant");
    }

    private int scale(Expression expression) {
        if (expression instanceof ColumnRef reference) {
            return translation.scope().findColumn(reference).map(ColumnTarget::type)
                    .filter(t -> t.precision() > 0).map(t -> t.scale()).orElse(Integer.MAX_VALUE);
        }
        return Integer.MAX_VALUE;
    }
}

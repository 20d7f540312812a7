package dev.portage.sql;

import dev.portage.sql.Expression.Binary.Operator;
import dev.portage.sql.Expression.NullLiteral;
import dev.portage.sql.Piece.ValueKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Functions that choose between values, and typeof().
///
/// Source: sqlite.org/lang_corefunc.html.
final class ChoiceFunctions {
    private final Translation translation;

    ChoiceFunctions(Translation translation) {
        this.translation = translation;
    }

    Map<String, Functions.Rule> rules() {
        var rules = new HashMap<String, Functions.Rule>();
        rules.put("coalesce", a -> coalesce("coalesce", a, 100));
        rules.put("ifnull", a -> coalesce("ifnull", a, 2));
        rules.put("nullif", this::nullif);
        rules.put("iif", this::iif);
        rules.put("if", this::iif);
        rules.put("min", a -> extreme("min", "LEAST", a));
        rules.put("max", a -> extreme("max", "GREATEST", a));
        rules.put("typeof", this::typeof);
        rules.put("likely", a -> same("likely", a, 1));
        rules.put("unlikely", a -> same("unlikely", a, 1));
        rules.put("likelihood", a -> same("likelihood", a, 2));
        return rules;
    }

    private List<Piece> pieces(List<Expression> arguments) throws Untranslatable {
        var pieces = new ArrayList<Piece>();
        for (Expression argument : arguments) {
            pieces.add(translation.piece(argument));
        }
        return pieces;
    }

    private Piece coalesce(String name, List<Expression> arguments, int most) throws Untranslatable {
        Functions.count(name, arguments, 2, most);
        List<Piece> pieces = pieces(arguments);
        Unified unified = Unified.of(pieces);
        return unified.piece("coalesce(" + String.join(", ", unified.sql()) + ")", pieces);
    }

    // nullif() compares without converting, so that values of different classes are never equal.
    private Piece nullif(List<Expression> arguments) throws Untranslatable {
        Functions.count("nullif", arguments, 2, 2);
        Piece value = translation.piece(arguments.get(0));
        Piece other = translation.piece(arguments.get(1));
        Translation.requireRepeatable(value);
        Piece equal;
        if (value.kind() == ValueKind.NULL || other.kind() == ValueKind.NULL) {
            return value;
        } else if (value.kind() == ValueKind.TEXT && other.kind() == ValueKind.TEXT) {
            String collation = translation.comparisons().collation(arguments.get(0), arguments.get(1));
            equal = Comparisons.texts(Operator.EQUAL, value, other, collation);
        } else if (value.counted().kind().number() && other.counted().kind().number()) {
            equal = Comparisons.numbers(Operator.EQUAL, value.counted(), other.counted());
        } else {
            throw PostgresWriter.classes("compares", value.kind(), other.kind());
        }
        Piece result = Piece.of("(CASE WHEN %s THEN NULL ELSE %s END)".formatted(equal.sql(), value.sql()), value.kind(),
                value.type(),
                value, other);
        return value.narrow() ? result.withNarrow() : result;
    }

    // Conditions and values by turns; a value that is left over stands for none of them.
    private Piece iif(List<Expression> arguments) throws Untranslatable {
        Functions.count("iif", arguments, 2, 100);
        var conditions = new ArrayList<Piece>();
        var results = new ArrayList<Expression>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            conditions.add(translation.condition(arguments.get(i)));
            results.add(arguments.get(i + 1));
        }
        results.add(arguments.size() % 2 == 1 ? arguments.getLast() : new NullLiteral());
        return translation.choice(conditions, results);
    }

    // LEAST and GREATEST pass over NULL, min() and max() do not.
    private Piece extreme(String name, String function, List<Expression> arguments) throws Untranslatable {
        Functions.count(name, arguments, 2, 100);
        List<Piece> pieces = pieces(arguments);
        Unified unified = Unified.of(pieces);
        for (Piece piece : pieces) {
            Translation.requireRepeatable(piece);
        }
        if (unified.kind() == ValueKind.TEXT) {
            for (Expression argument : arguments) {
                if (!translation.comparisons().collation(argument, new NullLiteral()).equals("BINARY")) {
                    throw new Untranslatable("%s() of texts that are compared without case or blanks".formatted(name));
                }
            }
        } else if (!unified.kind().number()) {
            throw new Untranslatable("%s() is given %s".formatted(name, unified.kind().words()));
        }
        String collate = unified.kind() == ValueKind.TEXT ? " COLLATE \"C\"" : "";
        String nulls = String.join(" OR ", unified.sql().stream().map(sql -> "(" + sql + " IS NULL)").toList());
        String values = String.join(", ", unified.sql().stream().map(sql -> sql + collate).toList());
        return unified.piece("(CASE WHEN %s THEN NULL ELSE %s(%s) END)".formatted(nulls, function, values), pieces);
    }

    private Piece typeof(List<Expression> arguments) throws Untranslatable {
        Functions.count("typeof", arguments, 1, 1);
        Piece piece = translation.piece(arguments.getFirst());
        String name = switch (piece.kind()) {
            case NULL -> "null";
            case INTEGER, BOOLEAN -> "integer";
            case REAL -> "real";
            case TEXT, TEMPORAL, JSON -> "text";
            case BYTES -> "blob";
            case NUMBER, OPAQUE ->
                throw new Untranslatable("typeof() asks for the class of each value, which the target does not keep");
        };
        return piece.kind() == ValueKind.NULL
                ? Piece.string(name)
                : Piece.text("(CASE WHEN %s IS NULL THEN 'null' ELSE '%s' END)".formatted(piece.sql(), name), piece);
    }

    private Piece same(String name, List<Expression> arguments, int count) throws Untranslatable {
        Functions.count(name, arguments, count, count);
        return translation.piece(arguments.getFirst());
    }
}

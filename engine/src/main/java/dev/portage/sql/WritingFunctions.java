package dev.portage.sql;

import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Piece.ValueKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Functions that write several values as one text, and values as literals.
///
/// Source: sqlite.org/lang_corefunc.html, printf.html and `func.c` (`concatFuncCore`, `quoteFunc`).
final class WritingFunctions {
    private final Translation translation;

    WritingFunctions(Translation translation) {
        this.translation = translation;
    }

    Map<String, Functions.Rule> rules() {
        var rules = new HashMap<String, Functions.Rule>();
        rules.put("concat", this::concat);
        rules.put("concat_ws", this::separated);
        rules.put("quote", this::quote);
        rules.put("printf", a -> printed("printf", a));
        rules.put("format", a -> printed("format", a));
        return rules;
    }

    private Piece text(Expression expression) throws Untranslatable {
        return translation.text(translation.piece(expression));
    }

    // PostgreSQL's concat() may not stand in an index.
    private Piece concat(List<Expression> arguments) throws Untranslatable {
        Functions.count("concat", arguments, 1, 100);
        var pieces = new ArrayList<Piece>();
        var parts = new ArrayList<String>();
        for (Expression argument : arguments) {
            Piece piece = text(argument);
            pieces.add(piece);
            parts.add("coalesce(" + piece.sql() + ", '')");
        }
        return Piece.text("(" + String.join(" || ", parts) + ")", pieces.toArray(Piece[]::new));
    }

    private Piece separated(List<Expression> arguments) throws Untranslatable {
        Functions.count("concat_ws", arguments, 2, 100);
        Piece separator = text(arguments.getFirst());
        Translation.requireRepeatable(separator);
        var pieces = new ArrayList<>(List.of(separator));
        var parts = new ArrayList<String>();
        for (Expression argument : arguments.subList(1, arguments.size())) {
            Piece piece = text(argument);
            pieces.add(piece);
            parts.add("coalesce(%s || %s, '')".formatted(separator.sql(), piece.sql()));
        }
        // A NULL separator makes the length NULL and with it the whole.
        String sql = "substr(%s, char_length(%s) + 1)".formatted(String.join(" || ", parts), separator.sql());
        return Piece.text(sql, pieces.toArray(Piece[]::new));
    }

    private Piece quote(List<Expression> arguments) throws Untranslatable {
        Functions.count("quote", arguments, 1, 1);
        Piece piece = translation.piece(arguments.getFirst());
        String quoted = switch (piece.kind()) {
            case NULL -> "NULL::text";
            case TEXT, TEMPORAL -> "'''' || replace(" + translation.text(piece).sql() + ", '''', '''''') || ''''";
            case INTEGER, BOOLEAN -> translation.text(piece).sql();
            case BYTES -> "'X''' || upper(encode(" + piece.sql() + ", 'hex')) || ''''";
            case REAL, NUMBER, JSON, OPAQUE -> throw new Untranslatable("quote() is given " + piece.kind().words());
        };
        return Piece.text("coalesce(" + quoted + ", 'NULL')", piece);
    }

    private Piece printed(String name, List<Expression> arguments) throws Untranslatable {
        if (arguments.isEmpty() || !(translation.piece(arguments.getFirst()).literal() instanceof TextLiteral format)) {
            throw new Untranslatable("the format of %s() is not a constant".formatted(name));
        }
        var values = new ArrayList<Piece>();
        for (Expression argument : arguments.subList(1, arguments.size())) {
            Piece piece = translation.piece(argument).counted();
            values.add(piece.kind() == ValueKind.TEMPORAL ? translation.text(piece) : piece);
        }
        return new PrintFormat(name, format.value(), values).write();
    }
}

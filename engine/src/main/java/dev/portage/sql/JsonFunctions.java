package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.sql.Expression.FunctionCall;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Piece.ValueKind;
import dev.portage.sql.Piece.Volatility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What can be said of a whole JSON value, and the making of JSON from texts and whole numbers.
///
/// A part of a JSON value is not translated: SQLite takes the first of two equal keys and PostgreSQL the last, and the class
/// of what it gives depends on the document. Source: sqlite.org/json1.html and `json.c`.
final class JsonFunctions {
    private static final JsonMapper STRICT = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final Pattern BLANK = Pattern.compile("[ \\t\\r\\n]");

    private final Translation translation;

    JsonFunctions(Translation translation) {
        this.translation = translation;
    }

    Map<String, Functions.Rule> rules() {
        var rules = new HashMap<String, Functions.Rule>();
        rules.put("json_valid", this::valid);
        rules.put("json_error_position", this::errorPosition);
        rules.put("json_type", this::type);
        rules.put("json_array_length", this::length);
        rules.put("json", this::json);
        rules.put("json_quote", this::quote);
        rules.put("json_array", this::array);
        rules.put("json_object", this::object);
        return rules;
    }

    private Piece document(String name, List<Expression> arguments) throws Untranslatable {
        if (arguments.size() > 1) {
            throw new Untranslatable("the function %s() looks for a part of the JSON".formatted(name));
        }
        Functions.count(name, arguments, 1, 1);
        Piece piece = translation.piece(arguments.getFirst());
        if (piece.kind() != ValueKind.JSON) {
            throw new Untranslatable("the function %s() reads %s as JSON, which has no counterpart before PostgreSQL 16"
                    .formatted(name, piece.kind().words()));
        }
        return piece;
    }

    // What a json or jsonb column holds is valid JSON.
    private Piece valid(List<Expression> arguments) throws Untranslatable {
        if (arguments.size() == 1 && translation.demandsJson(arguments.getFirst())) {
            Piece text = translation.piece(arguments.getFirst());
            if (text.kind() == ValueKind.TEXT) {
                return Piece.bool("(CASE WHEN %s::json IS NOT NULL THEN true END)".formatted(text.sql()), text);
            }
        }
        Piece piece = document("json_valid", arguments);
        return Piece.bool("(CASE WHEN %s IS NULL THEN NULL ELSE true END)".formatted(piece.sql()), piece);
    }

    private Piece errorPosition(List<Expression> arguments) throws Untranslatable {
        Piece piece = document("json_error_position", arguments);
        return Piece.of("(CASE WHEN %s IS NULL THEN NULL ELSE 0 END)".formatted(piece.sql()), ValueKind.INTEGER, Kind.INTEGER,
                piece);
    }

    private Piece type(List<Expression> arguments) throws Untranslatable {
        Piece piece = document("json_type", arguments);
        if (piece.type() != Kind.JSON) {
            throw new Untranslatable("json_type() tells whether a number was written with a point, which jsonb does not keep");
        }
        String x = piece.sql();
        return Piece.text(("(CASE json_typeof(%s) WHEN 'string' THEN 'text' WHEN 'boolean' THEN btrim(%s::text, E' \\t\\r\\n') "
                + "WHEN 'number' THEN CASE WHEN %s::text ~ '[.eE]' THEN 'real' ELSE 'integer' END ELSE json_typeof(%s) END)")
                .formatted(x, x, x, x), piece);
    }

    private Piece length(List<Expression> arguments) throws Untranslatable {
        Piece piece = document("json_array_length", arguments);
        String prefix = piece.type() == Kind.JSON ? "json" : "jsonb";
        String x = piece.sql();
        return Piece.of("(CASE WHEN %s IS NULL THEN NULL WHEN %s_typeof(%s) = 'array' THEN %s_array_length(%s) ELSE 0 END)"
                .formatted(x, prefix, x, prefix, x), ValueKind.INTEGER, Kind.INTEGER, piece);
    }

    // SQLite takes the blanks away and leaves the rest as it is written.
    private Piece json(List<Expression> arguments) throws Untranslatable {
        Functions.count("json", arguments, 1, 1);
        Piece piece = translation.piece(arguments.getFirst());
        if (piece.kind() == ValueKind.NULL) {
            return piece;
        }
        if (!(piece.literal() instanceof TextLiteral(var text)) || BLANK.matcher(text).find() || !strict(text)) {
            throw new Untranslatable("json() takes the blanks out of a text that is no short constant");
        }
        return piece;
    }

    private static boolean strict(String text) {
        try {
            return !STRICT.readTree(text).isMissingNode();
        } catch (JacksonException _) {
            return false;
        }
    }

    private Piece quote(List<Expression> arguments) throws Untranslatable {
        Functions.count("json_quote", arguments, 1, 1);
        return written(element(arguments.getFirst()), translation.piece(arguments.getFirst()));
    }

    private Piece array(List<Expression> arguments) throws Untranslatable {
        if (arguments.isEmpty()) {
            return Piece.string("[]");
        }
        var parts = new ArrayList<String>();
        for (Expression argument : arguments) {
            parts.add(element(argument));
        }
        return written("('[' || " + String.join(" || ',' || ", parts) + " || ']')", pieces(arguments));
    }

    private Piece object(List<Expression> arguments) throws Untranslatable {
        if (arguments.isEmpty()) {
            return Piece.string("{}");
        }
        if (arguments.size() % 2 != 0) {
            throw new Untranslatable("json_object() has a label without a value");
        }
        var parts = new ArrayList<String>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!(translation.piece(arguments.get(i)).literal() instanceof TextLiteral)) {
                throw new Untranslatable("json_object() has a label that is no constant text");
            }
            parts.add(element(arguments.get(i)) + " || ':' || " + element(arguments.get(i + 1)));
        }
        return written("('{' || " + String.join(" || ',' || ", parts) + " || '}')", pieces(arguments));
    }

    private Piece[] pieces(List<Expression> arguments) throws Untranslatable {
        var pieces = new ArrayList<Piece>();
        for (Expression argument : arguments) {
            pieces.add(translation.piece(argument));
        }
        return pieces.toArray(Piece[]::new);
    }

    // to_json() is stable by its declaration.
    private static Piece written(String sql, Piece... parts) {
        Piece piece = Piece.text(sql, parts);
        return piece.volatility() == Volatility.IMMUTABLE ? piece.withVolatility(Volatility.STABLE) : piece;
    }

    private String element(Expression argument) throws Untranslatable {
        if (mayBeJson(argument)) {
            throw new Untranslatable("SQLite puts JSON into JSON without quoting it");
        }
        Piece piece = translation.piece(argument);
        return switch (piece.kind()) {
            case NULL -> "'null'";
            case INTEGER, BOOLEAN -> "coalesce(" + translation.text(piece).sql() + ", 'null')";
            case TEXT, TEMPORAL -> "coalesce(to_json(" + translation.text(piece).sql() + ")::text, 'null')";
            case REAL, NUMBER, BYTES, JSON, OPAQUE ->
                throw new Untranslatable("it puts %s into JSON".formatted(piece.kind().words()));
        };
    }

    // SQLite marks what a function of JSON gave, and CASE and others hand the mark on: only what is plain has none.
    private static boolean mayBeJson(Expression expression) {
        return switch (expression) {
            case Expression.Literal _,Expression.ColumnRef _,Expression.Binary _,Expression.Unary _ ->
                expression instanceof Expression.Unary(var operator, var operand)
                        && operator == Expression.Unary.Prefix.PLUS && mayBeJson(operand);
            case FunctionCall(var name, _, _, _) -> !List.of("lower", "upper", "trim", "length", "hex", "abs").contains(name);
            default -> true;
        };
    }
}

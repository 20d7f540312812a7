package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Piece.ValueKind;
import dev.portage.sql.Piece.Volatility;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Functions of texts and blobs.
///
/// Source: sqlite.org/lang_corefunc.html.
final class TextFunctions {
    private final Translation translation;

    TextFunctions(Translation translation) {
        this.translation = translation;
    }

    @FunctionalInterface
    private interface Folding {
        String of(Piece text) throws Untranslatable;
    }

    Map<String, Functions.Rule> rules() {
        var rules = new HashMap<String, Functions.Rule>();
        rules.put("lower", a -> folded("lower", a, Piece::lowerCase));
        rules.put("upper", a -> folded("upper", a, Piece::upperCase));
        rules.put("length", this::length);
        rules.put("octet_length", this::octetLength);
        rules.put("trim", a -> trimmed("btrim", "trim", a));
        rules.put("ltrim", a -> trimmed("ltrim", "ltrim", a));
        rules.put("rtrim", a -> trimmed("rtrim", "rtrim", a));
        rules.put("replace", this::replace);
        rules.put("substr", new Substrings(translation)::substr);
        rules.put("substring", new Substrings(translation)::substr);
        rules.put("like", this::like);
        rules.put("unhex", this::unhex);
        rules.put("instr", this::instr);
        rules.put("hex", this::hex);
        rules.put("unicode", this::unicode);
        rules.put("char", this::character);
        rules.put("zeroblob", this::zeroblob);
        rules.put("randomblob", this::randomblob);
        rules.put("glob", a -> {
            Functions.count("glob", a, 2, 2);
            return new Patterns(translation).globOf(a.get(1), a.get(0), false);
        });
        return rules;
    }

    private Piece text(Expression expression) throws Untranslatable {
        return translation.text(translation.piece(expression));
    }

    // SQLite folds the 26 letters of ASCII and no others, which is what collation "C" does.
    private Piece folded(String function, List<Expression> arguments, Folding folding) throws Untranslatable {
        Functions.count(function, arguments, 1, 1);
        Piece text = text(arguments.getFirst());
        Piece folded = Piece.text(folding.of(text), text);
        return text.digits() ? folded.withDigits() : folded;
    }

    private Piece length(List<Expression> arguments) throws Untranslatable {
        Functions.count("length", arguments, 1, 1);
        Piece piece = translation.piece(arguments.getFirst());
        return piece.kind() == ValueKind.BYTES
                ? Piece.of("octet_length(" + piece.sql() + ")", ValueKind.INTEGER, Kind.INTEGER, piece)
                : characters(translation.text(piece));
    }

    private static Piece characters(Piece text) {
        return Piece.of("char_length(" + text.sql() + ")", ValueKind.INTEGER, Kind.INTEGER, text);
    }

    private Piece octetLength(List<Expression> arguments) throws Untranslatable {
        Functions.count("octet_length", arguments, 1, 1);
        Piece piece = translation.piece(arguments.getFirst());
        Piece measured = piece.kind() == ValueKind.BYTES ? piece : translation.text(piece);
        return Piece.of("octet_length(" + measured.sql() + ")", ValueKind.INTEGER, Kind.INTEGER, measured);
    }

    private Piece trimmed(String function, String name, List<Expression> arguments) throws Untranslatable {
        Functions.count(name, arguments, 1, 2);
        Piece text = text(arguments.getFirst());
        Piece characters = arguments.size() == 2 ? text(arguments.get(1)) : Piece.string(" ");
        return Piece.text("%s(%s, %s)".formatted(function, text.sql(), characters.sql()), text, characters);
    }

    private Piece replace(List<Expression> arguments) throws Untranslatable {
        Functions.count("replace", arguments, 3, 3);
        Piece text = text(arguments.get(0));
        Piece from = text(arguments.get(1));
        Piece to = text(arguments.get(2));
        String replaced = "replace(%s COLLATE \"C\", %s, %s)".formatted(text.sql(), from.sql(), to.sql());
        boolean never = from.literal() instanceof TextLiteral(var constant) && !constant.isEmpty();
        // Nothing is looked for: the text stays, whatever the replacement is, NULL too.
        String sql = never ? replaced : "(CASE WHEN %s = '' THEN %s ELSE %s END)".formatted(from.sql(), text.sql(), replaced);
        Translation.requireRepeatable(text);
        Translation.requireRepeatable(from);
        return Piece.text(sql, text, from, to);
    }

    private Piece instr(List<Expression> arguments) throws Untranslatable {
        Functions.count("instr", arguments, 2, 2);
        Piece whole = translation.piece(arguments.get(0));
        Piece sought = translation.piece(arguments.get(1));
        if (whole.kind() == ValueKind.BYTES && sought.kind() == ValueKind.BYTES) {
            return Piece.of("position(%s in %s)".formatted(sought.sql(), whole.sql()), ValueKind.INTEGER, Kind.INTEGER, whole,
                    sought);
        }
        Piece text = translation.text(whole);
        Piece part = translation.text(sought);
        return Piece.of("strpos(%s COLLATE \"C\", %s)".formatted(text.sql(), part.sql()), ValueKind.INTEGER, Kind.INTEGER, text,
                part);
    }

    // like(X, Y) is Y LIKE X.
    private Piece like(List<Expression> arguments) throws Untranslatable {
        Functions.count("like", arguments, 2, 3);
        Optional<Expression> escape = arguments.size() == 3 ? Optional.of(arguments.get(2)) : Optional.empty();
        return new Patterns(translation)
                .like(new Expression.Like(Expression.Like.Form.LIKE, arguments.get(1), arguments.get(0), escape, false));
    }

    // What is no pairs of hexadecimal digits gives NULL; decode() would take blanks, and raise an error for the rest.
    private Piece unhex(List<Expression> arguments) throws Untranslatable {
        if (arguments.size() == 2) {
            throw new Untranslatable("unhex() passes over characters");
        }
        Functions.count("unhex", arguments, 1, 1);
        Piece text = text(arguments.getFirst());
        Translation.requireRepeatable(text);
        return Piece.of("(CASE WHEN (%s COLLATE \"C\") ~ '^([0-9A-Fa-f]{2})*$' THEN decode(%s, 'hex') END)".formatted(text.sql(),
                text.sql()), ValueKind.BYTES, Kind.BYTEA, text);
    }

    // hex(NULL) is the empty text.
    private Piece hex(List<Expression> arguments) throws Untranslatable {
        Functions.count("hex", arguments, 1, 1);
        Piece piece = translation.piece(arguments.getFirst());
        Piece bytes = piece.kind() == ValueKind.BYTES ? piece : Casts.utf8(translation.text(piece));
        return Piece.text("upper(coalesce(encode(%s, 'hex'), ''))".formatted(bytes.sql()), bytes);
    }

    private Piece unicode(List<Expression> arguments) throws Untranslatable {
        Functions.count("unicode", arguments, 1, 1);
        Piece text = text(arguments.getFirst());
        return Piece.of("NULLIF(ascii(" + text.sql() + "), 0)", ValueKind.INTEGER, Kind.INTEGER, text);
    }

    private Piece character(List<Expression> arguments) throws Untranslatable {
        var characters = new StringBuilder();
        for (Expression argument : arguments) {
            if (!(translation.piece(argument).literal() instanceof IntegerLiteral(var code)) || code < 1
                    || code > Character.MAX_CODE_POINT) {
                throw new Untranslatable("char() has an argument that is no constant number of a character");
            }
            characters.appendCodePoint((int) code);
        }
        return Piece.string(characters.toString());
    }

    private Piece zeroblob(List<Expression> arguments) throws Untranslatable {
        int bytes = size("zeroblob", arguments, 0);
        return Piece.of("'\\x" + "00".repeat(bytes) + "'::bytea", ValueKind.BYTES, Kind.BYTEA);
    }

    private Piece randomblob(List<Expression> arguments) throws Untranslatable {
        int bytes = Math.max(1, size("randomblob", arguments, Integer.MIN_VALUE));
        return Piece.of(RandomText.bytes(bytes), ValueKind.BYTES, Kind.BYTEA).withVolatility(Volatility.VOLATILE);
    }

    private int size(String name, List<Expression> arguments, int least) throws Untranslatable {
        Functions.count(name, arguments, 1, 1);
        if (translation.piece(arguments.getFirst()).literal() instanceof IntegerLiteral(var size) && size >= least
                && size <= 1024) {
            return Math.toIntExact(size);
        }
        throw new Untranslatable("%s() has a size that is no constant up to 1024".formatted(name));
    }
}

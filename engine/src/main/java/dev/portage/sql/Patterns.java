package dev.portage.sql;

import dev.portage.sql.Expression.Like;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Piece.ValueKind;
import java.util.Locale;
import java.util.Optional;

/// LIKE and GLOB.
///
/// Source: sqlite.org/lang_expr.html ("The LIKE, GLOB, REGEXP, MATCH, and extract operators").
final class Patterns {
    private final Translation translation;

    Patterns(Translation translation) {
        this.translation = translation;
    }

    Piece like(Like like) throws Untranslatable {
        return switch (like.form()) {
            case LIKE -> likeOf(like);
            case GLOB -> globOf(like.value(), like.pattern(), like.negated());
            case REGEXP, MATCH -> throw new Untranslatable("%s is a function of the application".formatted(like.form()));
        };
    }

    private Piece likeOf(Like like) throws Untranslatable {
        Piece value = translation.text(translation.piece(like.value()));
        Piece pattern = translation.text(translation.piece(like.pattern()));
        String escape = like.escape().isPresent() ? escape(like.escape().get(), pattern) : "''";
        String sql = "((%s COLLATE \"C\") %sLIKE %s ESCAPE %s)".formatted(value.lowerCase(), like.negated() ? "NOT " : "",
                pattern.lowerCase(), escape);
        return Piece.bool(sql, value, pattern);
    }

    private String escape(Expression escape, Piece pattern) throws Untranslatable {
        Optional<String> constant = translation.piece(escape).literal() instanceof TextLiteral(var text)
                ? Optional.of(text)
                : Optional.empty();
        if (constant.isEmpty() || constant.get().codePointCount(0, constant.get().length()) != 1) {
            throw new Untranslatable("the ESCAPE of LIKE is not one constant character");
        }
        String sign = constant.get();
        if (!sign.toLowerCase(Locale.ROOT).equals(sign.toUpperCase(Locale.ROOT)) || sign.equals("%") || sign.equals("_")) {
            throw new Untranslatable("the ESCAPE of LIKE is a letter or a wildcard");
        }
        if (!(pattern.literal() instanceof TextLiteral(var text)) || dangling(text, sign)) {
            throw new Untranslatable("a pattern of LIKE with ESCAPE is no constant, or ends with the escape character");
        }
        return Piece.literal(sign);
    }

    private static boolean dangling(String pattern, String sign) {
        int at = 0;
        while (at < pattern.length()) {
            if (pattern.startsWith(sign, at)) {
                if (at + sign.length() >= pattern.length()) {
                    return true;
                }
                at += sign.length();
            }
            at += Character.charCount(pattern.codePointAt(at));
        }
        return false;
    }

    /// `value GLOB pattern` as a regular expression over the whole text.
    Piece globOf(Expression value, Expression pattern, boolean negated) throws Untranslatable {
        Piece text = translation.text(translation.piece(value));
        Piece glob = translation.piece(pattern);
        if (glob.kind() == ValueKind.NULL) {
            return Piece.bool("NULL::boolean");
        }
        if (!(glob.literal() instanceof TextLiteral(var constant))) {
            throw new Untranslatable("the pattern of GLOB is not a constant");
        }
        String regex = Piece.literal(new GlobRegex(constant).regex());
        return Piece.bool("((%s COLLATE \"C\") %s %s)".formatted(text.sql(), negated ? "!~" : "~", regex), text);
    }
}

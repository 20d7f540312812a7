package dev.portage.sql;

import dev.portage.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/// Cuts a text into tokens by SQLite's rules.
///
/// Source: sqlite.org/lang_keywords.html, lang_expr.html ("Literal Values"), lang_comment.html, and `tokenize.c`.
final class SqlLexer {
    /// The longest text that is read, in characters. A statement with SQLite's largest number of columns (32,767) fits.
    static final int MAX_CHARACTERS = 2_000_000;

    private static final List<String> OPERATORS = List.of("->>", "->", "||", "<<", ">>", "<=", ">=", "==", "<>", "!=", "(", ")",
            ",",
            ".", ";", "+", "-", "*", "/", "%", "&", "|", "~", "<", ">", "=");

    private final String text;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;

    private SqlLexer(String text) {
        this.text = text;
    }

    /// The tokens of `text` and one [Kind#END] behind them.
    ///
    /// @throws SqlSyntaxException an unclosed quote, a malformed number or blob, a character of no token, a text too long
    static List<SqlToken> tokens(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new SqlSyntaxException("a text of %d characters is longer than %d".formatted(text.length(), MAX_CHARACTERS), 0);
        }
        var lexer = new SqlLexer(text);
        while (lexer.skipBlanks()) {
            lexer.next();
        }
        lexer.add(Kind.END, "", text.length());
        return lexer.tokens;
    }

    private boolean skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || (c >= '\t' && c <= '\r' && c != 0x0B) || (at == 0 && c == 0xFEFF)) {
                at++;
            } else if (c == '-' && peek(1) == '-') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end + 1;
            } else if (c == '/' && peek(1) == '*' && at + 2 < text.length()) {
                int end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else {
                return true;
            }
        }
        return false;
    }

    private void next() {
        char c = text.charAt(at);
        switch (c) {
            case '\'' -> quoted(Kind.STRING, '\'');
            case '"' -> quoted(Kind.DOUBLE_QUOTED, '"');
            case '`' -> quoted(Kind.NAME, '`');
            case '[' -> bracketed();
            case '?', ':', '@', '$', '#' -> parameter();
            default -> {
                if ((c == 'x' || c == 'X') && peek(1) == '\'') {
                    blob();
                } else if (digit(c) || (c == '.' && digit(peek(1)))) {
                    number();
                } else if (wordPart(c)) {
                    word();
                } else {
                    operator();
                }
            }
        }
    }

    private void quoted(Kind kind, char quote) {
        int start = at;
        var value = new StringBuilder();
        int from = at + 1;
        while (true) {
            int close = text.indexOf(quote, from);
            if (close < 0) {
                throw new SqlSyntaxException("a %s is not closed".formatted(quote), start);
            }
            value.append(text, from, close);
            if (close + 1 < text.length() && text.charAt(close + 1) == quote) {
                value.append(quote);
                from = close + 2;
            } else {
                add(kind, value.toString(), close + 1);
                return;
            }
        }
    }

    private void bracketed() {
        int close = text.indexOf(']', at);
        if (close < 0) {
            throw new SqlSyntaxException("a [ is not closed", at);
        }
        add(Kind.NAME, text.substring(at + 1, close), close + 1);
    }

    private void blob() {
        int close = text.indexOf('\'', at + 2);
        String digits = close < 0 ? "!" : text.substring(at + 2, close);
        if (digits.length() % 2 != 0 || !digits.chars().allMatch(SqlLexer::hexDigit)) {
            throw new SqlSyntaxException("a blob is not x'…' with pairs of hexadecimal digits", at);
        }
        add(Kind.BLOB, digits, close + 1);
    }

    private void parameter() {
        char sign = text.charAt(at);
        int end = at + 1;
        while (end < text.length() && (sign == '?' ? digit(text.charAt(end)) : wordPart(text.charAt(end)))) {
            end++;
        }
        if (sign != '?' && end == at + 1) {
            throw new SqlSyntaxException("the character %s belongs to no word".formatted(sign), at);
        }
        add(Kind.PARAMETER, text.substring(at, end), end);
    }

    private void word() {
        int end = at;
        while (end < text.length() && wordPart(text.charAt(end))) {
            end++;
        }
        add(Kind.WORD, text.substring(at, end), end);
    }

    private void number() {
        int end;
        boolean real = false;
        if (text.charAt(at) == '0' && (peek(1) == 'x' || peek(1) == 'X') && hexDigit(peek(2))) {
            end = run(at + 2, true);
        } else {
            end = run(at, false);
            if (charAt(end) == '.') {
                real = true;
                end = run(end + 1, false);
            }
            int exponent = exponentEnd(end);
            real |= exponent > end;
            end = exponent;
        }
        String digits = text.substring(at, end);
        boolean underscores = digits.startsWith("_") || digits.endsWith("_") || digits.contains("__");
        if (underscores || (end < text.length() && wordPart(text.charAt(end)))) {
            throw new SqlSyntaxException("a number is malformed", at);
        }
        add(real ? Kind.REAL : Kind.INTEGER, digits.replace("_", ""), end);
    }

    private int run(int from, boolean hexadecimal) {
        int end = from;
        while (end < text.length()
                && (text.charAt(end) == '_' || (hexadecimal ? hexDigit(text.charAt(end)) : digit(text.charAt(end))))) {
            end++;
        }
        return end;
    }

    private int exponentEnd(int from) {
        if (charAt(from) != 'e' && charAt(from) != 'E') {
            return from;
        }
        int digits = charAt(from + 1) == '+' || charAt(from + 1) == '-' ? from + 2 : from + 1;
        return digit(charAt(digits)) ? run(digits, false) : from;
    }

    private void operator() {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                add(Kind.OPERATOR, operator, at + operator.length());
                return;
            }
        }
        throw new SqlSyntaxException("the character U+%04X belongs to no word".formatted(text.codePointAt(at)), at);
    }

    private void add(Kind kind, String value, int end) {
        tokens.add(new SqlToken(kind, value, at, end));
        at = end;
    }

    private char peek(int distance) {
        return charAt(at + distance);
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean hexDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    // Every character beyond ASCII may stand in a name, as in SQLite's own table of characters.
    private static boolean wordPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || digit(c) || c == '_' || c == '$' || c >= 0x80;
    }
}

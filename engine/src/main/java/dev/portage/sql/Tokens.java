package dev.portage.sql;

import dev.portage.sql.SqlToken.Kind;
import java.util.List;
import java.util.Locale;

/// A place in a list of tokens, moved on by the parsers.
final class Tokens {
    private final String text;
    private final List<SqlToken> all;
    private int at;

    Tokens(String text) {
        this.text = text;
        this.all = SqlLexer.tokens(text);
    }

    SqlToken peek() {
        return all.get(at);
    }

    SqlToken peek(int distance) {
        return all.get(Math.min(at + distance, all.size() - 1));
    }

    SqlToken next() {
        SqlToken token = all.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    boolean ended() {
        return peek().kind() == Kind.END;
    }

    boolean accept(String keyword) {
        if (!peek().is(keyword)) {
            return false;
        }
        at++;
        return true;
    }

    boolean acceptAll(String first, String second) {
        if (!peek().is(first) || !peek(1).is(second)) {
            return false;
        }
        at += 2;
        return true;
    }

    boolean acceptOperator(String operator) {
        if (!peek().isOperator(operator)) {
            return false;
        }
        at++;
        return true;
    }

    void expect(String keyword) {
        if (!accept(keyword)) {
            throw unexpected(keyword);
        }
    }

    void expectOperator(String operator) {
        if (!acceptOperator(operator)) {
            throw unexpected(operator);
        }
    }

    /// A name as SQLite takes it, strings included.
    String name() {
        if (!peek().isName()) {
            throw unexpected("a name");
        }
        return next().value();
    }

    void expectEnd() {
        while (peek().isOperator(";")) {
            at++;
        }
        if (!ended()) {
            throw unexpected("the end");
        }
    }

    /// Passes a `(…)` and everything within it, and gives the text between the brackets without blanks around it.
    String bracketed() {
        SqlToken open = peek();
        expectOperator("(");
        int depth = 1;
        while (depth > 0) {
            SqlToken token = next();
            if (token.kind() == Kind.END) {
                throw new SqlSyntaxException("a ( is not closed", open.start());
            }
            depth += token.isOperator("(") ? 1 : token.isOperator(")") ? -1 : 0;
        }
        int inner = open.end();
        return slice(inner, previous().start());
    }

    SqlToken previous() {
        return all.get(at - 1);
    }

    int index() {
        return at;
    }

    void back(int index) {
        at = index;
    }

    /// The source text between two characters, without blanks around it.
    String slice(int start, int end) {
        return text.substring(start, Math.max(start, end)).strip();
    }

    SqlSyntaxException unexpected(String wanted) {
        SqlToken token = peek();
        String found = token.kind() == Kind.END ? "the text ends" : "there is " + shown(token);
        return new SqlSyntaxException("%s where %s is expected".formatted(found, wanted), token.start());
    }

    // Strings may hold row contents or secrets, so that a message names their kind alone.
    private static String shown(SqlToken token) {
        return switch (token.kind()) {
            case WORD, OPERATOR -> "'" + token.value() + "'";
            default -> "a " + token.kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + " word";
        };
    }
}

package dev.portage.source;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The tokens of one whole statement, blanks and comments left out.
final class SqlDumpTokens {
    private final SqlDumpLexer lexer = new SqlDumpLexer();
    private final byte[] text;
    private int start;

    SqlDumpTokens(byte[] text) {
        this.text = text;
    }

    /// Goes to the next token; false at the end.
    boolean next() {
        do {
            start = lexer.end();
            if (!lexer.scan(text, start, text.length, true)) {
                return false;
            }
        } while (lexer.kind() == SqlDumpLexer.Kind.SPACE);
        return true;
    }

    SqlDumpLexer.Kind kind() {
        return lexer.kind();
    }

    int start() {
        return start;
    }

    int end() {
        return lexer.end();
    }

    /// The token in upper case where it is a bare word or a sign, else empty: a quoted word is no keyword.
    String word() {
        return switch (lexer.kind()) {
            case WORD, OTHER, SEMICOLON, NUMBER -> raw().toUpperCase(Locale.ROOT);
            default -> "";
        };
    }

    /// The name that the token stands for, quotes taken away; lower case.
    String name() {
        String raw = raw();
        if (lexer.kind() == SqlDumpLexer.Kind.QUOTED || lexer.kind() == SqlDumpLexer.Kind.STRING) {
            String inner = raw.substring(1, raw.length() - 1);
            char quote = raw.charAt(0);
            raw = quote == '[' ? inner : inner.replace("" + quote + quote, "" + quote);
        }
        return raw.toLowerCase(Locale.ROOT);
    }

    private String raw() {
        return new String(text, start, lexer.end() - start, StandardCharsets.UTF_8);
    }
}

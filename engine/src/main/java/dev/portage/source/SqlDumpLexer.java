package dev.portage.source;

/// Where SQLite's tokens end in a text of bytes, one token at a time.
///
/// Bytes from 0x80 on count as letters, as in SQLite: a text that is not valid UTF-8 has the same tokens here and there.
///
/// Source: SQLite's own tokenizer (tokenize.c); "SQL As Understood By SQLite" says less.
final class SqlDumpLexer {
    /// The kinds of token that matter to a reader of dumps.
    enum Kind {
        /// Blanks, a comment, or a byte order mark.
        SPACE,
        /// A keyword or a bare name.
        WORD,
        /// `'…'`.
        STRING,
        /// A name as `"…"`, `` `…` `` or `[…]`.
        QUOTED,
        /// `x'…'`.
        BLOB,
        NUMBER, SEMICOLON,
        /// `?1`, `:a`, `@a`, `$a`, `#1`.
        PARAMETER,
        /// Byte 0, which ends a text for SQLite.
        NUL,
        /// Any other byte: operators, parentheses, and what SQLite does not know.
        OTHER
    }

    private Kind kind = Kind.OTHER;
    private int end;

    /// What the last [#scan(byte[], int, int, boolean)] found.
    Kind kind() {
        return kind;
    }

    /// The place after the token that the last [#scan(byte[], int, int, boolean)] found.
    int end() {
        return end;
    }

    /// Looks at the token that begins at `at`. False where its end cannot be told from the bytes before `limit`: then
    /// more bytes are needed, or, with `last`, the text ends inside a string, quoted name or comment, or at `at`.
    ///
    /// @param last whether nothing follows at `limit`
    boolean scan(byte[] text, int at, int limit, boolean last) {
        if (at >= limit || (!last && at + 2 >= limit)) {
            return false;
        }
        byte first = text[at];
        byte second = at + 1 < limit ? text[at + 1] : 0;
        if (first == '\'') {
            return closed(Kind.STRING, text, at, limit, last);
        }
        if (first == '"' || first == '`') {
            return closed(Kind.QUOTED, text, at, limit, last);
        }
        if (first == '[') {
            return until(Kind.QUOTED, text, at + 1, limit, (byte) ']');
        }
        if (first == '-' && second == '-') {
            return lineComment(text, at, limit, last);
        }
        if (first == '/' && second == '*') {
            return blockComment(text, at, limit);
        }
        if ((first == 'x' || first == 'X') && second == '\'') {
            return until(Kind.BLOB, text, at + 2, limit, (byte) '\'');
        }
        if (byteOrderMark(text, at, limit)) {
            return found(Kind.SPACE, at + 3);
        }
        return plain(text, at, limit, last);
    }

    private boolean plain(byte[] text, int at, int limit, boolean last) {
        byte first = text[at];
        if (blank(first)) {
            int to = at + 1;
            while (to < limit && blank(text[to])) {
                to++;
            }
            return found(Kind.SPACE, to);
        }
        if (letter(first)) {
            return run(first >= '0' && first <= '9' ? Kind.NUMBER : Kind.WORD, text, at, limit, last);
        }
        return found(switch (first) {
            case ';' -> Kind.SEMICOLON;
            case '?', ':', '@', '$', '#' -> Kind.PARAMETER;
            case 0 -> Kind.NUL;
            default -> Kind.OTHER;
        }, at + 1);
    }

    private boolean run(Kind what, byte[] text, int at, int limit, boolean last) {
        int to = at + 1;
        while (to < limit && (letter(text[to]) || text[to] == '$')) {
            to++;
        }
        return (to < limit || last) && found(what, to);
    }

    /// A quote within is doubled.
    private boolean closed(Kind what, byte[] text, int at, int limit, boolean last) {
        byte quote = text[at];
        int to = at + 1;
        while (to < limit) {
            if (text[to] != quote) {
                to++;
            } else if (to + 1 < limit && text[to + 1] == quote) {
                to += 2;
            } else {
                return (to + 1 < limit || last) && found(what, to + 1);
            }
        }
        return false;
    }

    private boolean until(Kind what, byte[] text, int from, int limit, byte close) {
        for (int to = from; to < limit; to++) {
            if (text[to] == close) {
                return found(what, to + 1);
            }
        }
        return false;
    }

    private boolean lineComment(byte[] text, int at, int limit, boolean last) {
        return until(Kind.SPACE, text, at + 2, limit, (byte) '\n') || (last && found(Kind.SPACE, limit));
    }

    private boolean blockComment(byte[] text, int at, int limit) {
        for (int to = at + 3; to < limit; to++) {
            if (text[to] == '/' && text[to - 1] == '*') {
                return found(Kind.SPACE, to + 1);
            }
        }
        return false;
    }

    private boolean found(Kind what, int to) {
        kind = what;
        end = to;
        return true;
    }

    private static boolean byteOrderMark(byte[] text, int at, int limit) {
        return at + 2 < limit && text[at] == (byte) 0xef && text[at + 1] == (byte) 0xbb && text[at + 2] == (byte) 0xbf;
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\n' || b == '\t' || b == '\r' || b == '\f';
    }

    private static boolean letter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_' || b < 0;
    }
}

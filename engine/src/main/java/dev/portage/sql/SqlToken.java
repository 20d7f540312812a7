package dev.portage.sql;

import java.util.Locale;

/// One word of SQLite's language.
///
/// @param value what the token means: the name without its quotes, the string with its quotes undoubled, the blob's hex
///        digits, the operator, the number without its underscores
/// @param start its first character in the text; `end` is the one behind its last
record SqlToken(Kind kind, String value, int start, int end) {
    enum Kind {
        /// A bare word, a keyword or a name.
        WORD,
        /// A name in `[…]` or between backquotes, never anything else.
        NAME,
        /// A word between double quotes: a name, or a string where no such name is known.
        DOUBLE_QUOTED, STRING, BLOB, INTEGER, REAL, PARAMETER, OPERATOR, END
    }

    /// True where this is the bare keyword, compared without case.
    boolean is(String keyword) {
        return keyword().equals(keyword);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && value.equals(operator);
    }

    /// True where SQLite takes this token as a name (`nm` of its grammar, which allows strings).
    boolean isName() {
        return kind == Kind.WORD || kind == Kind.NAME || kind == Kind.DOUBLE_QUOTED || kind == Kind.STRING;
    }

    /// The word in upper case for a bare word of ASCII letters, an empty text otherwise.
    String keyword() {
        // Letters beyond ASCII whose capital is an ASCII one belong to no keyword.
        return kind == Kind.WORD && value.chars().allMatch(c -> c < 0x80) ? value.toUpperCase(Locale.ROOT) : "";
    }
}

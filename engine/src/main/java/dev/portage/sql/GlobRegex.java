package dev.portage.sql;

/// A GLOB pattern as a regular expression of PostgreSQL.
///
/// `*` is any text, `?` one character, `[…]` one of a set, `[^…]` one outside it; a `]` that comes first belongs to the set.
/// Source: `patternCompare` of SQLite's func.c; PostgreSQL 15, 9.7.3 (ARE: a backslash before a sign makes it plain, also
/// within brackets, and a `u` with four digits behind it is a character by its number).
final class GlobRegex {
    private final int[] glob;
    private int at;

    GlobRegex(String glob) {
        this.glob = glob.codePoints().toArray();
    }

    String regex() throws Untranslatable {
        var regex = new StringBuilder("^");
        while (at < glob.length) {
            int c = glob[at++];
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> set(regex);
                default -> plain(regex, c);
            }
        }
        return regex.append('$').toString();
    }

    private void set(StringBuilder regex) throws Untranslatable {
        regex.append('[');
        if (at < glob.length && glob[at] == '^') {
            regex.append('^');
            at++;
        }
        if (at < glob.length && glob[at] == ']') {
            plain(regex, ']');
            at++;
        }
        int before = -1;
        while (at < glob.length && glob[at] != ']') {
            int c = glob[at++];
            boolean range = c == '-' && before >= 0 && at < glob.length && glob[at] != ']';
            if (range && glob[at] >= before) {
                regex.append('-');
                plain(regex, glob[at]);
            } else if (!range) {
                plain(regex, c);
            }
            at += range ? 1 : 0;
            before = range ? -1 : c;
        }
        if (at >= glob.length) {
            throw new Untranslatable("a [ in a pattern of GLOB is not closed");
        }
        at++;
        regex.append(']');
    }

    private static void plain(StringBuilder regex, int c) {
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            regex.append((char) c);
        } else if (c > ' ' && c < 0x7F) {
            regex.append('\\').append((char) c);
        } else {
            regex.append(c > 0xFFFF ? "\\U%08X".formatted(c) : "\\u%04X".formatted(c));
        }
    }
}

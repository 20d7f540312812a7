package dev.portage.observe;

/// Text from a database that is shown to people: what could move a cursor, hide or turn text round becomes an escape.
public final class Visible {
    private Visible() {}

    /// The text on one line, with control characters, line ends, bidirectional controls and half surrogates written as
    /// `\n`, `\x1b`, `\u202e`. Everything else stays.
    public static String of(String text) {
        if (text.codePoints().noneMatch(Visible::isHidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (isHidden(point)) {
                shown.append(escape(point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    private static boolean isHidden(int point) {
        if (point == 0x200c || point == 0x200d) {
            return false; // Joiners: words of some scripts and many emoji need them, and they turn nothing round.
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    private static String escape(int point) {
        return switch (point) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(point < 0x100 ? "\\x%02x" : "\\u%04x", point);
        };
    }
}

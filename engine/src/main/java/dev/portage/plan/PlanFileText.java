package dev.portage.plan;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Writes names and texts so that YAML reads them as exactly the same strings, whatever is in them.
final class PlanFileText {
    private static final int COMMENT_LENGTH = 400;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern PLAIN_VALUE = Pattern.compile("[A-Za-z]([A-Za-z0-9_/+(), -]*[A-Za-z0-9)])?");
    // Words that some YAML reads as something else than a string; our own reader takes them as they stand.
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private PlanFileText() {}

    /// A key or name: bare where it is a plain word, else between double quotes.
    static String name(String text) {
        return PLAIN.matcher(text).matches() && !word(text) ? text : quoted(text);
    }

    /// A value that we chose the words of, bare where that is safe.
    static String value(String text) {
        return PLAIN_VALUE.matcher(text).matches() && !word(text) ? text : quoted(text);
    }

    private static boolean word(String text) {
        return WORDS.contains(text.toLowerCase(Locale.ROOT));
    }

    /// A text of several lines, as a block whose lines stand behind `indent` blanks; one of a single line between quotes.
    static String paragraph(String text, int indent) {
        boolean block = text.indexOf('\n') >= 0 && !text.endsWith("\n\n")
                && text.lines().allMatch(
                        line -> !line.isBlank() && !line.startsWith(" ") && line.codePoints().allMatch(PlanFileText::visible))
                && !text.startsWith("\n") && text.indexOf('\r') < 0;
        if (!block) {
            return quoted(text);
        }
        String margin = "\n" + " ".repeat(indent);
        return (text.endsWith("\n") ? "|" : "|-") + margin + text.stripTrailing().replace("\n", margin);
    }

    /// `text` between double quotes, with everything escaped that cannot be seen or that YAML forbids.
    static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (visible(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(c <= 0xFFFF ? "\\u%04X".formatted(c) : "\\U%08X".formatted(c));
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    /// `text` as the rest of a comment: one line, nothing that a terminal would act upon, not longer than 400 characters.
    static String comment(String text) {
        var out = new StringBuilder();
        text.codePoints().limit(COMMENT_LENGTH).forEach(c -> out.appendCodePoint(visible(c) ? c : '?'));
        return text.codePointCount(0, text.length()) > COMMENT_LENGTH ? out.append('…').toString() : out.toString();
    }

    private static boolean visible(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
                false;
            default -> true;
        };
    }
}

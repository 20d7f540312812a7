package dev.portage.sql;

import java.util.Optional;

/// A format of strftime() as a template of to_char(), which is what a person would write for the present moment.
final class DateTemplate {
    private DateTemplate() {}

    /// The template, or empty where to_char() has none.
    static Optional<String> of(String format) {
        var template = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            Optional<String> part = c != '%' ? plain(c) : ++i < format.length() ? part(format.charAt(i)) : Optional.empty();
            if (part.isEmpty()) {
                return Optional.empty();
            }
            template.append(part.get());
        }
        return Optional.of(template.toString());
    }

    private static Optional<String> part(char letter) {
        return Optional.ofNullable(switch (letter) {
            case 'Y' -> "YYYY";
            case 'm' -> "MM";
            case 'd' -> "DD";
            case 'H' -> "HH24";
            case 'M' -> "MI";
            case 'S' -> "SS";
            case 'f' -> "SS.MS";
            case 'j' -> "DDD";
            case 'F' -> "YYYY-MM-DD";
            case 'T' -> "HH24:MI:SS";
            case 'R' -> "HH24:MI";
            default -> null;
        });
    }

    // Other characters may be taken for a pattern.
    private static Optional<String> plain(char c) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            return Optional.of("\"" + c + "\"");
        }
        return " -:./,_T".indexOf(c) >= 0 ? Optional.of(String.valueOf(c)) : Optional.empty();
    }
}

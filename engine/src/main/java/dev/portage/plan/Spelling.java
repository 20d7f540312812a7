package dev.portage.plan;

import dev.portage.plan.PlanOptions.Identifiers;
import java.util.Locale;

/// How names are spelt in the target.
final class Spelling {
    private Spelling() {}

    /// The name as the mode spells it; spelling it again changes nothing.
    ///
    /// SNAKE puts `_` where a word begins (`AlbumId` is `album_id`, `HTTPServer` `http_server`, `Address2` `address2`) and
    /// in the place of blanks and dashes. Digits at the beginning stay, and letters become small by Unicode's rules.
    static String of(Identifiers mode, String name) {
        return switch (mode) {
            case PRESERVE -> name;
            case LOWER -> name.toLowerCase(Locale.ROOT);
            case SNAKE -> snake(name).toLowerCase(Locale.ROOT);
        };
    }

    private static String snake(String name) {
        int[] letters = name.codePoints().toArray();
        var out = new StringBuilder();
        boolean gap = false;
        for (int i = 0; i < letters.length; i++) {
            int c = letters[i];
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.DASH_PUNCTUATION) {
                gap = true;
                continue;
            }
            if (gap ? !endsIn(out, '_') && c != '_' : begins(letters, i)) {
                out.append('_');
            }
            gap = false;
            out.appendCodePoint(c);
        }
        return (gap && !endsIn(out, '_') ? out.append('_') : out).toString();
    }

    private static boolean endsIn(StringBuilder text, char c) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == c;
    }

    // A capital begins a word after a small letter or a digit, and as the last of a run before a small letter.
    private static boolean begins(int[] letters, int i) {
        if (i == 0 || !capital(letters[i])) {
            return false;
        }
        int before = letters[i - 1];
        boolean endsRun = capital(before) && i + 1 < letters.length && Character.isLowerCase(letters[i + 1]);
        return Character.isLowerCase(before) || Character.isDigit(before) || endsRun;
    }

    private static boolean capital(int c) {
        return Character.isUpperCase(c) || Character.isTitleCase(c);
    }
}

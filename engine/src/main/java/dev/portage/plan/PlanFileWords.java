package dev.portage.plan;

import dev.portage.mapping.ValueForm;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The words of plan.yaml.
final class PlanFileWords {
    /// What `form:` may say; `transcoded:CHARSET` beside these.
    static final List<String> FORMS = List.of("plain", "epoch-seconds", "epoch-milliseconds", "epoch-microseconds", "julian-days",
            "iso", "text", "classed", "words", "bytes", "uuid-bytes", "digits", "escaped", "stripped", "quarantined");
    /// What `nul:` may say.
    static final List<String> NUL = List.of("bytea", "escape", "strip", "quarantine");
    private static final int LONGEST = 64;

    private PlanFileWords() {}

    /// The word of a form, `iso`.
    static String of(ValueForm form) {
        return switch (form) {
            case ValueForm.Plain _ -> "plain";
            case ValueForm.Words _ -> "words";
            case ValueForm.IsoText _ -> "iso";
            case ValueForm.Epoch(var unit) -> switch (unit) {
                case SECONDS -> "epoch-seconds";
                case MILLISECONDS -> "epoch-milliseconds";
                case MICROSECONDS -> "epoch-microseconds";
                case JULIAN_DAYS -> "julian-days";
            };
            case ValueForm.AnyAsText _ -> "text";
            case ValueForm.ClassedBytes _ -> "classed";
            case ValueForm.TextBytes _ -> "bytes";
            case ValueForm.UuidBytes _ -> "uuid-bytes";
            case ValueForm.Label _ -> "label";
            case ValueForm.Digits _ -> "digits";
            case ValueForm.Escaped _ -> "escaped";
            case ValueForm.Stripped _ -> "stripped";
            case ValueForm.Transcoded(var charset) -> "transcoded:" + charset.name();
            case ValueForm.Quarantined _ -> "quarantined";
        };
    }

    /// True for `prefix:CHARSET` with a charset that this Java knows.
    static boolean charset(String word, String prefix) {
        if (!word.startsWith(prefix + ":")) {
            return false;
        }
        try {
            return Charset.forName(word.substring(prefix.length() + 1)).canEncode();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return false;
        }
    }

    /// The hazard of a code as reports write it.
    static Optional<HazardCode> code(String word) {
        return List.of(HazardCode.values()).stream().filter(code -> code.code().equals(word)).findFirst();
    }

    /// The known word that is most like `word`, if any is much like it.
    static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        int allowed = Math.max(1, word.length() / 3);
        return known.stream().filter(each -> each.length() <= LONGEST && distance(word, each) <= allowed)
                .min(Comparator.<String>comparingInt(each -> distance(word, each)).thenComparing(each -> each));
    }

    // Edits of one character and swaps of two neighbours, without regard to case.
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : step(edits, a, b, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int step(int[][] edits, String a, String b, int i, int j) {
        int changed = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(changed, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}

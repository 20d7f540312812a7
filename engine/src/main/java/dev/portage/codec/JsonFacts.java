package dev.portage.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// What PostgreSQL would make of a text as `json` and as `jsonb`.
///
/// `json` checks the syntax (RFC 8259) and keeps the bytes: duplicate keys, `\u0000` and lone surrogates stay. `jsonb`
/// parses: of duplicate keys the last one stays, `\u0000` and lone surrogates are refused, -0 loses its sign, and a number
/// must fit `numeric`. Both refuse an empty text, a byte order mark, and nesting beyond the server's stack (some 14,000
/// levels with the default `max_stack_depth` of 2 MB on PostgreSQL 15); Portage draws the line at 6,000.
///
/// @param valid whether `json` takes the text
/// @param jsonbSafe whether `jsonb` takes it and keeps its meaning
/// @param reason why not, as a clause; empty where both hold
public record JsonFacts(boolean valid, boolean jsonbSafe, String reason) {
    /// The deepest nesting that counts as valid.
    public static final int DEEPEST = 6_000;

    private static final JsonFacts SAFE = new JsonFacts(true, true, "");
    private static final String HALF_PAIR = "a string holds half a surrogate pair";
    /// jsonb keeps the length of a string in 28 bits.
    private static final int LONGEST_JSONB = 0x0FFF_FFFF;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE).build())
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES).build();

    /// Looks at the whole text.
    public static JsonFacts examine(byte[] utf8) {
        String problem = bytesProblem(utf8);
        if (!problem.isEmpty()) {
            return new JsonFacts(false, false, problem);
        }
        String reason = utf8.length > LONGEST_JSONB ? "longer than the 256 MB of jsonb" : "";
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            var walk = new Walk(parser, hasEscapes(utf8));
            walk.run();
            reason = reason.isEmpty() ? walk.reason : reason;
        } catch (JacksonException e) {
            return validButForSurrogates(utf8) ? new JsonFacts(true, false, HALF_PAIR) : new JsonFacts(false, false, invalid(e));
        }
        return reason.isEmpty() ? SAFE : new JsonFacts(true, false, reason);
    }

    // Jackson refuses half a surrogate pair in a key, which PostgreSQL's json takes: with other escapes in their place the
    // text tells whether that alone was wrong.
    private static boolean validButForSurrogates(byte[] utf8) {
        byte[] other = utf8.clone();
        boolean changed = false;
        for (int i = 0; i + 5 < other.length; i++) {
            if (other[i] == '\\') {
                int second = Character.digit(other[i + 3], 16);
                if (other[i + 1] == 'u' && (other[i + 2] | 0x20) == 'd' && second >= 8) {
                    other[i + 2] = 'e';
                    changed = true;
                }
                i++;
            }
        }
        if (!changed) {
            return false;
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), other)) {
            new Walk(parser, true).run();
            return true;
        } catch (JacksonException _) {
            return false; // the first error is the one to tell
        }
    }

    private static String invalid(JacksonException e) {
        var place = e.getLocation();
        return place == null ? "not JSON" : "not JSON at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
    }

    private static String bytesProblem(byte[] utf8) {
        if (Utf8.hasNul(utf8, 0, utf8.length)) {
            return "U+0000 in the text";
        }
        if (Utf8.firstInvalid(utf8, 0, utf8.length) >= 0) {
            return "not valid UTF-8";
        }
        boolean mark = utf8.length >= 3 && utf8[0] == (byte) 0xEF && utf8[1] == (byte) 0xBB && utf8[2] == (byte) 0xBF;
        return mark ? "begins with a byte order mark" : "";
    }

    // Only an escape can bring in U+0000 or half a surrogate pair, so most texts need no look at their strings.
    private static boolean hasEscapes(byte[] utf8) {
        for (int i = 0; i + 1 < utf8.length; i++) {
            if (utf8[i] == '\\' && utf8[i + 1] == 'u') {
                return true;
            }
        }
        return false;
    }

    /// One pass over the tokens; the first thing that jsonb would change is the reason.
    private static final class Walk {
        private final JsonParser parser;
        private final boolean escapes;
        private final Deque<Set<String>> keys = new ArrayDeque<>();
        private String reason = "";

        Walk(JsonParser parser, boolean escapes) {
            this.parser = parser;
            this.escapes = escapes;
        }

        void run() {
            int depth = 0;
            int roots = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                roots += depth == 0 ? 1 : 0;
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (roots > 1) {
                    throw new tools.jackson.core.exc.StreamReadException(parser, "more than one value");
                }
                look(token);
            }
            if (roots == 0) {
                throw new tools.jackson.core.exc.StreamReadException(parser, "no value");
            }
        }

        private void look(JsonToken token) {
            if (!reason.isEmpty()) {
                return;
            }
            switch (token) {
                case START_OBJECT -> keys.push(new HashSet<>());
                case END_OBJECT -> keys.pop();
                case PROPERTY_NAME -> name(parser.currentName());
                case VALUE_STRING -> reason = escapes ? stringProblem(parser.getString()) : "";
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> reason = numberProblem(parser.getString());
                case START_ARRAY, END_ARRAY, VALUE_TRUE, VALUE_FALSE, VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> {}
            }
        }

        private void name(String name) {
            if (!keys.element().add(name)) {
                reason = "an object has a key twice";
            } else if (escapes) {
                reason = stringProblem(name);
            }
        }
    }

    private static String stringProblem(String string) {
        for (int i = 0; i < string.length(); i++) {
            char unit = string.charAt(i);
            if (unit == 0) {
                return "a string holds \\u0000";
            }
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit) && i + 1 < string.length()
                        && Character.isLowSurrogate(string.charAt(i + 1));
                if (!pair) {
                    return HALF_PAIR;
                }
                i++;
            }
        }
        return "";
    }

    private static String numberProblem(String number) {
        int mantissaEnd = number.length();
        int point = -1;
        boolean zero = true;
        for (int i = 0; i < mantissaEnd; i++) {
            char c = number.charAt(i);
            if (c == 'e' || c == 'E') {
                mantissaEnd = i;
            } else if (c == '.') {
                point = i;
            } else if (c >= '1' && c <= '9') {
                zero = false;
            }
        }
        if (zero && number.charAt(0) == '-') {
            return "a number is minus zero";
        }
        String exponentText = number.substring(Math.min(mantissaEnd + 1, number.length()));
        if (exponentText.length() > 8) {
            return "a number is outside numeric";
        }
        int exponent = exponentText.isEmpty() ? 0 : Integer.parseInt(exponentText);
        int wholeDigits = (point < 0 ? mantissaEnd : point) - (number.charAt(0) == '-' ? 1 : 0);
        int decimals = point < 0 ? 0 : mantissaEnd - point - 1;
        boolean fits = decimals - (long) exponent <= PgNumeric.LARGEST_SCALE
                && (zero ? exponent <= PgNumeric.LARGEST_SCALE : wholeDigits + (long) exponent <= PgNumeric.LARGEST_WHOLE_DIGITS);
        return fits ? "" : "a number is outside numeric";
    }
}

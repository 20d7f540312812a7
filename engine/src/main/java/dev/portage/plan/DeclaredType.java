package dev.portage.plan;

import dev.portage.schema.Affinity;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a declared type says to a reader, beside the affinity that it gives.
///
/// @param first the first number in brackets, 0 where there is none or it is absurd
/// @param second the second number
record DeclaredType(Meaning meaning, int first, int second, boolean misleading) {
    private static final Pattern NUMBERS = Pattern.compile("\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\)");
    private static final Pattern INTEGER_WORD = Pattern
            .compile("(UNSIGNED|SIGNED|TINY|SMALL|MEDIUM|BIG|HUGE|LONG|SHORT|U)*INT(EGER)?\\d*(UNSIGNED)?");
    private static final Set<String> DECIMAL = Set.of("DECIMAL", "NUMERIC", "NUMBER", "DEC", "MONEY", "CURRENCY", "FIXED");
    private static final Set<String> BOOLEAN = Set.of("BOOL", "BOOLEAN");
    private static final Set<String> JSON = Set.of("JSON", "JSONB");
    private static final Set<String> UUID = Set.of("UUID", "GUID", "UNIQUEIDENTIFIER");
    private static final Set<String> TIMES = Set.of("DATE", "TIME", "DATETIME", "TIMESTAMP", "TIMESTAMPTZ", "TIMETZ",
            "DATETIME2", "SMALLDATETIME", "DATETIMEOFFSET");

    /// What a column of that type is meant to hold.
    enum Meaning {
        NUMBER, DECIMAL, TEXT, LIMITED_TEXT, BOOLEAN, TIME, JSON, UUID, ANY
    }

    /// Reads a declared type as SQLite keeps it.
    static DeclaredType of(String declared, Affinity affinity) {
        String upper = declared.toUpperCase(Locale.ROOT);
        List<String> words = List.of(upper.split("[^A-Z0-9]+")).stream().filter(word -> !word.isEmpty()).toList();
        Matcher numbers = NUMBERS.matcher(upper);
        boolean sized = numbers.find();
        int first = sized ? Integer.parseInt(numbers.group(1)) : 0;
        int second = sized && numbers.group(2) != null ? Integer.parseInt(numbers.group(2)) : 0;
        return new DeclaredType(meaning(words, affinity, first), first, second, misleading(words, affinity));
    }

    private static Meaning meaning(List<String> words, Affinity affinity, int first) {
        if (any(words, BOOLEAN)) {
            return Meaning.BOOLEAN;
        }
        if (any(words, JSON)) {
            return Meaning.JSON;
        }
        if (any(words, UUID)) {
            return Meaning.UUID;
        }
        if (any(words, TIMES) && (affinity == Affinity.NUMERIC || affinity == Affinity.BLOB)) {
            return Meaning.TIME;
        }
        return switch (affinity) {
            case INTEGER, REAL -> Meaning.NUMBER;
            case TEXT ->
                first > 0 && words.stream().anyMatch(word -> word.contains("CHAR")) ? Meaning.LIMITED_TEXT : Meaning.TEXT;
            case NUMERIC -> any(words, DECIMAL) ? Meaning.DECIMAL : Meaning.ANY;
            case BLOB -> Meaning.ANY;
        };
    }

    // FLOATING POINT is an integer to SQLite because of the INT in POINT, and STRING is a number because no rule knows it.
    private static boolean misleading(List<String> words, Affinity affinity) {
        return switch (affinity) {
            case INTEGER -> words.stream().noneMatch(word -> INTEGER_WORD.matcher(word).matches());
            case NUMERIC -> words.stream().anyMatch(word -> word.contains("STRING"));
            case TEXT, REAL, BLOB -> false;
        };
    }

    private static boolean any(List<String> words, Set<String> known) {
        return words.stream().anyMatch(known::contains);
    }
}

package dev.portage.plan;

import dev.portage.schema.Schema;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a trigger does, in a few words for a message; read from its text alone, which may be anything.
final class TriggerWords {
    private static final Pattern HEAD = Pattern.compile(
            "\\bTRIGGER\\b.*?\\b(BEFORE|AFTER|INSTEAD\\s+OF)?\\s*\\b(INSERT|UPDATE|DELETE)\\b.*?\\bON\\b",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ACTION = Pattern.compile(
            "\\b(INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO|REPLACE\\s+INTO|UPDATE(?:\\s+OR\\s+\\w+)?|DELETE\\s+FROM)\\s+(\"[^\"]+\"|\\[[^]]+]|`[^`]+`|[\\w$]+)|\\bRAISE\\s*\\(",
            Pattern.CASE_INSENSITIVE);

    private TriggerWords() {}

    /// `AFTER UPDATE ON a: UPDATE a`.
    static String does(Schema.Trigger trigger) {
        Matcher head = HEAD.matcher(trigger.sql());
        String when = head.find() ? words((head.group(1) == null ? "BEFORE" : head.group(1)) + " " + head.group(2)) : "trigger";
        int begin = trigger.sql().toUpperCase(Locale.ROOT).indexOf("BEGIN");
        Set<String> actions = new LinkedHashSet<>();
        Matcher action = ACTION.matcher(trigger.sql());
        for (boolean found = action.find(Math.max(0, begin)); found; found = action.find()) {
            actions.add(action.group(1) == null ? "RAISE" : words(action.group(1)) + " " + action.group(2));
        }
        return when + " ON " + trigger.table() + (actions.isEmpty() ? "" : ": " + String.join(", ", actions));
    }

    private static String words(String sql) {
        return sql.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
    }
}

package dev.portage.plan;

import dev.portage.schema.Schema;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the schema itself tells a person, without a look at rows: views, triggers, virtual tables, the encoding.
final class SchemaNotes {
    private static final Pattern HEAD = Pattern.compile(
            "\\bTRIGGER\\b.*?\\b(BEFORE|AFTER|INSTEAD\\s+OF)?\\s*\\b(INSERT|UPDATE|DELETE)\\b.*?\\bON\\b",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ACTION = Pattern.compile(
            "\\b(INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO|REPLACE\\s+INTO|UPDATE(?:\\s+OR\\s+\\w+)?|DELETE\\s+FROM)\\s+(\"[^\"]+\"|\\[[^]]+]|`[^`]+`|[\\w$]+)|\\bRAISE\\s*\\(",
            Pattern.CASE_INSENSITIVE);

    private SchemaNotes() {}

    static void tell(Schema schema, HazardList hazards) {
        if (!schema.encoding().equalsIgnoreCase("UTF-8")) {
            hazards.tell(HazardCode.ENCODING_UTF16, HazardList.Place.ofFile(Optional.empty()), HazardList.Rows.NONE,
                    "the file keeps text as %s; it is converted to UTF-8 exactly".formatted(schema.encoding()));
        }
        for (Schema.VirtualTable table : schema.virtualTables()) {
            hazards.tell(HazardCode.VIRTUAL_TABLE, HazardList.Place.of(table.name()), HazardList.Rows.NONE,
                    "%s is a virtual table of %s and does not arrive; %s".formatted(table.name(), table.module(),
                            instead(table.module())));
        }
        for (String table : schema.shadowTables()) {
            hazards.tell(HazardCode.SHADOW_TABLE, HazardList.Place.of(table), HazardList.Rows.NONE,
                    "%s belongs to a virtual table and is not copied".formatted(table));
        }
        schema.views().forEach(view -> view(view, hazards));
        schema.triggers().forEach(trigger -> trigger(trigger, schema, hazards));
    }

    private static void view(Schema.View view, HazardList hazards) {
        HazardList.Place place = HazardList.Place.ofFile(Optional.of(view.name()));
        if (view.broken().isPresent()) {
            hazards.tell(HazardCode.VIEW_BROKEN, place, HazardList.Rows.NONE,
                    "view %s cannot be used in SQLite either (%s) and is skipped".formatted(view.name(), view.broken().get()));
        } else {
            hazards.tell(HazardCode.VIEW_UNTRANSLATED, place, HazardList.Rows.NONE,
                    "view %s is not translated; write it for PostgreSQL before the application needs it".formatted(view.name()));
        }
    }

    private static void trigger(Schema.Trigger trigger, Schema schema, HazardList hazards) {
        boolean ofTable = schema.findTable(trigger.table()).isPresent();
        HazardList.Place place = ofTable
                ? HazardList.Place.ofSubject(trigger.table(), trigger.name())
                : HazardList.Place.ofFile(Optional.of(trigger.name()));
        hazards.tell(HazardCode.TRIGGER_UNTRANSLATED, place, HazardList.Rows.NONE,
                "trigger %s (%s) does not arrive, so nothing of it runs during the load; write it for PostgreSQL afterwards"
                        .formatted(trigger.name(), does(trigger)));
    }

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

    private static String instead(String module) {
        return switch (module) {
            case "fts3", "fts4", "fts5" -> "on PostgreSQL a tsvector column with a GIN index does its work";
            case "rtree", "rtree_i32", "geopoly" -> "on PostgreSQL a GiST index on a range, box or PostGIS column does its work";
            default -> "what it shows must be made anew on PostgreSQL";
        };
    }
}

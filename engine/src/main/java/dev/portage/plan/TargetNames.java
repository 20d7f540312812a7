package dev.portage.plan;

import dev.portage.schema.Table;
import dev.portage.source.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The names that tables and columns get in PostgreSQL: their own, unless PostgreSQL cannot keep them.
///
/// Source: NAMEDATALEN and "System Columns" in PostgreSQL's documentation.
final class TargetNames {
    /// The longest name of PostgreSQL, in bytes.
    static final int LONGEST_BYTES = 63;
    /// What stands for the empty name, which SQLite allows and PostgreSQL does not.
    private static final String UNNAMED = "_";
    private static final int HASH_LENGTH = 8;
    private static final Set<String> SYSTEM_COLUMNS = Set.of("xmin", "xmax", "cmin", "cmax", "ctid", "tableoid");

    private final HazardList hazards;
    private final Choices choices;
    private final Set<String> takenTables = new HashSet<>();
    private long respelt;

    TargetNames(HazardList hazards, Choices choices) {
        this.hazards = hazards;
        this.choices = choices;
    }

    /// The table's name in the target; tables must be asked for in a stable order.
    String table(Table table) {
        Optional<String> renamed = choices.table(table.name()).rename();
        if (renamed.isEmpty()) {
            controlCharacters(HazardList.Place.of(table.name()), "table", table.name());
        }
        String schema = choices.table(table.name()).targetSchema().orElse(choices.targetSchema());
        String plain = renamed.orElseGet(() -> spelt(own(table)));
        String name = unique(cut(plain), candidate -> takenTables.add(schema + "\0" + candidate));
        if (renamed.isEmpty() && !own(table).equals(table.name())) {
            hazards.tell(HazardCode.IDENTIFIER_RENAMED, HazardList.Place.of(table.name()), HazardList.Rows.NONE,
                    "table %s becomes %s, for two sources have a table of that name".formatted(table.name(), name));
        } else {
            sayRenamed(HazardList.Place.of(table.name()), "table " + table.name(), plain, name);
        }
        return name;
    }

    private static String own(Table table) {
        return table.place().proposed(table.name());
    }

    private String spelt(String name) {
        String spelt = Spelling.of(choices.options().identifiers(), name);
        respelt += spelt.equals(name) ? 0 : 1;
        return spelt;
    }

    /// Says once how many names are spelt otherwise than in the source, as was asked.
    void sayRespelt() {
        if (respelt > 0) {
            hazards.tell(HazardCode.IDENTIFIER_SPELT, HazardList.Place.ofFile(Optional.empty()), HazardList.Rows.NONE,
                    "%,d names of tables and columns are spelt in %s, as asked; SQL of the application must name them so"
                            .formatted(respelt,
                                    choices.options().identifiers() == PlanOptions.Identifiers.LOWER
                                            ? "lower case"
                                            : "snake case"));
        }
    }

    /// The names of the table's columns, in its order.
    List<String> columns(Table table) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Table.Column column : table.columns()) {
            Optional<String> renamed = choices.table(table.name()).column(column.name()).rename();
            HazardList.Place place = HazardList.Place.of(table.name(), column.name());
            if (renamed.isEmpty()) {
                controlCharacters(place, "column", column.name());
            }
            // A column that a person named for the target has the target's name already.
            String plain = renamed.orElseGet(() -> column.computed().isPresent() ? column.name() : spelt(column.name()));
            String wanted = cut(plain);
            wanted = SYSTEM_COLUMNS.contains(wanted) ? wanted + "_" : wanted;
            String name = unique(wanted, taken::add);
            sayRenamed(place, "column " + table.name() + "." + column.name(), plain, name);
            names.add(name);
        }
        return names;
    }

    /// Says once a table which of its names have capital letters.
    void sayCase(Table table, String target, List<String> columns) {
        List<String> capital = java.util.stream.Stream.concat(java.util.stream.Stream.of(target), columns.stream())
                .filter(name -> name.chars().anyMatch(c -> c >= 'A' && c <= 'Z')).toList();
        if (!capital.isEmpty()) {
            hazards.tell(HazardCode.IDENTIFIER_CASE, HazardList.Place.of(table.name()), HazardList.Rows.NONE,
                    "SQL on PostgreSQL must write these names between double quotes, for it folds bare names to lower case: "
                            + String.join(", ", capital.subList(0, Math.min(10, capital.size())))
                            + (capital.size() > 10 ? " and %d more".formatted(capital.size() - 10) : ""));
        }
    }

    /// `name` if PostgreSQL keeps it whole, `_` for the empty name, else its beginning with a hash of the whole, 63 bytes at most.
    static String cut(String name) {
        if (name.isEmpty()) {
            return UNNAMED;
        }
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= LONGEST_BYTES) {
            return name;
        }
        int end = LONGEST_BYTES - HASH_LENGTH - 1;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--; // not inside a character
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8) + "_" + Fingerprint.of(utf8).substring(0, HASH_LENGTH);
    }

    private static String unique(String wanted, java.util.function.Predicate<String> free) {
        String name = wanted;
        for (int i = 2; !free.test(name); i++) {
            name = cut(wanted + "_" + i);
        }
        return name;
    }

    private void sayRenamed(HazardList.Place place, String what, String wanted, String name) {
        if (!wanted.equals(name)) {
            hazards.tell(HazardCode.IDENTIFIER_RENAMED, place, HazardList.Rows.NONE,
                    "%s becomes %s, for PostgreSQL %s".formatted(what, name, reason(wanted)));
        }
    }

    private static String reason(String wanted) {
        if (wanted.isEmpty()) {
            return "has no empty names";
        }
        if (wanted.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            return "keeps %d bytes of a name".formatted(LONGEST_BYTES);
        }
        return SYSTEM_COLUMNS.contains(wanted)
                ? "has a column of its own of that name in every table"
                : "would have two of that name";
    }

    private void controlCharacters(HazardList.Place place, String kind, String name) {
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            hazards.tell(HazardCode.IDENTIFIER_CONTROL_CHARACTER, place, HazardList.Rows.NONE,
                    "the name of a %s holds a control character; give it another name in plan.yaml".formatted(kind));
        }
    }
}

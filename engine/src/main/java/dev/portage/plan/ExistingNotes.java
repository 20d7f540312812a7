package dev.portage.plan;

import dev.portage.ConfigException;
import dev.portage.schema.Table;
import dev.portage.target.TargetTable;
import dev.portage.target.TargetTable.Identity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Says how the tables of the target differ from those of the source, and asks where a person must decide.
final class ExistingNotes {
    private static final int NAMED = 10;

    private final ExistingMatch match;
    private final HazardList hazards;
    private final Map<String, Set<String>> left = new HashMap<>();

    private ExistingNotes(ExistingMatch match, HazardList hazards) {
        this.match = match;
        this.hazards = hazards;
    }

    /// Tells all of it.
    ///
    /// @return the columns by table that the target lacks and that a person leaves out
    static Map<String, Set<String>> tell(ExistingMatch match, List<Table> tables, Choices choices, HazardList hazards) {
        if (match.isEmpty()) {
            return Map.of();
        }
        var notes = new ExistingNotes(match, hazards);
        tables.stream().filter(table -> !choices.table(table.name()).skip()).forEach(notes::table);
        notes.extraTables();
        return notes.left;
    }

    private void table(Table table) {
        Optional<ExistingTable> found = match.find(table);
        HazardList.Place place = HazardList.Place.of(table.name());
        if (match.bookkeeping(table)) {
            hazards.tell(HazardCode.BOOKKEEPING_TABLE, place, HazardList.Rows.NONE,
                    "%s says what was done to this file's schema, and the target's schema has a history of its own; it is not copied unless plan.yaml names its target or one of its columns"
                            .formatted(table.name()));
        } else if (found.isEmpty()) {
            missing(table, place);
        } else {
            respelled(found.get(), place);
            found.get().lacking().forEach(column -> lacking(found.get(), column));
            found.get().extra().forEach(column -> extra(found.get(), column));
            ExistingLacks.tell(found.get(), hazards);
        }
    }

    private void missing(Table table, HazardList.Place place) {
        Optional<TargetTable> other = match.inTheWay(table);
        if (other.isPresent()) {
            hazards.tell(HazardCode.SCHEMA_DIFFERS, place, HazardList.Rows.NONE,
                    "%s.%s is a %s in the target, which takes no rows; leave the table out with skip: true, give it another target, or make a table there"
                            .formatted(other.get().schema(), other.get().name(), other.get().word()));
            return;
        }
        hazards.tell(HazardCode.TARGET_TABLE_MISSING, place, HazardList.Rows.NONE,
                "the target has tables of this application, but none for %s; Portage makes it".formatted(table.name()));
    }

    private void respelled(ExistingTable table, HazardList.Place place) {
        List<String> columns = match.respelled(table);
        boolean own = match.respelledName(table);
        if (!own && columns.isEmpty()) {
            return;
        }
        hazards.tell(HazardCode.IDENTIFIER_RENAMED, place, HazardList.Rows.NONE,
                "the target spells %s%s%s".formatted(own ? table.source().name() + " as " + table.target().name() : "",
                        own && !columns.isEmpty() ? ", and " : "",
                        columns.isEmpty() ? "" : "columns of " + table.source().name() + " otherwise: " + first(columns)));
    }

    private void lacking(ExistingTable table, Table.Column column) {
        if (column.computed().isPresent()) {
            throw new ConfigException(114,
                    "plan.yaml has a value for %s.%s, and the target's table %s has no such column".formatted(
                            table.source().name(), column.name(), table.target().name()),
                    "Nothing was written; name a column of that table and run the same command again");
        }
        String answer = hazards.ask(HazardCode.SCHEMA_DIFFERS, HazardList.Place.of(table.source().name(), column.name()),
                HazardList.Rows.NONE,
                "the target's table %s has no column for %s; add it there, or leave it out".formatted(table.target().name(),
                        column.name()),
                List.of("add", "skip"));
        if (answer.equals("skip")) {
            left.computeIfAbsent(table.source().name(), _ -> new HashSet<>()).add(column.name());
        }
    }

    private void extra(ExistingTable table, TargetTable.Column column) {
        HazardList.Place place = HazardList.Place.ofSubject(table.source().name(), column.name());
        boolean filled = column.defaultSql().isPresent() || column.identity() != Identity.NONE
                || column.generatedSql().isPresent();
        if (filled || !column.notNull()) {
            String with = column.generatedSql().isPresent()
                    ? "its generated value"
                    : filled ? "its default" : "NULL";
            hazards.tell(HazardCode.TARGET_COLUMN_EXTRA, place, HazardList.Rows.NONE,
                    "column %s of the target's table %s is not in the source; each row gets %s".formatted(column.name(),
                            table.target().name(), with));
            return;
        }
        hazards.tell(HazardCode.SCHEMA_DIFFERS, place, HazardList.Rows.NONE,
                "column %s of the target's table %s is NOT NULL, has no default, and is not in the source; write its value under the table in plan.yaml: values: {%s: \"<SQL over the row>\"}"
                        .formatted(column.name(), table.target().name(), column.name()));
    }

    private void extraTables() {
        List<String> names = match.extra().stream().map(table -> table.schema() + "." + table.name()).toList();
        if (!names.isEmpty()) {
            hazards.tell(HazardCode.TARGET_TABLE_EXTRA, HazardList.Place.ofFile(Optional.empty()), HazardList.Rows.NONE,
                    "tables of the target that are not in the source and are left alone: %d (%s)".formatted(names.size(),
                            first(names)));
        }
    }

    private static String first(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : "");
    }
}

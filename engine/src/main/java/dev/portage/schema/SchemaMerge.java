package dev.portage.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Makes one schema of those of several files that are attached to one connection, so that one plan covers them all.
///
/// A table whose name an earlier file has too is called `database.table`. A foreign key whose parent its own file lacks
/// belongs to the one table of that name in the other files: SQLite itself never checked it.
public final class SchemaMerge {
    private final List<Part> parts;
    private final Set<String> taken = new HashSet<>();

    /// The schema of one file.
    ///
    /// @param database the name under which the file is attached
    public record Part(String database, Schema schema) {}

    private SchemaMerge(List<Part> parts) {
        this.parts = parts;
    }

    /// The schema of all files; that of a single one is returned as it is.
    ///
    /// @param parts never empty, the file that is `main` first; all of one encoding
    public static Schema of(List<Part> parts) {
        return parts.size() == 1 ? parts.getFirst().schema() : new SchemaMerge(parts).merged();
    }

    private Schema merged() {
        List<Table> placed = new ArrayList<>();
        List<Schema.View> views = new ArrayList<>();
        List<Schema.Trigger> triggers = new ArrayList<>();
        List<Schema.VirtualTable> virtual = new ArrayList<>();
        List<String> shadows = new ArrayList<>();
        for (Part part : parts) {
            String database = part.database();
            part.schema().tables().forEach(table -> placed.add(table.at(name(database, table.name()),
                    new Table.Place(database, table.place().name()), table.foreignKeys())));
            part.schema().views().forEach(view -> views.add(new Schema.View(name(database, view.name()),
                    new Table.Place(database, view.name()), view.sql(), view.broken(), view.columns())));
            part.schema().triggers().forEach(
                    trigger -> triggers.add(new Schema.Trigger(trigger.name(), trigger.table(), trigger.sql(), database)));
            part.schema().virtualTables().forEach(table -> virtual.add(virtual(database, table, placed)));
            shadows.addAll(part.schema().shadowTables());
        }
        List<Table> tables = placed.stream().map(table -> resolved(table, placed)).toList();
        Schema first = parts.getFirst().schema();
        return new Schema(first.encoding(), first.schemaVersion(), tables, views, triggers, virtual, shadows);
    }

    /// A virtual table that holds its rows is listed among the tables as well, and has one name.
    private Schema.VirtualTable virtual(String database, Schema.VirtualTable table, List<Table> placed) {
        var place = new Table.Place(database, table.name());
        String name = placed.stream().filter(each -> each.place().equals(place)).map(Table::name).findFirst()
                .orElseGet(() -> name(database, table.name()));
        return new Schema.VirtualTable(name, place, table.module(), table.sql(), table.broken());
    }

    private String name(String database, String name) {
        return taken.add(name.toLowerCase(Locale.ROOT)) ? name : database + "." + name;
    }

    private static Table resolved(Table table, List<Table> all) {
        return table.at(table.name(), table.place(), table.foreignKeys().stream().map(key -> resolved(table, key, all)).toList());
    }

    private static Table.ForeignKey resolved(Table child, Table.ForeignKey key, List<Table> all) {
        Optional<Table> parent = parent(child, key, all);
        if (parent.isEmpty()) {
            return key;
        }
        List<String> columns = key.parentColumns().isEmpty()
                ? parent.get().key().stream().map(Table.Column::name).toList()
                : key.parentColumns().stream()
                        .map(name -> parent.get().findColumn(name).map(Table.Column::name).orElse(name)).toList();
        return new Table.ForeignKey(key.name(), key.columns(), parent.get().name(), columns, key.onUpdate(), key.onDelete(),
                key.deferrable(), key.initiallyDeferred());
    }

    private static Optional<Table> parent(Table child, Table.ForeignKey key, List<Table> all) {
        List<Table> named = all.stream().filter(table -> table.place().name().equalsIgnoreCase(key.parentTable())).toList();
        Optional<Table> own = named.stream().filter(table -> table.place().database().equals(child.place().database()))
                .findFirst();
        return own.isPresent() || named.size() != 1 ? own : Optional.of(named.getFirst());
    }
}

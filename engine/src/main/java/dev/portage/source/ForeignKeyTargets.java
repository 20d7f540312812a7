package dev.portage.source;

import dev.portage.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds what foreign keys refer to, once all tables are known: a key that names no columns means the parent's primary
/// key. Names get the parent's own spelling; where the file has no such table they stay as declared.
final class ForeignKeyTargets {
    private ForeignKeyTargets() {}

    static List<Table> resolve(List<Table> tables) {
        return tables.stream()
                .map(table -> withKeys(table, table.foreignKeys().stream().map(key -> resolve(key, tables)).toList()))
                .toList();
    }

    private static Table.ForeignKey resolve(Table.ForeignKey key, List<Table> tables) {
        Optional<Table> parent = tables.stream().filter(t -> t.name().equalsIgnoreCase(key.parentTable())).findFirst();
        String name = parent.map(Table::name).orElse(key.parentTable());
        List<String> columns = parent.map(p -> columns(key, p)).orElse(key.parentColumns());
        return new Table.ForeignKey(key.name(), key.columns(), name, columns, key.onUpdate(), key.onDelete(), key.deferrable(),
                key.initiallyDeferred());
    }

    /// The referenced columns, empty where the parent lacks one or has no key that fits.
    private static List<String> columns(Table.ForeignKey key, Table parent) {
        if (key.parentColumns().isEmpty()) {
            List<String> primary = parent.key().stream().map(Table.Column::name).toList();
            return primary.size() == key.columns().size() ? primary : List.of();
        }
        var found = new ArrayList<String>();
        for (String column : key.parentColumns()) {
            parent.findColumn(column).ifPresent(c -> found.add(c.name()));
        }
        return found.size() == key.columns().size() ? found : List.of();
    }

    private static Table withKeys(Table t, List<Table.ForeignKey> keys) {
        return t.at(t.name(), t.place(), keys);
    }
}

package dev.portage.plan;

import dev.portage.ConfigException;
import dev.portage.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Columns that have their values from a person's SQL over the row.
final class ComputedColumns {
    private ComputedColumns() {}

    /// The table with those columns: in the place of its own column of that name, else behind all.
    ///
    /// @param values SQL by column
    /// @throws ConfigException PT-114: the column is of the key, by which rows are found
    static Table into(Table table, Map<String, String> values) {
        List<Table.Column> columns = new ArrayList<>(table.columns());
        List<Table.Column> behind = new ArrayList<>();
        new TreeMap<>(values).forEach((name, sql) -> {
            int place = place(columns, name);
            if (place < 0) {
                behind.add(Table.Column.computed(name, sql));
            } else if (columns.get(place).keyPosition() > 0) {
                throw new ConfigException(114, "plan.yaml has a value for %s.%s, which is part of the key".formatted(table.name(),
                        name), "Nothing was written; take it out, mend the keys in the source, and run the same command again");
            } else {
                columns.set(place, Table.Column.computed(name, sql));
            }
        });
        return new Table(table.name(), table.place(), columns, table.withoutRowid(), table.strict(), table.rowidAlias(),
                table.autoincrement(), table.sequence(), table.foreignKeys(), table.indexes(), table.checks(), table.sql())
                .withComputed(behind);
    }

    private static int place(List<Table.Column> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}

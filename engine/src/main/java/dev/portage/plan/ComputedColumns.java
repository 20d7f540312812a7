package dev.portage.plan;

import dev.portage.schema.Table;
import java.util.Map;
import java.util.TreeMap;

/// Columns that have their values from a person's SQL over the row.
final class ComputedColumns {
    private ComputedColumns() {}

    /// The table with those columns behind its own, in the order of their names.
    ///
    /// @param values SQL by column; [ChoiceCheck] has seen that the source has none of that name
    static Table into(Table table, Map<String, String> values) {
        return table.withComputed(new TreeMap<>(values).entrySet().stream()
                .map(value -> Table.Column.computed(value.getKey(), value.getValue())).toList());
    }
}

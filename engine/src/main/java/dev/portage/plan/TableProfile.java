package dev.portage.plan;

import dev.portage.schema.Table;
import dev.portage.source.SqliteValue;
import java.util.List;

/// What lies in one table: every row was read.
///
/// @param rows how many
/// @param bytes the stored bytes of their values
/// @param columns in the table's order
/// @param marks the key of every 10,000th row in scan order, see [TablePlan#marks()]
record TableProfile(Table table, long rows, long bytes, List<ColumnProfile> columns, List<List<SqliteValue>> marks) {
    TableProfile {
        columns = List.copyOf(columns);
        marks = List.copyOf(marks);
    }

    /// A table whose rows were not read.
    static TableProfile unread(Table table) {
        return new TableProfile(table, 0, 0, table.columns().stream().map(ColumnProfile::new).toList(), List.of());
    }

    /// The profile of the named column, compared as SQLite compares names.
    ColumnProfile column(String name) {
        return columns.stream().filter(column -> column.column.name().equalsIgnoreCase(name)).findFirst().orElseThrow();
    }
}

package dev.portage.plan;

import dev.portage.schema.Table;
import dev.portage.source.SqliteValue;
import dev.portage.target.TargetTable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How one table arrives.
///
/// @param sourceId which source it comes from, `app.db`
/// @param targetSchema the schema in PostgreSQL
/// @param target its name there
/// @param skip whether a person left it out
/// @param columns every column of the source, in its order
/// @param there the application's own table in the target that takes the rows; empty: Portage makes one
/// @param rows how many rows were profiled
/// @param bytes their stored bytes, estimated from the values
/// @param marks the key (rowid, or primary key of a WITHOUT ROWID table) of every so-many-th row in scan order: bounds
///        of key ranges; the first row's key is not among them
/// @param nextIdentity the last number used, from which the identity continues; empty where there is none
public record TablePlan(String sourceId, Table source, String targetSchema, String target, boolean skip,
        Optional<TargetTable> there, List<ColumnPlan> columns, long rows, long bytes, List<List<SqliteValue>> marks,
        OptionalLong nextIdentity,
        boolean keyComparable) {
    public TablePlan {
        columns = List.copyOf(columns);
        marks = List.copyOf(marks);
    }

    /// The same table with other columns.
    public TablePlan with(List<ColumnPlan> others) {
        return new TablePlan(sourceId, source, targetSchema, target, skip, there, others, rows, bytes, marks, nextIdentity,
                keyComparable);
    }

    /// True where Portage makes the table.
    public boolean made() {
        return !skip && there.isEmpty();
    }

    /// The columns whose values are copied, in order.
    public List<ColumnPlan> copied() {
        return columns.stream().filter(ColumnPlan::copied).toList();
    }

    /// The columns whose values are compared: the copied ones and the generated ones.
    public List<ColumnPlan> compared() {
        return columns.stream().filter(column -> !column.skip()).toList();
    }

    /// The plan of the named source column.
    public Optional<ColumnPlan> findColumn(String name) {
        return columns.stream().filter(column -> column.source().name().equalsIgnoreCase(name)).findFirst();
    }

    /// The key by which both sides can be read in the same order and rows told apart: the primary key where none of it
    /// is NULL or skipped and its values keep their order in the target's types. Empty: compare as a multiset.
    public Optional<List<ColumnPlan>> orderedKey() {
        if (!keyComparable) {
            return Optional.empty();
        }
        return Optional.of(source.key().stream().map(key -> findColumn(key.name()).orElseThrow()).toList());
    }
}

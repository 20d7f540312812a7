package dev.portage.plan;

import dev.portage.plan.PlanOptions.Identifiers;
import dev.portage.schema.Table;
import dev.portage.target.TargetTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A table of the source and the application's own table of the target that takes its rows.
///
/// @param columns the target's columns by the names of those of the source
/// @param left columns of the source that a person leaves out
record ExistingTable(Table source, TargetTable target, Map<String, TargetTable.Column> columns, Set<String> left) {
    ExistingTable {
        columns = Map.copyOf(columns);
        left = Set.copyOf(left);
    }

    static ExistingTable of(Table source, TargetTable target, Choices.TableChoice choice, Identifiers spelling) {
        List<String> names = source.columns().stream().map(Table.Column::name).filter(name -> !choice.column(name).skip())
                .toList();
        Map<String, String> given = given(choice, source);
        Map<String, String> found = NameMatch.find(names, target.columns().stream().map(TargetTable.Column::name).toList(), given,
                spelling);
        Map<String, TargetTable.Column> columns = new LinkedHashMap<>();
        found.forEach((name, there) -> columns.put(name, target.findColumn(there).orElseThrow()));
        return new ExistingTable(source, target, columns,
                Set.copyOf(
                        source.columns().stream().map(Table.Column::name).filter(name -> choice.column(name).skip()).toList()));
    }

    /// The names that a person gave, by hand or by giving the column a value.
    static Map<String, String> given(Choices.TableChoice choice, Table source) {
        Map<String, String> given = new LinkedHashMap<>();
        source.columns().forEach(column -> (column.computed().isPresent()
                ? Optional.of(column.name())
                : choice.column(column.name()).rename()).ifPresent(name -> given.put(column.name(), name)));
        return given;
    }

    /// The target's column for a column of the source, compared as SQLite compares names.
    Optional<TargetTable.Column> find(String column) {
        return source.findColumn(column).map(known -> columns.get(known.name()));
    }

    /// The names in the target of columns of the source; empty where one of them has none.
    Optional<Set<String>> targets(List<String> names) {
        List<String> targets = names.stream().flatMap(name -> find(name).stream()).map(TargetTable.Column::name).toList();
        return targets.size() == names.size() ? Optional.of(Set.copyOf(targets)) : Optional.empty();
    }

    /// Columns of the source that the target lacks.
    List<Table.Column> lacking() {
        return source.columns().stream().filter(column -> !columns.containsKey(column.name()) && !left.contains(column.name()))
                .toList();
    }

    /// Columns of the target that the source lacks.
    List<TargetTable.Column> extra() {
        return target.columns().stream().filter(column -> !columns.containsValue(column)).toList();
    }
}

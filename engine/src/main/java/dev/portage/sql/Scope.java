package dev.portage.sql;

import dev.portage.mapping.TargetType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where an expression stands: the columns it may name, how its result is used, and whether PostgreSQL wants it immutable.
///
/// @param columns by their names in SQLite, their ASCII letters in lower case
/// @param immutable whether functions of the clock or of chance are refused, as in an index or a generated column
public record Scope(Map<String, ColumnTarget> columns, Use use, boolean immutable) {
    /// How the result is used.
    public sealed interface Use {
        /// It must be true, false or NULL: a CHECK or the predicate of an index.
        record BooleanCondition() implements Use {}

        /// It is stored in `column`.
        ///
        /// @param constant whether it is a DEFAULT, where a bare word is a string and no column may be named
        record ValueOf(ColumnTarget column, boolean constant) implements Use {}

        /// It is a part of an index.
        record IndexExpression() implements Use {}
    }

    public Scope {
        columns = Map.copyOf(columns);
    }

    /// The scope of a CHECK of a table with these columns.
    public static Scope check(List<ColumnTarget> columns) {
        return new Scope(byName(columns), new Use.BooleanCondition(), false);
    }

    /// The scope of the predicate of a partial index.
    public static Scope indexWhere(List<ColumnTarget> columns) {
        return new Scope(byName(columns), new Use.BooleanCondition(), true);
    }

    /// The scope of an expression that is a part of an index.
    public static Scope indexExpression(List<ColumnTarget> columns) {
        return new Scope(byName(columns), new Use.IndexExpression(), true);
    }

    /// The scope of the DEFAULT of `column`.
    public static Scope defaultOf(ColumnTarget column) {
        return new Scope(Map.of(), new Use.ValueOf(column, true), false);
    }

    /// The scope of a DEFAULT of a column of that type, with the affinity and form that such columns usually have.
    public static Scope defaultOf(TargetType type) {
        return defaultOf(ColumnTarget.of("value", type));
    }

    /// The scope of the expression of the generated column `column` of a table with these columns.
    public static Scope generated(List<ColumnTarget> columns, ColumnTarget column) {
        return new Scope(byName(columns), new Use.ValueOf(column, false), true);
    }

    /// The scope of an expression of a trigger.
    ///
    /// @param plain the columns that it may name without a row
    /// @param rows the columns of the rows `NEW` and `OLD`, as [ColumnTarget#ofRow] gives them
    public static Scope trigger(List<ColumnTarget> plain, List<ColumnTarget> rows, Use use) {
        var columns = new HashMap<>(byName(plain));
        rows.forEach(column -> columns.putIfAbsent(ofRow(column.row(), column.source()), column));
        return new Scope(columns, use, false);
    }

    /// The column that a name means, compared as SQLite compares names.
    Optional<ColumnTarget> findColumn(Expression.ColumnRef reference) {
        String row = reference.table().map(Scope::folded).orElse("");
        boolean ofRow = row.equals("new") || row.equals("old");
        Optional<ColumnTarget> found = Optional
                .ofNullable(ofRow ? columns.get(ofRow(row, reference.name())) : null);
        return found.or(() -> Optional.ofNullable(columns.get(folded(reference.name()))));
    }

    // No name holds U+0000.
    private static String ofRow(String row, String name) {
        return folded(row) + "\0" + folded(name);
    }

    /// Whether `sql` names one of the columns.
    boolean names(String sql) {
        return columns.values().stream().anyMatch(c -> sql.contains(c.sql()));
    }

    /// A name as SQLite compares names: it knows the two cases of the 26 letters of ASCII alone, É and é are two columns.
    static String folded(String name) {
        var folded = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            folded.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return folded.toString();
    }

    private static Map<String, ColumnTarget> byName(List<ColumnTarget> columns) {
        return columns.stream()
                .collect(Collectors.toMap(c -> folded(c.source()), c -> c, (first, _) -> first));
    }
}

package dev.portage.copy;

import dev.portage.plan.ColumnPlan;
import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import dev.portage.source.SqliteValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The SELECT that reads one range from the private copy: first the columns to copy, then those that name the row.
///
/// @param keyColumns how many columns behind the copied ones make the row's name
/// @param byRowid whether that name is the rowid
record RangeQuery(String sql, List<SqliteValue> parameters, int copied, int keyColumns, boolean byRowid) {

    static RangeQuery of(KeyRange range) {
        Table source = range.table().source();
        List<String> selected = new ArrayList<>();
        for (ColumnPlan column : range.table().copied()) {
            selected.add(column.source().select());
        }
        int copied = selected.size();
        boolean byRowid = source.key().isEmpty();
        if (!byRowid) {
            source.key().forEach(key -> selected.add(Identifier.quote(key.name())));
        } else {
            source.rowidName().ifPresent(name -> selected.add(rowid(source, name)));
        }
        List<SqliteValue> parameters = new ArrayList<>(range.from());
        parameters.addAll(range.before());
        String sql = "SELECT " + (selected.isEmpty() ? "NULL" : String.join(", ", selected)) + " FROM "
                + source.sqlName() + where(range) + order(source);
        return new RangeQuery(sql, parameters, copied, selected.size() - copied, byRowid);
    }

    /// A rowid under its own name is a keyword-like word; a column that is the rowid must be quoted.
    private static String rowid(Table source, String name) {
        return source.rowidAlias().isPresent() ? Identifier.quote(name) : name;
    }

    private static String where(KeyRange range) {
        if (range.from().isEmpty() && range.before().isEmpty()) {
            return "";
        }
        List<String> terms = new ArrayList<>();
        String key = scanKey(range.table().source());
        if (!range.from().isEmpty()) {
            terms.add(key + " >= " + placeholders(range.from().size()));
        }
        if (!range.before().isEmpty()) {
            terms.add(key + " < " + placeholders(range.before().size()));
        }
        return " WHERE " + String.join(" AND ", terms);
    }

    private static String placeholders(int count) {
        return count == 1 ? "?" : "(" + String.join(", ", java.util.Collections.nCopies(count, "?")) + ")";
    }

    private static String scanKey(Table source) {
        if (!source.withoutRowid()) {
            return rowid(source, source.rowidName().orElseThrow());
        }
        List<String> names = source.key().stream().map(column -> Identifier.quote(column.name())).toList();
        return names.size() == 1 ? names.getFirst() : "(" + String.join(", ", names) + ")";
    }

    private static String order(Table source) {
        if (!source.withoutRowid()) {
            return source.rowidName().map(name -> " ORDER BY " + rowid(source, name)).orElse("");
        }
        return " ORDER BY "
                + source.key().stream().map(column -> Identifier.quote(column.name())).collect(Collectors.joining(", "));
    }
}

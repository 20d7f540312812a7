package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteFile;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Counts rows by a condition and names the first of them.
final class RowQuestions {
    private final SqliteFile file;

    RowQuestions(SqliteFile file) {
        this.file = file;
    }

    /// How many rows meet the condition.
    long count(Table table, String condition) throws SQLException {
        return number(counting(table, condition));
    }

    /// The query for how many rows meet the condition.
    static String counting(Table table, String condition) {
        return "SELECT count(*) FROM " + table.sqlName() + " WHERE " + condition;
    }

    /// How many rows meet each condition, by [#counting], in one scan for all of them.
    Map<String, Long> counts(Table table, List<String> conditions) throws SQLException {
        String sql = conditions.stream().map(condition -> "count(CASE WHEN " + condition + " THEN 1 END)")
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + table.sqlName()));
        Map<String, Long> counts = new HashMap<>();
        try (var statement = file.connection().createStatement(); var row = statement.executeQuery(sql)) {
            row.next();
            for (int i = 0; i < conditions.size(); i++) {
                counts.put(counting(table, conditions.get(i)), row.getLong(i + 1));
            }
        }
        return counts;
    }

    /// The one number that a query gives.
    long number(String sql) throws SQLException {
        try (var statement = file.connection().createStatement(); var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /// The keys of the first 20 rows that meet the condition.
    List<Hazard.Key> keys(Table table, String condition) {
        List<String> selected = new ArrayList<>(table.key().stream().map(column -> Identifier.quote(column.name())).toList());
        int keys = selected.size();
        Optional<String> rowid = Profiler.rowid(table);
        rowid.ifPresent(selected::add);
        if (selected.isEmpty()) {
            return List.of();
        }
        List<Hazard.Key> found = new ArrayList<>();
        String sql = "SELECT %s FROM %s WHERE %s LIMIT %d";
        try (RowCursor row = file.rows(sql.formatted(String.join(", ", selected), table.sqlName(), condition,
                KeySamples.KEPT), List.of())) {
            RowKey key = new RowKey(row, IntStream.range(0, keys).boxed().toList(), rowid.map(_ -> keys));
            while (row.next()) {
                key.nextRow();
                found.add(key.current());
            }
        }
        return found;
    }
}

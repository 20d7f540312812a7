package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Reads every row of a table once and counts what lies in its columns. Never a sample: the value that breaks a load is
/// the last one.
///
/// Cost: one scan; the memory is that of the counts and of one row, whatever the table.
final class Profiler {
    /// A mark is kept for every so-many-th row, and progress told.
    static final int MARK_ROWS = 10_000;

    private final SqliteFile file;
    private final LongConsumer progress;

    /// @param progress told how many rows were read since it was told last
    Profiler(SqliteFile file, LongConsumer progress) {
        this.file = file;
        this.progress = progress;
    }

    /// What lies in the table.
    ///
    /// @throws dev.portage.SourceException the file is damaged or cannot be read
    TableProfile profile(Table table, Choices.TableChoice choice) {
        List<ColumnProfile> profiles = table.columns().stream().map(ColumnProfile::new).toList();
        ColumnScan[] scans = new ColumnScan[profiles.size()];
        for (int i = 0; i < scans.length; i++) {
            scans[i] = new ColumnScan(profiles.get(i), i, choice.column(profiles.get(i).column.name()));
        }
        List<List<SqliteValue>> marks = new ArrayList<>();
        long rows = 0;
        try (RowCursor row = file.scan(table, query(table), List.of())) {
            RowKey key = rowKey(table, row);
            while (row.next()) {
                key.nextRow();
                for (ColumnScan scan : scans) {
                    scan.see(row, key);
                }
                if (++rows % MARK_ROWS == 0) {
                    mark(table, key, marks);
                    progress.accept(MARK_ROWS);
                }
            }
        }
        progress.accept(rows % MARK_ROWS);
        long bytes = profiles.stream().mapToLong(profile -> profile.bytes).sum();
        return new TableProfile(table, rows, bytes, profiles, marks);
    }

    private static void mark(Table table, RowKey key, List<List<SqliteValue>> marks) {
        if (table.withoutRowid() || table.rowidName().isPresent()) {
            marks.add(key.scanPosition());
        }
    }

    // NOT INDEXED: a covering index would be read in its own order.
    private static String query(Table table) {
        String columns = table.columns().stream().map(Table.Column::select)
                .collect(Collectors.joining(", "));
        String rowid = rowid(table).map(name -> ", " + name).orElse("");
        return "SELECT " + columns + rowid + " FROM " + table.sqlName() + " NOT INDEXED";
    }

    /// How SQL names the rowid, quoted where it is a column.
    static Optional<String> rowid(Table table) {
        return table.rowidName().map(name -> table.rowidAlias().isPresent() ? Identifier.quote(name) : name);
    }

    private static RowKey rowKey(Table table, RowCursor row) {
        List<Integer> key = table.key().stream().map(column -> place(table, column.name())).toList();
        Optional<Integer> rowid = table.rowidName().map(_ -> table.columns().size());
        return new RowKey(row, key, rowid);
    }

    private static int place(Table table, String column) {
        return IntStream.range(0, table.columns().size()).filter(i -> table.columns().get(i).name().equalsIgnoreCase(column))
                .findFirst().orElseThrow();
    }
}

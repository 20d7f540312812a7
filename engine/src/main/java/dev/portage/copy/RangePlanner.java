package dev.portage.copy;

import dev.portage.plan.TablePlan;
import dev.portage.schema.Table;
import dev.portage.source.SqliteValue;
import java.util.ArrayList;
import java.util.List;

/// Cuts tables into key ranges of about the same number of rows. The bounds are keys that the profile met while it
/// counted rows, so sparse, negative and huge rowids make no empty or heavy ranges.
public final class RangePlanner {
    private static final long MARK_ROWS = 10_000;

    private RangePlanner() {}

    /// The ranges of a table in scan order: at least one, also for an empty table.
    ///
    /// @param rangeBytes about how many bytes of values a range has; never fewer than 10,000 rows
    public static List<KeyRange> ranges(TablePlan table, long rangeBytes) {
        List<List<SqliteValue>> bounds = cuttable(table) ? bounds(table, rangeBytes) : List.of();
        List<KeyRange> ranges = new ArrayList<>();
        List<SqliteValue> from = List.of();
        for (List<SqliteValue> bound : bounds) {
            ranges.add(new KeyRange(table, ranges.size(), from, bound));
            from = bound;
        }
        ranges.add(new KeyRange(table, ranges.size(), from, List.of()));
        return ranges;
    }

    /// Rowid tables by rowid; WITHOUT ROWID tables only where the key is ascending and binary throughout, because only
    /// then do row comparisons follow the order of the scan.
    private static boolean cuttable(TablePlan table) {
        Table source = table.source();
        if (!source.withoutRowid()) {
            return source.rowidName().isPresent();
        }
        return source.indexes().stream().filter(index -> index.origin() == Table.Index.Origin.PRIMARY_KEY)
                .flatMap(index -> index.parts().stream().limit(source.key().size()))
                .allMatch(part -> !part.descending() && part.collation().equalsIgnoreCase("BINARY"));
    }

    private static List<List<SqliteValue>> bounds(TablePlan table, long rangeBytes) {
        long rowBytes = Math.max(1, table.bytes() / Math.max(1, table.rows()));
        int stride = Math.clamp(rangeBytes / rowBytes / MARK_ROWS, 1, 100);
        List<List<SqliteValue>> bounds = new ArrayList<>();
        for (int i = stride - 1; i < table.marks().size(); i += stride) {
            bounds.add(table.marks().get(i));
        }
        return bounds;
    }
}

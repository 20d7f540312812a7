package dev.portage.verify;

import dev.portage.source.KeyJson;
import dev.portage.source.SqliteValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares two tables whose rows have no common order as multisets: the hashes of all rows of each side, sorted and
/// merged.
///
/// A row's hash is the first 128 bits of SHA-256 over its values in logical form, each with its kind and length, so that
/// no two different rows share the same bytes. Where hashes are left over, both sides are read again to name their rows,
/// and rows that differ in few columns are paired ([RowPairing]).
/// Memory: 8 MB for each side, then at most 1,000 rows of each side, up to 16 MB of values.
final class MultisetCompare {
    private static final int HASHES_IN_MEMORY = 1 << 19;
    private static final long VALUE_BYTES = 16L << 20;

    private final Comparison comparison;
    private final Shape shape;
    private final Hash hash = new Hash();

    /// Hashes of one side that the other has not, with how many rows have each.
    private static final class Surplus {
        private final Map<RowHash, Integer> hashes = new HashMap<>();
        private long rows;

        void add(HashSorter.Head head) {
            rows++;
            if (hashes.size() < Difference.KEPT || hashes.containsKey(RowHash.of(head))) {
                hashes.merge(RowHash.of(head), 1, Integer::sum);
            }
        }

        boolean take(RowHash hash) {
            Integer left = hashes.get(hash);
            if (left == null) {
                return false;
            }
            if (left == 1) {
                hashes.remove(hash);
            } else {
                hashes.put(hash, left - 1);
            }
            return true;
        }
    }

    private record RowHash(long high, long low) {
        static RowHash of(HashSorter.Head head) {
            return new RowHash(head.high(), head.low());
        }
    }

    MultisetCompare(Comparison comparison) {
        this.comparison = comparison;
        this.shape = comparison.shape;
    }

    /// Reads both sides to their ends.
    Comparison.Read run(Sample sample) {
        Surplus missing = new Surplus();
        Surplus extra = new Surplus();
        Comparison.Read read;
        try (var here = new HashSorter(comparison.temporaryFolder, HASHES_IN_MEMORY);
                var there = new HashSorter(comparison.temporaryFolder, HASHES_IN_MEMORY)) {
            read = new Comparison.Read(readSource(here, sample), readTarget(there));
            here.sort();
            there.sort();
            merge(here, there, missing, extra);
        }
        if (missing.rows + extra.rows > 0) {
            name(missing, extra);
        }
        return read;
    }

    private long readSource(HashSorter hashes, Sample sample) {
        try (SourceRows rows = SourceRows.open(comparison.source, sample.limited(shape.sourceRows()), shape)) {
            while (rows.next()) {
                hashSource(rows, comparison.differences);
                hashes.add(hash.high(), hash.low());
                comparison.progressed(rows.rows());
            }
            return rows.rows();
        }
    }

    private long readTarget(HashSorter hashes) {
        try (TargetRows rows = TargetRows.open(comparison.target, shape.targetRows(), shape.columns().size(), shape.table())) {
            while (rows.next()) {
                hashTarget(rows);
                hashes.add(hash.high(), hash.low());
            }
            return rows.rows();
        }
    }

    private void hashSource(SourceRows rows, Differences quarantine) {
        for (int i = 0; i < comparison.columns.size(); i++) {
            ColumnCompare column = comparison.columns.get(i);
            comparison.readSource(rows, i, quarantine);
            hash.add(column.expected);
        }
        hash.end();
    }

    private void hashTarget(TargetRows rows) {
        for (int i = 0; i < comparison.columns.size(); i++) {
            ColumnCompare column = comparison.columns.get(i);
            column.readTarget(rows, i);
            hash.add(column.found);
        }
        hash.end();
    }

    private static void merge(HashSorter here, HashSorter there, Surplus missing, Surplus extra) {
        HashSorter.Head left = here.next();
        HashSorter.Head right = there.next();
        while (left.there() || right.there()) {
            int order = left.compare(right);
            if (order < 0) {
                missing.add(left);
            } else if (order > 0) {
                extra.add(right);
            }
            left = order <= 0 ? here.next() : left;
            right = order >= 0 ? there.next() : right;
        }
    }

    private void name(Surplus missing, Surplus extra) {
        var pairing = new RowPairing(comparison, named(missing), namedTarget(extra));
        pairing.report();
        comparison.differences.countMore(missing.rows - pairing.sourceRows() + extra.rows - pairing.targetRows());
    }

    private List<RowPairing.Row> named(Surplus missing) {
        var found = new Collected();
        comparison.readAgain();
        try (SourceRows rows = SourceRows.open(comparison.source, shape.sourceRows(), shape)) {
            while (!missing.hashes.isEmpty() && !found.full() && rows.next()) {
                hashSource(rows, new Differences());
                if (missing.take(new RowHash(hash.high(), hash.low()))) {
                    found.add(rows.key(), comparison.columns.stream().map(column -> column.expected).toList());
                }
            }
        }
        return found.rows;
    }

    private List<RowPairing.Row> namedTarget(Surplus extra) {
        var found = new Collected();
        int place = shape.columns().size();
        try (TargetRows rows = TargetRows.open(comparison.target, shape.targetRowsWithPlace(), place + 1, shape.table())) {
            // Read to the end even when all are found: a copy that is cut short costs the connection.
            while (rows.next()) {
                if (extra.hashes.isEmpty() || found.full()) {
                    continue;
                }
                hashTarget(rows);
                if (extra.take(new RowHash(hash.high(), hash.low()))) {
                    found.add(targetKey(rows, place), comparison.columns.stream().map(column -> column.found).toList());
                }
            }
        }
        return found.rows;
    }

    private String targetKey(TargetRows rows, int place) {
        List<SqliteValue> values = new ArrayList<>();
        for (int key : shape.key()) {
            if (key < comparison.columns.size()) {
                ColumnCompare column = comparison.columns.get(key);
                values.add(column.received().asKey(column.found));
            }
        }
        if (shape.key().length == 0) {
            int offset = rows.offset(place);
            String ctid = "(%d,%d)".formatted(Integer.toUnsignedLong(BigEndian.getInt(rows.bytes(), offset)),
                    BigEndian.getShort(rows.bytes(), offset + 4) & 0xFFFF);
            values.add(text("ctid"));
            values.add(text(ctid));
        }
        return KeyJson.of(false, values);
    }

    private static SqliteValue text(String text) {
        return new SqliteValue.Text(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Rows that are kept with their values until these take too much room; the rest with their keys alone.
    private static final class Collected {
        private final List<RowPairing.Row> rows = new ArrayList<>();
        private long bytes;

        boolean full() {
            return rows.size() >= Difference.KEPT;
        }

        void add(String key, List<Cell> values) {
            if (bytes > VALUE_BYTES) {
                rows.add(new RowPairing.Row(key, List.of()));
                return;
            }
            values.forEach(value -> bytes += value.length());
            rows.add(new RowPairing.Row(key, values.stream().map(Cell::copy).toList()));
        }
    }
}

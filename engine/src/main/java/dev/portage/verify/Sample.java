package dev.portage.verify;

import dev.portage.source.SqliteValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The keys of rows drawn at random while a table is read, every row with the same chance.
///
/// Source: Vitter, "Random Sampling with a Reservoir", algorithm R.
final class Sample {
    private final SplittableRandom random;
    private final int size;
    private final int rowLimit;
    private final List<List<SqliteValue>> keys = new ArrayList<>();
    private long seen;

    /// Draws `size` rows.
    Sample(long seed, int size) {
        this(seed, size, 0);
    }

    private Sample(long seed, int size, int rowLimit) {
        this.random = new SplittableRandom(seed);
        this.size = size;
        this.rowLimit = rowLimit;
    }

    /// Draws none, and lets only the first rows of the source be read.
    static Sample firstRows(int rowLimit) {
        return new Sample(0, 0, rowLimit);
    }

    /// The query with the limit on it, where there is one.
    String limited(String sql) {
        return rowLimit == 0 ? sql : sql + " LIMIT " + rowLimit;
    }

    /// Whether all rows of the source are read.
    boolean whole() {
        return rowLimit == 0;
    }

    /// Sees one row.
    void row(SourceRows row) {
        if (size == 0) {
            return;
        }
        seen++;
        if (keys.size() < size) {
            keys.add(row.keyValues());
        } else {
            long place = random.nextLong(seen);
            if (place < size) {
                keys.set((int) place, row.keyValues());
            }
        }
    }

    List<List<SqliteValue>> keys() {
        return keys;
    }
}

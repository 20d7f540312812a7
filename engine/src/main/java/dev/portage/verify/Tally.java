package dev.portage.verify;

import java.util.List;
import java.util.function.Function;

/// The rows of one side as a multiset, in 40 bytes: how many they are, and the sums of the four words of each one's
/// SHA-256.
///
/// Sums know no order and count rows that are there twice, other than XOR; two different multisets have the same sums by
/// accident once in 2^256.
///
/// Threads: one at a time.
final class Tally {
    private static final int WORDS = 4;

    private final Hash hash = new Hash();
    private final long[] sums = new long[WORDS];
    private long rows;

    /// Adds a row by the cells of its columns.
    void add(List<ColumnCompare> columns, Function<ColumnCompare, Cell> side) {
        for (int i = 0; i < columns.size(); i++) {
            hash.add(side.apply(columns.get(i)));
        }
        hash.end();
        for (int i = 0; i < WORDS; i++) {
            sums[i] += hash.word(i);
        }
        rows++;
    }

    /// Whether both hold the same rows.
    boolean same(Tally other) {
        return rows == other.rows && java.util.Arrays.equals(sums, other.sums);
    }
}

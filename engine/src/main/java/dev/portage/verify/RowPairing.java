package dev.portage.verify;

import java.util.BitSet;
import java.util.List;

/// Finds rows of the source and rows of the target that are the same row but for a few columns, so that a difference can
/// be named by its column: those that differ least are paired first.
///
/// Where the table has a key, a pair has the same key. Else at least a third of the columns of a pair are equal.
final class RowPairing {
    private final Comparison comparison;
    private final List<Row> here;
    private final List<Row> there;
    private final BitSet hereDone = new BitSet();
    private final BitSet thereDone = new BitSet();

    /// A row that the other side has not.
    ///
    /// @param values its values by column; empty where they were too many to keep
    record Row(String key, List<Cell> values) {}

    RowPairing(Comparison comparison, List<Row> here, List<Row> there) {
        this.comparison = comparison;
        this.here = here;
        this.there = there;
    }

    long sourceRows() {
        return here.size();
    }

    long targetRows() {
        return there.size();
    }

    /// Reports pairs by their columns and what is left as rows.
    void report() {
        int columns = comparison.columns.size();
        short[][] distances = distances();
        for (int allowed = 1; allowed <= Math.max(1, columns * 2 / 3); allowed++) {
            pair(distances, allowed);
        }
        for (int i = hereDone.nextClearBit(0); i < here.size(); i = hereDone.nextClearBit(i + 1)) {
            add(here.get(i), Difference.Kind.MISSING);
        }
        for (int i = thereDone.nextClearBit(0); i < there.size(); i = thereDone.nextClearBit(i + 1)) {
            add(there.get(i), Difference.Kind.EXTRA);
        }
    }

    private void add(Row row, Difference.Kind kind) {
        comparison.differences.add(Difference.row(comparison.shape.table(), row.key(), kind));
    }

    private short[][] distances() {
        short[][] distances = new short[here.size()][there.size()];
        for (int i = 0; i < here.size(); i++) {
            for (int j = 0; j < there.size(); j++) {
                distances[i][j] = (short) distance(here.get(i).values(), there.get(j).values());
            }
        }
        return distances;
    }

    private int distance(List<Cell> wanted, List<Cell> found) {
        if (wanted.isEmpty() || found.isEmpty() || !sameKey(wanted, found)) {
            return Short.MAX_VALUE;
        }
        int distance = 0;
        for (int i = 0; i < wanted.size(); i++) {
            distance += wanted.get(i).same(found.get(i)) ? 0 : 1;
        }
        return distance;
    }

    private boolean sameKey(List<Cell> wanted, List<Cell> found) {
        for (int key : comparison.shape.key()) {
            if (key < wanted.size() && !wanted.get(key).same(found.get(key))) {
                return false;
            }
        }
        return true;
    }

    private void pair(short[][] distances, int allowed) {
        for (int i = hereDone.nextClearBit(0); i < here.size(); i = hereDone.nextClearBit(i + 1)) {
            for (int j = thereDone.nextClearBit(0); j < there.size(); j = thereDone.nextClearBit(j + 1)) {
                if (distances[i][j] <= allowed) {
                    report(here.get(i), there.get(j));
                    hereDone.set(i);
                    thereDone.set(j);
                    break;
                }
            }
        }
    }

    private void report(Row wanted, Row found) {
        for (int i = 0; i < wanted.values().size(); i++) {
            if (!wanted.values().get(i).same(found.values().get(i))) {
                comparison.differences.add(comparison.columns.get(i).difference(comparison.shape.table(), wanted.key(),
                        wanted.values().get(i), found.values().get(i)));
            }
        }
    }
}

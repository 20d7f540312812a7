package dev.portage.verify;

import dev.portage.source.KeyJson;
import dev.portage.source.SqliteValue;
import java.util.ArrayList;
import java.util.List;

/// Reads both sides in the order of the key, as one merge, and compares every value.
///
/// Correctness: the merge is right for any total order in which both sides really arrive. So each key is compared with
/// the one before it, and a side that is not in order ends the merge with [OutOfOrderException] instead of a wrong answer.
/// Memory: one row of each side, and what [CopyStream] reads ahead.
final class OrderedCompare {
    private final Comparison comparison;
    private final Shape shape;
    private final int[] key;
    private final Cell[] lastSource;
    private final Cell[] lastTarget;
    private boolean sourceBegun;
    private boolean targetBegun;

    OrderedCompare(Comparison comparison) {
        this.comparison = comparison;
        this.shape = comparison.shape;
        this.key = shape.key();
        this.lastSource = cells(key.length);
        this.lastTarget = cells(key.length);
    }

    private static Cell[] cells(int count) {
        Cell[] cells = new Cell[count];
        java.util.Arrays.setAll(cells, _ -> new Cell());
        return cells;
    }

    /// Reads both sides to their ends.
    ///
    /// @throws OutOfOrderException the order is not the one compared by; nothing found so far counts
    Comparison.Read run(Sample sample) throws OutOfOrderException {
        String sourceSql = sample.limited(shape.sourceRowsByKey());
        try (TargetRows target = TargetRows.open(comparison.target, shape.targetRowsByKey(), shape.columns().size(),
                shape.table()); SourceRows source = SourceRows.open(comparison.source, sourceSql, shape)) {
            merge(source, target, sample);
            return new Comparison.Read(source.rows(), target.rows());
        }
    }

    private void merge(SourceRows source, TargetRows target, Sample sample) throws OutOfOrderException {
        boolean here = advance(source);
        boolean there = advance(target);
        while (here || there) {
            int order = !here ? 1 : !there ? -1 : compareKeys();
            if (order == 0) {
                compareRow(source, target);
            }
            if (order > 0) {
                comparison.differences.add(Difference.row(shape.table(), targetKey(), Difference.Kind.EXTRA));
            } else {
                if (order < 0) {
                    missing(source);
                }
                sample.row(source);
            }
            boolean stepSource = order <= 0;
            boolean stepTarget = order >= 0;
            here = stepSource ? advance(source) : here;
            there = stepTarget ? advance(target) : there;
        }
    }

    private void missing(SourceRows source) {
        comparison.differences.add(Difference.row(shape.table(), source.key(), Difference.Kind.MISSING));
        // What the quarantine holds of the row is not a second difference.
        for (int i = 0; i < comparison.columns.size(); i++) {
            comparison.readSource(source, i, new Differences());
        }
    }

    private void compareRow(SourceRows source, TargetRows target) {
        List<ColumnCompare> columns = comparison.columns;
        for (int i = 0; i < columns.size(); i++) {
            ColumnCompare column = columns.get(i);
            comparison.readSource(source, i, comparison.differences);
            column.readTarget(target, i);
            if (!column.expected.same(column.found)) {
                comparison.differences.add(column.difference(shape.table(), source.key(), column.expected, column.found));
            }
        }
    }

    private boolean advance(SourceRows source) throws OutOfOrderException {
        if (!source.next()) {
            return false;
        }
        comparison.progressed(source.rows());
        int order = -1;
        for (int i = 0; i < key.length; i++) {
            ColumnCompare column = comparison.columns.get(key[i]);
            column.readSource(source, key[i]);
            if (sourceBegun && (i == 0 || order == 0)) {
                order = lastSource[i].compareKey(column.expected);
            }
        }
        if (order >= 0) {
            throw new OutOfOrderException();
        }
        for (int i = 0; i < key.length; i++) {
            lastSource[i].keep(comparison.columns.get(key[i]).expected);
        }
        sourceBegun = true;
        return true;
    }

    private boolean advance(TargetRows target) throws OutOfOrderException {
        if (!target.next()) {
            return false;
        }
        int order = -1;
        for (int i = 0; i < key.length; i++) {
            ColumnCompare column = comparison.columns.get(key[i]);
            column.readTarget(target, key[i]);
            if (targetBegun && (i == 0 || order == 0)) {
                order = lastTarget[i].compareKey(column.found);
            }
        }
        if (order > 0) {
            throw new OutOfOrderException();
        }
        for (int i = 0; i < key.length; i++) {
            lastTarget[i].keep(comparison.columns.get(key[i]).found);
        }
        targetBegun = true;
        return true;
    }

    private int compareKeys() {
        int order = 0;
        for (int i = 0; i < key.length && order == 0; i++) {
            order = lastSource[i].compareKey(lastTarget[i]);
        }
        return order;
    }

    private String targetKey() {
        List<SqliteValue> values = new ArrayList<>();
        for (int i = 0; i < key.length; i++) {
            values.add(comparison.columns.get(key[i]).received().asKey(lastTarget[i]));
        }
        return KeyJson.of(false, values);
    }
}

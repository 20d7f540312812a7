package dev.portage.verify;

import dev.portage.Results;
import dev.portage.UnverifiedException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Tells whether two tables hold the same rows and values, in whatever order they lie; not which ones differ.
///
/// Both sides are read from front to back, where reading by key would read their pages in the order of the key, again and
/// again. Each row counts by the SHA-256 of its values in logical form ([Tally]).
///
/// Memory: one row of each side, and what [CopyStream] reads ahead.
/// Threads: the caller's reads the source, one more the target.
final class TallyCompare {
    /// Rows between two looks whether somebody wants the comparison to end.
    private static final int LOOK_UP_EVERY = 4_096;

    private final Comparison comparison;
    private final Shape shape;
    private volatile boolean stopped;

    private record Side(Tally tally, long rows) {}

    TallyCompare(Comparison comparison) {
        this.comparison = comparison;
        this.shape = comparison.shape;
    }

    /// Reads both sides to their ends; empty where they differ.
    ///
    /// @throws UnverifiedException one side could not be read to its end
    Optional<Comparison.Read> run(Sample sample) {
        var names = Thread.ofPlatform().daemon().name("portage-verify-tally").factory();
        try (ExecutorService pool = Executors.newSingleThreadExecutor(names)) {
            Future<Side> there = pool.submit(() -> target(sample));
            Side here = source(sample);
            return same(here, joined(there));
        }
    }

    private static Optional<Comparison.Read> same(Side here, Side there) {
        return here.tally().same(there.tally())
                ? Optional.of(new Comparison.Read(here.rows(), there.rows()))
                : Optional.empty();
    }

    private Side source(Sample sample) {
        // Only the first rows of both sides are the same rows where both are read by key.
        String sql = sample.whole() ? shape.sourceRows() : sample.limited(shape.sourceRowsByKey());
        boolean ended = false;
        try (SourceRows rows = SourceRows.open(comparison.source, sql, shape)) {
            var tally = new Tally();
            while (rows.next()) {
                for (int i = 0; i < comparison.columns.size(); i++) {
                    comparison.readSource(rows, i, comparison.differences);
                }
                tally.add(comparison.columns, column -> column.expected);
                if (shape.ordered()) {
                    sample.row(rows);
                }
                comparison.progressed(rows.rows());
                if (rows.rows() % LOOK_UP_EVERY == 0 && Thread.currentThread().isInterrupted()) {
                    throw Verifier.interrupted(new InterruptedException());
                }
            }
            ended = true;
            return new Side(tally, rows.rows());
        } finally {
            stopped = !ended;
        }
    }

    private Side target(Sample sample) {
        String sql = sample.whole() ? shape.targetRows() : shape.targetRowsByKey();
        try (TargetRows rows = TargetRows.open(comparison.target, sql, shape.columns().size(), shape.table())) {
            var tally = new Tally();
            while (!stopped && rows.next()) {
                for (int i = 0; i < comparison.columns.size(); i++) {
                    comparison.columns.get(i).readTarget(rows, i);
                }
                tally.add(comparison.columns, column -> column.found);
            }
            return new Side(tally, rows.rows());
        }
    }

    private Side joined(Future<Side> target) {
        return Results.of(target, e -> {
            stopped = true;
            return Verifier.interrupted(e);
        });
    }
}

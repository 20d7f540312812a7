package dev.portage.verify;

import dev.portage.source.SqliteFile;
import java.util.ArrayDeque;
import java.util.Deque;

/// Pairs of connections, one to each side, that go from one table's comparison to the next; the target's begins a new
/// transaction for each.
///
/// Threads: any; each pair is with one at a time.
final class Lanes implements AutoCloseable {
    private final Verifier.SourceOpener source;
    private final Verifier.TargetConnections target;
    private final Deque<Lane> spare = new ArrayDeque<>();

    /// A connection to each side.
    record Lane(SqliteFile file, TargetSession session) {
        void close() {
            try (file; session) {
                // Both are closed, whatever becomes of one of them.
            }
        }
    }

    Lanes(Verifier.SourceOpener source, Verifier.TargetConnections target) {
        this.source = source;
        this.target = target;
    }

    /// A pair whose target has just begun a transaction that only reads.
    Lane take() {
        Lane lane;
        synchronized (spare) {
            lane = spare.pollFirst();
        }
        return lane == null ? opened() : lane;
    }

    private Lane opened() {
        SqliteFile file = source.open();
        try {
            return new Lane(file, TargetSession.reading(target, "verify"));
        } catch (RuntimeException | Error e) {
            try (file) {
                throw e;
            }
        }
    }

    /// Takes a pair back; it is kept where the comparison was `whole`, for nothing is known of what another left.
    void done(Lane lane, boolean whole) {
        if (whole && lane.session().renew()) {
            synchronized (spare) {
                spare.addFirst(lane);
            }
        } else {
            lane.close();
        }
    }

    @Override
    public void close() {
        synchronized (spare) {
            spare.forEach(Lane::close);
            spare.clear();
        }
    }
}

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
    /// How many wait for the server to grant a connection; it may grant no more than are open.
    private int opening;

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
        synchronized (spare) {
            Lane lane = spare.pollFirst();
            if (lane != null) {
                return lane;
            }
            opening++;
        }
        try {
            return opened();
        } finally {
            synchronized (spare) {
                opening--;
            }
        }
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

    /// Takes a pair back. It is kept where the comparison was `whole`, for nothing is known of what another left, and where
    /// nobody waits for a connection.
    void done(Lane lane, boolean whole) {
        if (!whole || !lane.session().renew() || !kept(lane)) {
            lane.close();
        }
    }

    private boolean kept(Lane lane) {
        synchronized (spare) {
            if (opening == 0) {
                spare.addFirst(lane);
            }
            return opening == 0;
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

package dev.portage.source;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.sqlite.BusyHandler;

/// Waits for a lock of another program: shortly at first, longer later, never as long as another waiter would, and at
/// most so long in all. An interrupt of the waiting thread ends the wait at once.
final class Patience extends BusyHandler {
    private static final int LONGEST_MILLIS = 100;

    private final long limit;
    private long since;

    Patience(Duration limit) {
        this.limit = limit.toNanos();
    }

    /// SQLite asks after each try whether to try again; `tries` begins at 0 for each lock.
    @Override
    protected int callback(int tries) {
        long now = System.nanoTime();
        if (tries == 0) {
            since = now;
        }
        long left = limit - (now - since);
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
            return 0;
        }
        long longest = Math.min(LONGEST_MILLIS, 2L << Math.min(tries, 6));
        try {
            Thread.sleep(Duration.ofNanos(Math.min(left, ThreadLocalRandom.current().nextLong(1, longest * 1_000_000 + 1))));
            return 1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}

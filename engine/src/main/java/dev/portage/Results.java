package dev.portage;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;

/// What work on another thread gave.
public final class Results {
    private Results() {}

    /// Waits for the work's result.
    ///
    /// @param interrupted what to throw where the wait is interrupted; the thread stays marked as interrupted
    /// @throws RuntimeException what the work failed with, as it is
    public static <T> T of(Future<T> work, Function<InterruptedException, ? extends RuntimeException> interrupted) {
        try {
            return work.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted.apply(e);
        }
    }
}

package dev.portage.target;

import dev.portage.PortageException;
import dev.portage.UnreachableException;
import dev.portage.UnverifiedException;
import dev.portage.observe.Event;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/// Does a step again where what stopped it may pass: a lost connection, a server that restarts, a deadlock, a lock that
/// somebody holds. A step must be whole or not at all, and must notice where an earlier attempt has done it after all: when
/// the answer to a COMMIT is lost, nobody knows.
///
/// | what stopped it | attempts | pause between them |
/// |---|---|---|
/// | a lock was not free in its short time | 20 | 0.5 s, then up to 1.5 s |
/// | all else that may pass | 8 | from 50 ms on, doubled each time: 6.4 s together |
///
/// Each attempt opens a connection, and a server that refuses it or is starting is asked for some seconds more
/// ([Connector]). Threads: safe for all; the caller's thread works and waits.
public final class Retry {
    static final int ATTEMPTS = 8;
    static final int LOCK_ATTEMPTS = 20;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LOCK_PAUSE_MILLIS = 500;
    private static final Set<String> PASSING = Set.of("57P01", "57P02", "57P03", "40P01", "40001", "55P03");

    private final Event.Listener listener;

    /// @param listener hears why a step is done again
    public Retry(Event.Listener listener) {
        this.listener = listener;
    }

    /// A step.
    @FunctionalInterface
    public interface Step<T> {
        /// Does it.
        ///
        /// @param again whether an earlier attempt may have done it
        T run(boolean again) throws SQLException;
    }

    /// A step without a result.
    @FunctionalInterface
    public interface Action {
        /// Does it.
        void run() throws SQLException;
    }

    /// As [#of], for a step that finds out by itself what is there already.
    public void run(String what, Action action) {
        of(what, _ -> {
            action.run();
            return true;
        });
    }

    /// Does the step until it succeeds, fails for good, or has been tried often enough.
    ///
    /// @param what as in `while %s`: `copying table users`
    /// @throws PortageException what the last attempt failed with; where it was tried often enough, its message says so
    public <T> T of(String what, Step<T> step) {
        for (int attempt = 1;; attempt++) {
            PortageException failure;
            try {
                return step.run(attempt > 1);
            } catch (PortageException e) {
                failure = e;
            } catch (SQLException e) {
                failure = TargetErrors.unreachableOr(e, what);
            }
            if (!mayPass(failure) || Thread.currentThread().isInterrupted()) {
                throw failure;
            }
            boolean lock = "55P03".equals(state(failure));
            if (attempt == (lock ? LOCK_ATTEMPTS : ATTEMPTS)) {
                throw exhausted(failure, attempt);
            }
            listener.on(new Event.Notice("%s (%s); trying again".formatted(failure.getMessage(), failure.code())));
            pause(lock ? Math.min(LOCK_PAUSE_MILLIS + 100L * attempt, 1_500) : FIRST_PAUSE_MILLIS << (attempt - 1), failure);
        }
    }

    /// Whether the same may go well a little later.
    static boolean mayPass(PortageException failure) {
        if (!(failure instanceof UnreachableException || failure instanceof UnverifiedException)) {
            return false;
        }
        String state = state(failure);
        return PASSING.contains(state) || state.startsWith("08") || failure.code().equals("PT-375");
    }

    /// The SQLSTATE that is told of the deepest error of a database beneath it, `00000` where there is none.
    private static String state(Throwable failure) {
        String state = "00000";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                state = TargetErrors.state(sql);
            }
        }
        return state;
    }

    private static PortageException exhausted(PortageException failure, int attempts) {
        if (failure instanceof UnreachableException) {
            return new UnreachableException(Integer.parseInt(failure.code().substring(3)),
                    "%s, %d times".formatted(failure.getMessage(), attempts), failure.next(), failure);
        }
        return failure;
    }

    private static void pause(long millis, PortageException failure) {
        try {
            Thread.sleep(Duration.ofMillis(millis));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}

package dev.portage.copy;

import dev.portage.DefectException;
import dev.portage.UnreachableException;
import dev.portage.state.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Runs a list of jobs on a few platform threads, each job with a connection of its own. The first failure, or an
/// interrupt, stops those that have not begun and cancels the statements of the others; it is the one that is thrown.
///
/// Threads: one caller; the jobs run on the pool's.
final class Workers {
    private final Sessions sessions;
    private static final long CANCEL_AGAIN_MILLIS = 100;

    private final List<Connection> open = new ArrayList<>();
    private boolean stopped;

    Workers(Sessions sessions) {
        this.sessions = sessions;
    }

    /// What one job does with its connection.
    interface Job {
        /// Does the work; the connection is closed afterwards.
        void run(Connection connection) throws SQLException;
    }

    /// Runs all jobs, at most `workers` at once, started in the given order.
    void run(String name, int workers, List<Job> jobs) {
        var names = Thread.ofPlatform().name("portage-" + name + "-", 1).factory();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers, names)) {
            CompletionService<Boolean> finished = new ExecutorCompletionService<>(pool);
            jobs.forEach(job -> finished.submit(connected(name, job)));
            try {
                for (int i = 0; i < jobs.size(); i++) {
                    finished.take().get();
                }
            } catch (ExecutionException e) {
                stop(pool, e);
                throw known(e.getCause());
            } catch (InterruptedException e) {
                stop(pool, e);
                Thread.currentThread().interrupt();
                throw new UnreachableException(364, "interrupted while at work on %s".formatted(name),
                        "What was committed is kept; type the same command again to go on", e);
            }
        }
    }

    private Callable<Boolean> connected(String name, Job job) {
        return () -> {
            try (Connection connection = sessions.open(name)) {
                synchronized (open) {
                    if (stopped) {
                        return false;
                    }
                    open.add(connection);
                }
                try {
                    job.run(connection);
                } finally {
                    synchronized (open) {
                        open.remove(connection);
                    }
                }
            }
            return true;
        };
    }

    /// An interrupt does not end a statement that waits for the server; the server is asked to end it, and again until
    /// all have ended, because a job may be between two statements when it is asked.
    private void stop(ExecutorService pool, Exception reason) {
        synchronized (open) {
            stopped = true;
        }
        pool.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            cancelAll(reason);
            try {
                ended = pool.awaitTermination(CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancelAll(Exception reason) {
        synchronized (open) {
            for (Connection connection : open) {
                try {
                    connection.unwrap(PGConnection.class).cancelQuery();
                } catch (SQLException e) {
                    reason.addSuppressed(e);
                }
            }
        }
    }

    private static RuntimeException known(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException known) {
            return known;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof SQLException sql) {
            return dev.portage.target.TargetErrors.unreachableOr(sql, "closing a connection");
        }
        return new DefectException(912, "a worker failed", "What was committed is kept; please report this line", cause);
    }
}

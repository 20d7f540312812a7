package dev.portage.copy;

import dev.portage.DefectException;
import dev.portage.UnreachableException;
import dev.portage.observe.Event;
import dev.portage.state.Sessions;
import dev.portage.target.Retry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Runs a list of jobs on a few platform threads, each with one connection for all the jobs that it does. A job whose
/// connection is lost, or that the server breaks off, is done again ([Retry]) on another one. The first failure that stays,
/// or an interrupt, stops those that have not begun and cancels the statements of the others; it is the one that is thrown.
///
/// Threads: one caller; the jobs run on the pool's.
final class Workers {
    private static final long CANCEL_AGAIN_MILLIS = 100;

    private final Sessions sessions;
    private final Retry retry;
    private final List<Connection> open = new ArrayList<>();
    private boolean stopped;

    Workers(Sessions sessions, Event.Listener listener) {
        this.sessions = sessions;
        this.retry = new Retry(listener);
    }

    /// What one job does with its worker's connection.
    interface Job {
        /// Does the work and ends its transaction; the connection goes on to the next job, unless this one fails.
        ///
        /// @param again whether an earlier attempt of the same work may have committed it
        void run(Connection connection, boolean again) throws SQLException;
    }

    /// Runs all jobs, at most `workers` at once, started in the given order.
    void run(String name, int workers, List<Job> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        var names = Thread.ofPlatform().name("portage-" + name + "-", 1).factory();
        Queue<Job> waiting = new ConcurrentLinkedQueue<>(jobs);
        int lanes = Math.min(workers, jobs.size());
        try (ExecutorService pool = Executors.newFixedThreadPool(lanes, names)) {
            CompletionService<Boolean> finished = new ExecutorCompletionService<>(pool);
            for (int i = 0; i < lanes; i++) {
                finished.submit(lane(name, waiting));
            }
            try {
                for (int i = 0; i < lanes; i++) {
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

    private Callable<Boolean> lane(String name, Queue<Job> waiting) {
        return () -> {
            try (var line = new Line(name)) {
                for (Job job = next(waiting); job != null; job = next(waiting)) {
                    Job now = job;
                    retry.of("at work on " + name, again -> line.run(now, again));
                }
            }
            return true;
        };
    }

    /// One worker's connection: opened when there is work, and anew after a failure.
    private final class Line implements AutoCloseable {
        private final String name;
        private @Nullable Connection connection;

        private Line(String name) {
            this.name = name;
        }

        /// False where all work was stopped before this job began.
        private boolean run(Job job, boolean again) throws SQLException {
            Connection used = connection == null ? opened() : connection;
            if (used == null) {
                return false;
            }
            boolean whole = false;
            try {
                job.run(used, again);
                whole = true;
                return true;
            } finally {
                if (!whole) {
                    close();
                }
            }
        }

        private @Nullable Connection opened() throws SQLException {
            Connection fresh = sessions.open(name);
            synchronized (open) {
                if (!stopped) {
                    open.add(fresh);
                    connection = fresh;
                    return fresh;
                }
            }
            fresh.close();
            return null;
        }

        @Override
        public void close() throws SQLException {
            Connection used = connection;
            connection = null;
            if (used != null) {
                synchronized (open) {
                    open.remove(used);
                }
                used.close();
            }
        }
    }

    private @Nullable Job next(Queue<Job> waiting) {
        synchronized (open) {
            return stopped ? null : waiting.poll();
        }
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

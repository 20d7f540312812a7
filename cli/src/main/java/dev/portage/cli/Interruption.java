package dev.portage.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns SIGINT and SIGTERM into a request to stop: the thread that watches is interrupted and gets time to leave
/// everything resumable and to say so; then the JVM ends with 130 or 143.
///
/// Threads: made and closed by the working thread; the request comes from the JVM's end.
final class Interruption implements AutoCloseable {
    /// Longer than a statement takes to be cancelled and an embedded server to stop.
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofMillis(250);
    private static final String LOCK_WAIT = "dev.portage.source.Patience";

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("portage-interrupt").unstarted(this::stop);
    private volatile boolean requested;

    private Interruption() {}

    /// Watches until [#close].
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void stop() {
        requested = true;
        worker.interrupt();
        long begun = System.nanoTime();
        try {
            while (!ended.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    System.err.println("portage: a step did not stop within " + PATIENCE.toSeconds() + " s and was cut off");
                    return;
                }
                interruptAgain();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Code of others may swallow an interrupt (SQLite's driver does while it unpacks its library). Where the thread then waits
    /// for a lock of the application, it is told again; nowhere else, for it may be at work on a file that an interrupt would
    /// close, or stop a server.
    private void interruptAgain() {
        if (Arrays.stream(worker.getStackTrace()).anyMatch(frame -> frame.getClassName().equals(LOCK_WAIT))) {
            worker.interrupt();
        }
    }

    /// Whether the command was asked to stop.
    boolean requested() {
        return requested;
    }

    /// The exit code that the JVM ends with: 143 after SIGTERM, 129 after SIGHUP, else 130. The JVM handles a signal in
    /// a thread named after it, which lives as long as the hooks run.
    static int exitCode() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("SIGTERM handler")) {
                return 143;
            }
            if (thread.getName().equals("SIGHUP handler")) {
                return 129;
            }
        }
        return 130;
    }

    /// Ends the watch. After a request the JVM ends as soon as this was called, so everything was said before.
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The JVM is ending, which is what the hook waits for.
            return;
        }
    }
}

package dev.portage.target;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Sees to it that no connection of one target waits for ever, and knows how many are open.
///
/// A read or write that stands still for `silence` is looked into over a second connection. Where that cannot be made, or
/// where the server knows nothing of the first one or has long answered it, the first is cut. Where the server is at work on
/// it, it may go on: a write up to 5, a read (an index may take long) up to 720 times `silence`; then it is cut too.
///
/// Threads: safe for all. A daemon thread looks while connections are open.
final class SocketWatch {
    static final int WRITE_SILENCES = 5;
    static final int READ_SILENCES = 720;

    private static final Map<String, SocketWatch> WATCHES = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Duration silence;
    private final Look look;
    private final Queue<Integer> orphans = new ConcurrentLinkedQueue<>();
    private final Semaphore freed = new Semaphore(0);
    private final Semaphore idle = new Semaphore(0);
    private @Nullable Thread thread;

    /// What the server says of one of its processes.
    enum Seen {
        /// It works on what it was asked.
        AT_WORK,
        /// It has answered and waits for us.
        WAITS_FOR_US,
        /// The server knows no such process.
        GONE,
        /// The server could not be asked.
        NO_ANSWER
    }

    /// Asks the server about one of its processes, within a bounded time; ends that process where `end`.
    @FunctionalInterface
    interface Look {
        Seen at(int backend, boolean end);
    }

    SocketWatch(Duration silence, Look look) {
        this.silence = silence;
        this.look = look;
    }

    /// Announces a connection that this thread is about to open; its sockets are made by [WatchedSockets] with this id.
    ///
    /// @param lasting whether it stays open for the whole of a command
    Line expect(boolean lasting) {
        Line line = new Line("portage-" + NUMBERS.incrementAndGet(), Thread.currentThread(), lasting);
        WATCHES.put(line.id, this);
        lines.put(line.id, line);
        return line;
    }

    /// A connection that did not come about.
    void forget(Line line) {
        WATCHES.remove(line.id);
        lines.remove(line.id);
        freed.release();
        if (lines.isEmpty()) {
            idle.release();
        }
    }

    static Socket socket(String id) throws IOException {
        SocketWatch watch = WATCHES.get(id);
        Line line = watch == null ? null : watch.lines.get(id);
        if (watch == null || line == null || line.backend() != 0) {
            // A request to cancel comes by a socket of its own, which the driver bounds.
            return new Socket();
        }
        return new WatchedSocket(line, () -> watch.closed(line), () -> watch.broken(line));
    }

    private void closed(Line line) {
        if (line.backend() != 0) {
            forget(line);
        }
    }

    /// The server may not know yet that the connection is broken; its process would keep locks.
    private void broken(Line line) {
        if (line.backend() != 0) {
            orphans.add(line.backend());
        }
    }

    /// Processes of the server whose connection to here is broken, each told once.
    List<Integer> takeOrphans() {
        List<Integer> taken = new ArrayList<>();
        for (Integer orphan = orphans.poll(); orphan != null; orphan = orphans.poll()) {
            int backend = orphan;
            if (lines.values().stream().noneMatch(line -> line.backend() == backend)) {
                taken.add(orphan);
            }
        }
        return taken;
    }

    /// A pooler has told a number of its own; `backend` is the process behind it.
    void serves(int told, int backend) {
        lines.values().stream().filter(line -> line.backend() == told).forEach(line -> line.backend(backend));
    }

    /// The connection is open, and `backend` serves it.
    void opened(Line line, int backend) {
        line.backend(backend);
        if (line.isClosed()) {
            forget(line);
        }
        synchronized (this) {
            if (thread == null) {
                thread = Thread.ofPlatform().daemon().name("portage-watch").start(this::watch);
            }
        }
    }

    /// Waits until a connection may have come free, at most half a second.
    ///
    /// @return whether another thread has one open that it will close
    boolean awaitClose() throws InterruptedException {
        boolean others = lines.values().stream()
                .anyMatch(line -> line.backend() != 0 && !line.lasting && line.owner != Thread.currentThread());
        if (freed.tryAcquire(others ? 500 : 200, TimeUnit.MILLISECONDS)) {
            freed.drainPermits();
        }
        return others;
    }

    private void watch() {
        while (!isIdle()) {
            lines.values().forEach(this::look);
            try {
                // Ends early when the last connection is closed.
                if (idle.tryAcquire(between().toMillis(), TimeUnit.MILLISECONDS)) {
                    idle.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Duration between() {
        return Duration.ofMillis(Math.clamp(silence.toMillis() / 4, 50, 1_000));
    }

    /// The thread ends when nothing is open; the next connection starts another.
    private synchronized boolean isIdle() {
        boolean idle = lines.isEmpty();
        if (idle) {
            thread = null;
        }
        return idle;
    }

    private void look(Line line) {
        long wait = line.waitingSince();
        int backend = line.backend();
        if (wait == 0 || backend == 0 || Line.since(wait).compareTo(silence) < 0 || line.wasAskedWithin(silence, wait)) {
            return;
        }
        boolean reading = line.isReading();
        Duration longest = silence.multipliedBy(reading ? READ_SILENCES : WRITE_SILENCES);
        Seen seen = look.at(backend, false);
        line.asked();
        boolean over = Line.since(wait).compareTo(longest) >= 0;
        if (line.waitingSince() != wait || (seen == Seen.AT_WORK && !over) || (seen == Seen.WAITS_FOR_US && !reading && !over)) {
            return;
        }
        if (seen == Seen.WAITS_FOR_US && reading && !stillWaits(line, wait, backend)) {
            return;
        }
        line.cut("%s for %d s".formatted(what(seen, reading), Line.since(wait).toSeconds()));
        if (seen != Seen.NO_ANSWER && seen != Seen.GONE) {
            look.at(backend, true);
        }
    }

    /// An answer may be on its way while the server is asked: once more, a little later.
    private boolean stillWaits(Line line, long wait, int backend) {
        try {
            Thread.sleep(between());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return line.waitingSince() == wait && look.at(backend, false) == Seen.WAITS_FOR_US && line.waitingSince() == wait;
    }

    private static String what(Seen seen, boolean reading) {
        return switch (seen) {
            case AT_WORK -> reading ? "it has worked without a word" : "it has taken nothing";
            case WAITS_FOR_US -> reading ? "its answer has not come through" : "it has taken nothing";
            case GONE -> "it has ended the session without a word";
            case NO_ANSWER -> "it has not answered, on a second connection either,";
        };
    }
}

package dev.portage.verify;

import dev.portage.PortageException;
import dev.portage.UnreachableException;
import dev.portage.UnverifiedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// The messages of one `COPY … TO STDOUT (FORMAT binary)`, read ahead by a thread of its own.
///
/// At most 4 MB wait to be taken, or one message where that is larger; then the thread waits. A failure of the
/// connection is thrown to the taker and is never read as the end.
///
/// Threads: one platform thread reads, one takes. After [#close()] the thread has ended; a connection whose copy did not
/// come to its end must not be used again.
final class CopyStream implements AutoCloseable {
    private static final long READ_AHEAD_BYTES = 4L << 20;
    private static final long BLOCK_BYTES = 256L << 10;

    private final Connection connection;
    private final String sql;
    private final String subject;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Block> waiting = new ArrayDeque<>();
    private final Thread reader;
    private long waitingBytes;
    private boolean stopped;
    private boolean ended;
    private long acknowledgedRows = -1;
    private @Nullable Throwable failure;

    private record Block(byte[][] messages, int count, long bytes) {}

    private Block current = new Block(new byte[0][], 0, 0);
    private int next;

    CopyStream(Connection connection, String sql, String subject) {
        this.connection = connection;
        this.sql = sql;
        this.subject = subject;
        this.reader = Thread.ofPlatform().daemon().name("portage-verify-target").start(this::read);
    }

    /// The next message, or null after the last one.
    ///
    /// @throws UnverifiedException PT-701 the target stopped sending before the end
    byte @Nullable [] take() {
        if (next == current.count) {
            Block block = takeBlock();
            if (block == null) {
                return null;
            }
            current = block;
            next = 0;
        }
        byte[] message = current.messages[next];
        current.messages[next++] = new byte[0];
        return message;
    }

    private @Nullable Block takeBlock() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !ended) {
                changed.awaitUninterruptibly();
            }
            Block block = waiting.poll();
            if (block != null) {
                waitingBytes -= block.bytes;
                changed.signalAll();
                return block;
            }
            if (failure != null) {
                throw broken(failure);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// How many rows PostgreSQL says it has sent; after the last message.
    long acknowledgedRows() {
        lock.lock();
        try {
            return acknowledgedRows;
        } finally {
            lock.unlock();
        }
    }

    private PortageException broken(Throwable cause) {
        Optional<UnreachableException> memory = UnreachableException.ofMemory(cause);
        if (memory.isPresent()) {
            return memory.get();
        }
        return new UnverifiedException(701, "the target stopped sending rows of %s before the end".formatted(subject),
                "Nothing was changed; see that PostgreSQL runs, then run the same command again", cause);
    }

    private void read() {
        Throwable failed = null;
        long acknowledged = -1;
        try {
            CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
            if (pass(copy)) {
                acknowledged = copy.getHandledRowCount();
            } else {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            failed = e;
        } catch (RuntimeException | OutOfMemoryError e) {
            failed = e;
            discard(e);
        }
        lock.lock();
        try {
            ended = true;
            failure = failed;
            acknowledgedRows = acknowledged;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // The driver still counts the connection as copying: whatever came next on it, a rollback too, would wait for ever.
    private void discard(Throwable reason) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException again) {
            reason.addSuppressed(again);
        }
    }

    /// True when the copy came to its end, false when nobody wants more of it.
    private boolean pass(CopyOut copy) throws SQLException {
        byte[][] messages = new byte[512][];
        int count = 0;
        long bytes = 0;
        for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
            messages[count++] = message;
            bytes += message.length + 16;
            if (count == messages.length || bytes >= BLOCK_BYTES) {
                if (!put(new Block(messages, count, bytes))) {
                    return false;
                }
                messages = new byte[512][];
                count = 0;
                bytes = 0;
            }
        }
        return put(new Block(messages, count, bytes));
    }

    private boolean put(Block block) {
        lock.lock();
        try {
            while (!stopped && waitingBytes > 0 && waitingBytes + block.bytes > READ_AHEAD_BYTES) {
                changed.awaitUninterruptibly();
            }
            if (stopped) {
                return false;
            }
            if (block.count > 0) {
                waiting.add(block);
                waitingBytes += block.bytes;
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Stops the reading, where it still goes on, and waits for the thread.
    @Override
    public void close() {
        boolean running;
        lock.lock();
        try {
            stopped = true;
            running = !ended;
            waiting.clear();
            waitingBytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (running) {
            cancel();
        }
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // A server that sorts before it sends is not stopped by a flag; where the cancel does not arrive, the socket is closed.
    private void cancel() {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException again) {
                e.addSuppressed(again);
                throw broken(e);
            }
        }
    }
}

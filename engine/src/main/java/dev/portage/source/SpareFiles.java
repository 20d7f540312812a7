package dev.portage.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Connections to the private copy that go from one piece of work to the next: a file with 10,000 tables has a schema that
/// takes SQLite long to read, and each connection reads it anew.
///
/// As many are open as work at once. Threads: any; each connection is with one at a time.
public final class SpareFiles implements AutoCloseable {
    private final Supplier<SqliteFile> opener;
    private final Deque<SqliteFile> spare = new ArrayDeque<>();
    private boolean closed;

    /// Opens what is needed by `opener`.
    public SpareFiles(Supplier<SqliteFile> opener) {
        this.opener = opener;
    }

    /// Lends a connection to `work`, and keeps it for the next unless the work fails.
    public void use(Consumer<SqliteFile> work) {
        SqliteFile file = take();
        boolean kept = false;
        try {
            work.accept(file);
            kept = keep(file);
        } finally {
            if (!kept) {
                file.close();
            }
        }
    }

    private SqliteFile take() {
        SqliteFile file;
        synchronized (spare) {
            file = spare.pollFirst();
        }
        return file == null ? opener.get() : file;
    }

    private boolean keep(SqliteFile file) {
        synchronized (spare) {
            if (closed) {
                return false;
            }
            spare.addFirst(file);
            return true;
        }
    }

    /// Closes what is spare, and what is lent as soon as it comes back.
    @Override
    public void close() {
        synchronized (spare) {
            closed = true;
            spare.forEach(SqliteFile::close);
            spare.clear();
        }
    }
}

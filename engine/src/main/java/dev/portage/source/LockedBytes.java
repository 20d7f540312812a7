package dev.portage.source;

import dev.portage.SourceException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// The bytes of a live file in a rollback-journal mode, read beside SQLite while a read transaction keeps every writer from
/// writing into the file: a writer first takes the exclusive lock, and gets none while anybody reads.
///
/// POSIX drops all locks that a process has on a file when it closes any descriptor of it, so [HeldFiles] closes this one
/// after the last connection to the file.
///
/// No channel, which an interrupt would close.
///
/// Source: "File Locking And Concurrency In SQLite Version 3", sections 3 and 6 (sqlite.org/lockingv3.html).
/// Threads: any.
final class LockedBytes implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile file;

    LockedBytes(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "r");
    }

    /// Reads `count` bytes from `at` on into the front of `into`.
    ///
    /// @throws EOFException the file ends before
    /// @throws SourceException PT-159 it cannot be read
    synchronized void read(long at, byte[] into, int count) throws EOFException {
        try {
            file.seek(at);
            file.readFully(into, 0, count);
        } catch (EOFException e) {
            throw e;
        } catch (IOException e) {
            throw LiveFile.unreadable(path, e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}

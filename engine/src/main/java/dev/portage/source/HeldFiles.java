package dev.portage.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// The live files that connections of this process hold, so that nobody opens one of them beside SQLite but for
/// [#bytes(Path)], which is closed when the last holder has gone. Whoever opens a connection to a live file holds the file
/// for as long: a descriptor that is closed earlier drops that connection's locks.
///
/// Threads: any.
final class HeldFiles {
    private static final Map<Path, Held> HELD = new HashMap<>();

    private static final class Held {
        private final SourceHeader header;
        private int count;
        private @Nullable LockedBytes bytes;

        private Held(SourceHeader header) {
            this.header = header;
        }
    }

    private HeldFiles() {}

    static Optional<SourceHeader> find(Path file) {
        synchronized (HELD) {
            return Optional.ofNullable(HELD.get(file)).map(held -> held.header);
        }
    }

    static void hold(SourceHeader header) {
        synchronized (HELD) {
            HELD.computeIfAbsent(header.file(), _ -> new Held(header)).count++;
        }
    }

    /// The bytes of a file that is held, opened once for all who hold it.
    static LockedBytes bytes(Path file) throws IOException {
        synchronized (HELD) {
            Held held = HELD.get(file);
            if (held == null) {
                throw new IllegalStateException(file + " is not held");
            }
            if (held.bytes == null) {
                held.bytes = new LockedBytes(file);
            }
            return held.bytes;
        }
    }

    /// To be called when the connection is closed.
    static void release(SourceHeader header) {
        synchronized (HELD) {
            Held held = HELD.get(header.file());
            if (held == null || --held.count > 0) {
                return;
            }
            HELD.remove(header.file());
            if (held.bytes != null) {
                close(held.bytes, header.file());
            }
        }
    }

    private static void close(LockedBytes bytes, Path file) {
        try {
            bytes.close();
        } catch (IOException e) {
            // It was only read.
            LoggerFactory.getLogger(HeldFiles.class).warn("could not close {}", file, e);
        }
    }
}

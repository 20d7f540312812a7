package dev.portage.target;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Counts who uses an embedded server: within this process by a number, among processes by a shared lock on the file
/// `users`, which the operating system gives back when a process is killed.
///
/// Threads: callers hold the lock of [EmbeddedPostgres] and the folder's.
final class ServerUse {
    private static final Map<Path, ServerUse> USES = new HashMap<>();

    // One channel for each folder: closing any channel of a file gives back every lock of this process on it.
    private final FileChannel channel;
    private FileLock shared;
    private int users;

    private ServerUse(FileChannel channel) throws IOException {
        this.channel = channel;
        this.shared = channel.lock(0, Long.MAX_VALUE, true);
    }

    static void enter(ServerFolder folder) throws IOException {
        ServerUse use = USES.get(folder.root());
        if (use == null) {
            use = new ServerUse(folder.channel("users"));
            USES.put(folder.root(), use);
        }
        use.users++;
    }

    /// Returns whether nobody else uses the server, in this process or another.
    static boolean leave(ServerFolder folder) throws IOException {
        ServerUse use = USES.get(folder.root());
        if (use == null || --use.users > 0) {
            return false;
        }
        USES.remove(folder.root());
        try (FileChannel channel = use.channel) {
            use.shared.release();
            try (FileLock alone = channel.tryLock()) {
                return alone != null;
            }
        }
    }
}

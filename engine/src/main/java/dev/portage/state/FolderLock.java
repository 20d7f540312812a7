package dev.portage.state;

import dev.portage.ConflictException;
import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps two runs out of one work folder, so that neither replaces the private copy that the other reads. The lock is on
/// the file `lock` and goes with the process, so a killed run leaves nothing behind; the file stays and tells who had it.
///
/// Threads: safe for all.
public final class FolderLock implements AutoCloseable {
    // To close any channel of a file gives up all locks that the process has on it, so a second one is never opened here.
    // Source: java.nio.channels.FileLock, "Platform dependencies".
    private static final Map<Path, String> OURS = new HashMap<>();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock of a work folder, at once or not at all.
    ///
    /// @throws ConflictException PT-420 another run has it; names process, host and since when
    /// @throws UnreachableException PT-368 the file cannot be written or locked
    public static FolderLock take(WorkDir folder) {
        Path file = folder.root().resolve("lock");
        String self = "%s since %s".formatted(RunLock.self(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
        synchronized (OURS) {
            if (OURS.containsKey(file)) {
                throw held(OURS.get(file));
            }
            try {
                FileChannel channel = locked(file, self);
                OURS.put(file, self);
                Moment.FOLDER_LOCKED.reached();
                return new FolderLock(file, channel);
            } catch (IOException e) {
                throw new UnreachableException(368, "the lock file %s cannot be used (%s)".formatted(file, e.getMessage()),
                        "Nothing was changed; make room there or mend the folder, or name another with --work-dir, then run the same "
                                + "command again",
                        e);
            }
        }
    }

    private static FileChannel locked(Path file, String self) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw held(content(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((self + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            try {
                channel.close();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private static String content(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(300);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    }

    private static ConflictException held(@Nullable String holder) {
        return new ConflictException(420, "another run of this migration is at work in this work folder (%s)".formatted(holder),
                "It was not disturbed; wait until it ends, or stop it, and run the same command again");
    }

    /// Gives the lock back.
    @Override
    public void close() {
        synchronized (OURS) {
            OURS.remove(file);
            try {
                channel.close();
                Moment.FOLDER_UNLOCKED.reached();
            } catch (IOException e) {
                throw new UnreachableException(368, "the lock file %s could not be closed (%s)".formatted(file, e.getMessage()),
                        "The lock ends with the process; nothing was lost", e);
            }
        }
    }
}

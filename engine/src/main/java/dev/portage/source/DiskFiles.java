package dev.portage.source;

import dev.portage.moment.Moment;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files of our own that must be on disk for good when a method returns. Never for a live file.
public final class DiskFiles {
    private static final Logger LOG = LoggerFactory.getLogger(DiskFiles.class);

    private DiskFiles() {}

    /// Gives `from` the name `to` in one step, replacing a file there; the name is on disk when this returns.
    public static void moveInto(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Moment.FILE_RENAMED.reached();
        syncFolder(folderOf(to));
        Moment.FILE_DURABLE.reached();
    }

    /// Waits until the file's bytes are on disk.
    public static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// Writes `bytes` under a temporary name, and then gives the file its name: it is never seen half-written. Where the
    /// system knows owners, only the owner may read it. A file that holds these bytes is left as it is.
    public static void write(Path file, byte[] bytes) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.createDirectories(folderOf(file));
        Files.deleteIfExists(partial);
        try {
            if (Files.getFileStore(folderOf(file)).supportsFileAttributeView("posix")) {
                Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Moment.FILE_CREATED.reached();
            Files.write(partial, bytes);
            Moment.FILE_WRITTEN.reached();
            sync(partial);
            Moment.FILE_SYNCED.reached();
            moveInto(partial, file);
        } finally {
            deleteQuietly(partial);
        }
    }

    private static boolean holds(Path file, byte[] bytes) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) == bytes.length && Arrays.equals(Files.readAllBytes(file), bytes);
    }

    static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? Path.of("/") : folder;
    }

    /// Deletes a copy that was not finished, with what SQLite left beside it.
    static void deleteWithJournals(Path file) throws IOException {
        for (String suffix : List.of("", "-journal", "-wal", "-shm")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
    }

    /// Best effort on the way out: what stays is deleted by the next attempt.
    static void deleteQuietly(Path file) {
        try {
            deleteWithJournals(file);
        } catch (IOException e) {
            LOG.warn("could not delete {}", file, e);
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

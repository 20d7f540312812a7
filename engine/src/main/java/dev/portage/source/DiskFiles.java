package dev.portage.source;

import dev.portage.moment.Moment;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place that writes files of our own: those that must be on disk for good when a method returns, and temporary
/// ones. Never for a live file.
public final class DiskFiles {
    private static final Logger LOG = LoggerFactory.getLogger(DiskFiles.class);

    /// Hears of each step before it is done. Only tests set it, to number the steps and let some fail.
    static volatile Watch watch = (_, _) -> {};

    private DiskFiles() {}

    /// What is done to a file or folder.
    enum Step {
        FOLDER, CREATE, WRITE, SYNC, RENAME
    }

    /// Hears of steps.
    @FunctionalInterface
    interface Watch {
        void before(Step step, Path file) throws IOException;
    }

    /// Gives the contents of a file.
    @FunctionalInterface
    public interface Content<E extends Exception> {
        /// Writes them to `out`, which the caller closes; false: there is to be no file.
        boolean to(OutputStream out) throws IOException, E;
    }

    /// Makes a folder and those above it where they are missing.
    public static void createFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            watch.before(Step.FOLDER, folder);
            Files.createDirectories(folder);
        }
    }

    /// The same, for the owner only where the system knows owners.
    public static void createPrivateFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        watch.before(Step.FOLDER, folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /// Gives `from` the name `to` in one step, replacing a file there; the name is on disk when this returns.
    public static void moveInto(Path from, Path to) throws IOException {
        watch.before(Step.RENAME, to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Moment.FILE_RENAMED.reached();
        syncFolder(folderOf(to));
        Moment.FILE_DURABLE.reached();
    }

    /// Waits until the file's bytes are on disk.
    public static void sync(Path file) throws IOException {
        watch.before(Step.SYNC, file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// Writes `bytes` under a temporary name, and then gives the file its name: it is never seen half-written. Where the
    /// system knows owners, only the owner may read it. A file that holds these bytes is left as it is, and when this throws, the old file is as
    /// before.
    public static void write(Path file, byte[] bytes) throws IOException {
        DiskFiles.<IOException>write(file, out -> {
            out.write(bytes);
            return true;
        });
    }

    /// The same for contents of any length.
    ///
    /// @return whether there is a file now; where `content` wants none, an old one is deleted
    public static <E extends Exception> boolean write(Path file, Content<E> content) throws IOException, E {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        createFolders(folderOf(file));
        Files.deleteIfExists(partial);
        try {
            createPrivate(partial);
            Moment.FILE_CREATED.reached();
            boolean wanted;
            try (OutputStream out = writing(partial)) {
                wanted = content.to(out);
            }
            Moment.FILE_WRITTEN.reached();
            if (wanted) {
                settle(partial, file);
            } else {
                Files.deleteIfExists(file);
            }
            return wanted;
        } finally {
            deleteQuietly(partial);
        }
    }

    private static void settle(Path partial, Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.mismatch(partial, file) < 0) {
            sync(file);
            syncFolder(folderOf(file));
            return;
        }
        sync(partial);
        Moment.FILE_SYNCED.reached();
        moveInto(partial, file);
    }

    private static void createPrivate(Path file) throws IOException {
        watch.before(Step.CREATE, file);
        if (Files.getFileStore(folderOf(file)).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    /// A new empty file of which the name begins and ends so, in a folder that is made where it is missing; the caller
    /// deletes it. It need not outlive the process.
    public static Path temporary(Path folder, String begin, String end) throws IOException {
        createFolders(folder);
        watch.before(Step.CREATE, folder.resolve(begin + end));
        return Files.createTempFile(folder, begin, end);
    }

    /// Writes into a file that is there; the caller buffers small pieces.
    public static OutputStream writing(Path file) throws IOException {
        return new FilterOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                watch.before(Step.WRITE, file);
                out.write(bytes, from, length);
            }
        };
    }

    /// A file of which pieces are written wherever they belong.
    interface Pieces extends AutoCloseable {
        /// Writes the first `count` of `bytes` from `at` on.
        void write(long at, byte[] bytes, int count) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// Writes into a file, which is made where it is missing.
    static Pieces writingAnywhere(Path file) throws IOException {
        watch.before(Step.CREATE, file);
        var open = new RandomAccessFile(file.toFile(), "rw");
        return new Pieces() {
            @Override
            public void write(long at, byte[] bytes, int count) throws IOException {
                watch.before(Step.WRITE, file);
                open.seek(at);
                open.write(bytes, 0, count);
            }

            @Override
            public void close() throws IOException {
                open.close();
            }
        };
    }

    /// Memory of so many zeros in a new temporary file, for as long as `arena` lives. The file has no name as soon as the
    /// system allows it, and its room is taken at once: a page with no room behind it would end the process when it is
    /// written.
    public static MemorySegment mapped(Path folder, String begin, String end, long bytes, Arena arena) throws IOException {
        Path file = temporary(folder, begin, end);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            byte[] zeros = new byte[1 << 16];
            for (long at = 0; at < bytes; at += zeros.length) {
                watch.before(Step.WRITE, file);
                channel.write(ByteBuffer.wrap(zeros, 0, (int) Math.min(bytes - at, zeros.length)), at);
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        }
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
    public static void deleteQuietly(Path file) {
        try {
            deleteWithJournals(file);
        } catch (IOException e) {
            LOG.warn("could not delete {}", file, e);
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        watch.before(Step.SYNC, folder);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

package dev.portage.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Which file a path leads to, by `stat` alone: nothing is opened.
///
/// @param device number of the file system
/// @param inode number of the file on it
/// @param bytes its size
/// @param modified when it was last written
record FileIdentity(long device, long inode, long bytes, FileTime modified) {
    /// The identity of the file now at `file`, empty where there is none.
    static Optional<FileIdentity> of(Path file) throws IOException {
        try {
            var facts = Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime");
            return Optional
                    .of(new FileIdentity(((Number) fact(facts, "dev")).longValue(), ((Number) fact(facts, "ino")).longValue(),
                            ((Number) fact(facts, "size")).longValue(), (FileTime) fact(facts, "lastModifiedTime")));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static Object fact(Map<String, Object> facts, String name) {
        return Objects.requireNonNull(facts.get(name), name);
    }

    /// True where both are the same file, whatever was written to it in between.
    boolean sameFile(FileIdentity other) {
        return device == other.device && inode == other.inode;
    }
}

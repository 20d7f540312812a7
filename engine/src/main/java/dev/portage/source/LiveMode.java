package dev.portage.source;

import java.nio.file.Files;
import java.nio.file.Path;

/// How a live file is opened so that its folder looks the same afterwards.
///
/// Measured with SQLite 3.54.1: a `mode=ro` connection to a file in WAL mode makes `-wal` and `-shm` where they are
/// missing and cannot remove them; a connection that may write removes both when it closes as the last one, but would
/// then also checkpoint frames that an application left in a `-wal`.
enum LiveMode {
    /// Rollback journal, or a `-wal` is there already: nothing is made, checkpointed or removed.
    READ_ONLY("mode=ro"),
    /// WAL mode without a `-wal`: the pair that SQLite makes is empty, and removed by the connection that made it.
    /// `query_only` keeps the connection from writing.
    TIDY("mode=rw"),
    /// WAL mode without a `-wal`, in a place that cannot be written: no process can have it open for writing there.
    IMMUTABLE("immutable=1&mode=ro");

    private final String parameters;

    LiveMode(String parameters) {
        this.parameters = parameters;
    }

    /// The parameters of SQLite's URI.
    String parameters() {
        return parameters;
    }

    /// The mode for a file as it lies there now.
    static LiveMode of(SourceHeader header) {
        Path file = header.file();
        boolean writable = Files.isWritable(file) && Files.isWritable(folder(file));
        return choose(header.writeAheadLog(), Files.exists(beside(file, "-wal")), Files.exists(beside(file, "-journal")),
                writable);
    }

    /// @param writeAheadLog whether the header says WAL mode
    /// @param writable whether both the file and its folder can be written by this process
    static LiveMode choose(boolean writeAheadLog, boolean walThere, boolean journalThere, boolean writable) {
        // A journal beside a WAL file may be hot, and a connection that may write would roll it back.
        if (!writeAheadLog || walThere || journalThere) {
            return READ_ONLY;
        }
        return writable ? TIDY : IMMUTABLE;
    }

    /// The file of that suffix which SQLite keeps beside a database.
    static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static Path folder(Path file) {
        Path folder = file.getParent();
        return folder == null ? Path.of("/") : folder;
    }
}

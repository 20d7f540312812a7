package dev.portage.source;

import dev.portage.UnreachableException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What an application left its data in: its own SQLite file, or a dump of one as SQL text. It is read to make the
/// private copy and to notice changes; rows are read from the copy.
///
/// Threads: one at a time.
public sealed interface LiveSource extends AutoCloseable permits LiveFile, SqlDump {
    /// Opens the source at `source` for reading, after [SourceSniffer#requireSource(Path)]. Of a dump all bytes are read.
    ///
    /// @throws dev.portage.SourceException what [SourceSniffer] says; PT-157 a crashed writer left a `-journal` that must
    ///         be rolled back first; PT-160 and on: SQLite cannot read it; PT-166 a WAL file where it cannot be read
    /// @throws UnreachableException PT-350 locked for longer than 10 s
    static LiveSource open(Path source) {
        return switch (SourceSniffer.requireSource(source)) {
            case SQLITE -> LiveFile.open(source);
            case DUMP -> SqlDump.open(source);
        };
    }

    /// The name by which this source is called everywhere: the file's name.
    String sourceId();

    /// The file, symbolic links resolved.
    Path file();

    /// Bytes of the source as of the last [#copyTo(Path)], or of the opening: of a SQLite file pages times page size, of
    /// a dump the bytes of its text.
    long bytes();

    /// `PRAGMA schema_version` of the live file now; 0 for a dump, which has none.
    int schemaVersion();

    /// Whether making the copy keeps no writer waiting: true in WAL mode and for a dump; in the other modes a writer
    /// waits as long as the copy takes.
    boolean writeAheadLog();

    /// The SHA-256 of a dump's text as of the last [#copyTo(Path)], or of the opening, 64 hex digits; empty for a SQLite
    /// file. A private copy that was loaded from the same text need not be loaded again.
    Optional<String> dumpHash();

    /// What has changed since the last [#copyTo(Path)] (or the opening), for people: `the application has written to
    /// it`; empty where nothing has.
    Optional<String> changed();

    /// Makes the private copy at `copy`, replacing a file there: the whole database as of one moment.
    ///
    /// When this returns, the copy has its name on disk, and its bytes may be on their way there ([DiskFiles#sync]); when it
    /// throws, a file that was at `copy` is as before.
    ///
    /// @throws UnreachableException PT-350 locked for longer than 10 s, PT-351 not enough room, PT-352 the copy cannot
    ///         be written, PT-353 interrupted
    /// @throws dev.portage.SourceException PT-160 to PT-168: the SQLite file cannot be read; PT-169 to PT-176: the dump
    ///         cannot be loaded, with the line
    PrivateCopy copyTo(Path copy);

    /// Releases the source. The database and the files beside it are as before; see [LiveFile] for two exceptions.
    @Override
    void close();

    /// Asks for room before something of `bytes` bytes is written into `folder`, which must exist.
    ///
    /// @throws UnreachableException PT-351 naming the bytes needed and free
    static void requireRoom(Path folder, long bytes) {
        try {
            FileStore store = Files.getFileStore(folder);
            long free = store.getUsableSpace();
            if (free < bytes) {
                throw new UnreachableException(351, "%s has %,d bytes free, %,d are needed".formatted(folder, free, bytes),
                        "Nothing was written; make room or name another folder with --work-dir, then run the same command again");
            }
        } catch (IOException e) {
            throw new UnreachableException(352, "the room in %s could not be found out (%s)".formatted(folder, e.getMessage()),
                    "Nothing was written; mend the folder, then run the same command again", e);
        }
    }
}

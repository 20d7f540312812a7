package dev.portage.source;

import dev.portage.ConflictException;
import dev.portage.SourceException;
import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/// The application's own SQLite file, which may be in use while it is held here.
///
/// It is read through SQLite alone, only to be copied and to notice changes; rows are read from the copy. The
/// connection holds no transaction between calls, so it never keeps a writer waiting, and when it is closed the file
/// has the same bytes and the same files beside it as before. Two exceptions: a `-wal` without its `-shm` (both were
/// copied here from elsewhere) gets one, which holds no data; and an application that opened and closed a WAL file
/// while it was held here has its `-wal` folded in when this connection closes, as its own last close would have done.
///
/// Threads: one at a time.
final class LiveFile implements LiveSource {
    private static final int READONLY_ROLLBACK = 776;
    private static final int CANTOPEN = 14;
    private static final int READONLY = 8;

    private final SourceHeader header;
    private final LiveMode mode;
    private final SQLiteConnection connection;
    private final Duration patience;
    private Mark mark;

    /// What the file was at one moment.
    ///
    /// @param dataVersion moves with every commit of another connection; comparable on this connection only
    /// @param schemaVersion moves with every change of the schema
    private record Mark(FileIdentity identity, long dataVersion, long schemaVersion, long pages, long pageBytes) {
        long bytes() {
            return pages * pageBytes;
        }
    }

    /// A copy that was made.
    ///
    /// @param mark what the source was then
    /// @param fingerprint of the copy, where it is known
    private record Taken(Mark mark, Optional<String> fingerprint) {}

    private LiveFile(SourceHeader header, LiveMode mode, SQLiteConnection connection, Duration patience)
            throws SQLException, IOException {
        this.header = header;
        this.mode = mode;
        this.connection = connection;
        this.patience = patience;
        this.mark = look();
    }

    /// Opens the SQLite file at `source` for reading, after [SourceSniffer#requireSqlite(Path)].
    ///
    /// @throws SourceException what [SourceSniffer] says; PT-157 a crashed writer left a `-journal` that must be rolled
    ///         back first; PT-160 and on: SQLite cannot read it; PT-166 a WAL file in a place where it cannot be read;
    ///         PT-183 its `-wal` was taken away
    /// @throws ConflictException PT-485 another file took its name meanwhile
    /// @throws UnreachableException PT-350 locked for longer than 10 s
    static LiveFile open(Path source) {
        return open(source, SqliteConnections.BUSY_TIMEOUT);
    }

    /// As [#open(Path)], waiting for locks as long as `patience`.
    static LiveFile open(Path source, Duration patience) {
        SourceHeader header = SourceSniffer.requireSqlite(source);
        requireWal(header);
        LiveMode mode = LiveMode.of(header);
        HeldFiles.hold(header);
        SQLiteConnection connection = null;
        try {
            Optional<FileIdentity> before = FileIdentity.of(header.file());
            connection = SqliteConnections.open(header.file(), mode.parameters(), patience);
            var live = new LiveFile(header, mode, connection, patience);
            live.requireSame(before);
            return live;
        } catch (SQLException | IOException | RuntimeException e) {
            if (connection != null) {
                SqliteConnections.closeAfter(connection, e);
            }
            HeldFiles.release(header);
            throw switch (e) {
                case SQLException sql -> ofOpening(sql, header, patience);
                case IOException io -> unreadable(header.file(), io);
                case RuntimeException other -> other;
                default -> new IllegalStateException(e);
            };
        }
    }

    /// Both files go when the last connection closes, `-shm` first; so `-shm` alone means that `-wal` was taken away, and
    /// with it whatever a killed writer had committed last.
    private static void requireWal(SourceHeader header) {
        Path wal = LiveMode.beside(header.file(), "-wal");
        Path shm = LiveMode.beside(header.file(), "-shm");
        if (header.writeAheadLog() && Files.notExists(wal) && Files.exists(shm) && Files.notExists(wal)) {
            throw new SourceException(183,
                    "%s is in WAL mode and %s is there, but %s is not: a writer was killed and its last transactions were in it"
                            .formatted(header.file(), shm.getFileName(), wal.getFileName()),
                    "Nothing was changed; put that file back beside it. Where it is lost for good, delete the -shm file, and run the "
                            + "same command again without those transactions");
        }
    }

    /// A connection reads the file that it opened even when another one has taken its name; what it would copy then is
    /// not what lies there.
    private void requireSame(Optional<FileIdentity> before) {
        if (before.isEmpty() || !mark.identity().sameFile(before.get())) {
            throw replaced();
        }
    }

    private ConflictException replaced() {
        return new ConflictException(485,
                "%s was replaced by another file while it was opened or copied".formatted(header.file()),
                "Nothing was changed; run the same command again when nobody replaces it");
    }

    @Override
    public String sourceId() {
        return header.file().getFileName().toString();
    }

    @Override
    public Path file() {
        return header.file();
    }

    /// Bytes of the database as of the last [#copyTo(Path)], or of the opening: pages times page size.
    @Override
    public long bytes() {
        return mark.pages() * mark.pageBytes();
    }

    /// `PRAGMA schema_version` of the live file now.
    @Override
    public int schemaVersion() {
        try {
            return Math.toIntExact(SqliteConnections.number(connection, "PRAGMA schema_version"));
        } catch (SQLException e) {
            throw SqliteErrors.of(e, header.file(), "reading its schema version");
        }
    }

    @Override
    public boolean writeAheadLog() {
        return header.writeAheadLog();
    }

    @Override
    public Optional<String> dumpHash() {
        return Optional.empty();
    }

    /// What has changed since the last [#copyTo(Path)] (or the opening), for people: `the application has written to
    /// it`; empty where nothing has.
    @Override
    public Optional<String> changed() {
        try {
            Optional<FileIdentity> now = FileIdentity.of(header.file());
            if (now.isEmpty()) {
                return Optional.of("the file was deleted or renamed");
            }
            if (!now.get().sameFile(mark.identity())) {
                return Optional.of("the file was replaced by another one");
            }
            if (mode == LiveMode.IMMUTABLE) {
                return writtenBehindImmutable(now.get())
                        ? Optional.of("the file was written although its place looked read-only")
                        : Optional.empty();
            }
            if (SqliteConnections.number(connection, "PRAGMA schema_version") != mark.schemaVersion()) {
                return Optional.of("its schema was changed");
            }
            return SqliteConnections.number(connection, "PRAGMA data_version") != mark.dataVersion()
                    ? Optional.of("the application has written to it")
                    : Optional.empty();
        } catch (SQLException e) {
            throw SqliteErrors.of(e, header.file(), "looking for changes");
        } catch (IOException e) {
            throw unreadable(header.file(), e);
        }
    }

    /// Copies the whole database as of one moment to `copy`, replacing a file there.
    ///
    /// The copy is made in one step under one read transaction, so that [#changed()] misses no commit after it. When
    /// this returns, the copy has its name on disk, and its bytes may be on their way there; when it throws, a file that was
    /// at `copy` is as before.
    ///
    /// @throws UnreachableException PT-350 locked for longer than 10 s, PT-351 not enough room, PT-352 the copy cannot
    ///         be written
    /// @throws SourceException PT-160 and on: the source cannot be read; PT-167 the source was written although its
    ///         place looked read-only; PT-168 the copy has another size than the source
    @Override
    public PrivateCopy copyTo(Path copy) {
        Path partial = copy.resolveSibling(copy.getFileName() + ".partial");
        try {
            DiskFiles.createFolders(DiskFiles.folderOf(copy));
            DiskFiles.deleteWithJournals(partial);
            Taken taken = taken(partial);
            Moment.SOURCE_COPIED.reached();
            PrivateCopy made = finish(partial, copy, taken);
            mark = taken.mark();
            return made;
        } catch (SQLException e) {
            throw failed(e, header.file(), "copying it", patience);
        } catch (IOException e) {
            throw new UnreachableException(352, "the copy %s could not be written (%s)".formatted(copy, e.getMessage()),
                    "The source is unchanged; mend the folder, then run the same command again", e);
        } finally {
            DiskFiles.deleteQuietly(partial);
        }
    }

    /// Releases the file. The database and the files beside it are left as the class says.
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqliteErrors.of(e, header.file(), "closing it");
        } finally {
            HeldFiles.release(header);
        }
    }

    private Taken taken(Path partial) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try {
            Mark now = look();
            if (!now.identity().sameFile(mark.identity())) {
                throw replaced();
            }
            LiveSource.requireRoom(DiskFiles.folderOf(partial), now.bytes() + now.pageBytes());
            return writersWait() ? byBytes(partial, now) : byBackup(partial, now);
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /// Whether the read transaction that is open keeps every writer from writing into the file.
    private boolean writersWait() throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery("PRAGMA main.journal_mode")) {
            return row.next() && List.of("delete", "truncate", "persist").contains(row.getString(1));
        }
    }

    /// As far as SQLite's own copy from page to page, in a third of its time, in which writers wait (decision 0026).
    private Taken byBytes(Path partial, Mark now) throws IOException {
        try {
            String fingerprint = Fingerprint.copying(HeldFiles.bytes(header.file()), now.bytes(), partial);
            // What was opened by name is what SQLite has open.
            requireSame(FileIdentity.of(header.file()));
            return new Taken(now, Optional.of(fingerprint));
        } catch (EOFException e) {
            throw cutShort(now, Files.size(header.file()));
        }
    }

    private Taken byBackup(Path partial, Mark now) throws SQLException, IOException {
        int code = connection.getDatabase().backup("main", SqliteConnections.uri(partial), null, 100, 100, -1);
        if (code != 0) {
            requireWritable(partial, now.bytes());
            throw org.sqlite.core.DB.newSQLException(code, "copy of " + now.bytes() + " bytes");
        }
        if (mode == LiveMode.IMMUTABLE && writtenBehindImmutable(now.identity())) {
            throw new SourceException(167, "%s was written while it was copied, although its place looked read-only"
                    .formatted(header.file()),
                    "The source is unchanged; stop the program that writes it, or copy it to a "
                            + "folder that this user can write, then run the same command again");
        }
        return new Taken(now, Optional.empty());
    }

    /// SQLite tells a limit on the size of files as it tells a broken disk; the last byte of the copy tells them apart.
    private static void requireWritable(Path partial, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), bytes - 1);
        }
    }

    private PrivateCopy finish(Path partial, Path copy, Taken taken) throws IOException {
        Mark now = taken.mark();
        long bytes = Files.size(partial);
        if (bytes != now.bytes()) {
            throw cutShort(now, bytes);
        }
        String fingerprint = taken.fingerprint().isPresent() ? taken.fingerprint().get() : Fingerprint.of(partial);
        DiskFiles.moveInto(partial, copy);
        return new PrivateCopy(copy, fingerprint, bytes, Math.toIntExact(now.pageBytes()), now.pages(),
                Math.toIntExact(now.schemaVersion()));
    }

    private SourceException cutShort(Mark now, long bytes) {
        return new SourceException(168, "the copy of %s has %d bytes, the source has %d pages of %d".formatted(header.file(),
                bytes, now.pages(), now.pageBytes()),
                "The source is unchanged and the copy was deleted; run the same command again");
    }

    /// The first read of the file in a transaction makes SQLite check its header and a crashed writer's journal.
    private Mark look() throws SQLException, IOException {
        long schemaVersion = SqliteConnections.number(connection, "PRAGMA schema_version");
        SqliteConnections.number(connection, "SELECT count(*) FROM (SELECT 1 FROM sqlite_schema LIMIT 1)");
        FileIdentity identity = FileIdentity.of(header.file())
                .orElseThrow(() -> new IOException(header.file() + " was deleted or renamed"));
        return new Mark(identity, SqliteConnections.number(connection, "PRAGMA data_version"), schemaVersion,
                SqliteConnections.number(connection, "PRAGMA page_count"),
                SqliteConnections.number(connection, "PRAGMA page_size"));
    }

    private boolean writtenBehindImmutable(FileIdentity before) throws IOException {
        return Files.exists(LiveMode.beside(header.file(), "-wal"))
                || !FileIdentity.of(header.file()).equals(Optional.of(before));
    }

    private static RuntimeException ofOpening(SQLException e, SourceHeader header, Duration patience) {
        Path file = header.file();
        if (SqliteErrors.code(e) == READONLY_ROLLBACK
                || (SqliteErrors.primaryCode(e) == CANTOPEN && Files.exists(LiveMode.beside(file, "-journal")))) {
            return new SourceException(157,
                    "%s was left in the middle of a transaction: %s-journal must be rolled back first".formatted(file,
                            file.getFileName()),
                    "Portage changed nothing; open it once with the application (or `sqlite3 FILE 'PRAGMA quick_check'`), "
                            + "which does it, then run the same command again",
                    e);
        }
        int primary = SqliteErrors.primaryCode(e);
        if (header.writeAheadLog() && (primary == CANTOPEN || primary == READONLY)) {
            return new SourceException(166,
                    "%s is in WAL mode and this user cannot open its -wal and -shm (%s)".formatted(file, e.getMessage()),
                    "Nothing was changed; run as a user who can write that folder, or copy the file with its -wal to one that "
                            + "can be written",
                    e);
        }
        return failed(e, file, "opening it", patience);
    }

    private static RuntimeException failed(SQLException e, Path file, String doing, Duration patience) {
        if (SqliteErrors.busy(e)) {
            return new UnreachableException(350,
                    "%s, %s: it stayed locked for %d s (%s)".formatted(file, doing, patience.toSeconds(), e.getMessage()),
                    "Nothing was changed; let the long transaction of the application end, then run the same command again", e);
        }
        return SqliteErrors.of(e, file, doing);
    }

    static SourceException unreadable(Path file, IOException e) {
        return new SourceException(159, "%s cannot be read (%s)".formatted(file, e.getMessage()),
                "Nothing was changed; see that the file is where it was, then run the same command again", e);
    }
}

package dev.portage.source;

import dev.portage.SourceException;
import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// A dump of a SQLite database as SQL text (of `sqlite3 app.db .dump`, or an export of D1), as a source. Its private
/// copy is what SQLite makes of the text, loaded under [SqlDumpLimits]; the text is only read.
///
/// Of `sqlite3 new.db < DUMP` it differs in three things: a first failing statement ends it, statistics (ANALYZE) are
/// left out, and a line's end within a string keeps its carriage return.
///
/// Threads: one at a time.
final class SqlDump implements LiveSource {
    /// A file that was written so shortly before it was looked at may be written again within the same tick.
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Path file;
    private final SqlDumpLimits limits;
    private final SqlDumpErrors errors;
    private Mark mark;

    /// What the file was at one moment.
    ///
    /// @param settled whether a later write is sure to show in the time of change
    private record Mark(FileIdentity identity, String hash, boolean settled) {}

    private SqlDump(Path file, SqlDumpLimits limits, Mark mark) {
        this.file = file;
        this.limits = limits;
        this.mark = mark;
        this.errors = new SqlDumpErrors(name(file));
    }

    /// Opens the dump and reads it once, for its hash. [SourceSniffer] has said that it is one.
    ///
    /// @throws SourceException PT-159 it cannot be read
    static SqlDump open(Path source) {
        return open(source, Optional.empty());
    }

    /// As [#open(Path)], with other limits.
    static SqlDump open(Path source, Optional<SqlDumpLimits> limits) {
        try {
            Path file = source.toRealPath();
            Mark mark = look(file);
            return new SqlDump(file, limits.orElseGet(() -> SqlDumpLimits.of(mark.identity().bytes())), mark);
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    @Override
    public String sourceId() {
        return name(file);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public long bytes() {
        return mark.identity().bytes();
    }

    @Override
    public int schemaVersion() {
        return 0;
    }

    @Override
    public boolean writeAheadLog() {
        return true;
    }

    @Override
    public Optional<String> dumpHash() {
        return Optional.of(mark.hash());
    }

    @Override
    public Optional<String> changed() {
        try {
            Optional<FileIdentity> now = FileIdentity.of(file);
            if (now.isEmpty()) {
                return Optional.of("the dump was deleted or renamed");
            }
            if (now.get().equals(mark.identity()) && mark.settled()) {
                return Optional.empty();
            }
            return look(file).hash().equals(mark.hash()) ? Optional.empty() : Optional.of("the dump has other content now");
        } catch (NoSuchFileException _) {
            return Optional.of("the dump was deleted or renamed");
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public PrivateCopy copyTo(Path copy) {
        Path partial = copy.resolveSibling(copy.getFileName() + ".partial");
        try {
            DiskFiles.createFolders(DiskFiles.folderOf(copy));
            DiskFiles.deleteWithJournals(partial);
            LiveSource.requireRoom(DiskFiles.folderOf(partial), bytes());
            mark = load(partial);
            Moment.DUMP_LOADED.reached();
            return finish(partial, copy);
        } catch (SQLException e) {
            throw SqliteErrors.of(e, file, "loading it");
        } catch (IOException e) {
            throw new UnreachableException(352, "the copy %s could not be written (%s)".formatted(copy, e.getMessage()),
                    "The dump is unchanged; mend the folder, then run the same command again", e);
        } finally {
            DiskFiles.deleteQuietly(partial);
        }
    }

    /// Nothing is held between calls.
    @Override
    public void close() {}

    /// The hash is of the very bytes that were loaded, whatever becomes of the file meanwhile.
    private Mark load(Path partial) throws IOException, SQLException {
        Mark before = identified("");
        MessageDigest digest = Fingerprint.sha256();
        try (InputStream in = new DigestInputStream(open(), digest); var loader = SqlDumpLoader.open(partial, errors, limits)) {
            loader.load(in);
        }
        return new Mark(before.identity(), HexFormat.of().formatHex(digest.digest()), before.settled());
    }

    private InputStream open() {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private Mark identified(String hash) {
        try {
            return identified(file, hash);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Mark look(Path file) throws IOException {
        Mark before = identified(file, "");
        return new Mark(before.identity(), Fingerprint.ofAll(file), before.settled());
    }

    private static Mark identified(Path file, String hash) throws IOException {
        FileIdentity identity = FileIdentity.of(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
        return new Mark(identity, hash, identity.modified().toInstant().plus(TICK).isBefore(Instant.now()));
    }

    /// The schema that was loaded is read anew, as every later reader will.
    private PrivateCopy finish(Path partial, Path copy) throws IOException, SQLException {
        int pageBytes;
        long pages;
        try (SqliteFile loaded = SqliteFile.openPrivate(partial)) {
            var pragmas = new Pragmas(loaded);
            long tables = pragmas.query("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
                    + "ESCAPE '\\'", row -> row.getLong(1)).getFirst();
            if (tables == 0) {
                throw errors.withoutTable();
            }
            pageBytes = pragmas.query("PRAGMA page_size", row -> row.getInt(1)).getFirst();
            pages = pragmas.query("PRAGMA page_count", row -> row.getLong(1)).getFirst();
        }
        DiskFiles.sync(partial);
        Moment.SOURCE_COPY_SYNCED.reached();
        String fingerprint = Fingerprint.of(partial);
        DiskFiles.moveInto(partial, copy);
        return new PrivateCopy(copy, fingerprint, Files.size(copy), pageBytes, pages, 0);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static SourceException unreadable(Path file, IOException e) {
        String reason = e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : e.getClass().getSimpleName();
        return new SourceException(159, "%s cannot be read (%s)".formatted(file, reason),
                "Nothing was changed; see that the file is where it was and that this user may read it, then run the same "
                        + "command again",
                e);
    }
}

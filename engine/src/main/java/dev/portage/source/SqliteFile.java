package dev.portage.source;

import dev.portage.PortageException;
import dev.portage.SourceException;
import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/// One connection to a SQLite file, for reading only, opened defensively: no extensions, no further ATTACH, `trusted_schema`
/// off, `cell_size_check` on, `mmap_size` 0.
///
/// Texts of a UTF-16 file arrive as UTF-8. Where a text is not valid UTF-16, its bytes are not valid UTF-8 either (a
/// lone surrogate arrives as `ED A0 80` and the like, an odd last byte after `FF`), and no two texts become the same.
///
/// Threads: one at a time, but for [#interrupt()]; open one for each worker.
public final class SqliteFile implements AutoCloseable {
    /// Steps of SQLite between two looks at the interrupt: some milliseconds.
    private static final int OPERATIONS = 10_000;

    private final Path file;
    private final Map<String, Path> attached;
    private final SQLiteConnection connection;
    private final TextEncoding encoding;
    private final Set<RowCursor> cursors = new HashSet<>();
    /// The same files opened for scans; empty until the first one, and where there is no library.
    private Optional<NativeFile> scans = Optional.empty();
    private boolean scanned;
    private final Object interruptLock = new Object();
    private boolean closed;

    private SqliteFile(Path file, Map<String, Path> attached, SQLiteConnection connection, TextEncoding encoding) {
        this.file = file;
        this.attached = Map.copyOf(attached);
        this.connection = connection;
        this.encoding = encoding;
    }

    /// Opens Portage's own private copy, which nothing else ever writes (`immutable=1`).
    ///
    /// @throws dev.portage.SourceException it is missing or not a SQLite file
    public static SqliteFile openPrivate(Path copy) {
        return openPrivate(copy, Map.of());
    }

    /// The same with further private copies beside it, under the names by which SQL reaches their tables.
    ///
    /// @param attached at most 10, by names of ASCII letters, digits and underscores
    /// @throws dev.portage.SourceException PT-180 a file keeps its text in another encoding than `copy`
    public static SqliteFile openPrivate(Path copy, Map<String, Path> attached) {
        SQLiteConnection connection = null;
        try {
            connection = SqliteConnections.open(copy, LiveMode.IMMUTABLE.parameters(), SqliteConnections.BUSY_TIMEOUT);
            attach(connection, attached);
            try (var statement = connection.createStatement(); var rows = statement.executeQuery("PRAGMA encoding")) {
                rows.next();
                return new SqliteFile(copy, attached, connection, TextEncoding.ofPragma(rows.getString(1)));
            }
        } catch (SQLException e) {
            if (connection != null) {
                SqliteConnections.closeAfter(connection, e);
            }
            throw SqliteErrors.of(e, copy, "opening it");
        }
    }

    private static void attach(SQLiteConnection connection, Map<String, Path> attached) throws SQLException {
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, attached.size());
        for (Map.Entry<String, Path> file : attached.entrySet()) {
            String uri = SqliteConnections.uri(file.getValue()) + "?" + LiveMode.IMMUTABLE.parameters();
            try (var statement = connection.prepareStatement("ATTACH ? AS " + Identifier.quote(file.getKey()))) {
                statement.setString(1, uri);
                statement.execute();
            } catch (SQLException e) {
                if (String.valueOf(e.getMessage()).contains("encoding")) {
                    throw new SourceException(180,
                            "%s keeps its text in another encoding than the first source, and one migration needs one encoding"
                                    .formatted(file.getValue().getFileName()),
                            "Nothing was changed; move it on its own, or write it anew with PRAGMA encoding and VACUUM INTO", e);
                }
                throw e;
            }
        }
    }

    /// One more connection to the same files.
    public SqliteFile again() {
        return openPrivate(file, attached);
    }

    /// Where the file lies.
    public Path path() {
        return file;
    }

    /// The plain JDBC connection, for pragmas and queries whose text values are names.
    public Connection connection() {
        return connection;
    }

    /// The rows of a query whose parameters (bare `?` only) are bound with their storage class.
    ///
    /// The first row is read here. Nothing that runs a view of the application may be asked: its cost has no bound.
    ///
    /// @throws dev.portage.SourceException the file is damaged, cannot be read, or the query is wrong for it
    public RowCursor rows(String sql, List<SqliteValue> parameters) {
        var cursor = SqliteCursor.open(file, connection, Parameters.of(sql, parameters, encoding), encoding, cursors::remove);
        cursors.add(cursor);
        return cursor;
    }

    /// The rows of a query that selects stored columns of one table, with neither expressions nor functions, so that any
    /// version of SQLite gives the same: read through the system's own library where there is one, else as [#rows] does.
    ///
    /// @throws dev.portage.SourceException the file is damaged, cannot be read, or the query is wrong for it
    public RowCursor scan(Table table, String sql, List<SqliteValue> parameters) {
        if (encoding == TextEncoding.UTF_8 && table.stored()) {
            NativeCursor cursor = natively(sql, parameters);
            if (cursor != null) {
                return cursor;
            }
        }
        return rows(sql, parameters);
    }

    private @Nullable NativeCursor natively(String sql, List<SqliteValue> parameters) {
        if (!scanned) {
            scanned = true;
            synchronized (interruptLock) {
                scans = NativeFile.open(file, attached);
            }
        }
        NativeCursor cursor = scans.map(opened -> opened.rows(sql, parameters, cursors::remove)).orElse(null);
        if (cursor != null) {
            cursors.add(cursor);
        }
        return cursor;
    }

    /// Stops what the connection is doing: the statement that runs ends with PT-353. Does nothing on a closed file.
    ///
    /// Threads: any.
    public void interrupt() {
        synchronized (interruptLock) {
            if (!closed) {
                try {
                    connection.getDatabase().interrupt();
                    scans.ifPresent(NativeFile::interrupt);
                } catch (SQLException e) {
                    throw failed(e, "cancelling");
                }
            }
        }
    }

    /// From now on an interrupt of the thread that runs a statement ends it with PT-353, checks of the whole file too.
    public void stopWhenInterrupted() {
        try {
            ProgressHandler.setHandler(connection, OPERATIONS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return Thread.currentThread().isInterrupted() ? 1 : 0;
                }
            });
        } catch (SQLException e) {
            throw failed(e, "watching for an interrupt");
        }
    }

    /// Interrupts whatever still runs after `limit`, until what is returned is closed. A schema that was written to
    /// keep a reader busy for ever is thus left after `limit`.
    public Deadline within(Duration limit) {
        var timer = new CompletableFuture<Boolean>().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        var watched = timer.whenComplete((_, late) -> {
            if (late != null) {
                interrupt();
            }
        });
        return () -> {
            timer.complete(true);
            watched.cancel(false);
        };
    }

    /// Ends the watch of [#within(Duration)].
    @FunctionalInterface
    public interface Deadline extends AutoCloseable {
        @Override
        void close();
    }

    /// Closes the file and every cursor that is still open.
    @Override
    public void close() {
        List.copyOf(new ArrayList<>(cursors)).forEach(RowCursor::close);
        synchronized (interruptLock) {
            if (closed) {
                return;
            }
            closed = true;
            scans.ifPresent(NativeFile::close);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e, "closing it");
        }
    }

    /// Ours for an error met on [#connection()] while `doing` (`reading table t`).
    public PortageException failed(SQLException e, String doing) {
        return SqliteErrors.of(e, file, doing);
    }
}

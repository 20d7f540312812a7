package dev.portage.source;

import dev.portage.schema.Identifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.DB;

/// A private copy, opened a second time through the system's own library, for scans only.
///
/// Threads: one at a time, but for [#interrupt()].
final class NativeFile implements AutoCloseable {
    private static final int READ_ONLY = 0x1;
    private static final int URI = 0x40;
    private static final int NO_MUTEX = 0x8000;

    private final Path file;
    private long connection;

    private NativeFile(Path file, long connection) {
        this.file = file;
        this.connection = connection;
    }

    /// Opens the copies as the driver does; empty where there is no library, or it does not open them.
    static Optional<NativeFile> open(Path file, Map<String, Path> attached) {
        // A test that hears of the driver's operations wants all of them there.
        if (!NativeSqlite.AVAILABLE || SqliteConnections.opened != SqliteConnections.Opened.NOTHING) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG);
            int code = NativeSqlite.open(arena, uri(file), READ_ONLY | URI | NO_MUTEX, result);
            var opened = new NativeFile(file, result.get(ValueLayout.JAVA_LONG, 0));
            if (code == NativeSqlite.OK && opened.prepared(attached)) {
                return Optional.of(opened);
            }
            opened.close();
            return Optional.empty();
        }
    }

    private boolean prepared(Map<String, Path> attached) {
        boolean ready = List.of("PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0",
                "PRAGMA query_only=ON").stream().allMatch(pragma -> run(pragma, List.of()));
        for (Map.Entry<String, Path> other : attached.entrySet()) {
            SqliteValue uri = new SqliteValue.Text(uri(other.getValue()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            ready = ready && run("ATTACH ? AS " + Identifier.quote(other.getKey()), List.of(uri));
        }
        return ready;
    }

    private static String uri(Path file) {
        return SqliteConnections.uri(file) + "?" + LiveMode.IMMUTABLE.parameters();
    }

    private boolean run(String sql, List<SqliteValue> parameters) {
        try (NativeCursor cursor = rows(sql, parameters, _ -> {})) {
            if (cursor == null) {
                return false;
            }
            while (cursor.next()) {
                // Some pragmas answer with a row.
            }
            return true;
        } catch (dev.portage.PortageException _) {
            return false;
        }
    }

    /// The rows of a query; null where this library cannot compile it.
    @Nullable
    NativeCursor rows(String sql, List<SqliteValue> parameters, Consumer<RowCursor> whenClosed) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG);
            int code = NativeSqlite.prepare(arena, connection, sql, result);
            long statement = result.get(ValueLayout.JAVA_LONG, 0);
            for (int i = 0; code == NativeSqlite.OK && i < parameters.size(); i++) {
                code = NativeSqlite.bind(arena, statement, i + 1, parameters.get(i));
            }
            if (code != NativeSqlite.OK) {
                NativeSqlite.finish(statement);
                return null;
            }
            return new NativeCursor(this, statement, whenClosed);
        }
    }

    /// Ours for the error that the connection met last.
    RuntimeException failed() {
        SQLException error = DB.newSQLException(NativeSqlite.errorCode(connection), NativeSqlite.errorText(connection));
        return SqliteErrors.of(error, file, "reading rows");
    }

    /// Ends the statement that runs with PT-353. Threads: any, while the file is open.
    void interrupt() {
        NativeSqlite.interrupt(connection);
    }

    /// Closes the connection once its statements are closed; a second call does nothing.
    @Override
    public void close() {
        if (connection != 0) {
            NativeSqlite.close(connection);
            connection = 0;
        }
    }
}

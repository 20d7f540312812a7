package dev.portage.source;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.HeardDatabase;

/// Lets a test hear of each operation on SQLite files and of each step that writes a file, and let it fail; in this package,
/// because nothing else may.
public final class SourceFaults {
    private SourceFaults() {}

    /// Hears of a step that writes a file.
    @FunctionalInterface
    public interface FileEar {
        /// Throws what the step shall fail with; `step` is `create`, `write` and so on.
        void hears(String step, Path file) throws IOException;
    }

    /// From now on `ear` hears of all operations of connections that are opened, and `opened` of the connections.
    public static void hearSqlite(HeardDatabase.Ear ear, Consumer<SQLiteConnection> opened) {
        SqliteConnections.opened = connection -> {
            opened.accept(connection);
            int code = ear.hears("open");
            if (code != 0) {
                throw org.sqlite.core.DB.newSQLException(code, "a planted fault");
            }
            put(connection, new HeardDatabase(connection.getDatabase(), ear));
            return connection;
        };
    }

    private static void put(SQLiteConnection connection, HeardDatabase heard) throws SQLException {
        try {
            Field database = SQLiteConnection.class.getDeclaredField("db");
            database.setAccessible(true);
            database.set(connection, heard);
        } catch (ReflectiveOperationException e) {
            throw new SQLException("the driver keeps its database in another field", e);
        }
    }

    /// From now on `ear` hears of each step that writes a file.
    public static void hearFiles(FileEar ear) {
        DiskFiles.watch = (step, file) -> ear.hears(step.name().toLowerCase(java.util.Locale.ROOT), file);
    }

    /// Nobody hears of anything any more.
    public static void stop() {
        SqliteConnections.opened = SqliteConnections.Opened.NOTHING;
        DiskFiles.watch = (_, _) -> {};
    }
}

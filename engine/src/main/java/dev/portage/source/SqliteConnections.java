package dev.portage.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/// Opens SQLite connections by URI only: a plain `jdbc:sqlite:x.db?mode=ro` would make a file of that very name.
final class SqliteConnections {
    static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);

    /// What becomes of a connection that was just opened. Only tests set it, to number its operations and let some fail.
    static volatile Opened opened = Opened.NOTHING;

    /// Looks at a connection that was opened, or puts another in its place.
    @FunctionalInterface
    interface Opened {
        /// Leaves it as it is.
        Opened NOTHING = connection -> connection;

        SQLiteConnection after(SQLiteConnection connection) throws SQLException;
    }

    private SqliteConnections() {}

    /// A connection to an existing file; `parameters` are those of SQLite's URIs: `mode=ro`, `immutable=1&mode=ro`.
    ///
    /// Every connection is defensive: no extensions, no ATTACH, views and triggers untrusted, cells checked, no mmap.
    static SQLiteConnection open(Path file, String parameters, Duration busyTimeout) throws SQLException {
        var config = new SQLiteConfig();
        config.enableLoadExtension(false);
        config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
        DriverLibrary.require();
        var connection = (SQLiteConnection) config.createConnection("jdbc:sqlite:" + uri(file) + "?" + parameters);
        try {
            BusyHandler.setHandler(connection, new Patience(busyTimeout));
            connection = opened.after(connection);
            connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
            run(connection, List.of("PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0",
                    "PRAGMA query_only=ON", "PRAGMA wal_autocheckpoint=0"));
            return connection;
        } catch (SQLException e) {
            closeAfter(connection, e);
            throw e;
        }
    }

    static void run(SQLiteConnection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// The first value of a pragma or query that gives one integer.
    static long number(SQLiteConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("no row from " + sql);
            }
            return rows.getLong(1);
        }
    }

    static void closeAfter(SQLiteConnection connection, Exception failure) {
        try {
            connection.close();
        } catch (SQLException again) {
            failure.addSuppressed(again);
        }
    }

    /// `file:` and the absolute path, every byte outside the unreserved set percent-encoded.
    static String uri(Path file) {
        var uri = new StringBuilder("file:");
        for (byte b : file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c == '/' || c == '-' || c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')) {
                uri.append(c);
            } else {
                uri.append('%').append("0123456789ABCDEF".charAt(c >> 4)).append("0123456789ABCDEF".charAt(c & 15));
            }
        }
        return uri.toString();
    }
}

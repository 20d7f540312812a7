package dev.portage.target;

import dev.portage.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import org.postgresql.PGConnection;

/// Tells whether something between here and the server lends one session of the server to several of ours.
///
/// The run lock, session settings and temporary tables belong to a session of the server; with such a pooler they would be
/// lost, or would stay with somebody else's connection. One that keeps a session for each connection (pool_mode = session)
/// is fine.
final class Pooling {
    private Pooling() {}

    /// Looks without changing anything in the session. A connection without a pooler costs one question.
    ///
    /// @return whether a pooler stands between that keeps sessions
    /// @param another opens one more connection
    /// @throws RefusedException PT-601 sessions are shared
    static boolean requireNone(Connection connection, Supplier<Connection> another, String where) throws SQLException {
        int serving = backend(connection);
        if (connection.unwrap(PGConnection.class).getBackendPID() == serving) {
            return false;
        }
        // A pooler tells a number of its own. Two of our connections, the second in a transaction, must have two sessions,
        // and the first must keep its own. A pooler lends first what was given back last.
        try (Connection second = another.get()) {
            second.setAutoCommit(false);
            boolean shared = backendOf(second, serving) == serving || backend(connection) != serving;
            if (shared) {
                throw refused(where);
            }
            second.rollback();
            return true;
        }
    }

    /// A pooler that lends a session for one statement refuses transactions.
    private static int backendOf(Connection inTransaction, int serving) throws SQLException {
        try {
            return backend(inTransaction);
        } catch (SQLException e) {
            if (TargetErrors.state(e).startsWith("08P")) {
                return serving;
            }
            throw e;
        }
    }

    static int backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static RefusedException refused(String where) {
        return new RefusedException(601,
                "a pooler at %s lends sessions of PostgreSQL for one transaction each (pool_mode = transaction or statement)"
                        .formatted(where),
                "Nothing was changed; the run lock and the settings that keep values exact need sessions that last. Name the "
                        + "server itself, or a port of the pooler with pool_mode = session");
    }
}

package dev.portage.verify;

import dev.portage.UnverifiedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// One connection to the target in one transaction that sees one state of it; closed and rolled back together.
///
/// Threads: one at a time.
final class TargetSession implements AutoCloseable {
    private static final int TABLES_A_TRANSACTION = 100;

    private final Connection connection;
    private final String transaction;

    private TargetSession(Connection connection, String transaction) {
        this.connection = connection;
        this.transaction = transaction;
    }

    /// A session that only reads.
    static TargetSession reading(Verifier.TargetConnections target, String purpose) {
        return open(target, purpose, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }

    /// A session that may make temporary tables, which end with it.
    static TargetSession temporary(Verifier.TargetConnections target, String purpose) {
        return open(target, purpose, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE");
    }

    private static TargetSession open(Verifier.TargetConnections target, String purpose, String transaction) {
        var session = new TargetSession(target.connect(purpose), transaction);
        try (Statement statement = session.connection.createStatement()) {
            session.connection.setAutoCommit(false);
            statement.execute(transaction);
            return session;
        } catch (SQLException e) {
            session.close();
            throw failed("could not begin a transaction", e);
        }
    }

    /// What an error of this session means.
    static UnverifiedException failed(String what, SQLException e) {
        return new UnverifiedException(704, "the target %s (SQLSTATE %s)".formatted(what, e.getSQLState()),
                "Nothing was changed; see that PostgreSQL runs, then run the same command again", e);
    }

    Connection connection() {
        return connection;
    }

    /// Ends the transaction with the locks and the state that it held, and begins another.
    ///
    /// @return false where the connection can do no more
    boolean renew() {
        try (Statement statement = connection.createStatement()) {
            connection.rollback();
            statement.execute(transaction);
            return true;
        } catch (SQLException e) {
            org.slf4j.LoggerFactory.getLogger(TargetSession.class).debug("going on after a table", e);
            return false;
        }
    }

    /// Begins another transaction after each 100th table: one that holds locks on thousands would fill the server's table
    /// of locks.
    ///
    /// @throws SQLException the connection can do no more
    void renewAfter(int tables) throws SQLException {
        if (tables % TABLES_A_TRANSACTION == 0 && !renew()) {
            throw new SQLException("the connection was lost", "08006");
        }
    }

    /// Rolls back and closes. A connection that is already broken has nothing to roll back.
    @Override
    public void close() {
        try (connection) {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            // The server ends the transaction of a lost connection by itself; the error that broke it is on its way.
            org.slf4j.LoggerFactory.getLogger(TargetSession.class).debug("closing a connection after verification", e);
        }
    }
}

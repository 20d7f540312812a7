package dev.portage.state;

import dev.portage.ConflictException;
import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/// Keeps two runs of one migration apart by a session advisory lock in the target, on a connection of its own. The lock
/// goes with the session, so a killed run leaves nothing behind. It is polled, never waited for: a waiting lock would
/// hold a snapshot that index builds have to wait for.
///
/// Where the session ends while the run goes on (the server was restarted, somebody ended it), [#hold] takes the lock again
/// before anything more is written, or stops the run.
///
/// Threads: safe for all.
public final class RunLock implements AutoCloseable {
    private static final int SPACE = 0x506F7274; // "Port", so that other programs' locks are not met by chance
    private static final Duration POLL = Duration.ofMillis(200);

    /// How long a session is believed to be there without being asked.
    private static final Duration BELIEF = Duration.ofSeconds(1);
    /// How long the server may take to end our own earlier session.
    private static final Duration AGAIN_PATIENCE = Duration.ofSeconds(5);

    private final Sessions sessions;
    private final String migrationId;
    private Session session;
    private long askedAt = System.nanoTime();

    private record Session(Connection connection, int backend) {}

    private RunLock(Sessions sessions, String migrationId, Session session) {
        this.sessions = sessions;
        this.migrationId = migrationId;
        this.session = session;
    }

    /// Takes the lock, asking again for up to `patience`.
    ///
    /// @throws ConflictException PT-420 another run holds it; names process, host and since when
    public static RunLock take(Sessions sessions, String migrationId, Duration patience) {
        return new RunLock(sessions, migrationId, taken(sessions, migrationId, patience, 0));
    }

    /// @param earlier our own session that had the lock, and that the server may not have ended yet; 0 for none
    private static Session taken(Sessions sessions, String migrationId, Duration patience, int earlier) {
        Connection connection = sessions.open("lock " + self());
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            end(connection, earlier);
            while (!tryLock(connection, migrationId.hashCode())) {
                boolean another = earlier != 0 && !isThere(connection, earlier) && !tryLock(connection, migrationId.hashCode());
                if (another || System.nanoTime() > deadline) {
                    throw held(connection, migrationId);
                }
                pause();
            }
            Moment.RUN_LOCKED.reached();
            return new Session(connection, backend(connection));
        } catch (SQLException e) {
            closeQuietly(connection, e);
            throw new UnreachableException(361,
                    "the lock of this migration could not be asked for (SQLSTATE %s)".formatted(e.getSQLState()),
                    "Nothing was changed; run the same command again", e);
        } catch (RuntimeException e) {
            closeQuietly(connection, e);
            throw e;
        }
    }

    /// Makes sure that the lock is still ours; asks the server at most once a second.
    ///
    /// @return whether it was lost and is taken again: others may have been at work meanwhile
    /// @throws ConflictException PT-420 another run took it while our session was gone
    /// @throws UnreachableException the server cannot be reached
    public synchronized boolean hold() {
        boolean lost = false;
        if (System.nanoTime() - askedAt < BELIEF.toNanos()) {
            return lost;
        }
        try {
            if (backend(session.connection()) != session.backend()) {
                throw new SQLException("another session", "08006");
            }
        } catch (SQLException e) {
            closeQuietly(session.connection(), e);
            session = taken(sessions, migrationId, AGAIN_PATIENCE, session.backend());
            lost = true;
        }
        askedAt = System.nanoTime();
        return lost;
    }

    private static int backend(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_backend_pid()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static boolean isThere(Connection connection, int backend) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT FROM pg_stat_activity WHERE pid = ?")) {
            statement.setInt(1, backend);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void end(Connection connection, int earlier) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE pid = ? AND application_name = current_setting('application_name') AND usename = current_user
                """)) {
            statement.setInt(1, earlier);
            statement.execute();
        }
    }

    private static boolean tryLock(Connection connection, int key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
            statement.setInt(1, SPACE);
            statement.setInt(2, key);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /// Waits until no other transaction makes the tables of schema `portage`; ends with the transaction. Two that make them
    /// at once would fail, in spite of IF NOT EXISTS.
    static void whileMaking(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(?, ?)")) {
            statement.setInt(1, SPACE + 1);
            statement.setInt(2, 0);
            statement.execute();
        }
    }

    private static ConflictException held(Connection connection, String migrationId) throws SQLException {
        String holder = "another session";
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT a.application_name, a.backend_start FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                WHERE l.locktype = 'advisory' AND l.classid = ? AND l.objid = ? AND l.objsubid = 2 AND l.granted
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """)) {
            statement.setLong(1, Integer.toUnsignedLong(SPACE));
            statement.setLong(2, Integer.toUnsignedLong(migrationId.hashCode()));
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    holder = "%s since %s".formatted(row.getString(1), row.getString(2));
                }
            }
        }
        return new ConflictException(420, "another run of this migration is at work (%s)".formatted(holder),
                "It was not disturbed; wait until it ends, or stop it, and run the same command again");
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(362, "interrupted while waiting for another run to end", "Nothing was changed");
        }
    }

    private static void closeQuietly(Connection connection, Exception reason) {
        try {
            connection.close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /// This process as others see it: `1234@host`.
    public static String self() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            host = "unknown host";
        }
        return ProcessHandle.current().pid() + "@" + host;
    }

    /// Gives the lock back by ending its session; one that is broken already has given it back.
    @Override
    public synchronized void close() {
        try {
            session.connection().close();
            Moment.RUN_UNLOCKED.reached();
        } catch (SQLException e) {
            org.slf4j.LoggerFactory.getLogger(RunLock.class).debug("closing the session of the lock", e);
        }
    }
}

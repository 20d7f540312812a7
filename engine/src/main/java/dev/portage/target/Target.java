package dev.portage.target;

import dev.portage.ConflictException;
import dev.portage.RefusedException;
import dev.portage.UnreachableException;
import dev.portage.schema.Identifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// The PostgreSQL that rows go to, and the connections to it.
///
/// Every connection has the same session settings, so that neither the server's nor the role's ever decide how a value
/// is read or written. `search_path` is `pg_catalog` alone: every other name is written with its schema.
///
/// Threads: safe for all; a connection belongs to one thread.
public final class Target implements AutoCloseable {
    private static final int OLDEST = 14;
    // The first statement makes the second one mean the same for every role.
    private static final String SET_ALL = """
            SELECT pg_catalog.set_config('search_path', 'pg_catalog', false);
            SELECT set_config(wanted.name, wanted.value, false)
            FROM (VALUES %s) AS wanted (name, value)
            WHERE EXISTS (SELECT FROM pg_settings AS known WHERE lower(known.name) = lower(wanted.name)
                AND (known.name <> 'synchronous_commit' OR known.setting = 'off'))
            """;
    private static final String END_ORPHAN = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid = ? AND usename = current_user AND datname = current_database()
                AND split_part(application_name, ' ', 1) = split_part(current_setting('application_name'), ' ', 1)
            """;
    private static final String WHY_READ_ONLY = """
            SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only') = 'on'
            """;

    private final TargetAddress address;
    private final TargetAddress.Server server;
    private final Connector connector;
    private final TargetSettings settings;
    private final @Nullable EmbeddedPostgres embedded;
    private final SocketWatch watch;
    private @Nullable ServerIdentity identity;
    private @Nullable Boolean pooled;

    private Target(TargetAddress address, TargetAddress.Server server, TargetSettings settings,
            @Nullable EmbeddedPostgres embedded) {
        this.address = address;
        this.server = server;
        this.settings = settings;
        this.embedded = embedded;
        Secret secret = new Passwords(settings.passwordFile(), settings.environment(), Path.of(System.getProperty("user.home")))
                .find(server).orElse(null);
        Connector unwatched = new Connector(server, secret, Tls.of(server, settings.environment()), settings.patience());
        this.watch = new SocketWatch(settings.silence(server), unwatched::look);
        this.connector = unwatched.watchedBy(watch);
    }

    /// Opens a target with the environment of this process. An embedded one is started when it is not running.
    /// A server of the network is not asked anything yet.
    ///
    /// @throws dev.portage.ConfigException PT-123 to PT-125 a password file or `PGSSLMODE`; PT-131, PT-132 the embedded server
    ///         cannot run here
    /// @throws dev.portage.UnreachableException the embedded server did not start
    public static Target open(TargetAddress address) {
        return open(address, TargetSettings.ofEnvironment());
    }

    /// As [#open(TargetAddress)], with the settings given.
    public static Target open(TargetAddress address, TargetSettings settings) {
        return switch (address) {
            case TargetAddress.Server server -> new Target(address, server, settings, null);
            case TargetAddress.Embedded(Path folder) -> {
                EmbeddedPostgres embedded = EmbeddedPostgres.start(folder);
                // The variables of the environment are for the user's own servers, not for this one.
                TargetSettings own = new TargetSettings(Map.of(), null, settings.lockTimeout(), settings.patience());
                yield new Target(address, embedded.address(), own, embedded);
            }
        };
    }

    /// The address it was opened with.
    public TargetAddress address() {
        return address;
    }

    /// The server behind the address; for an embedded target, where it listens now.
    public TargetAddress.Server server() {
        return server;
    }

    /// How connections are encrypted and who said so, for reports: `verify-full (default)`.
    public String tls() {
        return connector.tls().text();
    }

    /// A connection that writes. Auto-commit is on; the caller closes it.
    ///
    /// @param purpose one or two words that show in `pg_stat_activity` after `portage `
    /// @throws dev.portage.UnreachableException PT-301 to PT-309 with the cause
    /// Where no connection is left, it waits until another thread gives one of this target back.
    ///
    /// @throws RefusedException PT-600 the server, the database or the role is read-only; PT-601 a pooler shares sessions
    /// @throws ConflictException PT-432 another server than before answers at this address
    public Connection connect(String purpose) {
        Connection connection = prepared(purpose);
        try {
            requireWritable(connection);
            return connection;
        } catch (RuntimeException e) {
            throw closed(connection, e);
        } catch (SQLException e) {
            throw closed(connection, TargetErrors.unreachableOr(e, "asking whether the target is read-only"));
        }
    }

    /// A connection that cannot write, good for a replica and for a role that may only read.
    ///
    /// @throws dev.portage.UnreachableException PT-301 to PT-309 with the cause
    public Connection connectToRead(String purpose) {
        Connection connection = prepared(purpose);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = on");
            return connection;
        } catch (SQLException e) {
            throw closed(connection, TargetErrors.unreachableOr(e, "opening a connection to read"));
        }
    }

    /// The server's version as it names it: `18.6`.
    public String serverVersion() {
        try (Connection connection = connectToRead("version")) {
            return version(connection);
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "asking for the server's version");
        }
    }

    /// Checks that the server is PostgreSQL 14 or newer.
    ///
    /// @throws ConflictException PT-411 an older one
    public void requireSupported() {
        String version = serverVersion();
        int major = Integer.parseInt(version.replaceAll("[^0-9].*", ""));
        if (major < OLDEST) {
            throw new ConflictException(411, "PostgreSQL at %s is version %s".formatted(server.hostAndPort(), version),
                    "Nothing was changed; Portage needs version 14 or newer");
        }
    }

    /// Stops the embedded server when this target started it and nobody else uses it. Connections are closed by their
    /// owners.
    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }

    private static String version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.current_setting('server_version')")) {
            row.next();
            return row.getString(1).replaceAll(" .*", "");
        }
    }

    private Connection prepared(String purpose) {
        Connection connection = connected(purpose);
        try (Statement statement = connection.createStatement()) {
            requireOwnSessions(connection);
            statement.execute(SET_ALL.formatted(sessionSettings()));
            requireSameServer(connection);
            endOrphans(connection);
            return connection;
        } catch (SQLException e) {
            throw closed(connection, TargetErrors.unreachableOr(e, "fixing the session's settings"));
        } catch (RuntimeException e) {
            throw closed(connection, e);
        }
    }

    /// As many at once as the server grants: one that is refused waits for another to end. Where this thread or the run
    /// lock has all others, none will, and it is asked again only as long as a starting server would be.
    private Connection connected(String purpose) {
        long end = System.nanoTime() + settings.patience().toNanos();
        while (true) {
            try {
                return connector.connect(purpose);
            } catch (UnreachableException e) {
                if (!e.code().equals("PT-304") || (!awaitClose() && System.nanoTime() - end > 0)) {
                    throw e;
                }
            }
        }
    }

    private boolean awaitClose() {
        try {
            return watch.awaitClose();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(301, "waiting for a free connection was interrupted", "Type the same command again",
                    e);
        }
    }

    /// Asked once: what stands between stays what it is, and the first settings must not reach somebody else's session.
    private void requireOwnSessions(Connection connection) throws SQLException {
        boolean known;
        synchronized (this) {
            if (pooled == null) {
                pooled = Pooling.requireNone(connection, () -> connected("pooler check"), server.hostAndPort());
            }
            known = pooled;
        }
        if (known) {
            watch.serves(connection.unwrap(PGConnection.class).getBackendPID(), Pooling.backend(connection));
        }
    }

    /// What the network has torn from us must not keep locks against us.
    private void endOrphans(Connection connection) throws SQLException {
        for (int orphan : watch.takeOrphans()) {
            try (PreparedStatement statement = connection.prepareStatement(END_ORPHAN)) {
                statement.setInt(1, orphan);
                statement.execute();
            }
        }
    }

    /// A failover in the middle of a run is noticed before anything is written on the other side.
    private synchronized void requireSameServer(Connection connection) throws SQLException {
        ServerIdentity now = ServerIdentity.of(connection);
        if (identity == null) {
            identity = now;
        }
        now.requireContinues(identity);
    }

    /// Which cluster answers, as the first connection of this target found it.
    public synchronized ServerIdentity identity() {
        if (identity == null) {
            try (Connection connection = connectToRead("identity")) {
                return ServerIdentity.of(connection);
            } catch (SQLException e) {
                throw TargetErrors.unreachableOr(e, "asking which server this is");
            }
        }
        return identity;
    }

    /// Settings that a server does not know (they came with later versions) are left out by the statement.
    private String sessionSettings() {
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("TimeZone", "UTC");
        wanted.put("DateStyle", "ISO, YMD");
        wanted.put("IntervalStyle", "postgres");
        wanted.put("extra_float_digits", "3");
        wanted.put("client_encoding", "UTF8");
        wanted.put("bytea_output", "hex");
        wanted.put("standard_conforming_strings", "on");
        // Rows that a policy hides would look like rows that are missing: an error is better.
        wanted.put("row_security", "off");
        wanted.put("lock_timeout", millis(settings.lockTimeout()));
        for (String timeout : new String[]{"statement_timeout", "idle_in_transaction_session_timeout",
                "idle_session_timeout", "transaction_timeout"}) {
            wanted.put(timeout, "0");
        }
        // A commit that a crash may forget would be counted as done. Stronger settings stay.
        wanted.put("synchronous_commit", "on");
        // A server that hears nothing of us any more ends our session, with its locks, within about a minute.
        wanted.put("tcp_keepalives_idle", "30");
        wanted.put("tcp_keepalives_interval", "10");
        wanted.put("tcp_keepalives_count", "3");
        return wanted.entrySet().stream()
                .map(each -> "(%s, %s)".formatted(Identifier.literal(each.getKey()), Identifier.literal(each.getValue())))
                .collect(Collectors.joining(", "));
    }

    private static String millis(Duration duration) {
        return Long.toString(Math.min(duration.toMillis(), Integer.MAX_VALUE));
    }

    private void requireWritable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(WHY_READ_ONLY)) {
            row.next();
            if (row.getBoolean(1)) {
                throw new RefusedException(600,
                        "PostgreSQL at %s is a replica, which takes no rows".formatted(server.hostAndPort()),
                        "Nothing was changed; name its primary in the URL");
            }
            if (row.getBoolean(2)) {
                throw new RefusedException(600,
                        "the target %s is read-only (default_transaction_read_only)".formatted(server.display()),
                        "Nothing was changed; turn that setting off for the server, the database or the role");
            }
        }
    }

    private static RuntimeException closed(Connection connection, RuntimeException error) {
        try {
            connection.close();
        } catch (SQLException again) {
            error.addSuppressed(again);
        }
        return error;
    }
}

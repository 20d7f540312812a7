package dev.portage.target;

import dev.portage.UnreachableException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/// Opens one connection, and says what is wrong when it does not open.
///
/// A server that refuses the connection or is starting up is asked again for a few seconds; a wrong password never is,
/// so that no account is locked.
///
/// @param server where
/// @param secret the password; null when none was found
/// @param tls how it is encrypted
/// @param patience how long a refusing or starting server is asked again
/// @param watch who looks that its connections do not wait for ever; null: nobody
record Connector(TargetAddress.Server server, @Nullable Secret secret, Tls tls, Duration patience, @Nullable SocketWatch watch) {
    private static final int LOGIN_SECONDS = 30;
    private static final int CONNECT_SECONDS = 10;
    private static final String LOOK = """
            SELECT state = 'active' AND wait_event_type IS DISTINCT FROM 'Client', CASE WHEN ? THEN pg_catalog.pg_terminate_backend(pid) END
            FROM pg_catalog.pg_stat_activity WHERE pid = ?
            """;

    /// One whose connections nobody watches.
    Connector(TargetAddress.Server server, @Nullable Secret secret, Tls tls, Duration patience) {
        this(server, secret, tls, patience, null);
    }

    /// The same, watched.
    Connector watchedBy(SocketWatch other) {
        return new Connector(server, secret, tls, patience, other);
    }

    /// What becomes of a connection that was just opened. Only tests set it, to number its operations and let some fail.
    static volatile Opened opened = connection -> connection;

    /// Looks at a connection that was opened, or puts another in its place; closes it before throwing.
    @FunctionalInterface
    interface Opened {
        Connection after(Connection connection) throws SQLException;
    }

    Connection connect(String purpose) {
        long end = System.nanoTime() + patience.toNanos();
        long pause = 50;
        while (true) {
            try {
                return open(purpose);
            } catch (SQLException e) {
                if (!mayPass(e) || System.nanoTime() - end > 0) {
                    throw explained(e);
                }
                pause(pause);
                pause = Math.min(pause * 2, 500);
            }
        }
    }

    private Connection open(String purpose) throws SQLException {
        Properties properties = properties(purpose);
        if (watch == null) {
            return connection(properties);
        }
        Line line = watch.expect(purpose.startsWith("lock "));
        properties.setProperty("socketFactory", WatchedSockets.class.getName());
        properties.setProperty("socketFactoryArg", line.id);
        try {
            Connection connection = connection(properties);
            watch.opened(line, connection.unwrap(PGConnection.class).getBackendPID());
            return connection;
        } catch (SQLException | RuntimeException e) {
            watch.forget(line);
            throw e;
        }
    }

    private Connection connection(Properties properties) throws SQLException {
        Connection connection = new Driver().connect(url(), properties);
        if (connection == null) {
            throw new SQLException("the driver does not know its own URL", "08001");
        }
        return opened.after(connection);
    }

    /// Asks the server about one of its processes on a connection of its own, which no wait can hold for long.
    SocketWatch.Seen look(int backend, boolean end) {
        Properties properties = properties("watch");
        properties.setProperty("socketTimeout", Integer.toString(connectSeconds()));
        try (Connection connection = connection(properties);
                PreparedStatement statement = connection.prepareStatement(LOOK)) {
            statement.setBoolean(1, end);
            statement.setInt(2, backend);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return SocketWatch.Seen.GONE;
                }
                return row.getBoolean(1) ? SocketWatch.Seen.AT_WORK : SocketWatch.Seen.WAITS_FOR_US;
            }
        } catch (SQLException e) {
            // A server that has no connection left is alive.
            return TargetErrors.state(e).equals("53300") ? SocketWatch.Seen.AT_WORK : SocketWatch.Seen.NO_ANSWER;
        }
    }

    /// How long to wait for the server to take a connection, in seconds, at least one.
    private int connectSeconds() {
        int seconds = Integer.parseInt(server.options().getOrDefault("connect_timeout", Integer.toString(CONNECT_SECONDS)));
        return seconds == 0 ? CONNECT_SECONDS : seconds;
    }

    private String url() {
        String host = server.host().indexOf(':') >= 0 ? "[" + server.host() + "]" : server.host();
        return "jdbc:postgresql://%s:%d/%s".formatted(host, server.port(),
                URLEncoder.encode(server.database(), StandardCharsets.UTF_8));
    }

    /// The whole list: nothing else reaches the driver, whatever a URL says (CVE-2022-21724).
    private Properties properties(String purpose) {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        if (secret != null) {
            properties.setProperty("password", secret.reveal());
        }
        properties.setProperty("ApplicationName",
                server.options().getOrDefault("application_name", "portage") + " " + purpose);
        String timeout = server.options().getOrDefault("connect_timeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("connectTimeout", timeout);
        properties.setProperty("loginTimeout", timeout.equals("0")
                ? "0"
                : Integer.toString(Math.min(LOGIN_SECONDS, 3 * connectSeconds())));
        properties.setProperty("socketTimeout", "0");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("preferQueryMode", "extended");
        // DETAIL lines hold values of rows.
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("scramMaxIterations", "1000000");
        // "require" would shut out poolers that end TLS themselves; verify-full already excludes a third party.
        properties.setProperty("channelBinding", "prefer");
        tls.addTo(properties);
        return properties;
    }

    private static boolean mayPass(SQLException error) {
        return TargetErrors.state(error).equals("57P03") || refused(error);
    }

    private static boolean refused(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException && String.valueOf(cause.getMessage()).contains("refused")) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Throwable error, Class<? extends Throwable> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(301, "waiting for PostgreSQL was interrupted", "Type the same command again", e);
        }
    }

    private UnreachableException explained(SQLException error) {
        String state = TargetErrors.state(error);
        String at = "PostgreSQL at " + server.hostAndPort();
        String tail = " (SQLSTATE %s)".formatted(state);
        SQLException cause = TargetErrors.clean(error);
        return switch (state) {
            case "28P01", "28000" -> loginRefused(error, cause);
            case "3D000" -> new UnreachableException(303,
                    "%s has no database %s%s".formatted(at, server.database(), tail),
                    "Nothing was changed; create it with CREATE DATABASE or name another one in the URL", cause);
            case "53300" -> new UnreachableException(304, at + " has no connection left" + tail,
                    "What was committed before is kept; Portage needs two: close other sessions, raise max_connections or the role's CONNECTION LIMIT, and type the same command again",
                    cause);
            case "57P03" -> new UnreachableException(305,
                    "%s is still starting after %d s%s".formatted(at, patience.toSeconds(), tail),
                    "What was committed before is kept; type the same command again when it is ready", cause);
            case "42501" -> new UnreachableException(302,
                    "%s does not let the user %s into the database %s%s".formatted(at, server.user(), server.database(), tail),
                    "Nothing was changed; GRANT CONNECT to this user or name another one in the URL", cause);
            default -> unexplained(error, cause, at, tail);
        };
    }

    private UnreachableException loginRefused(SQLException error, SQLException cause) {
        String why = secret == null ? "no password was found for it" : TargetErrors.message(error);
        return new UnreachableException(302,
                "PostgreSQL at %s refused the user %s: %s (SQLSTATE %s)".formatted(server.hostAndPort(), server.user(), why,
                        TargetErrors.state(error)),
                "Nothing was changed; give the password by PGPASSWORD, a pgpass file or --password-file, and look at pg_hba.conf",
                cause);
    }

    private UnreachableException unexplained(SQLException error, SQLException cause, String at, String tail) {
        if (secret == null && String.valueOf(error.getMessage()).contains("password")) {
            return loginRefused(error, cause);
        }
        if (has(error, java.net.UnknownHostException.class)) {
            return new UnreachableException(306, "the host %s is not known here%s".formatted(server.host(), tail),
                    "Nothing was changed; look at the host name in the URL", cause);
        }
        if (has(error, java.net.SocketTimeoutException.class)) {
            return new UnreachableException(307, at + " did not answer in time" + tail,
                    "What was committed before is kept; look at firewalls, or raise connect_timeout in the URL, and type the same command again",
                    cause);
        }
        if (has(error, javax.net.ssl.SSLException.class) || String.valueOf(error.getMessage()).contains("SSL")) {
            return new UnreachableException(308,
                    "%s could not be trusted with sslmode=%s: %s%s".formatted(at, tls.text(), reason(error), tail),
                    "No password was sent. Name the server's root certificate by sslrootcert=FILE in the URL, or name a weaker"
                            + " sslmode there if you accept the risk",
                    cause);
        }
        if (refused(error)) {
            return new UnreachableException(301,
                    "%s refused the connection for %d s%s".formatted(at, patience.toSeconds(), tail),
                    "What was committed before is kept; start it or look at host and port in the URL, and type the same command again",
                    cause);
        }
        return new UnreachableException(309, "%s could not be reached: %s%s".formatted(at, reason(error), tail),
                "What was committed before is kept; mend that and type the same command again", cause);
    }

    private static String reason(SQLException error) {
        Throwable deepest = error;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest == error ? TargetErrors.message(error) : String.valueOf(deepest.getMessage());
    }
}

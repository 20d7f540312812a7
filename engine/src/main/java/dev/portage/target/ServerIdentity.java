package dev.portage.target;

import dev.portage.ConflictException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Which cluster a server belongs to, and on which branch of its history it is: a replica that was promoted, or a server
/// that was restored, has the same system identifier and another timeline.
///
/// @param system the cluster's system identifier; empty where the role may not ask for it
/// @param timeline eight hexadecimal digits; empty on a replica
///
/// Source: "System Administration Functions" (postgresql.org/docs/current/functions-admin.html): the first eight digits of
/// a WAL file's name are its timeline.
public record ServerIdentity(String system, String timeline) {
    private static final String TIMELINE = """
            CASE WHEN pg_catalog.pg_is_in_recovery() THEN '' ELSE
                substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8) END
            """;
    private static final String FULL = "SELECT (SELECT system_identifier FROM pg_catalog.pg_control_system())::text, " + TIMELINE;
    private static final String PART = "SELECT '', " + TIMELINE;

    /// What the server behind a connection says of itself; the connection is in autocommit mode.
    static ServerIdentity of(Connection connection) throws SQLException {
        try {
            return read(connection, FULL);
        } catch (SQLException e) {
            if (!TargetErrors.state(e).equals("42501")) {
                throw e;
            }
            return read(connection, PART);
        }
    }

    private static ServerIdentity read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new ServerIdentity(row.getString(1), row.getString(2));
        }
    }

    /// Whether rows of the one may go on into the other; what is not known does not count.
    boolean goesOnIn(ServerIdentity other) {
        return same(system, other.system) && same(timeline, other.timeline);
    }

    private static boolean same(String one, String other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    /// Refuses to go on where a migration did not begin.
    ///
    /// @param began where it began
    /// @throws ConflictException PT-432 this is another cluster, or another branch of its history
    public void requireContinues(ServerIdentity began) {
        if (began.goesOnIn(this)) {
            return;
        }
        throw new ConflictException(432,
                "the target is not the server where this migration began (%s), but %s (%s)".formatted(began.text(),
                        same(system, began.system) ? "one that was promoted or restored since" : "another one", text()),
                "Nothing was changed here; name the server where it began, or begin anew on this one: portage move with --restart");
    }

    private String text() {
        return "system identifier %s, timeline %s".formatted(system.isEmpty() ? "unknown" : system,
                timeline.isEmpty() ? "unknown" : timeline);
    }
}

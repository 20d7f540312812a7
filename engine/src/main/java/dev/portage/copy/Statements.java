package dev.portage.copy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Single statements on a connection, in its transaction.
final class Statements {
    /// pg_settings gives deadlock_timeout in milliseconds ("pg_settings", PostgreSQL's manual).
    private static final String SHORT_WAIT = """
            SELECT set_config('lock_timeout', greatest(1000, setting::bigint + 500) || 'ms', false)
            FROM pg_settings WHERE name = 'deadlock_timeout'""";

    private Statements() {}

    /// Whoever waits for a strong lock keeps all later readers waiting behind it, so statements that need one give up half a
    /// second after `deadlock_timeout` (1 s unless set otherwise), and [dev.portage.target.Retry] comes again. Not sooner:
    /// it is when that time has passed that PostgreSQL ends an autovacuum which stands in the way. For the session.
    static void waitShortly(Connection connection) throws SQLException {
        execute(connection, SHORT_WAIT);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// How many rows an INSERT, UPDATE or DELETE touched.
    static long changed(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }

    /// The number that a query with one row gives.
    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /// All columns of all rows as texts, `""` for NULL.
    static List<List<String>> texts(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<List<String>> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        String text = rows.getString(i);
                        row.add(text == null ? "" : text);
                    }
                    found.add(row);
                }
            }
            return found;
        }
    }
}

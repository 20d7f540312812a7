package dev.portage.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/// One database of a server.
record Database(int port, String user, String password, String name) {
    /// The address for `portage --to`, without the password.
    String url() {
        return "postgresql://%s@127.0.0.1:%d/%s".formatted(user, port, name);
    }

    Database named(String other) {
        return new Database(port, user, password, other);
    }

    /// Variables by which psql, pgloader and portage get in.
    Map<String, String> environment() {
        return Map.of("PGPASSWORD", password, "PGHOST", "127.0.0.1", "PGPORT", String.valueOf(port), "PGUSER", user,
                "PGDATABASE", name);
    }

    /// A connection in autocommit mode, the caller's to close.
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, name), user, password);
    }

    /// Runs statements one after the other on one connection.
    void execute(Iterable<String> statements) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// The first value of a query's first row, as text.
    String text(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}

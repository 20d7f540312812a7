package dev.portage.target;

import java.sql.Connection;
import java.sql.SQLException;

/// Lets a test put connections of its own in the place of those to PostgreSQL; in this package, because nothing else may.
public final class TargetFaults {
    private TargetFaults() {}

    /// What a test does to a connection that was opened.
    @FunctionalInterface
    public interface Wrap {
        /// The connection to use in its place.
        Connection wrap(Connection connection) throws SQLException;
    }

    /// From now on every connection that is opened is wrapped.
    public static void wrap(Wrap wrap) {
        Connector.opened = wrap::wrap;
    }

    /// Connections are opened as always.
    public static void stop() {
        Connector.opened = connection -> connection;
    }
}

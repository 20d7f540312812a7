package dev.portage.copy;

import dev.portage.PlanException;
import dev.portage.moment.Moment;
import dev.portage.schema.Identifier;
import dev.portage.state.Sessions;
import dev.portage.source.Fingerprint;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Made;
import dev.portage.target.TargetErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Runs a person's own statements in the target. Each runs once: it commits together with the record that it ran, by a
/// session of its own whose `search_path` is the target schema.
final class HookRunner {
    private final Sessions sessions;
    private final TargetState state;

    HookRunner(Sessions sessions, TargetState state) {
        this.sessions = sessions;
        this.state = state;
    }

    /// Runs those that have not run yet, in order.
    ///
    /// @param kind `before` or `after`
    /// @throws PlanException PT-251: PostgreSQL refused one; PT-252: one ended its transaction
    void run(String kind, String schema, List<String> statements) {
        if (statements.isEmpty()) {
            return;
        }
        try (Connection connection = sessions.open(kind)) {
            Set<Made> made = new HashSet<>(state.made(connection));
            connection.setAutoCommit(false);
            for (int i = 0; i < statements.size(); i++) {
                Made record = new Made(kind, schema, "", "%d %s".formatted(i + 1, hash(statements.get(i))));
                if (!made.contains(record)) {
                    run(connection, record, "statement %d of %s".formatted(i + 1, kind), statements.get(i));
                }
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "running the statements of " + kind);
        }
    }

    private void run(Connection connection, Made record, String which, String sql) throws SQLException {
        execute(connection, "SET LOCAL search_path = " + Identifier.quote(record.schema()));
        String transaction = transaction(connection);
        try {
            execute(connection, sql);
        } catch (SQLException e) {
            throw TargetErrors.unreachable(e, "running " + which).map(dev.portage.PortageException.class::cast)
                    .orElseGet(() -> new PlanException(251,
                            "PostgreSQL refused %s: %s (SQLSTATE %s)".formatted(which, TargetErrors.message(e),
                                    TargetErrors.state(e)),
                            "It was undone, and what was made before it is kept; correct it in plan.yaml, then run with --restart",
                            TargetErrors.clean(e)));
        }
        if (!transaction(connection).equals(transaction)) {
            throw new PlanException(252, which + " ended the transaction in which it ran",
                    "What it did may be kept, and nobody noted that it ran; take COMMIT and ROLLBACK out of it in plan.yaml, "
                            + "then run with --restart");
        }
        state.recordMade(connection, record);
        Moment.HOOK_COMMITS.reached();
        connection.commit();
        Moment.HOOK_COMMITTED.reached();
    }

    private static String transaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_xact_id()::text")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // A question mark of a person's SQL is an operator, never a parameter.
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private static String hash(String sql) {
        return Fingerprint.ofText(sql).substring(0, 16);
    }
}

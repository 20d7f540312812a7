package dev.portage.copy;

import dev.portage.ConflictException;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.state.TargetState;
import dev.portage.target.TargetErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks whether anything in the target stands where a planned table would.
public final class ExistingTables {
    private ExistingTables() {}

    /// Refuses a target in which a planned name is taken by something that this migration did not make. Other tables do
    /// not matter.
    ///
    /// @throws ConflictException PT-421 planned tables hold rows, with their counts; PT-422 a name is taken otherwise
    public static void requireNone(Connection connection, MigrationPlan plan, TargetState state, boolean begun) {
        try {
            Set<String> ours = begun
                    ? state.made(connection).stream().filter(made -> made.kind().equals("table"))
                            .map(made -> made.schema() + '\0' + made.name()).collect(Collectors.toSet())
                    : Set.of();
            List<String> taken = new ArrayList<>();
            List<String> filled = new ArrayList<>();
            for (TablePlan table : plan.moved()) {
                if (!ours.contains(table.targetSchema() + '\0' + table.target())) {
                    look(connection, table, taken, filled);
                }
            }
            refuse(taken, filled);
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "looking for tables that are there already");
        }
    }

    private static void refuse(List<String> taken, List<String> filled) {
        if (!filled.isEmpty()) {
            throw new ConflictException(421, "the target is not empty: " + String.join(", ", filled),
                    "Nothing was changed there; empty those tables, or name another schema with --schema");
        }
        if (!taken.isEmpty()) {
            throw new ConflictException(422, "the target already has " + String.join(", ", taken),
                    "Nothing was changed there; this version makes its own tables: drop those, or name another schema with --schema");
        }
    }

    private static void look(Connection connection, TablePlan table, List<String> taken, List<String> filled)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?
                """)) {
            statement.setString(1, table.targetSchema());
            statement.setString(2, table.target());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                String name = Identifier.qualified(table.targetSchema(), table.target());
                boolean ordinary = "rp".contains(row.getString(1));
                long rows = ordinary ? count(connection, name) : 0;
                if (rows > 0) {
                    filled.add("table %s holds %d rows".formatted(name, rows));
                } else {
                    taken.add((ordinary ? "an empty table " : "something named ") + name);
                }
            }
        }
    }

    private static long count(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + name)) {
            row.next();
            return row.getLong(1);
        }
    }
}

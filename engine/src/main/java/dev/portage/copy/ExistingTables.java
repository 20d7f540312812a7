package dev.portage.copy;

import dev.portage.ConflictException;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.PlanOptions.Existing;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.state.TakenTable;
import dev.portage.state.TargetState;
import dev.portage.target.TargetErrors;
import dev.portage.target.TargetTable;
import dev.portage.target.TargetTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
    /// Tables that the application made and the plan fills are looked at too, unless the migration has taken them already.
    ///
    /// @throws ConflictException PT-421 planned tables hold rows, with their counts, and nobody said what becomes of them;
    ///         PT-422 a name is taken otherwise; PT-434 to PT-446 a table of the application cannot be filled
    public static void requireNone(Connection connection, MigrationPlan plan, TargetState state, boolean begun) {
        try {
            Set<String> ours = begun
                    ? state.made(connection).stream()
                            .filter(made -> made.kind().equals("table") || made.kind().equals(TakenTable.KIND))
                            .map(made -> made.schema() + '\0' + made.name()).collect(Collectors.toSet())
                    : Set.of();
            List<String> taken = new ArrayList<>();
            List<String> filled = new ArrayList<>();
            for (TablePlan table : plan.moved()) {
                if (!ours.contains(table.targetSchema() + '\0' + table.target())) {
                    look(connection, table, taken, filled);
                }
            }
            refuse(taken, filled, plan);
            for (TablePlan table : plan.moved()) {
                if (table.there().isPresent() && !ours.contains(table.targetSchema() + '\0' + table.target())) {
                    requireUsable(connection, table, plan.options().existing());
                }
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "looking for tables that are there already");
        }
    }

    private static void requireUsable(Connection connection, TablePlan table, Existing existing) throws SQLException {
        TargetTable there = OwnTables.find(connection, table.targetSchema(), table.target());
        OwnTableChecks.require(table, there);
        OwnTableChecks.requireKeysCanReturn(connection, there);
        if (existing == Existing.APPEND && TargetTables.hasRows(connection, there)) {
            OwnTableChecks.requireKey(there);
        }
    }

    private static void refuse(List<String> taken, List<String> filled, MigrationPlan plan) {
        if (!filled.isEmpty() && plan.options().existing() == Existing.ABORT) {
            throw OwnTableChecks.notEmpty(filled);
        }
        if (!taken.isEmpty()) {
            throw new ConflictException(422, "the target already has " + String.join(", ", taken),
                    "Nothing was changed there; rename or drop those, or name another schema with --schema");
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
                table.there().ifPresent(OwnTableChecks::requireReach);
                boolean ordinary = "rp".contains(row.getString(1));
                long rows = ordinary ? Statements.number(connection, "SELECT count(*) FROM " + name) : 0;
                if (rows > 0) {
                    filled.add("table %s holds %d rows".formatted(name, rows));
                }
                if (table.there().isEmpty()) {
                    taken.add((ordinary ? "a table " : "something named ") + name);
                }
            }
        }
    }
}

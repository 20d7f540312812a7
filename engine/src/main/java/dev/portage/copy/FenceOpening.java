package dev.portage.copy;

import dev.portage.moment.Moment;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.state.ControlRow;
import dev.portage.state.TakenTable;
import dev.portage.state.TargetState;
import dev.portage.target.TargetErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Opens the target's tables for everybody, after the verdict is equal.
public final class FenceOpening {
    private static final int TABLES_A_TRANSACTION = 200;

    private FenceOpening() {}

    /// Removes the fences, lets triggers of the application's own tables work again as before, and moves the control row from `copied` to `moved`; durable on return. Killed in the middle, the
    /// next verification does the rest.
    public static void open(Connection connection, MigrationPlan plan, TargetState state, ControlRow read) {
        try (Statement statement = connection.createStatement()) {
            Statements.waitShortly(connection);
            connection.setAutoCommit(false);
            int opened = 0;
            List<TakenTable> taken = state.taken(connection);
            for (TablePlan table : plan.moved()) {
                OwnTables.open(connection, state, table, taken);
                statement.execute(TableFence.open(table.targetSchema(), table.target()));
                Moment.FENCE_OPENED.reached();
                if (++opened % TABLES_A_TRANSACTION == 0) {
                    Moment.FENCES_COMMIT.reached();
                    connection.commit();
                    Moment.FENCES_COMMITTED.reached();
                }
            }
            state.advance(connection, read, ControlRow.State.MOVED, "postgresql");
            Moment.FENCES_COMMIT.reached();
            connection.commit();
            Moment.FENCES_COMMITTED.reached();
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "opening the tables");
        }
    }
}

package dev.portage.copy;

import dev.portage.moment.Moment;
import dev.portage.schema.Identifier;
import dev.portage.state.TakenTable;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Defined;
import dev.portage.state.TargetState.Made;
import dev.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;

/// The counters of the application's own tables, as they stood before the migration set them on.
final class TakenSequences {
    private static final String KIND = "taken sequence";

    private TakenSequences() {}

    /// Records where the counters of a table stand.
    static void record(Connection connection, TargetState state, TargetTable table) throws SQLException {
        for (TargetTable.Column column : table.columns()) {
            if (column.sequence().isPresent()) {
                TargetTable.Sequence sequence = column.sequence().get();
                String name = Identifier.qualified(sequence.schema(), sequence.name());
                var row = Statements.texts(connection, "SELECT last_value, is_called FROM " + name).getFirst();
                state.recordMade(connection, new Made(KIND, table.schema(), table.name(), column.name()),
                        "%s, %s, %s".formatted(Identifier.literal(name), row.get(0), row.get(1).equals("t")));
            }
        }
    }

    /// Sets the counters of a table back. It takes effect at once, whatever becomes of the transaction, so it comes last.
    static void restore(Connection connection, TargetState state, TakenTable taken) throws SQLException {
        for (Defined record : state.defined(connection, KIND)) {
            if (record.made().schema().equals(taken.schema()) && record.made().table().equals(taken.table())) {
                Statements.execute(connection, "SELECT pg_catalog.setval(%s)".formatted(record.definition()));
                Moment.COUNTER_SET_BACK.reached();
            }
        }
    }
}

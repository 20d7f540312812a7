package dev.portage.copy;

import dev.portage.ConflictException;
import dev.portage.moment.Moment;
import dev.portage.schema.Identifier;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Made;
import dev.portage.target.TargetErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/// Removes from the target exactly what one migration made, and its state.
public final class Undo {
    private static final int TABLES_A_TRANSACTION = 200;

    private Undo() {}

    /// Drops the migration's tables (with their indexes, constraints and fences) and the schemas that it made and that
    /// are empty now, then forgets the migration. Foreign keys among its own tables go first, so that nothing else has to
    /// be dropped with them; what other objects depend on is not dropped.
    ///
    /// The application's own tables are given back as they were found, see [TakenUndo].
    ///
    /// @return what became of rows of the application's own tables, a line for each
    /// @throws ConflictException PT-423 something that is not ours depends on a table; PT-443 to PT-445 a table of the
    ///         application cannot be given back
    public static List<String> dropAll(Connection connection, TargetState state) {
        try {
            Statements.waitShortly(connection);
            connection.setAutoCommit(false);
            List<Made> made = state.made(connection);
            var taken = new TakenUndo(connection, state, made);
            List<Made> tables = made.stream().filter(m -> m.kind().equals("table")).toList();
            dropEach(connection, made, "view", "VIEW");
            Moment.VIEWS_DROPPED.reached();
            boolean whole = tables.size() < TABLES_A_TRANSACTION;
            dropForeignKeys(connection, made, whole);
            Moment.FOREIGN_KEYS_DROPPED.reached();
            List<String> told = taken.putBack();
            if (!whole) {
                taken.finish();
                Moment.UNDO_PART_COMMITS.reached();
                connection.commit();
                Moment.UNDO_PART_COMMITTED.reached();
            }
            int dropped = 0;
            for (Made table : tables) {
                run(connection, table, "DROP TABLE IF EXISTS " + Identifier.qualified(table.schema(), table.name()));
                Moment.TABLE_DROPPED.reached();
                if (!whole && ++dropped % TABLES_A_TRANSACTION == 0) {
                    Moment.UNDO_PART_COMMITS.reached();
                    connection.commit();
                    Moment.UNDO_PART_COMMITTED.reached();
                }
            }
            dropEach(connection, made, "function", "ROUTINE");
            for (Made schema : made.stream().filter(m -> m.kind().equals("schema")).toList()) {
                dropSchemaIfEmpty(connection, schema);
            }
            if (whole) {
                taken.finish();
            }
            state.forget(connection);
            Moment.UNDO_COMMITS.reached();
            connection.commit();
            Moment.UNDO_COMMITTED.reached();
            return told;
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "dropping what this migration made");
        }
    }

    private static void dropForeignKeys(Connection connection, List<Made> made, boolean whole) throws SQLException {
        int dropped = 0;
        for (Made key : made) {
            if (key.kind().equals("foreign key")) {
                run(connection, key, "ALTER TABLE IF EXISTS %s DROP CONSTRAINT IF EXISTS %s".formatted(
                        Identifier.qualified(key.schema(), key.table()), Identifier.quote(key.name())));
                if (!whole && ++dropped % TABLES_A_TRANSACTION == 0) {
                    Moment.UNDO_PART_COMMITS.reached();
                    connection.commit();
                    Moment.UNDO_PART_COMMITTED.reached();
                }
            }
        }
    }

    /// Later ones may be made of earlier ones, and are recorded without their order, so all go in one statement.
    private static void dropEach(Connection connection, List<Made> made, String kind, String word) {
        List<Made> these = made.stream().filter(m -> m.kind().equals(kind)).toList();
        if (!these.isEmpty()) {
            String names = these.stream().map(m -> Identifier.qualified(m.schema(), m.name())).collect(Collectors.joining(", "));
            run(connection, these.getFirst(), "DROP %s IF EXISTS %s".formatted(word, names));
        }
    }

    private static void dropSchemaIfEmpty(Connection connection, Made schema) throws SQLException {
        try (var statement = connection.prepareStatement("""
                SELECT count(*) FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid
                WHERE d.refclassid = 'pg_namespace'::regclass AND n.nspname = ?
                """)) {
            statement.setString(1, schema.name());
            try (var row = statement.executeQuery()) {
                row.next();
                if (row.getLong(1) == 0) {
                    run(connection, schema, "DROP SCHEMA IF EXISTS " + Identifier.quote(schema.name()));
                }
            }
        }
    }

    private static void run(Connection connection, Made made, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (TargetErrors.state(e).equals("2BP01")) {
                throw new ConflictException(423,
                        "%s %s cannot be dropped: %s".formatted(made.kind(), made.name(), TargetErrors.message(e)),
                        "Nothing of this step was dropped; remove what depends on it, then run the same command again",
                        TargetErrors.clean(e));
            }
            throw TargetErrors.unreachableOr(e, "dropping " + made.kind() + " " + made.name());
        }
    }
}

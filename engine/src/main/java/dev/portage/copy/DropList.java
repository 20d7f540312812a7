package dev.portage.copy;

import dev.portage.schema.Identifier;
import dev.portage.state.TakenTable;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Checkpoint;
import dev.portage.state.TargetState.Defined;
import dev.portage.state.TargetState.Made;
import dev.portage.target.TargetErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What undoing a migration would remove and put back, for people to read before they say yes. Changes nothing.
public final class DropList {
    /// What goes with its table.
    private static final Set<String> PARTS = Set.of("primary key", "unique", "index", "check", "foreign key", "validation",
            "trigger", "table", TakenParts.OWN_KEY, TakenParts.OWN_VALIDATION);

    private final Connection connection;
    private final TargetState state;
    private final List<String> lines = new ArrayList<>();

    private DropList(Connection connection, TargetState state) {
        this.connection = connection;
        this.state = state;
    }

    /// A line for each table, view, function, column and schema that would go, and for the rows of each table that stays.
    public static List<String> of(Connection connection, TargetState state) {
        try {
            return new DropList(connection, state).lines();
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "listing what this migration made");
        }
    }

    private List<String> lines() throws SQLException {
        List<Made> made = state.made(connection);
        List<Checkpoint> done = state.checkpoints(connection);
        for (Defined table : state.defined(connection, "table")) {
            long moved = done.stream().filter(each -> each.table().equals(table.definition())).mapToLong(Checkpoint::rows).sum();
            lines.add("drop table %s with its indexes and constraints: %d rows moved, %s".formatted(name(table.made()), moved,
                    rowsNow(name(table.made()))));
        }
        for (Made each : made) {
            if (!PARTS.contains(each.kind()) && !each.kind().startsWith("taken ")) {
                lines.add("drop %s %s".formatted(each.kind(), switch (each.kind()) {
                    case "schema" -> Identifier.quote(each.name()) + " if nothing is left in it";
                    case "column" -> "%s of %s".formatted(each.name(), Identifier.qualified(each.schema(), each.table()));
                    default -> name(each);
                }));
            }
        }
        for (TakenTable taken : state.taken(connection)) {
            own(taken, made);
        }
        lines.add("forget the state of this migration: %d rows moved from %d tables".formatted(
                done.stream().mapToLong(Checkpoint::rows).sum(), done.stream().map(Checkpoint::table).distinct().count()));
        long aside = Statements.number(connection, "SELECT pg_catalog.count(*) FROM portage.quarantine WHERE migration_id = "
                + Identifier.literal(state.migrationId()));
        if (aside > 0) {
            lines.add("delete %d values of the quarantine".formatted(aside));
        }
        return lines;
    }

    private static String name(Made made) {
        return Identifier.qualified(made.schema(), made.name());
    }

    private String rowsNow(String relation) throws SQLException {
        return exists(relation)
                ? "%d there now".formatted(Statements.number(connection, "SELECT pg_catalog.count(*) FROM " + relation))
                : "the table is gone already";
    }

    private boolean exists(String relation) throws SQLException {
        return !Statements.texts(connection, "SELECT pg_catalog.to_regclass(?)", relation).getFirst().getFirst().isEmpty();
    }

    private void own(TakenTable taken, List<Made> made) throws SQLException {
        if (!exists(taken.relation())) {
            lines.add("table %s is gone already".formatted(taken.relation()));
            return;
        }
        boolean opened = OwnTables.opened(connection, state, taken);
        long doomed = Statements.number(connection, "SELECT pg_catalog.count(*) FROM %s AS p WHERE %s".formatted(
                taken.relation(), TakenRows.brought(taken, opened, "p")));
        long now = Statements.number(connection, "SELECT pg_catalog.count(*) FROM " + taken.relation());
        lines.add("keep table %s and delete %d of its %d rows: those that came with the migration%s".formatted(taken.relation(),
                doomed, now, opened ? " and are unchanged since" : ""));
        if (taken.rows() == TakenTable.Rows.REPLACED) {
            lines.add("put %d rows back into %s".formatted(
                    Statements.number(connection, "SELECT pg_catalog.count(*) FROM " + taken.replacedRelation()),
                    taken.relation()));
        }
        long parts = made.stream().filter(each -> each.schema().equals(taken.schema()) && each.table().equals(taken.table()))
                .filter(each -> Set.of(TakenParts.KEY, TakenParts.TRIGGER, TakenParts.RULE).contains(each.kind())).count();
        if (!opened && parts > 0) {
            lines.add("put %d foreign keys, triggers and rules of %s back as they were".formatted(parts, taken.relation()));
        }
    }
}

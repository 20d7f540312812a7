package dev.portage.copy;

import dev.portage.ConflictException;
import dev.portage.Phase;
import dev.portage.moment.Moment;
import dev.portage.observe.Event;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.state.ControlRow;
import dev.portage.state.Sessions;
import dev.portage.state.TakenTable;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Made;
import dev.portage.target.TargetErrors;
import dev.portage.target.TargetTable;
import dev.portage.target.TargetTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Takes the application's own tables for the time of a migration: triggers and rules out of work, foreign keys off, rows
/// kept or laid aside, the fence up. All of it commits at once and together with the records that undo it.
///
/// Threads: one.
public final class OwnTables {
    /// The kind of the record that says that a table was opened for everybody.
    static final String OPENED = "taken and opened";

    private final Sessions sessions;
    private final TargetState state;
    private final Event.Listener listener;

    public OwnTables(Sessions sessions, TargetState state, Event.Listener listener) {
        this.sessions = sessions;
        this.state = state;
        this.listener = listener;
    }

    /// Takes those tables of the plan that are there and that this migration has not taken yet; durable on return.
    ///
    /// @throws ConflictException as [OwnTableChecks] and [TakenRows#aside] say; PT-445 a table is not there any more
    public void take(MigrationPlan plan, ControlRow control) {
        List<TablePlan> own = plan.moved().stream().filter(table -> table.there().isPresent()).sorted(Comparator
                .comparing(OwnTables::relation)).toList();
        if (own.isEmpty()) {
            return;
        }
        try (Connection connection = sessions.open("own tables")) {
            Set<String> taken = state.taken(connection).stream().map(TakenTable::relation).collect(Collectors.toSet());
            List<TablePlan> left = own.stream().filter(table -> !taken.contains(relation(table))).toList();
            if (!left.isEmpty()) {
                Statements.waitShortly(connection);
                connection.setAutoCommit(false);
                take(connection, plan, left, control);
                Moment.TAKING_COMMITS.reached();
                connection.commit();
                Moment.TAKING_COMMITTED.reached();
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "taking the tables that are there");
        }
    }

    private void take(Connection connection, MigrationPlan plan, List<TablePlan> tables, ControlRow control) throws SQLException {
        state.createTables(connection);
        enter(connection, control.applierToken());
        lock(connection, tables.stream().map(OwnTables::relation).toList());
        Map<TablePlan, TargetTable> there = new LinkedHashMap<>();
        for (TablePlan table : tables) {
            TargetTable now = find(connection, table.targetSchema(), table.target());
            OwnTableChecks.require(table, now);
            OwnTableChecks.requireKeysCanReturn(connection, now);
            there.put(table, now);
        }
        for (TargetTable table : there.values()) {
            TakenParts parts = TakenParts.now(connection, table);
            parts.record(connection, state);
            TakenSequences.record(connection, state, table);
            parts.takeOff(connection);
            Statements.execute(connection, TableFence.shut(table.schema(), table.name(), control.applierToken()));
            Moment.TAKEN_PARTS_OFF.reached();
            told("parts", table, there.size());
        }
        for (TargetTable table : there.values()) {
            TakenTable taken = TakenRows.aside(connection, table, plan.options().existing());
            state.recordMade(connection, new Made(TakenTable.KIND, table.schema(), table.name(), table.name()),
                    taken.definition());
            Moment.TAKEN_ROWS_ASIDE.reached();
            told("rows aside", table, there.size());
        }
    }

    private void told(String step, TargetTable table, int of) {
        listener.on(new Event.Progressed(Phase.COPY, step, table.name(), 0, of));
    }

    static String relation(TablePlan table) {
        return Identifier.qualified(table.targetSchema(), table.target());
    }

    /// Lets the transaction pass fences, and checks of rows that were put off come at once: a table with such checks
    /// pending cannot be altered.
    static void enter(Connection connection, String applierToken) throws SQLException {
        Statements.execute(connection, TableFence.pass(applierToken));
        Statements.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
    }

    /// In one statement and always in the same order, so that two who lock wait for each other and do not lock up.
    static void lock(Connection connection, List<String> relations) throws SQLException {
        if (!relations.isEmpty()) {
            Statements.execute(connection,
                    "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(String.join(", ", relations)));
        }
    }

    static TargetTable find(Connection connection, String schema, String table) {
        return TargetTables.find(connection, schema, table).orElseThrow(() -> new ConflictException(445,
                "table %s is not there any more".formatted(Identifier.qualified(schema, table)),
                "Nothing was changed; make it again, then run the same command again"));
    }

    /// Opens one taken table, in the transaction that takes its fence away: notes which rows came with the migration, and
    /// puts triggers and rules to work again. Does nothing for other tables, and nothing twice.
    static void open(Connection connection, TargetState state, TablePlan table, List<TakenTable> taken) throws SQLException {
        for (TakenTable each : taken) {
            if (each.relation().equals(relation(table)) && !opened(connection, state, each)) {
                TakenRows.noteMoved(connection, each);
                TakenParts.recorded(connection, state, each.schema(), each.table()).enable(connection);
                state.recordMade(connection, new Made(OPENED, each.schema(), each.table(), each.table()));
            }
        }
    }

    static boolean opened(Connection connection, TargetState state, TakenTable taken) throws SQLException {
        return state.made(connection).contains(new Made(OPENED, taken.schema(), taken.table(), taken.table()));
    }

    /// What the target holds as it was before this migration took it: what the plan is made from, whenever it is made.
    public static List<TargetTable> asFound(Connection connection, TargetState state, List<TargetTable> now)
            throws SQLException {
        return new AsFound(connection, state).of(new ArrayList<>(now));
    }
}

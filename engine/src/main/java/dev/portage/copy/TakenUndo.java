package dev.portage.copy;

import dev.portage.ConflictException;
import dev.portage.PortageException;
import dev.portage.moment.Moment;
import dev.portage.schema.Identifier;
import dev.portage.state.ControlRow;
import dev.portage.state.TakenTable;
import dev.portage.state.TakenTable.Rows;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Made;
import dev.portage.target.TargetErrors;
import dev.portage.target.TargetTable;
import dev.portage.target.TargetTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gives the application's own tables back as they were found, in one transaction of the caller: rows that the migration
/// brought are deleted, rows that were laid aside put back, foreign keys, triggers, rules and counters restored. What the
/// application has changed or added since a table was opened stays.
final class TakenUndo {
    private static final List<String> MADE_CONSTRAINTS = List.of("check", "unique", "primary key");

    private final Connection connection;
    private final TargetState state;
    private final List<Made> made;
    private final List<Undone> tables = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<TakenTable> counters = new ArrayList<>();

    /// One table while it is given back.
    ///
    /// @param now what works on it now
    /// @param restored what shall work on it afterwards
    private record Undone(TakenTable taken, TargetTable there, boolean opened, TakenParts now, TakenParts restored) {}

    TakenUndo(Connection connection, TargetState state, List<Made> made) {
        this.connection = connection;
        this.state = state;
        this.made = made;
    }

    /// Gives everything back but the counters, and returns what became of the rows, a line for each table.
    ///
    /// @throws ConflictException PT-443 rows of other tables refer to what would be deleted; PT-444 rows added since do not
    ///         go with those that were there; PT-445 a table has changed
    List<String> putBack() throws SQLException {
        List<TakenTable> all = state.taken(connection);
        if (all.isEmpty()) {
            return told;
        }
        ControlRow control = state.findControl(connection).orElseThrow();
        OwnTables.enter(connection, control.applierToken());
        OwnTables.lock(connection, all.stream().filter(this::isThere).map(TakenTable::relation).toList());
        for (TakenTable taken : all) {
            find(taken);
        }
        for (Undone table : tables) {
            table.now().takeOff(connection);
        }
        for (Undone table : tables) {
            References.requireNone(connection, table.there(), TakenRows.brought(table.taken(), table.opened(), "p"),
                    (reference, rows) -> referred(table.taken(), reference, rows));
        }
        for (Undone table : tables) {
            rows(table);
        }
        for (Undone table : tables) {
            restore(table);
            Moment.TAKEN_GIVEN_BACK.reached();
        }
        for (TakenTable taken : all) {
            TakenRows.forget(connection, taken);
        }
        return told;
    }

    private boolean isThere(TakenTable taken) {
        return TargetTables.find(connection, taken.schema(), taken.table()).isPresent();
    }

    private void find(TakenTable taken) throws SQLException {
        Optional<TargetTable> found = TargetTables.find(connection, taken.schema(), taken.table());
        if (found.isEmpty() && taken.rows() != Rows.REPLACED) {
            told.add("table %s is not there any more".formatted(taken.relation()));
            return;
        }
        TargetTable there = found.orElseThrow(() -> changed(taken, "is not there any more, and rows of it were laid aside in "
                + taken.replacedRelation()));
        boolean opened = OwnTables.opened(connection, state, taken);
        if (opened) {
            OwnTableChecks.requireUnfenced(there);
        }
        requireColumns(taken, there);
        TakenParts now = TakenParts.now(connection, there);
        tables.add(new Undone(taken, there, opened, now,
                opened ? now : TakenParts.recorded(connection, state, taken.schema(), taken.table())));
    }

    /// A row is told by the columns that the table had: with others, a value that only they hold could be deleted.
    private void requireColumns(TakenTable taken, TargetTable there) {
        List<String> now = there.columns().stream().filter(column -> column.generatedSql().isEmpty())
                .map(TargetTable.Column::name)
                .filter(name -> !made.contains(new Made("column", taken.schema(), taken.table(), name))).toList();
        if (!now.equals(taken.columns())) {
            throw changed(taken, "has the columns %s now, and had %s".formatted(String.join(", ", now),
                    String.join(", ", taken.columns())));
        }
    }

    private static ConflictException changed(TakenTable taken, String how) {
        return new ConflictException(445, "table %s %s".formatted(taken.relation(), how),
                "Nothing was dropped; make the columns as they were, then run the same command again");
    }

    private static ConflictException referred(TakenTable taken, TargetTable.Reference reference, long rows) {
        return new ConflictException(443,
                "%d rows of %s refer to rows of %s that would be deleted (%s)".formatted(rows,
                        Identifier.qualified(reference.schema(), reference.table()), taken.relation(), reference.name()),
                "Nothing was dropped; change those rows, then run the same command again");
    }

    private void rows(Undone table) throws SQLException {
        TakenTable taken = table.taken();
        long deleted = TakenRows.delete(connection, taken, table.opened());
        long since = Statements.number(connection, "SELECT pg_catalog.count(*) FROM %s AS t WHERE NOT %s".formatted(
                taken.relation(), taken.wasThere("t")));
        told.add("table %s: %d rows deleted%s".formatted(taken.relation(), deleted, since == 0
                ? ""
                : ", %d that the application has changed or added since stay".formatted(since)));
        checked(taken, () -> TakenRows.putBack(connection, taken));
        if (!table.opened() || since == 0) {
            counters.add(taken);
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    private static void checked(TakenTable taken, Step step) throws SQLException {
        try {
            step.run();
        } catch (SQLException e) {
            if (TargetErrors.state(e).startsWith("23")) {
                throw new ConflictException(444,
                        "rows of %s that the application has added or changed do not go with those that were there: %s".formatted(
                                taken.relation(), TargetErrors.message(e)),
                        "Nothing was dropped; change or delete those rows, then run the same command again",
                        TargetErrors.clean(e));
            }
            throw e;
        }
    }

    private void restore(Undone table) throws SQLException {
        TakenTable taken = table.taken();
        dropMade(taken);
        checked(taken, () -> table.restored().addKeys(connection));
        table.restored().enable(connection);
        Statements.execute(connection, TableFence.open(taken.schema(), taken.table()));
    }

    /// What the migration added to the table itself.
    private void dropMade(TakenTable taken) throws SQLException {
        for (Made part : made) {
            if (part.schema().equals(taken.schema()) && part.table().equals(taken.table())) {
                String name = Identifier.quote(part.name());
                if (MADE_CONSTRAINTS.contains(part.kind())) {
                    alter(taken, "DROP CONSTRAINT IF EXISTS " + name);
                } else if (part.kind().equals("index")) {
                    Statements.execute(connection, "DROP INDEX IF EXISTS " + Identifier.qualified(part.schema(), part.name()));
                } else if (part.kind().equals("trigger")) {
                    Statements.execute(connection, "DROP TRIGGER IF EXISTS %s ON %s".formatted(name, taken.relation()));
                } else if (part.kind().equals("column")) {
                    alter(taken, "DROP COLUMN IF EXISTS " + name);
                }
            }
        }
    }

    private void alter(TakenTable taken, String what) throws SQLException {
        try {
            Statements.execute(connection, "ALTER TABLE %s %s".formatted(taken.relation(), what));
        } catch (SQLException e) {
            if (TargetErrors.state(e).equals("2BP01")) {
                throw dependent(taken, e);
            }
            throw e;
        }
    }

    private static PortageException dependent(TakenTable taken, SQLException e) {
        return new ConflictException(423, "what was added to %s cannot be dropped: %s".formatted(taken.relation(),
                TargetErrors.message(e)),
                "Nothing of this step was dropped; remove what depends on it, then run the same command again",
                TargetErrors.clean(e));
    }

    /// Sets the counters back where no later row needs them, and forgets the tables. Right before the commit: a counter
    /// does not go back with a transaction.
    void finish() throws SQLException {
        for (TakenTable taken : counters) {
            TakenSequences.restore(connection, state, taken);
        }
        state.forgetTaken(connection);
    }
}

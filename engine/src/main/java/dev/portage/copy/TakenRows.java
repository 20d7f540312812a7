package dev.portage.copy;

import dev.portage.ConflictException;
import dev.portage.plan.PlanOptions.Existing;
import dev.portage.schema.Identifier;
import dev.portage.state.TakenTable;
import dev.portage.state.TakenTable.Rows;
import dev.portage.target.TargetErrors;
import dev.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The rows of the application's own tables: those that were there are kept or laid aside before the load; those that the
/// migration brought are told apart afterwards, and deleted when it is undone. The fence is passed by the caller.
final class TakenRows {
    private TakenRows() {}

    /// Keeps or lays aside what the table holds, as asked.
    ///
    /// @throws ConflictException PT-421 it holds rows and nobody said what becomes of them; PT-437 rows that stay cannot be
    ///         told apart; PT-440 others refer to rows that would be replaced; PT-442 rows have no binary form
    static TakenTable aside(Connection connection, TargetTable there, Existing existing) throws SQLException {
        List<String> columns = there.columns().stream().filter(column -> column.generatedSql().isEmpty())
                .map(TargetTable.Column::name).toList();
        int number = (int) Statements.number(connection, """
                SELECT coalesce(max(pg_catalog.substring(relname, '[0-9]+$')::int), 0) + 1 FROM pg_catalog.pg_class
                WHERE relnamespace = 'portage'::pg_catalog.regnamespace AND relname ~ '^(kept|replaced|moved|none)_[0-9]+$'
                """);
        long rows = Statements.number(connection, "SELECT pg_catalog.count(*) FROM "
                + Identifier.qualified(there.schema(), there.name()));
        Rows mode = rows == 0 ? Rows.NONE : switch (existing) {
            case ABORT -> throw OwnTableChecks.notEmpty(List.of("table %s holds %d rows".formatted(
                    Identifier.qualified(there.schema(), there.name()), rows)));
            case APPEND -> Rows.KEPT;
            case REPLACE -> Rows.REPLACED;
        };
        List<String> key = mode == Rows.KEPT ? OwnTableChecks.requireKey(there) : List.of();
        var taken = new TakenTable(there.schema(), there.name(), number, mode, key, columns);
        reserve(connection, taken);
        switch (mode) {
            case KEPT -> keep(connection, taken);
            case REPLACED -> replace(connection, taken, there);
            case NONE -> {}
        }
        return taken;
    }

    /// The number is taken by a table of that number, whatever becomes of the rows.
    private static void reserve(Connection connection, TakenTable taken) throws SQLException {
        Statements.execute(connection, "CREATE TABLE %s (hash bytea NOT NULL)".formatted(taken.movedRelation()));
    }

    private static void keep(Connection connection, TakenTable taken) throws SQLException {
        String key = IntStream.range(0, taken.key().size())
                .mapToObj(i -> "t.%s AS key_%d".formatted(Identifier.quote(taken.key().get(i)), i + 1))
                .collect(Collectors.joining(", "));
        hashed(connection, taken, "CREATE TABLE %s AS SELECT %s, %s AS hash FROM %s AS t".formatted(taken.keptRelation(), key,
                taken.hash("t"), taken.relation()));
        Statements.execute(connection, "ANALYZE " + taken.keptRelation());
    }

    private static void replace(Connection connection, TakenTable taken, TargetTable there) throws SQLException {
        References.requireNone(connection, there, "true", (reference, rows) -> new ConflictException(440,
                "%d rows of %s refer to rows of %s that would be replaced (%s)".formatted(rows,
                        Identifier.qualified(reference.schema(), reference.table()), taken.relation(), reference.name()),
                "Nothing was changed; move those rows elsewhere, or keep what is there with --existing append"));
        Statements.execute(connection,
                "CREATE TABLE %s AS SELECT %s FROM %s".formatted(taken.replacedRelation(), columns(taken), taken.relation()));
        quietly(connection, taken, "DELETE FROM " + taken.relation());
    }

    private static String columns(TakenTable taken) {
        return taken.columns().stream().map(Identifier::quote).collect(Collectors.joining(", "));
    }

    /// Notes the hash of every row that the migration brought, in the transaction that opens the table.
    static void noteMoved(Connection connection, TakenTable taken) throws SQLException {
        hashed(connection, taken, "INSERT INTO %s SELECT %s FROM %s AS t WHERE NOT %s".formatted(taken.movedRelation(),
                taken.hash("t"), taken.relation(), taken.wasThere("t")));
    }

    private static void hashed(Connection connection, TakenTable taken, String sql) throws SQLException {
        try {
            Statements.execute(connection, sql);
        } catch (SQLException e) {
            if (List.of("42883", "0A000").contains(TargetErrors.state(e))) {
                throw new ConflictException(442,
                        "the rows of %s cannot be told apart: %s".formatted(taken.relation(), TargetErrors.message(e)),
                        "Nothing was changed; such a column needs a table that Portage makes: name another schema with --schema",
                        TargetErrors.clean(e));
            }
            throw e;
        }
    }

    /// SQL: whether the migration brought the row that `alias` names. Once the table is open, one row for each hash that was
    /// noted: what was changed or added since has another.
    static String brought(TakenTable taken, boolean opened, String alias) {
        if (!opened) {
            return "NOT " + taken.wasThere(alias);
        }
        return """
                %1$s.ctid IN (SELECT here.ctid FROM (
                    SELECT h.ctid, h.hash, pg_catalog.row_number() OVER (PARTITION BY h.hash) AS place
                    FROM (SELECT t.ctid, %2$s AS hash FROM %3$s AS t WHERE NOT %4$s) AS h) AS here
                JOIN (SELECT m.hash, pg_catalog.row_number() OVER (PARTITION BY m.hash) AS place FROM %5$s AS m) AS moved
                    ON moved.hash = here.hash AND moved.place = here.place)
                """.formatted(alias, taken.hash("t"), taken.relation(), taken.wasThere("t"), taken.movedRelation());
    }

    /// Deletes what the migration brought and returns how many rows that were.
    static long delete(Connection connection, TakenTable taken, boolean opened) throws SQLException {
        return quietly(connection, taken,
                "DELETE FROM %s AS d WHERE %s".formatted(taken.relation(), brought(taken, opened, "d")));
    }

    /// Nobody refers to the rows, yet actions of foreign keys run, and nobody else shall hear of it.
    private static long quietly(Connection connection, TakenTable taken, String delete) throws SQLException {
        List<TakenParts> quiet = References.statementTriggers(connection, taken.relation());
        for (TakenParts each : quiet) {
            each.takeOff(connection);
        }
        long rows = Statements.changed(connection, delete);
        for (TakenParts each : quiet) {
            each.enable(connection);
        }
        return rows;
    }

    /// Puts rows back that were laid aside.
    static void putBack(Connection connection, TakenTable taken) throws SQLException {
        if (taken.rows() == Rows.REPLACED) {
            Statements.execute(connection, "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM %s".formatted(
                    taken.relation(), columns(taken), taken.replacedRelation()));
        }
    }

    /// The relation in schema `portage` with what was there before; empty where nothing was.
    static Optional<String> asideRelation(TakenTable taken) {
        return switch (taken.rows()) {
            case NONE -> Optional.empty();
            case KEPT -> Optional.of(taken.keptRelation());
            case REPLACED -> Optional.of(taken.replacedRelation());
        };
    }

    /// Drops what schema `portage` holds for the table.
    static void forget(Connection connection, TakenTable taken) throws SQLException {
        Statements.execute(connection, "DROP TABLE IF EXISTS %s, %s, %s".formatted(taken.keptRelation(),
                taken.replacedRelation(), taken.movedRelation()));
    }
}

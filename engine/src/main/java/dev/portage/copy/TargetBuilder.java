package dev.portage.copy;

import dev.portage.ConflictException;
import dev.portage.MismatchException;
import dev.portage.PlanException;
import dev.portage.PortageException;
import dev.portage.observe.Event;
import dev.portage.Phase;
import dev.portage.plan.Ddl;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.state.ControlRow;
import dev.portage.state.Sessions;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Made;
import dev.portage.target.TargetErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes the target's tables, fences, indexes, constraints and counters. Each statement commits together with the record
/// that it was made, so a rerun makes what is missing and nothing twice.
///
/// Threads: one caller; index builds run on the workers' own connections.
public final class TargetBuilder {
    private static final int TABLES_A_TRANSACTION = 200;

    private final Sessions sessions;
    private final TargetState state;
    private final CopyConfig config;
    private final Event.Listener listener;

    public TargetBuilder(Sessions sessions, TargetState state, CopyConfig config, Event.Listener listener) {
        this.sessions = sessions;
        this.state = state;
        this.config = config;
        this.listener = listener;
    }

    /// Makes the schemas and tables that are missing, each shut by its fence from the transaction on that makes it.
    public void makeTables(MigrationPlan plan, ControlRow control) {
        try (Connection connection = sessions.open("tables")) {
            Set<Made> made = new HashSet<>(state.made(connection));
            connection.setAutoCommit(false);
            Map<String, TablePlan> byTarget = byTarget(plan);
            makeSchemas(connection, plan, made);
            int inTransaction = 0;
            for (Ddl.Step step : plan.ddl().tables()) {
                TablePlan table = byTarget.get(step.targetTable());
                if (table == null || !made.add(record(step, table.targetSchema()))) {
                    continue;
                }
                run(connection, step);
                state.recordMade(connection, record(step, table.targetSchema()));
                execute(connection, TableFence.shut(table.targetSchema(), table.target(), control.applierToken()));
                if (++inTransaction % TABLES_A_TRANSACTION == 0) {
                    connection.commit();
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "making tables");
        }
    }

    private void makeSchemas(Connection connection, MigrationPlan plan, Set<Made> made) throws SQLException {
        Set<String> schemas = new HashSet<>();
        plan.moved().forEach(table -> schemas.add(table.targetSchema()));
        for (String schema : schemas) {
            if (!exists(connection, schema)) {
                execute(connection, "CREATE SCHEMA " + Identifier.quote(schema));
                Made record = new Made("schema", schema, "", schema);
                if (made.add(record)) {
                    state.recordMade(connection, record);
                }
            }
        }
        connection.commit();
    }

    private static boolean exists(Connection connection, String schema) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT 1 FROM pg_namespace WHERE nspname = ?")) {
            statement.setString(1, schema);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /// Builds primary keys, unique constraints and indexes, the largest table's first, on all workers.
    public void buildIndexes(MigrationPlan plan) {
        List<Ddl.Step> steps = missing(plan, plan.ddl().indexes());
        Map<String, TablePlan> byTarget = byTarget(plan);
        steps.sort(java.util.Comparator.comparingLong((Ddl.Step step) -> -rows(byTarget, step)));
        runAll("indexes", steps, byTarget);
    }

    private static long rows(Map<String, TablePlan> byTarget, Ddl.Step step) {
        TablePlan table = byTarget.get(step.targetTable());
        return table == null ? 0 : table.rows();
    }

    /// Adds checks and foreign keys one after the other, then validates them on all workers.
    public void addConstraints(MigrationPlan plan) {
        Map<String, TablePlan> byTarget = byTarget(plan);
        List<Ddl.Step> added = missing(plan, plan.ddl().checks());
        added.addAll(missing(plan, plan.ddl().foreignKeys()));
        try (Connection connection = sessions.open("constraints")) {
            connection.setAutoCommit(false);
            for (Ddl.Step step : added) {
                make(connection, step, byTarget);
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "adding constraints");
        }
        runAll("constraints", missing(plan, plan.ddl().validations()), byTarget);
    }

    /// Sets the counters, so that the next id is right whatever happened to them, and gathers statistics.
    public void finish(MigrationPlan plan) {
        try (Connection connection = sessions.open("sequences")) {
            for (Ddl.Step step : plan.ddl().sequences()) {
                run(connection, step);
            }
            for (TablePlan table : plan.moved()) {
                execute(connection, "ANALYZE " + Identifier.qualified(table.targetSchema(), table.target()));
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "setting sequences and gathering statistics");
        }
    }

    private List<Ddl.Step> missing(MigrationPlan plan, List<Ddl.Step> steps) {
        try (Connection connection = sessions.open("made")) {
            Set<Made> made = new HashSet<>(state.made(connection));
            Map<String, TablePlan> byTarget = byTarget(plan);
            List<Ddl.Step> missing = new ArrayList<>();
            for (Ddl.Step step : steps) {
                TablePlan table = byTarget.get(step.targetTable());
                if (table != null && !made.contains(record(step, table.targetSchema()))) {
                    missing.add(step);
                }
            }
            return missing;
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "reading what was made");
        }
    }

    private void runAll(String name, List<Ddl.Step> steps, Map<String, TablePlan> byTarget) {
        AtomicInteger done = new AtomicInteger();
        List<Workers.Job> jobs = new ArrayList<>();
        for (Ddl.Step step : steps) {
            jobs.add(connection -> {
                execute(connection, "SET maintenance_work_mem = '%dMB'".formatted(config.maintenanceMemory()));
                connection.setAutoCommit(false);
                make(connection, step, byTarget);
                listener.on(new Event.Progressed(Phase.COPY, name, step.name(), done.incrementAndGet(), steps.size()));
            });
        }
        new Workers(sessions).run(name, config.workers(), jobs);
    }

    private void make(Connection connection, Ddl.Step step, Map<String, TablePlan> byTarget) throws SQLException {
        run(connection, step);
        TablePlan table = java.util.Objects.requireNonNull(byTarget.get(step.targetTable()));
        state.recordMade(connection, record(step, table.targetSchema()));
        connection.commit();
    }

    private static void run(Connection connection, Ddl.Step step) {
        try {
            execute(connection, step.sql());
        } catch (SQLException e) {
            throw explained(e, step);
        }
    }

    private static PortageException explained(SQLException e, Ddl.Step step) {
        String what = "%s %s of table %s".formatted(step.kind(), step.name(), step.targetTable());
        SQLException clean = TargetErrors.clean(e);
        return switch (TargetErrors.state(e)) {
            case "23505", "23P01" -> new MismatchException(502,
                    what + " cannot be made: rows are equal in PostgreSQL that SQLite tells apart",
                    "The rows are loaded and fenced; choose another type or leave it out in plan.yaml, then --restart", clean);
            case "23514" -> new MismatchException(503, what + " cannot be made: rows violate it in PostgreSQL but not in SQLite",
                    "The rows are loaded and fenced; leave it out in plan.yaml, then --restart", clean);
            case "23503" -> new MismatchException(504, what + " cannot be made: rows have no parent",
                    "The rows are loaded and fenced; answer fk-orphan in plan.yaml, then --restart", clean);
            case "54000" -> new PlanException(242, what + " cannot be made: " + TargetErrors.message(e),
                    "The rows are loaded and fenced; choose otherwise in plan.yaml, then --restart", clean);
            case "42P07", "42710" -> new ConflictException(424, what + " cannot be made: that name is taken in the target",
                    "What was there is untouched; rename or drop it there, then run the same command again", clean);
            default -> TargetErrors.unreachableOr(e, "making " + what);
        };
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static Made record(Ddl.Step step, String schema) {
        return new Made(step.kind(), schema, step.targetTable(), step.name());
    }

    static Map<String, TablePlan> byTarget(MigrationPlan plan) {
        Map<String, TablePlan> tables = new HashMap<>();
        plan.moved().forEach(table -> tables.put(table.target(), table));
        return tables;
    }
}

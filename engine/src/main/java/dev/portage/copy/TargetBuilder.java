package dev.portage.copy;

import dev.portage.ConflictException;
import dev.portage.MismatchException;
import dev.portage.PlanException;
import dev.portage.PortageException;
import dev.portage.moment.Moment;
import dev.portage.observe.Event;
import dev.portage.Phase;
import dev.portage.plan.Ddl;
import dev.portage.plan.MigrationPlan;
import dev.portage.schema.Identifier;
import dev.portage.state.ControlRow;
import dev.portage.state.Sessions;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Defined;
import dev.portage.state.TargetState.Made;
import dev.portage.target.TargetErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/// Makes the target's tables, fences, indexes, constraints and counters. Each statement commits together with the record
/// that it was made, so a rerun makes what is missing and nothing twice. Statements of small tables commit many at once,
/// because with thousands of tables the time goes into commits.
///
/// Threads: one caller; index builds run on the workers' own connections.
public final class TargetBuilder {
    /// Few enough for the server's table of locks, whose default is 64 for each of 100 connections.
    static final int TABLES_A_TRANSACTION = 200;

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
            makeSchemas(connection, plan, made);
            new HookRunner(sessions, state).run("before", plan.targetSchema(), plan.hooks().before());
            int inTransaction = 0;
            Map<String, String> sources = sources(plan);
            for (Ddl.Step step : plan.ddl().tables()) {
                if (!made.add(record(step))) {
                    continue;
                }
                run(connection, step);
                state.recordMade(connection, record(step),
                        sources.getOrDefault(place(step.schema(), step.targetTable()), ""));
                if (step.kind().equals("table")) {
                    Statements.execute(connection, TableFence.shut(step.schema(), step.name(), control.applierToken()));
                }
                Moment.made(step.kind());
                if (++inTransaction % TABLES_A_TRANSACTION == 0) {
                    Moment.TABLES_COMMIT.reached();
                    connection.commit();
                    Moment.TABLES_COMMITTED.reached();
                }
            }
            Moment.TABLES_COMMIT.reached();
            connection.commit();
            Moment.TABLES_COMMITTED.reached();
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "making tables");
        }
    }

    /// By each table's place the table of the source whose rows it takes, by which checkpoints name it.
    private static Map<String, String> sources(MigrationPlan plan) {
        Map<String, String> sources = new HashMap<>();
        plan.moved().forEach(table -> sources.putIfAbsent(place(table.targetSchema(), table.target()), table.source().name()));
        return sources;
    }

    private void makeSchemas(Connection connection, MigrationPlan plan, Set<Made> made) throws SQLException {
        Set<String> schemas = new HashSet<>();
        plan.moved().forEach(table -> schemas.add(table.targetSchema()));
        for (String schema : schemas) {
            if (!exists(connection, schema)) {
                Statements.execute(connection, "CREATE SCHEMA " + Identifier.quote(schema));
                Made record = new Made("schema", schema, "", schema);
                if (made.add(record)) {
                    state.recordMade(connection, record);
                }
            }
        }
        Moment.SCHEMAS_COMMIT.reached();
        connection.commit();
        Moment.SCHEMAS_COMMITTED.reached();
    }

    private static boolean exists(Connection connection, String schema) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT 1 FROM pg_namespace WHERE nspname = ?")) {
            statement.setString(1, schema);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /// Builds indexes, those of keys among them, on all workers, the largest table's first. Indexes of one table are built
    /// beside each other; what takes its table for itself is left to [#makeKeys].
    public void buildIndexes(MigrationPlan plan) {
        if (plan.ddl().indexes().isEmpty()) {
            return;
        }
        Set<Made> made = made();
        Predicate<Ddl.Step> alone = alone(plan);
        List<Ddl.Step> builds = missing(plan.ddl().indexes(), made).stream().flatMap(step -> alone.test(step)
                ? step.inTwo().map(Ddl.InTwo::index).stream()
                : Stream.of(step)).toList();
        runAll("indexes", StepBatches.largestFirst(plan, missing(builds, made)).stream().map(List::of).toList());
    }

    /// Makes keys of the indexes that were built for them, one after the other.
    public void makeKeys(MigrationPlan plan) {
        makeInOrder("keys", plan, plan.ddl().indexes().stream().filter(alone(plan))
                .map(step -> step.inTwo().map(Ddl.InTwo::constraint).orElse(step)).toList());
    }

    private static Predicate<Ddl.Step> alone(MigrationPlan plan) {
        Predicate<Ddl.Step> shared = StepBatches.shared(plan);
        return step -> step.altersTable() && !shared.test(step);
    }

    private static String place(String schema, String table) {
        return Identifier.qualified(schema, table);
    }

    /// Adds checks and foreign keys one after the other, those of the application's own tables too, then validates them on
    /// all workers.
    public void addConstraints(MigrationPlan plan) {
        List<Defined> own = ownKeys();
        List<Ddl.Step> added = new ArrayList<>(plan.ddl().checks());
        added.addAll(plan.ddl().foreignKeys());
        own.forEach(key -> added.add(TakenParts.step(key)));
        makeInOrder("constraints", plan, added);
        List<Ddl.Step> validations = new ArrayList<>(plan.ddl().validations());
        own.stream().filter(key -> TakenParts.key(key).constraint().validated())
                .forEach(key -> validations.add(TakenParts.validation(key)));
        if (!validations.isEmpty()) {
            runAll("constraints", StepBatches.byTable(StepBatches.largestFirst(plan, missing(validations, made()))));
        }
    }

    private List<Defined> ownKeys() {
        try (Connection connection = sessions.open("own keys")) {
            return TakenParts.keys(connection, state);
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "reading which foreign keys come back");
        }
    }

    /// Gives what was made to its owner and roles, then runs the statements that a person wants run after everything.
    public void handOver(MigrationPlan plan) {
        try (Connection connection = sessions.open("owner")) {
            TargetRoles.hand(connection, plan, state);
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "giving what was made to its owner");
        }
        new HookRunner(sessions, state).run("after", plan.targetSchema(), plan.hooks().after());
    }

    /// Makes triggers with their functions, and views, in the plan's order.
    public void addTriggersAndViews(MigrationPlan plan) {
        makeInOrder("triggers", plan, plan.ddl().triggers());
        makeInOrder("views", plan, plan.ddl().views());
    }

    private void makeInOrder(String purpose, MigrationPlan plan, List<Ddl.Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        try (Connection connection = sessions.open(purpose)) {
            List<Ddl.Step> missing = missing(steps, new HashSet<>(state.made(connection)));
            Statements.waitShortly(connection);
            connection.setAutoCommit(false);
            for (List<Ddl.Step> together : StepBatches.inOrder(plan, missing)) {
                make(connection, together);
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "adding " + purpose);
        }
    }

    /// Sets the counters, so that the next id is right whatever happened to them, and gathers statistics.
    public void finish(MigrationPlan plan) {
        if (!plan.ddl().sequences().isEmpty()) {
            setSequences(plan);
        }
        gatherStatistics(plan);
    }

    private void setSequences(MigrationPlan plan) {
        try (Connection connection = sessions.open("sequences")) {
            connection.setAutoCommit(false);
            for (List<Ddl.Step> together : StepBatches.inOrder(plan, plan.ddl().sequences())) {
                for (Ddl.Step step : together) {
                    run(connection, step);
                    Moment.SEQUENCE_SET.reached();
                }
                connection.commit();
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "setting sequences");
        }
    }

    private void gatherStatistics(MigrationPlan plan) {
        List<Workers.Job> jobs = new ArrayList<>();
        plan.moved().stream().sorted(java.util.Comparator.comparingLong(table -> -table.bytes()))
                .gather(Gatherers.windowFixed(windowed(plan))).forEach(together -> jobs.add((connection, _) -> {
                    // Alone it would be a transaction for each table.
                    connection.setAutoCommit(false);
                    Statements.execute(connection, "ANALYZE " + together.stream()
                            .map(table -> Identifier.qualified(table.targetSchema(), table.target()))
                            .collect(Collectors.joining(", ")));
                    connection.commit();
                    Moment.TABLE_ANALYZED.reached();
                }));
        new Workers(sessions, listener).run("statistics", config.workers(), jobs);
    }

    /// Few tables are spread over the workers; many share a statement.
    private int windowed(MigrationPlan plan) {
        return Math.clamp(plan.moved().size() / (4L * config.workers()), 1, StepBatches.size(plan));
    }

    private Set<Made> made() {
        try (Connection connection = sessions.open("made")) {
            return new HashSet<>(state.made(connection));
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "reading what was made");
        }
    }

    private static List<Ddl.Step> missing(List<Ddl.Step> steps, Set<Made> made) {
        return steps.stream().filter(step -> !made.contains(record(step))).toList();
    }

    /// Runs chains of batches on all workers, each batch as one transaction.
    private void runAll(String name, List<List<List<Ddl.Step>>> chains) {
        AtomicInteger done = new AtomicInteger();
        int all = chains.stream().flatMap(List::stream).mapToInt(List::size).sum();
        List<Workers.Job> jobs = new ArrayList<>();
        for (List<List<Ddl.Step>> chain : chains) {
            jobs.add((connection, again) -> {
                connection.setAutoCommit(false);
                Statements.execute(connection, "SET maintenance_work_mem = '%dMB'".formatted(config.maintenanceMemory()));
                Statements.waitShortly(connection);
                Set<Made> there = again ? new HashSet<>(state.made(connection)) : Set.of();
                for (List<Ddl.Step> together : chain) {
                    make(connection, together.stream().filter(step -> !there.contains(record(step))).toList());
                    listener.on(new Event.Progressed(Phase.COPY, name, together.getLast().name(),
                            done.addAndGet(together.size()), all));
                }
            });
        }
        new Workers(sessions, listener).run(name, config.workers(), jobs);
    }

    private void make(Connection connection, List<Ddl.Step> together) throws SQLException {
        for (Ddl.Step step : together) {
            run(connection, step);
            state.recordMade(connection, record(step));
            Moment.committing(step.kind());
        }
        connection.commit();
        together.forEach(step -> Moment.committed(step.kind()));
    }

    private static void run(Connection connection, Ddl.Step step) {
        try {
            Statements.execute(connection, step.sql());
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
            case "42P07", "42710", "42723" ->
                new ConflictException(424, what + " cannot be made: that name is taken in the target",
                        "What was there is untouched; rename or drop it there, then run the same command again", clean);
            default -> TargetErrors.unreachableOr(e, "making " + what);
        };
    }

    static Made record(Ddl.Step step) {
        return new Made(step.kind(), step.schema(), step.targetTable(), step.name());
    }
}

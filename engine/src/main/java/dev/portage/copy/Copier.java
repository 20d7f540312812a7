package dev.portage.copy;

import dev.portage.MismatchException;
import dev.portage.Phase;
import dev.portage.PlanException;
import dev.portage.PortageException;
import dev.portage.moment.Moment;
import dev.portage.observe.Event;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.source.SpareFiles;
import dev.portage.source.SqliteFile;
import dev.portage.state.ControlRow;
import dev.portage.state.Sessions;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Checkpoint;
import dev.portage.target.Retry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/// Copies every row of a plan's tables, range by range, on several workers.
///
/// Threads: `workers` platform threads, each with one source and one target connection for all its ranges. The first
/// failure stops the rest; finished ranges stay checkpointed.
public final class Copier {
    private final Supplier<SqliteFile> sources;
    private final Sessions sessions;
    private final TargetState state;
    private final CopyConfig config;
    private final Event.Listener listener;

    public Copier(Supplier<SqliteFile> sources, Sessions sessions, TargetState state, CopyConfig config,
            Event.Listener listener) {
        this.sources = sources;
        this.sessions = sessions;
        this.state = state;
        this.config = config;
        this.listener = listener;
    }

    /// Copies what no checkpoint stands for yet and returns all checkpoints of the migration.
    ///
    /// When this returns, rows and checkpoints are committed and every table has as many rows as were profiled; a second
    /// call copies nothing.
    ///
    /// @throws dev.portage.PlanException a value does not fit its mapped type; names table, key and column
    /// @throws MismatchException PT-505 another number of rows was read than was profiled
    public List<Checkpoint> copyAll(MigrationPlan plan, ControlRow control) {
        Set<String> done = new HashSet<>();
        checkpoints().forEach(checkpoint -> done.add(checkpoint.table() + '\0' + checkpoint.range()));
        long total = plan.moved().stream().mapToLong(TablePlan::rows).sum();
        AtomicLong copied = new AtomicLong();
        List<Workers.Job> jobs = new ArrayList<>();
        try (SpareFiles files = new SpareFiles(sources)) {
            plan.moved().stream().sorted(Comparator.comparingLong(table -> -table.bytes())).forEach(table -> {
                for (KeyRange range : RangePlanner.ranges(table, config.rangeBytes())) {
                    if (!done.contains(table.source().name() + '\0' + range.number())) {
                        jobs.add((connection, again) -> copy(range, control, connection, again, files,
                                rows -> listener.on(new Event.Progressed(Phase.COPY, "rows",
                                        table.source().name(), copied.addAndGet(rows), total))));
                    }
                }
            });
            TargetShape.record(sessions, state, plan, listener);
            new Workers(sessions, listener).run("copy", config.workers(), jobs);
        }
        List<Checkpoint> all = checkpoints();
        requireAllRows(plan, all);
        Moment.ALL_ROWS_COMMITTED.reached();
        return all;
    }

    /// Rows of an attempt that failed are taken back from the count.
    private void copy(KeyRange range, ControlRow control, Connection connection, boolean again, SpareFiles files,
            LongConsumer rowsSeen) throws SQLException {
        if (again && isDone(range, connection)) {
            return;
        }
        long[] seen = {0};
        try {
            files.use(source -> new RangeCopier(source, state, control).copy(range, connection, rows -> {
                seen[0] += rows;
                rowsSeen.accept(rows);
            }));
        } catch (PortageException e) {
            rowsSeen.accept(-seen[0]);
            // Rows that another constraint refuses may be our own, of an attempt whose commit nobody heard of.
            if (again && e instanceof PlanException && isDone(range, connection)) {
                return;
            }
            throw e;
        }
    }

    private boolean isDone(KeyRange range, Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        return state.isDone(connection, range.table().sourceId(), range.table().source().name(), range.number());
    }

    private List<Checkpoint> checkpoints() {
        return new Retry(listener).of("reading checkpoints", _ -> {
            try (Connection connection = sessions.open("checkpoints")) {
                return state.checkpoints(connection);
            }
        });
    }

    private static void requireAllRows(MigrationPlan plan, List<Checkpoint> checkpoints) {
        Map<String, Long> copied = new HashMap<>();
        checkpoints.forEach(checkpoint -> copied.merge(checkpoint.table(), checkpoint.rows(), Long::sum));
        for (TablePlan table : plan.moved()) {
            long rows = copied.getOrDefault(table.source().name(), 0L);
            if (rows != table.rows()) {
                throw new MismatchException(505,
                        "table %s has %d rows in the snapshot, but %d were copied".formatted(table.source().name(), table.rows(),
                                rows),
                        "The target is fenced; run the same command with --restart");
            }
        }
    }
}

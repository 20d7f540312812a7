package dev.portage.verify;

import dev.portage.Phase;
import dev.portage.PortageException;
import dev.portage.Results;
import dev.portage.UnreachableException;
import dev.portage.UnverifiedException;
import dev.portage.moment.Moment;
import dev.portage.observe.Event;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteValue;
import dev.portage.target.Retry;
import dev.portage.verify.Verdict.Check;
import dev.portage.verify.Verdict.TableResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Proves that source and target hold the same rows and values, or names what differs.
///
/// | step | what |
/// |---|---|
/// | rows that were there | left out of all the rest, and proved untouched ([KeptRows]) |
/// | tables | every row and every value, by a decoder of its own ([TableComparer]) |
/// | row counts | `count(*)` of every table on both sides ([RowCounts]) |
/// | spot check | some rows read again by key through ordinary JDBC getters ([SpotCheck]) |
/// | invariants | the plan's pairs of queries ([InvariantCheck]) |
/// | self-check | a planted difference must be found ([SelfCheck]) |
///
/// Nothing here calls the encoder that wrote the rows. Nothing is written on either side but a temporary table of the
/// self-check, which ends with its session.
///
/// Threads: `lanes` platform threads, each with one connection to each side, kept from table to table, and a thread that
/// reads the target.
public final class Verifier {
    private static final int SPOT_ROWS = 20;

    private final MigrationPlan plan;
    private final SourceOpener source;
    private final TargetConnections target;
    private final Options options;
    private final KeptRows kept;
    private final Map<TablePlan, List<List<SqliteValue>>> samples = new ConcurrentHashMap<>();
    private final Map<TablePlan, Shape> shapes = new ConcurrentHashMap<>();
    private final Map<TablePlan, TableComparer.Counted> counted = new ConcurrentHashMap<>();

    /// Opens one more connection to the private copy of the source.
    @FunctionalInterface
    public interface SourceOpener {
        /// A connection that the caller closes.
        SqliteFile open();
    }

    /// Opens one more connection to the target.
    @FunctionalInterface
    public interface TargetConnections {
        /// A connection that the caller closes, named by one or two words in `pg_stat_activity`.
        Connection connect(String purpose);
    }

    /// How to verify.
    ///
    /// @param migrationId whose values in `portage.quarantine` count
    /// @param temporaryFolder where sorted hashes of tables without a key are kept meanwhile
    /// @param seed of the choice of rows for the spot check
    /// @param showValues whether differences carry values (never those of columns named like secrets)
    /// @param lanes tables compared at once, 1..64
    public record Options(String migrationId, Path temporaryFolder, long seed, boolean showValues, int lanes,
            Event.Listener listener) {
        public Options {
            if (lanes < 1 || lanes > 64) {
                throw new IllegalArgumentException("lanes=%d is not from 1 to 64".formatted(lanes));
            }
        }
    }

    private Verifier(MigrationPlan plan, SourceOpener source, TargetConnections target, Options options) {
        this.plan = plan;
        this.source = source;
        this.target = target;
        this.options = options;
        this.kept = KeptRows.read(target, options.migrationId());
    }

    /// Verifies every table of the plan that is not skipped.
    ///
    /// What could not be compared is part of the verdict and makes it UNVERIFIED.
    ///
    /// @throws dev.portage.UnverifiedException PT-710 the self-check did not find the planted difference, so nothing that
    ///         was found equal counts
    /// @throws dev.portage.UnreachableException the target or the temporary folder cannot be used
    public static Verdict verify(MigrationPlan plan, SourceOpener source, TargetConnections target, Options options) {
        return new Verifier(plan, source, target, options).run();
    }

    private Verdict run() {
        List<Check> untouched = kept.run();
        List<TableResult> tables = compareTables();
        List<Check> checks = new ArrayList<>();
        checks.add(new RowCounts(plan, source, target, kept).run(counted));
        checks.addAll(untouched);
        checks.add(new SpotCheck(source, target, kept).run(tables, samples));
        checks.addAll(new InvariantCheck(plan, source, target).run());
        checks.add(new SelfCheck(source, target, options, shapes).run(tables));
        return Verdict.of(tables, checks);
    }

    private List<TableResult> compareTables() {
        var names = Thread.ofPlatform().daemon().name("portage-verify-", 1).factory();
        List<TablePlan> moved = plan.moved();
        List<Integer> largestFirst = IntStream.range(0, moved.size()).boxed()
                .sorted(Comparator.comparingLong((Integer place) -> moved.get(place).bytes()).reversed()).toList();
        try (Lanes lanes = new Lanes(source, target);
                ExecutorService pool = Executors.newFixedThreadPool(options.lanes(), names)) {
            Map<Integer, Future<TableResult>> running = new TreeMap<>();
            largestFirst.forEach(place -> running.put(place, pool.submit(() -> compareTable(moved.get(place), lanes))));
            List<TableResult> results = new ArrayList<>();
            for (Future<TableResult> table : running.values()) {
                results.add(result(table, pool));
            }
            return results;
        }
    }

    private static TableResult result(Future<TableResult> table, ExecutorService pool) {
        boolean whole = false;
        try {
            TableResult result = Results.of(table, Verifier::interrupted);
            whole = true;
            return result;
        } finally {
            if (!whole) {
                pool.shutdownNow();
            }
        }
    }

    static UnverifiedException interrupted(InterruptedException e) {
        return new UnverifiedException(721, "verification was interrupted", "Nothing was changed; run the same command again", e);
    }

    private TableResult compareTable(TablePlan table, Lanes lanes) {
        long started = System.nanoTime();
        TableVerdict verdict;
        try {
            verdict = new Retry(options.listener()).of("comparing", _ -> compared(table, lanes));
        } catch (PortageException e) {
            if (UnreachableException.ofMemory(e).isPresent()) {
                throw e;
            }
            verdict = new TableVerdict.Unverified(e.code() + " " + e.getMessage());
        }
        progress(table, table.rows());
        Moment.TABLE_COMPARED.reached();
        return new TableResult(table, verdict, Duration.ofNanos(System.nanoTime() - started));
    }

    private TableVerdict compared(TablePlan table, Lanes lanes) {
        Shape shape = Shape.of(table, kept);
        try {
            return compared(table, shape, lanes);
        } catch (OutOfOrderException _) {
            try {
                return compared(table, shape.withoutOrder(), lanes);
            } catch (OutOfOrderException e) {
                throw new IllegalStateException("a multiset has no order", e);
            }
        }
    }

    private TableVerdict compared(TablePlan table, Shape shape, Lanes lanes) throws OutOfOrderException {
        Lanes.Lane lane = lanes.take();
        boolean whole = false;
        try {
            var comparer = new TableComparer(lane.file(), lane.session().connection(), options.temporaryFolder(),
                    options.migrationId(), options.showValues());
            Sample sample = new Sample(options.seed() ^ table.source().name().hashCode(), SPOT_ROWS);
            TableComparer.Result result = comparer.compare(shape, sample, rows -> progress(table, rows));
            samples.put(table, result.sample());
            shapes.put(table, shape);
            counted.put(table, result.counted());
            whole = true;
            return result.verdict();
        } finally {
            lanes.done(lane, whole);
        }
    }

    private void progress(TablePlan table, long rows) {
        options.listener().on(new Event.Progressed(Phase.VERIFY, "compare", table.source().name(), rows, table.rows()));
    }
}

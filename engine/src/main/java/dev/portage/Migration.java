package dev.portage;

import dev.portage.copy.ConstraintProbe;
import dev.portage.copy.Copier;
import dev.portage.copy.CopyConfig;
import dev.portage.copy.DryRun;
import dev.portage.copy.ExistingTables;
import dev.portage.copy.FenceOpening;
import dev.portage.copy.QuarantineCsv;
import dev.portage.copy.OwnTables;
import dev.portage.copy.TargetBuilder;
import dev.portage.copy.TargetRoles;
import dev.portage.moment.Moment;
import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.observe.ReportHtml;
import dev.portage.observe.ReportJson;
import dev.portage.plan.Choices;
import dev.portage.plan.DdlWriter;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.PlanFile;
import dev.portage.plan.Planner;
import dev.portage.plan.TablePlan;
import dev.portage.snapshot.BackgroundCheck;
import dev.portage.snapshot.IntegrityCheck;
import dev.portage.snapshot.Snapshot;
import dev.portage.source.SqliteFile;
import dev.portage.state.ControlRow;
import dev.portage.state.FolderLock;
import dev.portage.state.TargetState.Checkpoint;
import dev.portage.state.WorkDir;
import dev.portage.target.FullDisk;
import dev.portage.target.ServerIdentity;
import dev.portage.target.TargetErrors;
import dev.portage.target.TargetTable;
import dev.portage.verify.Verdict;
import dev.portage.verify.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Moves one SQLite file, or several at once, to PostgreSQL. The file to open first: one short method a phase, in order.
///
/// | # | phase    | what it leaves behind |
/// |---|----------|-----------------------|
/// | 1 | plan     | `1-plan/plan.yaml`, `schema.sql`, `report.json` |
/// | 2 | snapshot | `2-snapshot/app.db`, a private copy, and its fingerprint |
/// | 3 | copy     | rows, checkpoints, indexes and constraints in the target, fenced |
/// | 4 | verify   | the verdict; the fence is gone where it is equal |
///
/// The plan reads stored values from the private copy, so the copy is made first; it is no step of its own in the eyes of
/// the application, which waits for nothing afterwards.
///
/// Threads: one at a time. An interrupt ends the running command soon, resumable.
public final class Migration implements AutoCloseable {
    /// The version that the control row names.
    public static final String VERSION = "0.1.0";

    private final MigrationSettings settings;
    private final Event.Listener listener;
    private final WorkDir workDir;
    private ReportBuilder report = new ReportBuilder("");
    private @Nullable Origin origin;
    private @Nullable Destination destination;
    private @Nullable FolderLock folderLock;
    private @Nullable BackgroundCheck integrity;
    private CopyConfig copying = CopyConfig.DEFAULT;

    private Migration(MigrationSettings settings, Event.Listener listener, WorkDir workDir) {
        this.settings = settings;
        this.listener = listener;
        this.workDir = workDir;
    }

    /// Prepares a migration; nothing is opened yet but the work folder.
    ///
    /// @throws SourceException the source is missing or not what it claims to be
    /// @throws ConfigException the work folder cannot be written
    public static Migration open(MigrationSettings settings, Event.Listener listener) {
        settings.sources().forEach(dev.portage.source.SourceSniffer::requireSource);
        return new Migration(settings, listener, WorkDir.open(settings.folder()));
    }

    /// Copies otherwise than by default.
    Migration copyingBy(CopyConfig config) {
        copying = config;
        return this;
    }

    /// The work folder.
    public WorkDir workDir() {
        return workDir;
    }

    /// Phase 1: profiles every stored value, proposes types, lists hazards; writes the plan's files. Reads a target that was
    /// named, and changes nothing there.
    public Report plan() {
        return told("plan", Phase.PLAN, () -> {
            MigrationPlan plan = planned(Optional.empty());
            return plan.open().isEmpty() ? probed(plan).orElseGet(() -> Ending.of("planned")) : undecided(plan);
        });
    }

    /// Phase 2: takes the private copy and checks its integrity.
    public Report snapshot() {
        return told("snapshot", Phase.SNAPSHOT, () -> {
            beginCheck();
            checkIntegrity();
            return Ending.of("planned");
        });
    }

    /// Phase 3: copies the snapshot's rows and builds indexes and constraints; the target stays fenced.
    public Report copy() {
        return told("copy", Phase.COPY, () -> {
            beginCheck();
            MigrationPlan plan = planned(earlier());
            if (!plan.open().isEmpty()) {
                return undecided(plan);
            }
            checkIntegrity();
            Optional<Ending> rejected = probed(plan);
            if (rejected.isPresent()) {
                return rejected.get();
            }
            copied(plan);
            return Ending.of("unverified");
        });
    }

    /// Phase 4: compares every value of both sides; opens the tables where the verdict is equal and they were shut.
    public Report verify() {
        return told("verify", Phase.VERIFY, () -> {
            ControlRow control = arrived().control().orElseThrow(() -> new UnverifiedException(730,
                    "this target holds nothing that was moved from %s".formatted(settings.sourceId()),
                    "Nothing was compared; run portage move first, or name the right --to and --schema"));
            frozen(Origin.Keep.THE_OLD);
            MigrationPlan plan = planned(Optional.of(control));
            Ending ending = verified(plan, requireSame(plan, control));
            return ending.exitCode() == 0 ? sourceUnchanged(ending) : ending;
        });
    }

    /// All four phases, offline: plan, snapshot, copy, verify.
    public Report move() {
        return told("move", Phase.VERIFY, () -> {
            beginCheck();
            MigrationPlan plan = planned(earlier());
            if (!plan.open().isEmpty()) {
                return undecided(plan);
            }
            checkIntegrity();
            Optional<Ending> rejected = probed(plan);
            if (rejected.isPresent()) {
                return rejected.get();
            }
            if (settings.dryRun()) {
                return encodedOnly(plan);
            }
            ControlRow control = copied(plan);
            Ending ending = verified(plan, control);
            return ending.exitCode() == 0 ? sourceUnchanged(ending) : ending;
        });
    }

    /// Where this migration stands in its target.
    public Report status() {
        return told("status", Phase.PLAN, () -> {
            report.target(arrived().described(settings.schema()));
            Optional<ControlRow> control = arrived().control();
            report.check("state", control.map(row -> row.state().word()).orElse("nothing moved"),
                    control.map(row -> "writable side " + row.writableSide() + ", epoch " + row.epoch()).orElse(""));
            return Ending.of(control.filter(row -> row.state() == ControlRow.State.MOVED).isPresent() ? "equal" : "unverified");
        });
    }

    /// What [#drop] would do, a line for each thing, and nothing else; empty where this migration has made nothing.
    public List<String> dropList() {
        return nothingThere() ? List.of() : arrived().dropList();
    }

    /// Removes from the target exactly what this migration made and gives the application's own tables back; the source and
    /// what was there before stay.
    public Report drop() {
        return told("drop", Phase.COPY, () -> nothingThere()
                ? Dropping.nothing(report)
                : Dropping.run(arrived(), settings.schema(), report, begunMark()));
    }

    /// Whether there is no target yet: none was named, and the embedded one was never made.
    private boolean nothingThere() {
        return settings.target().isEmpty() && !Files.exists(workDir.embeddedFolder());
    }

    private Origin frozen() {
        boolean begun = Files.exists(begunMark()) && !settings.restart();
        return frozen(begun ? Origin.Keep.REFUSE : Origin.Keep.NOTHING);
    }

    private Origin frozen(Origin.Keep keep) {
        if (origin == null) {
            origin = timed(Phase.SNAPSHOT, "snapshot",
                    () -> Origin.freeze(settings, workDir, keep));
        }
        return origin;
    }

    private Destination arrived() {
        if (destination == null) {
            destination = Destination.open(settings, workDir, listener);
        }
        return destination;
    }

    /// Tells that the target was begun from the snapshot in the work folder, which must then not be replaced.
    private Path begunMark() {
        return workDir.folder(Phase.COPY).resolve("begun");
    }

    /// The control row where only it can tell what was decided: the work folder has no plan.yaml (any more).
    private Optional<ControlRow> earlier() {
        if (settings.dryRun() || settings.restart() || settings.planFile().isPresent() || Files.exists(workDir.planFile())
                || nothingThere()) {
            return Optional.empty();
        }
        return arrived().control();
    }

    private MigrationPlan planned(Optional<ControlRow> control) {
        Origin from = frozen();
        return timed(Phase.PLAN, "plan", () -> {
            Choices choices = choices(control);
            existingPlanFile().ifPresent(file -> PlanFile.checkNames(file, from.schema()));
            Planner.Planned planned = profiled(from, choices, there(from, choices));
            Moment.PROFILED.reached();
            MigrationPlan plan = planned.plan();
            existingPlanFile().ifPresent(file -> PlanFile.check(file, plan));
            report.plan(plan);
            report.sources(from.snapshots().stream().map(copy -> source(plan, copy)).toList());
            Report.Estimate estimate = Estimates.of(plan, from.bytes());
            report.estimate(estimate);
            if (settings.planFile().isEmpty()) {
                PlanFile.write(plan, choices, workDir.planFile());
                Moment.PLAN_FILE_WRITTEN.reached();
            }
            WorkDir.writeDurably(workDir.schemaFile(), DdlWriter.script(plan));
            Moment.SCHEMA_FILE_WRITTEN.reached();
            planned.later().ifPresentOrElse(script -> WorkDir.writeDurably(workDir.laterFile(), script),
                    () -> WorkDir.delete(workDir.laterFile()));
            Moment.LATER_FILE_SETTLED.reached();
            return plan;
        });
    }

    private static Report.Source source(MigrationPlan plan, Snapshot copy) {
        List<TablePlan> tables = plan.moved().stream().filter(table -> table.sourceId().equals(copy.sourceId())).toList();
        return new Report.Source(copy.sourceId(), copy.dumpHash().isPresent() ? "dump" : "sqlite", tables.size(),
                tables.stream().mapToLong(TablePlan::rows).sum(),
                copy.bytes(), copy.fingerprint());
    }

    /// What the target's schemas hold that this migration has not made; nothing where no target was named and none was
    /// made yet.
    private List<TargetTable> there(Origin from, Choices choices) {
        if (nothingThere() || (settings.target().isEmpty() && settings.dryRun())) {
            return List.of();
        }
        Set<String> schemas = new HashSet<>(Set.of(choices.targetSchema()));
        Choices applied = choices.applied(from.schema());
        from.schema().tables().forEach(table -> applied.table(table.name()).targetSchema().ifPresent(schemas::add));
        return arrived().there(schemas);
    }

    private Planner.Planned profiled(Origin from, Choices choices, List<TargetTable> there) {
        java.util.concurrent.atomic.AtomicLong seen = new java.util.concurrent.atomic.AtomicLong();
        try (SqliteFile file = from.open()) {
            return Planner.planned(from.sourceIds(), file, from.schema(), there, choices,
                    (table, rows) -> listener.on(new Event.Progressed(Phase.PLAN, "profile", table, seen.addAndGet(rows), 0)));
        } catch (SourceException damage) {
            throw IntegrityCheck.placed(damage, from.snapshots().stream().map(Snapshot::file).toList());
        }
    }

    /// plan.yaml where there is one, else the plan that the target was made from, else none.
    private Choices choices(Optional<ControlRow> control) {
        Optional<Path> file = existingPlanFile();
        if (file.isPresent()) {
            return asked(PlanFile.read(file.get(), settings.acceptSuggestions()));
        }
        return control.map(row -> PlanFile.parse(row.planText(), settings.acceptSuggestions()))
                .orElseGet(() -> asked(new Choices(settings.schema(), java.util.Map.of(), List.of(), List.of(),
                        settings.acceptSuggestions())));
    }

    private Optional<Path> existingPlanFile() {
        return settings.planFile().or(() -> Optional.of(workDir.planFile()).filter(Files::exists));
    }

    /// What was asked on the command line goes before the head of the plan.
    private Choices asked(Choices choices) {
        return choices.with(settings.asked().over(choices.options()));
    }

    /// Asks the target's own constraints before anything is changed; empty where they take every row, or were asked before.
    private Optional<Ending> probed(MigrationPlan plan) {
        if (plan.moved().stream().noneMatch(table -> table.there().isPresent())) {
            return Optional.empty();
        }
        Destination to = arrived();
        if (to.control().isPresent() && !settings.restart()) {
            return Optional.empty();
        }
        requireFree(plan, to);
        return timed(Phase.PLAN, "probe", () -> {
            ConstraintProbe.Found found = ConstraintProbe.run(plan, frozen()::open, to::connect, to.state());
            Moment.CONSTRAINTS_PROBED.reached();
            found.unasked().forEach((constraint, why) -> report.check("constraint " + constraint, "unasked", why));
            if (found.hazards().isEmpty()) {
                return Optional.empty();
            }
            report.plan(plan.with(found.hazards()));
            return Optional.of(Ending.failed("decisions-needed", found.refusal()));
        });
    }

    private Ending undecided(MigrationPlan plan) {
        int open = plan.open().size();
        return Ending.failed("decisions-needed", new PlanException(250,
                open == 1 ? "1 decision is open" : "%d decisions are open".formatted(open),
                "Nothing was made in the target; answer in %s, or take the first choices with --accept-suggestions"
                        .formatted(settings.planFile().orElseGet(workDir::planFile))));
    }

    /// Begins to look for damage, while the plan reads the same copies.
    private void beginCheck() {
        IntegrityCheck.Depth depth = settings.fullIntegrity() ? IntegrityCheck.Depth.FULL : IntegrityCheck.Depth.QUICK;
        integrity = BackgroundCheck.start(frozen().snapshots(), depth);
    }

    private void endCheck() {
        if (integrity != null) {
            integrity.close();
            integrity = null;
        }
    }

    /// Waits until it is known whether there is damage, before anything is made in the target.
    private void checkIntegrity() {
        BackgroundCheck check = java.util.Objects.requireNonNull(integrity);
        long violations = timed(Phase.SNAPSHOT, "snapshot", check::violations);
        Moment.INTEGRITY_CHECKED.reached();
        report.check(settings.fullIntegrity() ? "integrity_check" : "quick_check", "ok",
                violations == 0 ? "" : "%d rows break rules of their own table; see the hazards".formatted(violations));
    }

    private Ending encodedOnly(MigrationPlan plan) {
        long bytes = timed(Phase.COPY, "copy", () -> {
            try (SqliteFile file = frozen().open()) {
                return DryRun.encodeAll(plan, file, listener);
            }
        });
        report.check("dry run", "ok", "%,d bytes encoded, nothing written".formatted(bytes));
        return Ending.of("planned");
    }

    private ControlRow copied(MigrationPlan plan) {
        requireTargetRoom(plan);
        Destination to = arrived();
        report.target(to.described(settings.schema()));
        to.findDataFolder().ifPresent(folder -> Estimates.requireRoom(folder, Estimates.of(plan, 0).targetBytes(), "the server"));
        ControlRow control = begun(plan, to);
        if (control.state() == ControlRow.State.COPYING) {
            CopyConfig config = copying.withWorkers(settings.workers());
            TargetBuilder builder = new TargetBuilder(to::connect, to.state(), config, listener);
            List<Checkpoint> done = timed(Phase.COPY, "copy", () -> {
                to.retry().run("taking the tables that are there",
                        () -> new OwnTables(to::connect, to.state(), listener).take(plan, control));
                to.retry().run("making tables", () -> builder.makeTables(plan, control));
                return new Copier(frozen()::open, to::connect, to.state(), config, listener).copyAll(plan, control);
            });
            countRows(done);
            timed(Phase.COPY, "indexes", () -> {
                builder.buildIndexes(plan);
                to.retry().run("making keys", () -> builder.makeKeys(plan));
                return done;
            });
            timed(Phase.COPY, "constraints", () -> {
                to.retry().run("adding constraints", () -> builder.addConstraints(plan));
                to.retry().run("adding triggers and views", () -> builder.addTriggersAndViews(plan));
                to.retry().run("setting sequences", () -> builder.finish(plan));
                to.retry().run("giving what was made to its owner", () -> builder.handOver(plan));
                return done;
            });
            quarantineAsFile(to);
            return to.advance(control, ControlRow.State.COPIED, "none");
        }
        try (Connection connection = to.connect("checkpoints")) {
            countRows(to.state().checkpoints(connection));
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "reading checkpoints");
        }
        quarantineAsFile(to);
        return control;
    }

    private void quarantineAsFile(Destination to) {
        try (Connection connection = to.connect("quarantine")) {
            long values = QuarantineCsv.write(connection, to.state(), workDir.quarantineFile());
            if (values > 0) {
                report.check("quarantine", "%,d values".formatted(values),
                        "portage.quarantine in the target, and 3-copy/quarantine.csv in the work folder");
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "reading the quarantine");
        }
    }

    private void requireTargetRoom(MigrationPlan plan) {
        if (settings.target().isEmpty()) {
            Estimates.requireRoom(workDir.embeddedFolder(), Estimates.of(plan, 0).targetBytes(), "the embedded server");
        }
    }

    /// The control row of this migration: the one that is there when it fits, or a new one.
    private ControlRow begun(MigrationPlan plan, Destination to) {
        Optional<ControlRow> there = requireFree(plan, to);
        if (there.isPresent() && settings.restart()) {
            to.dropAll();
            there = Optional.empty();
        }
        if (there.isPresent()) {
            ControlRow control = requireSame(plan, there.get());
            if (control.state() == ControlRow.State.COPYING) {
                to.requireVersion(VERSION);
            }
            return control;
        }
        WorkDir.writeDurably(begunMark(), frozen().fingerprint() + "\n");
        Moment.BEGUN_MARK_WRITTEN.reached();
        return to.begin(plan.hash(), frozen().fingerprint(), PlanFile.render(plan, choices(Optional.empty())));
    }

    /// Refuses planned names that are taken by what this migration may not fill; returns its control row.
    private static Optional<ControlRow> requireFree(MigrationPlan plan, Destination to) {
        Optional<ControlRow> there = to.control();
        try (Connection connection = to.connect("look")) {
            ExistingTables.requireNone(connection, plan, to.state(), there.isPresent());
            TargetRoles.require(connection, plan, there.isPresent() ? to.state().made(connection) : List.of());
            return there;
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "looking at the target");
        }
    }

    private ControlRow requireSame(MigrationPlan plan, ControlRow control) {
        arrived().target().identity().requireContinues(new ServerIdentity(control.system(), control.timeline()));
        if (!control.fingerprint().equals(frozen().fingerprint())) {
            throw Origin.changedSince(settings.sourceId());
        }
        if (!control.planHash().equals(plan.hash())) {
            throw new ConflictException(431, "the plan has changed since this migration began",
                    "Nothing was changed; to go on with the plan that it began with, which the target keeps, put %s away; to drop what was made and begin anew, run portage move with --restart"
                            .formatted(existingPlanFile().map(Path::toString).orElse("plan.yaml")));
        }
        return control;
    }

    private void countRows(List<Checkpoint> done) {
        done.forEach(checkpoint -> report.table(checkpoint.table(), line -> new Report.TableLine(line.source(), line.sourceId(),
                line.target(), line.rows(), line.targetRows() + checkpoint.rows(), line.bytes(),
                line.quarantined() + checkpoint.quarantined(),
                Losses.add(line.lost(), checkpoint.lost()), line.verdict(), line.differences(), line.seconds(), line.columns())));
    }

    private Ending verified(MigrationPlan plan, ControlRow control) {
        if (control.state() == ControlRow.State.COPYING) {
            throw new UnverifiedException(731, "the copy is not complete yet", "Nothing was compared; run portage move to go on");
        }
        Destination to = arrived();
        report.target(to.described(settings.schema()));
        workDir.emptySpillFolder();
        Verifier.Options options = new Verifier.Options(to.state().migrationId(), workDir.spillFolder(), System.nanoTime(),
                settings.showValues(), settings.workers(), listener);
        Verdict verdict = timed(Phase.VERIFY, "verify", () -> Verifier.verify(plan, frozen()::open, to::connect, options));
        Moment.VERDICT_REACHED.reached();
        Verdicts.into(report, verdict);
        frozen().requireWhole();
        if (verdict.outcome() == Verdict.Outcome.EQUAL && control.state() == ControlRow.State.COPIED) {
            to.expectChange();
            to.retry().of("opening the tables", again -> {
                if (again && to.control().filter(row -> row.state() == ControlRow.State.MOVED).isPresent()) {
                    return true;
                }
                try (Connection connection = to.connect("open")) {
                    FenceOpening.open(connection, plan, to.state(), control);
                    return true;
                }
            });
        }
        return Verdicts.ending(verdict);
    }

    private Ending sourceUnchanged(Ending equal) {
        List<String> changed = frozen().changed();
        if (changed.isEmpty()) {
            return equal;
        }
        report.sourceChanged();
        if (settings.snapshotOnly()) {
            return equal;
        }
        return new Ending("equal", 5, Optional.of(new ConflictException(433,
                "the source has changed since its private copy was taken (%s)".formatted(String.join("; ", changed)),
                "The target equals the private copy taken at the beginning; stop the application and run with --restart, "
                        + "or accept that state with --snapshot-only")));
    }

    private <T> T timed(Phase phase, String step, Supplier<T> work) {
        long start = System.nanoTime();
        listener.on(new Event.PhaseStarted(phase));
        try {
            T result = work.get();
            listener.on(new Event.PhaseFinished(phase, Duration.ofNanos(System.nanoTime() - start)));
            return result;
        } finally {
            report.timing(step, (System.nanoTime() - start) / 1e9);
        }
    }

    /// Runs a command's work and tells how it ended; whatever happens, the reports say so.
    private Report told(String command, Phase phase, Supplier<Ending> work) {
        report = new ReportBuilder(command);
        boolean writes = !command.equals("status");
        Ending ending;
        try {
            if (writes && folderLock == null) {
                folderLock = FolderLock.take(workDir);
            }
            ending = work.get();
        } catch (PortageException | OutOfMemoryError e) {
            PortageException known = UnreachableException.ofMemory(e).map(PortageException.class::cast)
                    .orElseGet(() -> (PortageException) e);
            Destination to = destination;
            ending = Ending.failed(Ending.verdictOf(known), to == null ? known : FullDisk.named(known, () -> to.connect("disk")));
        } finally {
            endCheck();
        }
        Report built = report.build(ending.verdict(), ending.exitCode(), ending.error());
        try {
            if (writes && folderLock != null) {
                write(built, phase);
            }
            return built;
        } catch (PortageException e) {
            return unwritten(built, ending, e);
        }
    }

    /// The reports could not be written, so those in the work folder are of an earlier run: said beside what ended the
    /// command before, and else instead.
    private Report unwritten(Report built, Ending ending, PortageException failure) {
        if (ending.exitCode() != 0) {
            listener.on(new Event.Notice(failure.line()));
            return built;
        }
        String came = "the command itself came to its end (%s), but its report is not in the work folder: "
                .formatted(ending.verdict());
        return report.build(ending.verdict(), failure.exitCode(),
                Optional.of(new UnreachableException(360, came + failure.getMessage(), failure.next(), failure)));
    }

    /// An interrupt would close the files' channels, so it waits until the reports are written.
    private void write(Report built, Phase phase) {
        boolean interrupted = Thread.interrupted();
        try {
            ReportJson.write(built, workDir.reportFile(phase));
            Moment.PHASE_REPORT_WRITTEN.reached();
            ReportJson.write(built, workDir.report());
            Moment.REPORT_WRITTEN.reached();
            ReportHtml.write(built, workDir.htmlReport());
            Moment.HTML_REPORT_WRITTEN.reached();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Gives the source and the target back; stops an embedded server that this migration started.
    @Override
    public void close() {
        Destination to = destination;
        Origin from = origin;
        FolderLock lock = folderLock;
        destination = null;
        origin = null;
        folderLock = null;
        try (lock; from) {
            if (to != null) {
                to.close();
            }
        }
    }
}

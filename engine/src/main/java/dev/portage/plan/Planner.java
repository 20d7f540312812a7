package dev.portage.plan;

import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import dev.portage.schema.TableGraph;
import dev.portage.source.SqliteFile;
import dev.portage.target.TargetTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Makes the plan of one SQLite file: reads every stored value, proposes how each column arrives, and lists what a person
/// must decide or know.
public final class Planner {
    /// The most columns of a table in PostgreSQL (MaxHeapAttributeNumber is 1,600).
    static final int MOST_COLUMNS = 1_600;
    /// The largest value of PostgreSQL, less what a message around it takes.
    static final long LARGEST_VALUE = (1L << 30) - (64 << 10);
    private static final Duration QUESTION_LIMIT = Duration.ofSeconds(60);

    private final SqliteFile file;
    private final Schema schema;
    private final Map<String, Set<String>> referred;
    private final List<TargetTable> there;
    private final HazardList hazards;
    private final List<Table> order;
    private final ExistingMatch match;
    private final Choices choices;

    private Planner(SqliteFile file, Schema schema, List<TargetTable> there, Choices choices) {
        this.file = file;
        this.schema = schema;
        this.referred = KeyChecks.referred(schema);
        this.there = List.copyOf(there);
        this.hazards = new HazardList(choices);
        this.order = TableGraph.of(schema.tables()).order().stream()
                .map(table -> ComputedColumns.into(table, choices.table(table.name()).values())).toList();
        SchemaNotes.tell(schema, hazards);
        this.match = ExistingMatch.of(order, there, choices);
        this.choices = match.over(ExistingNotes.tell(match, order, choices, hazards));
    }

    /// Told while values are read.
    @FunctionalInterface
    public interface Progress {
        /// Says nothing to anybody.
        Progress NONE = (_, _) -> {};

        /// `rows` more rows of the table were read.
        ///
        /// Threads: any of the planner's, two at most.
        void rows(String table, long rows);
    }

    /// The plan of `file`.
    ///
    /// Tables come parents first. Hazards stand in the order of the schema, those of the file before those of tables.
    ///
    /// Threads: the caller's, and one more that opens the file again where there are two tables or more.
    ///
    /// @param file Portage's private copy
    /// @throws dev.portage.ConfigException PT-106: choices name what the source does not have; PT-107 to PT-109: they answer
    ///         with what is not offered or cannot be
    /// @throws dev.portage.SourceException the file is damaged or cannot be read
    public static MigrationPlan plan(String sourceId, SqliteFile file, Schema schema, Choices choices, Progress progress) {
        return plan(Map.of(Table.Place.MAIN, sourceId), file, schema, List.of(), choices, progress);
    }

    /// The plan of several files.
    ///
    /// @param sourceIds the sources by the names under which `file` has attached them, `main` first
    /// @param schema of all of them, see [dev.portage.schema.SchemaMerge]
    /// @param there what the target's schemas hold that this migration has not made; a table of the application's own takes the rows
    public static MigrationPlan plan(Map<String, String> sourceIds, SqliteFile file, Schema schema, List<TargetTable> there,
            Choices choices, Progress progress) {
        return planned(sourceIds, file, schema, there, choices, progress).plan();
    }

    /// A plan, and where it gives faithful types, the script that makes native ones of them later.
    public record Planned(MigrationPlan plan, Optional<String> later) {}

    /// As [#plan(Map, SqliteFile, Schema, List, Choices, Progress)], with the script; values are read once for both.
    public static Planned planned(Map<String, String> sourceIds, SqliteFile file, Schema schema, List<TargetTable> there,
            Choices choices, Progress progress) {
        ChoiceCheck.names(choices, schema);
        Choices applied = choices.applied(schema);
        var planner = new Planner(file, schema, there, applied);
        ChoiceCheck.values(file, planner.order);
        List<Table> tables = planner.order.stream().filter(planner::readable).toList();
        List<Table> made = tables.stream().filter(table -> planner.match.find(table).isEmpty()).toList();
        Readings readings = Readings.read(file, tables, made, planner.choices, QUESTION_LIMIT, progress);
        MigrationPlan plan = planner.plan(sourceIds, readings);
        if (plan.options().types() == PlanOptions.Types.NATIVE) {
            return new Planned(plan, Optional.empty());
        }
        MigrationPlan own = new Planner(file, schema, there, applied.withNativeTypes()).plan(sourceIds, readings);
        return new Planned(plan, Optional.of(LaterScript.of(plan, own)));
    }

    private MigrationPlan plan(Map<String, String> sourceIds, Readings readings) {
        List<TableDraft> drafts = new ArrayList<>();
        for (Table table : order) {
            TableProfile profile = readings.profile(table).orElseGet(() -> TableProfile.unread(table));
            var draft = new TableDraft(profile, choices.table(table.name()), match.find(table));
            fill(draft, readings);
            drafts.add(draft);
        }
        SearchSizes.tell(schema, drafts, hazards);
        new ForeignKeyTypes(drafts.stream().filter(draft -> moved(draft.table())).toList(), hazards).align();
        List<TablePlan> tables = tables(sourceIds, drafts);
        if (choices.options().types() == PlanOptions.Types.FAITHFUL) {
            FaithfulTypes.sayDriverForms(tables, hazards);
        }
        DdlWriter.Result written = DdlWriter.write(tables, schema, hazards.all(), choices, there);
        Set<Hazard> all = new LinkedHashSet<>(hazards.all());
        all.addAll(written.hazards());
        return new MigrationPlan(List.copyOf(sourceIds.values()), schema, choices.options(), choices.hooks(), written.tables(),
                List.copyOf(all), choices.invariants(),
                written.ddl(), PlanHash.of(choices, written.tables(), written.ddl(), all));
    }

    private boolean moved(Table table) {
        return !choices.table(table.name()).skip();
    }

    private boolean readable(Table table) {
        return moved(table) && carried(table) <= MOST_COLUMNS;
    }

    private long carried(Table table) {
        return table.columns().stream().filter(column -> !choices.table(table.name()).column(column.name()).skip()).count();
    }

    private void fill(TableDraft draft, Readings readings) {
        Table table = draft.table();
        // What is left out, or refused whole, still has types; nobody is asked about its values.
        HazardList asked = readable(table) ? hazards : new HazardList(Choices.none(choices.targetSchema()));
        Set<String> keys = KeyChecks.keyColumns(table, referred);
        // Where no row can be named, nothing can lie in the quarantine: its columns are asked about as keys are.
        boolean nameless = table.key().isEmpty() && table.rowidName().isEmpty();
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnProfile profile = draft.profile(i);
            boolean skipped = draft.columnChoice(i).skip();
            HazardList told = skipped ? new HazardList(Choices.none(choices.targetSchema())) : asked;
            boolean inKey = keys.contains(KeyChecks.lower(profile.column.name()));
            var question = new ColumnQuestion(table.name(), profile, draft.columnChoice(i), told, inKey || nameless,
                    () -> KeyChecks.mergesAsText(file, table, profile), choices.options().types());
            TypeChooser.notes(question);
            Optional<TargetTable.Column> target = draft.there(i).filter(_ -> !skipped);
            if (target.isPresent()) {
                draft.add(new ExistingTypes(file, table).choose(question, target.get()));
            } else {
                Chosen counting = FaithfulTypes.counting(question, TypeChooser.choose(question), table);
                draft.add(inKey ? unmerged(question, counting, table) : counting);
            }
            tooLarge(question);
        }
        if (moved(table) && !readable(table)) {
            hazards.tell(HazardCode.TOO_MANY_COLUMNS, HazardList.Place.of(table.name()), HazardList.Rows.NONE,
                    "%s has %,d columns, and a table of PostgreSQL at most %,d; leave some out with skip in plan.yaml"
                            .formatted(table.name(), carried(table), MOST_COLUMNS));
        }
        if (readable(table)) {
            KeyChecks.tell(draft, hazards);
            RowSizes.tell(file, draft, hazards);
            sequenceAhead(draft);
            new DataChecks(file, readings, hazards, QUESTION_LIMIT).run(draft, schema, choices);
        }
    }

    private Chosen unmerged(ColumnQuestion question, Chosen chosen, Table table) {
        Optional<Long> merged = new KeyMerges(file, table).rows(question.profile(), chosen);
        if (merged.isEmpty()) {
            return chosen;
        }
        question.ask(HazardCode.DUPLICATE_KEY, HazardList.Rows.count(merged.get()),
                "up to %d rows of %s would have the key of another row if %s became %s".formatted(merged.get(), table.name(),
                        question.name(), chosen.type()),
                List.of("text"));
        return question.profile().present().size() == 1 ? MixedClasses.single(question) : Chosen.classed();
    }

    static void tooLarge(ColumnQuestion question) {
        long largest = Math.max(question.profile().longestText, question.profile().longestBlob);
        if (largest >= LARGEST_VALUE) {
            question.tell(HazardCode.VALUE_TOO_LARGE, HazardList.Rows.NONE,
                    "%s holds a value of %,d bytes, and PostgreSQL at most some 1 GB".formatted(question.name(), largest));
        }
    }

    private void sequenceAhead(TableDraft draft) {
        OptionalLong sequence = draft.table().sequence();
        OptionalLong largest = largestId(draft);
        if (sequence.isPresent() && sequence.getAsLong() > largest.orElse(0)) {
            hazards.tell(HazardCode.SEQUENCE_AHEAD, HazardList.Place.of(draft.table().name()), HazardList.Rows.NONE,
                    "%s has given out ids up to %d, and its largest is %s; the identity goes on from %d".formatted(
                            draft.table().name(), sequence.getAsLong(),
                            largest.isPresent() ? String.valueOf(largest.getAsLong()) : "none", sequence.getAsLong()));
        }
    }

    private static OptionalLong largestId(TableDraft draft) {
        Optional<ColumnProfile> id = draft.table().rowidAlias().map(draft.profile()::column);
        return id.isPresent() && id.get().integers() > 0 ? OptionalLong.of(id.get().largest) : OptionalLong.empty();
    }

    private List<TablePlan> tables(Map<String, String> sourceIds, List<TableDraft> drafts) {
        var names = new TargetNames(hazards, choices);
        List<TablePlan> tables = new ArrayList<>();
        for (TableDraft draft : drafts) {
            Table table = draft.table();
            Choices.TableChoice choice = choices.table(table.name());
            String target = choice.skip() ? choice.rename().orElse(table.name()) : names.table(table);
            List<String> columnNames = choice.skip()
                    ? table.columns().stream().map(Table.Column::name).toList()
                    : names.columns(table);
            if (!choice.skip() && draft.there().isEmpty()) {
                names.sayCase(table, target, columnNames);
            }
            List<ColumnPlan> columns = new ArrayList<>();
            for (int i = 0; i < columnNames.size(); i++) {
                columns.add(column(draft, i, columnNames.get(i)));
            }
            tables.add(new TablePlan(sourceIds.getOrDefault(table.place().database(), ""), table,
                    choice.targetSchema().orElse(choices.targetSchema()), target, choice.skip(),
                    draft.there().map(ExistingTable::target), columns, draft.profile().rows(),
                    draft.profile().bytes(), draft.profile().marks(),
                    nextIdentity(draft),
                    !choice.skip() && tellsApart(table) && KeyChecks.comparable(draft, schema.encoding())));
        }
        names.sayRespelt();
        return tables;
    }

    private static ColumnPlan column(TableDraft draft, int place, String target) {
        ColumnProfile profile = draft.profile(place);
        Chosen chosen = draft.chosen(place);
        boolean skip = draft.columnChoice(place).skip();
        if (draft.there(place).isPresent()) {
            return ExistingColumns.there(profile.column, chosen, draft.there(place).get(), skip, profile.evidence());
        }
        if (draft.there().isPresent()) {
            return ExistingColumns.added(profile.column, chosen, target, skip, profile.evidence());
        }
        boolean alias = draft.table().rowidAlias().filter(profile.column.name()::equalsIgnoreCase).isPresent();
        boolean notNull = alias || (profile.column.notNull() && profile.nulls() == 0 && !chosen.makesNull());
        boolean identity = alias && chosen.type().kind().integer();
        return new ColumnPlan(profile.column, chosen.mapping(profile.column), target, skip, notNull,
                Optional.empty(), Optional.empty(), identity, FaithfulTypes.evidence(profile, chosen, identity));
    }

    /// The larger of the counter and the largest id; an identity of PostgreSQL counts from 1.
    private static OptionalLong nextIdentity(TableDraft draft) {
        if (draft.table().rowidAlias().isEmpty()) {
            return OptionalLong.empty();
        }
        long last = Math.max(draft.table().sequence().orElse(0), largestId(draft).orElse(0));
        return last >= 1 ? OptionalLong.of(last) : OptionalLong.empty();
    }

    private boolean tellsApart(Table table) {
        return hazards.all().stream().filter(hazard -> hazard.code() == HazardCode.UNIQUE_VIOLATED)
                .filter(hazard -> hazard.table().equals(Optional.of(table.name())))
                .noneMatch(hazard -> table.indexes().stream().anyMatch(index -> index.origin() == Table.Index.Origin.PRIMARY_KEY
                        && hazard.subject().equals(Optional.of(Subjects.of(index)))));
    }
}

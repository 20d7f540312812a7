package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.schema.Schema;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a person chose: the contents of plan.yaml that differ from a proposal, and `--accept-suggestions`.
///
/// @param rules in the order of the file
/// @param tables by source table name
/// @param decisions answers to blockers
/// @param acceptSuggestions whether every blocker without an answer takes its first choice
public record Choices(PlanOptions options, List<Rule> rules, Hooks hooks, Map<String, TableChoice> tables,
        List<Decision> decisions, List<MigrationPlan.Invariant> invariants, boolean acceptSuggestions) {
    public Choices {
        rules = List.copyOf(rules);
        tables = Map.copyOf(tables);
        decisions = List.copyOf(decisions);
        invariants = List.copyOf(invariants);
    }

    /// Choices without rules, hooks and options of their own.
    public Choices(String targetSchema, Map<String, TableChoice> tables, List<Decision> decisions,
            List<MigrationPlan.Invariant> invariants, boolean acceptSuggestions) {
        this(PlanOptions.of(targetSchema), List.of(), Hooks.NONE, tables, decisions, invariants, acceptSuggestions);
    }

    /// The schema in the target.
    public String targetSchema() {
        return options.targetSchema();
    }

    /// The same choices with other options.
    public Choices with(PlanOptions other) {
        return new Choices(other, rules, hooks, tables, decisions, invariants, acceptSuggestions);
    }

    /// The same choices for native types, where each question without an answer takes its first choice.
    Choices withNativeTypes() {
        var others = new PlanOptions(options.targetSchema(), options.owner(), PlanOptions.Types.NATIVE, options.identifiers(),
                options.existing());
        return new Choices(others, rules, hooks, tables, decisions, invariants, true);
    }

    /// The same choices with the rules brought to the tables and columns of `schema` that they fit.
    ///
    /// @throws dev.portage.ConfigException PT-115: a rule fits nothing
    public Choices applied(Schema schema) {
        return RuleBook.applied(this, schema);
    }

    /// No choices: the proposal as it is, into `targetSchema`.
    public static Choices none(String targetSchema) {
        return new Choices(targetSchema, Map.of(), List.of(), List.of(), false);
    }

    /// The choices for a table; a proposal's where there are none.
    public TableChoice table(String name) {
        return tables.getOrDefault(name, TableChoice.NONE);
    }

    /// What was chosen for a blocker: the answer in plan.yaml, else the first of `offered` under
    /// `--accept-suggestions`, else nothing.
    public Optional<String> chosen(HazardCode code, Optional<String> table, Optional<String> column, Optional<String> subject,
            List<String> offered) {
        Optional<String> answered = decisions.stream()
                .filter(d -> d.code() == code && d.table().equals(table) && d.column().equals(column)
                        && d.subject().equals(subject))
                .map(Decision::choice).findFirst();
        return answered.isPresent() || !acceptSuggestions ? answered : offered.stream().findFirst();
    }

    /// The answer to one blocker.
    public record Decision(HazardCode code, Optional<String> table, Optional<String> column, Optional<String> subject,
            String choice) {}

    /// Choices for one table.
    ///
    /// @param values SQL over the source's row by name of the target's column that the source lacks
    public record TableChoice(boolean skip, Optional<String> rename, Optional<String> targetSchema,
            Map<String, ColumnChoice> columns, Map<String, String> values) {
        static final TableChoice NONE = new TableChoice(false, Optional.empty(), Optional.empty(), Map.of(), Map.of());

        public TableChoice {
            columns = Map.copyOf(columns);
            values = Map.copyOf(values);
        }

        /// Choices without values for columns that the source lacks.
        public TableChoice(boolean skip, Optional<String> rename, Optional<String> targetSchema,
                Map<String, ColumnChoice> columns) {
            this(skip, rename, targetSchema, columns, Map.of());
        }

        /// The choices for a column, by its source name.
        public ColumnChoice column(String name) {
            return columns.getOrDefault(name, ColumnChoice.NONE);
        }
    }

    /// Choices for one column.
    ///
    /// @param type the target type
    /// @param form `epoch-seconds`, `epoch-milliseconds`, `epoch-microseconds`, `julian-days`, `iso`, `text`, `classed`
    /// @param zone the zone of times that carry none
    /// @param trueWords texts that mean true, where the type is boolean; so `falseWords`
    /// @param nul what becomes of a text with U+0000: `bytea`, `escape`, `strip`, `quarantine`
    /// @param invalidUtf8 what becomes of invalid UTF-8: `bytea`, `escape`, `strip`, `quarantine`, `transcode:CHARSET`
    /// @param nullIf texts that become NULL
    /// @param lossy whether values that do not fit may be rounded or cut
    public record ColumnChoice(boolean skip, Optional<String> rename, Optional<TargetType> type, Optional<String> form,
            Optional<ZoneId> zone, List<String> trueWords, List<String> falseWords, Optional<String> nul,
            Optional<String> invalidUtf8, List<String> nullIf, boolean lossy) {
        static final ColumnChoice NONE = new ColumnChoice(false, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), false);

        public ColumnChoice {
            trueWords = List.copyOf(trueWords);
            falseWords = List.copyOf(falseWords);
            nullIf = List.copyOf(nullIf);
        }
    }
}

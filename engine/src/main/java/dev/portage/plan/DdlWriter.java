package dev.portage.plan;

import dev.portage.schema.Schema;
import dev.portage.target.TargetTable;
import java.util.ArrayList;
import java.util.List;

/// Writes the statements that make the target. What SQLite promises about the rows arrives as PostgreSQL's promise, or is
/// named in a hazard with the reason; nothing arrives half.
///
/// Every name is qualified by its schema and quoted, so that statements mean the same under any `search_path`.
public final class DdlWriter {
    private DdlWriter() {}

    /// What was written.
    ///
    /// @param tables the drafts with defaults, generated expressions and NOT NULL filled in, in the same order
    /// @param hazards those that came up while writing, without the earlier ones
    public record Result(List<TablePlan> tables, Ddl ddl, List<Hazard> hazards) {
        public Result {
            tables = List.copyOf(tables);
            hazards = List.copyOf(hazards);
        }
    }

    /// Fills in the drafts and writes the statements.
    ///
    /// A hazard that has no answer yet counts as answered by its first choice, so that people can read the statements
    /// before they decide; with such a hazard nothing is run.
    ///
    /// @param drafts the tables with types, names, skips and identities decided; skipped ones too
    /// @param schema where missing parents of foreign keys are looked up
    /// @param hazardsSoFar they steer what becomes of keys, indexes and constraints
    public static Result write(List<TablePlan> drafts, Schema schema, List<Hazard> hazardsSoFar, Choices choices) {
        return write(drafts, schema, hazardsSoFar, choices, List.of());
    }

    /// The same where the target holds something already.
    ///
    /// @param there what this migration has not made; its names are taken
    static Result write(List<TablePlan> drafts, Schema schema, List<Hazard> hazardsSoFar, Choices choices,
            List<TargetTable> there) {
        var hazards = new DdlHazards(hazardsSoFar, choices);
        var keys = new DdlKeys(drafts, hazards);
        var columns = new DdlColumns(hazards, keys);
        List<TablePlan> tables = drafts.stream().map(columns::fill).toList();
        var context = new DdlContext(tables, schema, hazards,
                new DdlNames(tables, there, choices.options().identifiers()));
        var search = new DdlSearch(context, schema);
        var views = new DdlViews(context, schema, choices.targetSchema());
        List<Ddl.Step> created = new ArrayList<>(ExistingColumns.steps(tables));
        context.written().forEach(table -> created.add(DdlColumns.create(context, table, search.lines(table))));
        var indexes = new DdlIndexes(context, keys);
        List<Ddl.Step> indexSteps = new ArrayList<>(indexes.write());
        indexSteps.addAll(search.indexes());
        var checks = new DdlChecks(context);
        var foreignKeys = new DdlForeignKeys(context, indexes);
        List<Ddl.Step> validations = new ArrayList<>(checks.validations());
        validations.addAll(foreignKeys.validations());
        List<Ddl.Step> sequences = new ArrayList<>(ExistingSequences.write(tables, hazards));
        sequences.addAll(DdlSequences.write(context));
        var ddl = new Ddl(created, indexSteps, checks.steps(), foreignKeys.steps(), validations, sequences,
                new DdlTriggers(context, schema, search).steps(), views.write());
        return new Result(tables, ddl, hazards.raised());
    }

    /// `schema.sql`: the statements of a plan as a script for people, in the order in which Portage runs them. It sets
    /// nothing and runs under any `search_path`.
    public static String script(MigrationPlan plan) {
        return DdlScript.of(plan);
    }
}

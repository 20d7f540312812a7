package dev.portage.plan;

import dev.portage.schema.Schema;
import java.util.List;

/// What will arrive, how, and what a person must decide or know.
///
/// @param hash SHA-256 in hex over everything that changes the target: ties later phases to this plan
/// @param sourceIds the sources in the order in which they were named
/// @param tables in dependency order, parents first; skipped ones too
/// @param ddl the statements that make the target
public record MigrationPlan(List<String> sourceIds, Schema schema, PlanOptions options, Hooks hooks,
        List<TablePlan> tables, List<Hazard> hazards,
        List<Invariant> invariants, Ddl ddl, String hash) {
    public MigrationPlan {
        sourceIds = List.copyOf(sourceIds);
        tables = List.copyOf(tables);
        hazards = List.copyOf(hazards);
        invariants = List.copyOf(invariants);
    }

    /// The same plan with hazards that came up later, at its end.
    public MigrationPlan with(List<Hazard> more) {
        List<Hazard> all = new java.util.ArrayList<>(hazards);
        all.addAll(more);
        return new MigrationPlan(sourceIds, schema, options, hooks, tables, all, invariants, ddl, hash);
    }

    /// The schema in the target for what names no other.
    public String targetSchema() {
        return options.targetSchema();
    }

    /// The sources as a person reads them: `app.db, auth.db`.
    public String sourceId() {
        return String.join(", ", sourceIds);
    }

    /// The tables that are not skipped.
    public List<TablePlan> moved() {
        return tables.stream().filter(table -> !table.skip()).toList();
    }

    /// The tables that Portage makes.
    public List<TablePlan> made() {
        return tables.stream().filter(TablePlan::made).toList();
    }

    /// The hazards that still wait for a choice.
    public List<Hazard> open() {
        return hazards.stream().filter(Hazard::open).toList();
    }

    /// A pair of queries that must give equal rows on both sides.
    ///
    /// @param postgresql what to ask there; tables are found by the plan's target schema as search path
    public record Invariant(String name, String sqlite, String postgresql) {}
}

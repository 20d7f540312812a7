package dev.portage.plan;

import dev.portage.target.TargetTable;
import dev.portage.source.Fingerprint;
import java.util.Collection;
import java.util.List;

/// The fingerprint of a plan: two plans have the same one exactly where they make the same target of the same source.
///
/// What was only counted (rows, samples, messages) is not part of it; neither is the state of the identities, which moves
/// with the data.
final class PlanHash {
    private PlanHash() {}

    /// SHA-256 in hex. Each part is written with its length before it, so that no two plans are written alike.
    static String of(Choices choices, List<TablePlan> tables, Ddl ddl, Collection<Hazard> hazards) {
        var parts = new Parts();
        parts.add("portage-plan 1").add(choices.targetSchema()).add(choices.options().existing().word())
                .add(choices.options().owner().orElse(""));
        hooks(parts, choices.hooks());
        tables.forEach(table -> table(parts, table));
        for (List<Ddl.Step> steps : List.of(ddl.tables(), ddl.indexes(), ddl.checks(), ddl.foreignKeys(), ddl.validations(),
                ddl.triggers(), ddl.views())) {
            parts.add("steps " + steps.size());
            steps.forEach(step -> parts.add(step.kind()).add(step.name()).add(step.sql()));
        }
        hazards.stream().filter(hazard -> hazard.code().severity() == Severity.BLOCKER)
                .forEach(hazard -> parts.add(hazard.code().code()).add(hazard.table().orElse("")).add(hazard.column().orElse(""))
                        .add(hazard.subject().orElse("")).add(hazard.chosen().orElse("")));
        choices.invariants().forEach(pair -> parts.add(pair.name()).add(pair.sqlite()).add(pair.postgresql()));
        return parts.sha256();
    }

    private static void hooks(Parts parts, Hooks hooks) {
        parts.add("before " + hooks.before().size());
        hooks.before().forEach(parts::add);
        parts.add("after " + hooks.after().size());
        hooks.after().forEach(parts::add);
        parts.add("grants " + hooks.grants().size());
        hooks.grants().forEach((role, privileges) -> parts.add(role).add(privileges));
    }

    private static void table(Parts parts, TablePlan table) {
        parts.add(table.sourceId()).add(table.source().name()).add(table.targetSchema()).add(table.target())
                .add(String.valueOf(table.skip())).add(String.valueOf(table.keyComparable()))
                .add("columns " + table.columns().size());
        for (ColumnPlan column : table.columns()) {
            parts.add(column.source().name()).add(column.source().computed().orElse("")).add(column.target())
                    .add(column.mapping().type().sql())
                    .add(column.mapping().form().toString()).add(String.join("\0", column.mapping().nullIf()))
                    .add("%s %s %s %s".formatted(column.mapping().lossy(), column.skip(), column.notNull(),
                            column.identity() && table.there().isEmpty()))
                    .add(column.defaultSql().filter(_ -> table.there().isEmpty()).orElse(""))
                    .add(column.generatedSql().orElse(""));
        }
        table.there().ifPresent(there -> there(parts, table, there));
    }

    // Only what decides how values are written: constraints, triggers, defaults and rows of a table that is there change while
    // Portage is at work.
    private static void there(Parts parts, TablePlan table, TargetTable there) {
        parts.add("there");
        for (ColumnPlan column : table.columns()) {
            there.findColumn(column.target()).ifPresent(known -> parts.add(known.name()).add(known.typeSql()));
        }
    }

    private static final class Parts {
        private final StringBuilder text = new StringBuilder();

        Parts add(String part) {
            text.append(part.length()).append(':').append(part).append('\n');
            return this;
        }

        String sha256() {
            return Fingerprint.ofText(text.toString());
        }
    }
}

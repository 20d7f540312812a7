package dev.portage.plan;

import dev.portage.schema.Identifier;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Lays the statements of a plan out as a script.
final class DdlScript {
    private DdlScript() {}

    static String of(MigrationPlan plan) {
        var out = new StringBuilder();
        out.append("-- The tables of ").append(PlanFileText.comment(plan.sourceId()))
                .append(" for PostgreSQL, as Portage makes them.\n");
        out.append("-- To read, and to run by hand where Portage may not: sections 1, then the rows, then 2 to 8.\n");
        if (!plan.open().isEmpty()) {
            out.append("-- %,d decisions are open; each stands here as its first choice.\n".formatted(plan.open().size()));
        }
        plan.moved().stream().filter(table -> !DdlContext.isWritten(table)).forEach(table -> out.append(
                "-- Left out, because a name of it holds a control character: ")
                .append(PlanFileText.comment(table.source().name())).append('\n'));
        var schemas = plan.moved().stream().filter(DdlContext::isWritten).map(TablePlan::targetSchema)
                .collect(Collectors.toCollection(TreeSet::new));
        // Every database has it, and asking for it needs a right that many owners of tables lack.
        schemas.remove("public");
        section(out, "schemas",
                schemas.stream().map(schema -> "CREATE SCHEMA IF NOT EXISTS " + Identifier.quote(schema)).toList());
        section(out, "1. tables", sql(plan.ddl().tables()));
        section(out, "2. keys and indexes, after the rows", sql(plan.ddl().indexes()));
        section(out, "3. checks", sql(plan.ddl().checks()));
        section(out, "4. foreign keys", sql(plan.ddl().foreignKeys()));
        section(out, "5. proof of the constraints on the rows", sql(plan.ddl().validations()));
        section(out, "6. the next numbers", sql(plan.ddl().sequences()));
        section(out, "7. triggers", sql(plan.ddl().triggers()));
        section(out, "8. views", sql(plan.ddl().views()));
        return out.toString();
    }

    private static List<String> sql(List<Ddl.Step> steps) {
        return steps.stream().map(Ddl.Step::sql).toList();
    }

    private static void section(StringBuilder out, String title, List<String> statements) {
        if (!statements.isEmpty()) {
            out.append("\n-- ").append(title).append('\n');
            statements.forEach(sql -> out.append(sql).append(";\n"));
        }
    }
}

package dev.portage.plan;

import dev.portage.schema.Table;
import dev.portage.sql.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes CHECK constraints: added without a look at the rows, and validated afterwards.
final class DdlChecks {
    private final DdlContext context;
    private final List<Ddl.Step> steps = new ArrayList<>();
    private final List<Ddl.Step> validations = new ArrayList<>();

    DdlChecks(DdlContext context) {
        this.context = context;
        for (TablePlan table : context.written()) {
            var expressions = new DdlExpressions(table);
            table.source().checks().forEach(check -> check(table, check, expressions));
        }
    }

    List<Ddl.Step> steps() {
        return steps;
    }

    List<Ddl.Step> validations() {
        return validations;
    }

    private void check(TablePlan table, Table.Check check, DdlExpressions expressions) {
        String subject = Subjects.of(check);
        Optional<String> violated = context.hazards().choice(HazardCode.CHECK_VIOLATED, table, subject);
        if (violated.equals(Optional.of("skip")) || context.hazards().told(HazardCode.EXPRESSION_UNTRANSLATED, table, subject)) {
            return;
        }
        try {
            String sql = expressions.check(check.sql());
            String name = context.names().constraint(table,
                    check.name().orElseGet(() -> DdlNames.joined(table.target(), "", "check")));
            steps.add(new Ddl.Step("check", table.targetSchema(), name, table.target(),
                    DdlContext.addConstraint(table, name, "CHECK (" + sql + ") NOT VALID")));
            if (!violated.equals(Optional.of("not-valid"))) {
                validations.add(DdlContext.validation(table, name));
            }
        } catch (Untranslatable e) {
            context.hazards().warn(HazardCode.EXPRESSION_UNTRANSLATED, table, subject,
                    "CHECK (%s) does not arrive: %s".formatted(check.sql(), e.reason()));
        }
    }
}

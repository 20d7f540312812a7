package dev.portage.plan;

import dev.portage.schema.Identifier;
import java.util.ArrayList;
import java.util.List;

/// Writes the statements that let each identity go on where SQLite's numbers end.
final class DdlSequences {
    private DdlSequences() {}

    static List<Ddl.Step> write(DdlContext context) {
        List<Ddl.Step> steps = new ArrayList<>();
        for (TablePlan table : context.written()) {
            for (ColumnPlan column : table.columns()) {
                if (!column.skip() && column.identity()) {
                    steps.add(step(table, column));
                }
            }
        }
        return steps;
    }

    private static Ddl.Step step(TablePlan table, ColumnPlan column) {
        long most = switch (column.mapping().type().kind()) {
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
        // At the largest number the next insert fails, as it does in SQLite when its counter is full.
        long last = Math.min(table.nextIdentity().orElse(0), most);
        String value = last > 0 ? last + ", true" : "1, false";
        String sql = "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence(%s, %s)::pg_catalog.regclass, %s)".formatted(
                Identifier.literal(DdlContext.qualified(table)), Identifier.literal(column.target()), value);
        return new Ddl.Step("sequence", table.targetSchema(), column.target(), table.target(), sql);
    }
}

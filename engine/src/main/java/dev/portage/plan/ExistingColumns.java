package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import dev.portage.target.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Columns of the application's own tables: what the target says of them, and those that are added to it.
final class ExistingColumns {
    private ExistingColumns() {}

    /// A column that is there.
    static ColumnPlan there(Table.Column source, Chosen chosen, TargetTable.Column target, boolean skip, String evidence) {
        return new ColumnPlan(source, chosen.mapping(source), target.name(), skip, target.notNull(), target.defaultSql(),
                target.generatedSql(), target.identity() != TargetTable.Identity.NONE, evidence);
    }

    /// A column that is added. It may be NULL, for the rows that are there already have no value for it.
    static ColumnPlan added(Table.Column source, Chosen chosen, String name, boolean skip, String evidence) {
        return new ColumnPlan(source, chosen.mapping(source), name, skip, false, Optional.empty(), Optional.empty(), false,
                evidence);
    }

    /// `ALTER TABLE … ADD COLUMN` for the columns that the target's tables lack.
    static List<Ddl.Step> steps(List<TablePlan> tables) {
        List<Ddl.Step> steps = new ArrayList<>();
        for (TablePlan table : tables) {
            if (table.skip() || table.there().isEmpty() || DdlNames.unspeakable(table.target())
                    || DdlNames.unspeakable(table.targetSchema())) {
                continue;
            }
            for (ColumnPlan column : table.columns()) {
                boolean lacking = table.there().get().findColumn(column.target()).isEmpty();
                if (!column.skip() && lacking && !DdlNames.unspeakable(column.target())) {
                    steps.add(step(table, column));
                }
            }
        }
        return steps;
    }

    private static Ddl.Step step(TablePlan table, ColumnPlan column) {
        String collation = column.mapping().type().kind().text() ? " COLLATE \"C\"" : "";
        return new Ddl.Step("column", table.targetSchema(), column.target(), table.target(),
                "ALTER TABLE %s ADD COLUMN %s %s%s".formatted(DdlContext.qualified(table), Identifier.quote(column.target()),
                        column.mapping().type().sql(), collation));
    }
}

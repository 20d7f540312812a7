package dev.portage.plan;

import dev.portage.ConfigException;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Checks that choices name tables and columns of the source.
final class ChoiceCheck {
    private ChoiceCheck() {}

    /// @throws ConfigException PT-106: a table or column that is not in the source, with the nearest name that is;
    ///         PT-116: a value for a column that the source has
    static void names(Choices choices, Schema schema) {
        choices.tables().forEach((name, choice) -> {
            Table table = table(schema, name);
            choice.values().keySet().forEach(column -> computed(table, column));
            choice.columns().keySet().stream().filter(column -> !choice.values().containsKey(column))
                    .forEach(column -> column(table, column));
        });
        for (Choices.Decision decision : choices.decisions()) {
            if (decision.table().isEmpty() || elsewhere(schema, decision.table().get())) {
                continue;
            }
            Table table = table(schema, decision.table().get());
            decision.column().filter(column -> !choices.table(table.name()).values().containsKey(column))
                    .ifPresent(column -> column(table, column));
        }
    }

    // Decisions about tables of PostgreSQL's side (target-not-empty) name source tables too; views and virtual tables count.
    private static boolean elsewhere(Schema schema, String name) {
        return schema.virtualTables().stream().anyMatch(table -> table.name().equals(name))
                || schema.shadowTables().contains(name)
                || schema.views().stream().anyMatch(view -> view.name().equals(name));
    }

    private static Table table(Schema schema, String name) {
        return schema.tables().stream().filter(table -> table.name().equals(name)).findFirst()
                .orElseThrow(() -> unknown("table", name, schema.tables().stream().map(Table::name).toList()));
    }

    private static void column(Table table, String name) {
        if (table.columns().stream().noneMatch(column -> column.name().equals(name))) {
            throw unknown("column of " + table.name(), name, table.columns().stream().map(Table.Column::name).toList());
        }
    }

    /// Asks SQLite whether it can compute the values of plan.yaml.
    ///
    /// @param tables with their computed columns
    /// @throws ConfigException PT-117: it cannot
    static void values(SqliteFile file, List<Table> tables) {
        for (Table table : tables) {
            for (Table.Column column : table.columns()) {
                if (column.computed().isPresent()) {
                    value(file, table, column);
                }
            }
        }
    }

    private static void value(SqliteFile file, Table table, Table.Column column) {
        try {
            new RowQuestions(file).number(
                    "SELECT count(*) FROM (SELECT %s AS v FROM %s LIMIT 0)".formatted(column.select(), table.sqlName()));
        } catch (SQLException e) {
            throw new ConfigException(117, "plan.yaml gives %s.%s the value of SQL that SQLite cannot compute: %s".formatted(
                    table.name(), column.name(), e.getMessage()),
                    "Nothing was written; correct it and run the same command again", e);
        }
    }

    private static void computed(Table table, String name) {
        if (table.findColumn(name).isPresent()) {
            throw new ConfigException(116, "plan.yaml gives a value to the column %s.%s, which the source has".formatted(
                    table.name(), name), "Nothing was written; give values only to columns that the source lacks");
        }
    }

    private static ConfigException unknown(String kind, String name, List<String> known) {
        Optional<String> nearest = PlanFileWords.nearest(name, known);
        return new ConfigException(106, "plan.yaml names a %s '%s' that the source does not have".formatted(kind, name),
                "Nothing was written; " + nearest.map(near -> "did you mean '%s'? Mend it".formatted(near)).orElse("mend it")
                        + " and run the same command again");
    }
}

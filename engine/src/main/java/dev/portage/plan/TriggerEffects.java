package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.sql.Expression;
import dev.portage.sql.TriggerStatement;
import dev.portage.sql.TriggerStatement.Delete;
import dev.portage.sql.TriggerStatement.Insert;
import dev.portage.sql.TriggerStatement.Update;
import dev.portage.sql.TriggerText.Event;
import dev.portage.sql.Untranslatable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes the statements of triggers that write rows elsewhere: they stay statements. PostgreSQL runs them at the end of
/// the statement that fires the trigger, SQLite after each row, so only those are written that cannot tell the difference.
final class TriggerEffects {
    /// What stands for a table whose name could not be read; no table is called so without quotes.
    private static final String ANY = "*";

    private final DdlContext context;
    private final Map<String, List<TriggerRule>> rules;

    /// @param rules all triggers by their table's name in lower case, also those that are not translated
    TriggerEffects(DdlContext context, Map<String, List<TriggerRule>> rules) {
        this.context = context;
        this.rules = rules;
    }

    List<String> lines(TriggerRule rule, TriggerStatement statement, TriggerExpressions expressions) throws Untranslatable {
        TablePlan written = written(rule, statement);
        return switch (statement) {
            case Insert insert -> insert(insert, written, expressions);
            case Update update -> List.of(update(rule, update, written, expressions));
            case Delete delete -> List.of("DELETE FROM %s%s;".formatted(DdlContext.qualified(written),
                    where(delete.where(), written, expressions)));
            case TriggerStatement.Guard _,TriggerStatement.Other _ ->
                throw new IllegalArgumentException("a statement that writes no rows: " + statement);
        };
    }

    private TablePlan written(TriggerRule rule, TriggerStatement statement) throws Untranslatable {
        String name = statement.written().orElseThrow();
        TablePlan written = context.findTable(rule.table().source().place().database(), name).filter(DdlContext::isWritten)
                .orElseThrow(() -> new Untranslatable("it writes %s, which does not arrive as a table".formatted(name)));
        boolean own = rule.writesOwnTable(statement);
        if (own && !(rule.text().event() == Event.INSERT && statement instanceof Update)) {
            throw new Untranslatable("it writes other rows of its own table");
        }
        if (own) {
            TriggerKeys.of(written, ((Update) statement).where());
        } else if (reached(written.source().name()).stream()
                .anyMatch(table -> table.equals(ANY) || table.equalsIgnoreCase(rule.table().source().name()))) {
            throw new Untranslatable("what it writes fires triggers that write %s again".formatted(
                    rule.table().source().name()));
        }
        requireNoAction(statement, written);
        return written;
    }

    /// The tables that a write to `table` may change by triggers, itself among them; `*` where that cannot be told.
    private Set<String> reached(String table) {
        Set<String> reached = new HashSet<>();
        List<String> waiting = new ArrayList<>(List.of(TriggerRule.lower(table)));
        while (!waiting.isEmpty()) {
            String next = waiting.removeLast();
            if (reached.add(next)) {
                rules.getOrDefault(next, List.of()).forEach(rule -> rule.statements().stream()
                        .flatMap(statement -> writes(statement).stream()).map(name -> called(rule, name)).forEach(waiting::add));
            }
        }
        return reached;
    }

    /// What a table that a trigger names, in its own file, is called within the migration.
    private String called(TriggerRule rule, String name) {
        return TriggerRule.lower(context.findTable(rule.table().source().place().database(), name)
                .map(table -> table.source().name()).orElse(name));
    }

    private static Optional<String> writes(TriggerStatement statement) {
        return statement instanceof TriggerStatement.Other(var writes, var table, _) && writes
                ? Optional.of(table.orElse(ANY))
                : statement.written();
    }

    private void requireNoAction(TriggerStatement statement, TablePlan written) throws Untranslatable {
        boolean acts = switch (statement) {
            case Delete _ -> context.written().stream().flatMap(table -> table.source().foreignKeys().stream())
                    .anyMatch(key -> key.parentTable().equalsIgnoreCase(written.source().name())
                            && !key.onDelete().equals("NO ACTION") && !key.onDelete().equals("RESTRICT"));
            case Update update -> context.written().stream().flatMap(table -> table.source().foreignKeys().stream())
                    .anyMatch(key -> key.parentTable().equalsIgnoreCase(written.source().name())
                            && !key.onUpdate().equals("NO ACTION") && !key.onUpdate().equals("RESTRICT")
                            && update.assignments().stream().anyMatch(
                                    each -> key.parentColumns().stream().anyMatch(each.column()::equalsIgnoreCase)));
            case Insert _,TriggerStatement.Guard _,TriggerStatement.Other _ -> false;
        };
        if (acts) {
            throw new Untranslatable("its write to %s lets foreign keys act".formatted(written.source().name()));
        }
    }

    private static String update(TriggerRule rule, Update update, TablePlan written, TriggerExpressions expressions)
            throws Untranslatable {
        var set = new ArrayList<String>();
        for (TriggerStatement.Assignment assignment : update.assignments()) {
            ColumnPlan column = writable(written, assignment.column());
            if (rule.writesOwnTable(update) && column.source().keyPosition() > 0) {
                throw new Untranslatable("it sets the column %s of the key".formatted(assignment.column()));
            }
            set.add(Identifier.quote(column.target()) + " = "
                    + expressions.value(assignment.value(), column, new TriggerExpressions.Bare.Of(written)));
        }
        return "UPDATE %s SET %s%s;".formatted(DdlContext.qualified(written), String.join(", ", set),
                where(update.where(), written, expressions));
    }

    private static String where(Optional<Expression> where, TablePlan written, TriggerExpressions expressions)
            throws Untranslatable {
        return where.isEmpty()
                ? ""
                : " WHERE " + expressions.condition(where.get(), new TriggerExpressions.Bare.Of(written));
    }

    private static List<String> insert(Insert insert, TablePlan written, TriggerExpressions expressions)
            throws Untranslatable {
        List<String> names = insert.columns().isEmpty()
                ? written.columns().stream().filter(column -> column.source().generated().isEmpty())
                        .map(column -> column.source().name()).toList()
                : insert.columns();
        var columns = new ArrayList<ColumnPlan>();
        for (String name : names) {
            columns.add(writable(written, name));
        }
        requireDefaults(written, columns);
        var rows = new ArrayList<String>();
        for (List<Expression> row : insert.rows()) {
            rows.add(row(row, columns, expressions));
        }
        String sql = "INSERT INTO %s (%s) VALUES %s;".formatted(DdlContext.qualified(written),
                DdlContext.quoted(columns.stream().map(ColumnPlan::target).toList()), String.join(", ", rows));
        return insert.where().isEmpty()
                ? List.of(sql)
                : TriggerBodies.branch("IF", expressions.condition(insert.where().get(), new TriggerExpressions.Bare.Nothing()),
                        List.of(sql), true);
    }

    private static String row(List<Expression> row, List<ColumnPlan> columns, TriggerExpressions expressions)
            throws Untranslatable {
        if (row.size() != columns.size()) {
            throw new Untranslatable("it inserts %d values into %d columns".formatted(row.size(), columns.size()));
        }
        var values = new ArrayList<String>();
        for (int i = 0; i < row.size(); i++) {
            // NULL asks SQLite for the next number.
            boolean next = columns.get(i).identity() && row.get(i) instanceof Expression.NullLiteral;
            values.add(next ? "DEFAULT" : expressions.value(row.get(i), columns.get(i), new TriggerExpressions.Bare.Nothing()));
        }
        return "(" + String.join(", ", values) + ")";
    }

    private static ColumnPlan writable(TablePlan table, String name) throws Untranslatable {
        ColumnPlan column = TriggerExpressions.column(table, name).orElseThrow(
                () -> new Untranslatable("it sets %s, which is no column of %s".formatted(name, table.source().name())));
        if (column.skip() || column.source().generated().isPresent()) {
            throw new Untranslatable("it sets the column %s of %s, which %s".formatted(name, table.source().name(),
                    column.skip() ? "is left out" : "is generated"));
        }
        return column;
    }

    private static void requireDefaults(TablePlan table, List<ColumnPlan> given) throws Untranslatable {
        for (ColumnPlan column : table.columns()) {
            boolean lost = column.source().defaultSql().filter(sql -> !sql.equalsIgnoreCase("NULL")).isPresent()
                    && column.defaultSql().isEmpty();
            boolean unnumbered = !column.identity()
                    && table.source().rowidAlias().filter(column.source().name()::equalsIgnoreCase).isPresent();
            boolean stale = column.source().generated().isPresent() && column.generatedSql().isEmpty();
            if (!column.skip() && !given.contains(column) && (lost || unnumbered || stale)) {
                throw new Untranslatable("it leaves the column %s of %s to a default that does not arrive".formatted(
                        column.source().name(), table.source().name()));
            }
        }
    }
}

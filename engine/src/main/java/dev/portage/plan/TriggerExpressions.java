package dev.portage.plan;

import dev.portage.sql.ColumnTarget;
import dev.portage.sql.Expression;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.PostgresWriter;
import dev.portage.sql.References;
import dev.portage.sql.Scope;
import dev.portage.sql.TriggerText.Event;
import dev.portage.sql.TriggerText.Timing;
import dev.portage.sql.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Translates the conditions and values of one trigger, in which `NEW` and `OLD` are rows of its table.
final class TriggerExpressions {
    private static final List<String> ROWIDS = List.of("rowid", "_rowid_", "oid");

    private final TablePlan table;
    private final Event event;
    private final Timing timing;
    private final List<ColumnTarget> rows = new ArrayList<>();

    /// @param timing when it fires in PostgreSQL
    TriggerExpressions(TablePlan table, Event event, Timing timing) {
        this.table = table;
        this.event = event;
        this.timing = timing;
        for (ColumnTarget column : columns(table)) {
            rows.add(column.ofRow("NEW"));
            rows.add(column.ofRow("OLD"));
        }
    }

    /// What a name without a row means.
    sealed interface Bare {
        /// Nothing: it must not stand there.
        record Nothing() implements Bare {}

        /// A column of the row that is being written, as `NEW` holds it.
        record NewRow() implements Bare {}

        /// A column of the table that a statement writes.
        record Of(TablePlan written) implements Bare {}
    }

    /// @throws Untranslatable it has no exact counterpart
    String condition(Expression expression, Bare bare) throws Untranslatable {
        require(expression, bare);
        return PostgresWriter.write(expression, scope(bare, new Scope.Use.BooleanCondition()));
    }

    /// The value as `column` holds it.
    ///
    /// @throws Untranslatable it has no exact counterpart
    String value(Expression expression, ColumnPlan column, Bare bare) throws Untranslatable {
        if (!column.mapping().nullIf().isEmpty() || column.mapping().lossy()) {
            throw new Untranslatable("the plan changes values of the column " + column.source().name());
        }
        require(expression, bare);
        var use = new Scope.Use.ValueOf(DdlExpressions.target(column), false);
        return PostgresWriter.write(expression, scope(bare, use));
    }

    private Scope scope(Bare bare, Scope.Use use) {
        return Scope.trigger(switch (bare) {
            case Bare.Nothing _ -> List.of();
            case Bare.NewRow _ -> columns(table).stream().map(column -> column.ofRow("NEW")).toList();
            case Bare.Of(var written) -> columns(written);
        }, rows, use);
    }

    private static List<ColumnTarget> columns(TablePlan table) {
        var columns = new ArrayList<>(
                table.columns().stream().filter(column -> !column.skip()).map(DdlExpressions::target).toList());
        Optional<ColumnTarget> alias = columns.stream()
                .filter(column -> table.source().rowidAlias().filter(column.source()::equalsIgnoreCase).isPresent()).findFirst();
        for (String name : ROWIDS) {
            alias.filter(_ -> table.source().findColumn(name).isEmpty())
                    .ifPresent(column -> columns.add(new ColumnTarget(name, column.target(), column.type(), column.affinity(),
                            column.collation(), column.form())));
        }
        return columns;
    }

    // Looked at here, because a double-quoted name of a missing column would become a string.
    private void require(Expression expression, Bare bare) throws Untranslatable {
        for (ColumnRef reference : References.of(expression)) {
            if (isRow(reference)) {
                requireOwn(reference);
            } else if (bare instanceof Bare.Of(var written)) {
                requireQualifier(reference, written);
                requireArrived(reference, written);
            } else if (bare instanceof Bare.NewRow) {
                requireQualifier(reference, table);
                requireOwn(new ColumnRef(Optional.of("NEW"), reference.name(), reference.quoted()));
            } else if (reference.table().isPresent()) {
                throw new Untranslatable("it names a column of %s, which is no row here".formatted(reference.table().get()));
            }
        }
    }

    private static void requireQualifier(ColumnRef reference, TablePlan written) throws Untranslatable {
        if (reference.table().filter(name -> !name.equalsIgnoreCase(written.source().place().name())).isPresent()) {
            throw new Untranslatable("it names a column of %s, which is no row here".formatted(reference.table().get()));
        }
    }

    private void requireOwn(ColumnRef reference) throws Untranslatable {
        boolean newRow = reference.table().filter("NEW"::equalsIgnoreCase).isPresent();
        Optional<ColumnPlan> column = requireArrived(reference, table);
        if (newRow && event == Event.INSERT && timing == Timing.BEFORE
                && column.filter(each -> table.source().rowidAlias().filter(each.source().name()::equalsIgnoreCase).isPresent())
                        .isPresent()) {
            throw new Untranslatable("SQLite does not tell NEW.%s before an INSERT".formatted(reference.name()));
        }
        if (newRow && timing == Timing.BEFORE && column.filter(each -> each.source().generated().isPresent()).isPresent()) {
            throw new Untranslatable("it reads the generated column %s, which PostgreSQL computes after such a trigger"
                    .formatted(reference.name()));
        }
    }

    private static Optional<ColumnPlan> requireArrived(ColumnRef reference, TablePlan table) throws Untranslatable {
        Optional<ColumnPlan> column = column(table, reference.name());
        if (column.filter(ColumnPlan::skip).isPresent()) {
            throw new Untranslatable("it needs the column %s, which is left out".formatted(reference.name()));
        }
        if (column.filter(each -> each.source().generated().isPresent() && each.generatedSql().isEmpty()).isPresent()) {
            throw new Untranslatable("it reads the generated column %s, which arrives as an ordinary one"
                    .formatted(reference.name()));
        }
        if (column.isEmpty() && (isRow(reference) || isRowid(reference.name()))) {
            throw new Untranslatable("it needs the %s of %s, which does not arrive".formatted(reference.name(),
                    table.source().name()));
        }
        return column;
    }

    static boolean isRow(ColumnRef reference) {
        return reference.table().filter(row -> row.equalsIgnoreCase("NEW") || row.equalsIgnoreCase("OLD")).isPresent();
    }

    static boolean isRowid(String name) {
        return ROWIDS.stream().anyMatch(name::equalsIgnoreCase);
    }

    /// The column of that name; the alias of the rowid where it is one of the rowid's names.
    static Optional<ColumnPlan> column(TablePlan table, String name) {
        Optional<ColumnPlan> column = table.findColumn(name);
        return column.isPresent() || !isRowid(name) ? column : table.source().rowidAlias().flatMap(table::findColumn);
    }
}

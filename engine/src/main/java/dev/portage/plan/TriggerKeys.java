package dev.portage.plan;

import dev.portage.schema.Table;
import dev.portage.sql.Expression;
import dev.portage.sql.Expression.Binary;
import dev.portage.sql.Expression.Binary.Operator;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Untranslatable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether the WHERE of a statement finds the row of the trigger and no other: `id = NEW.id`.
///
/// @param conditions what else must hold for that row
record TriggerKeys(List<Expression> conditions) {
    private static final String ROWID = "rowid";

    TriggerKeys {
        conditions = List.copyOf(conditions);
    }

    /// @throws Untranslatable it may find other rows
    static TriggerKeys of(TablePlan table, Optional<Expression> where) throws Untranslatable {
        var conditions = new ArrayList<Expression>();
        Set<String> covered = new HashSet<>();
        for (Expression part : where.map(TriggerKeys::parts).orElse(List.of())) {
            Optional<String> column = keyColumn(table, part);
            if (column.isEmpty()) {
                conditions.add(part);
                continue;
            }
            covered.add(column.get());
            conditions.addAll(implied(table, (Binary) part, column.get()));
        }
        if (!covers(table, covered)) {
            throw new Untranslatable("its UPDATE of %s may write other rows than the one that fired it".formatted(
                    table.source().name()));
        }
        return new TriggerKeys(conditions);
    }

    private static boolean covers(TablePlan table, Set<String> covered) {
        Optional<String> alias = table.source().rowidAlias().map(TriggerRule::lower);
        if (alias.isPresent()) {
            return covered.contains(alias.get());
        }
        List<Table.Column> key = table.source().key();
        return covered.contains(ROWID)
                || (!key.isEmpty() && key.stream().map(Table.Column::name).map(TriggerRule::lower).allMatch(covered::contains));
    }

    private static List<Expression> parts(Expression where) {
        if (!(where instanceof Binary(var operator, var left, var right)) || operator != Operator.AND) {
            return List.of(where);
        }
        var parts = new ArrayList<>(parts(left));
        parts.addAll(parts(right));
        return parts;
    }

    /// The column of the key that is compared with itself in NEW or OLD, in lower case.
    private static Optional<String> keyColumn(TablePlan table, Expression part) {
        if (!(part instanceof Binary(var operator, ColumnRef left, ColumnRef right)) || operator != Operator.EQUAL
                || TriggerExpressions.isRow(left) == TriggerExpressions.isRow(right)) {
            return Optional.empty();
        }
        Optional<String> name = named(table, left);
        boolean key = name.filter(each -> each.equals(ROWID)
                || table.findColumn(each).filter(column -> column.source().keyPosition() > 0).isPresent()).isPresent();
        return key && name.equals(named(table, right)) ? name : Optional.empty();
    }

    private static Optional<String> named(TablePlan table, ColumnRef reference) {
        Optional<ColumnPlan> column = TriggerExpressions.column(table, reference.name());
        return column.isPresent()
                ? column.map(each -> TriggerRule.lower(each.source().name()))
                : TriggerExpressions.isRowid(reference.name()) && !table.source().withoutRowid()
                        ? Optional.of(ROWID)
                        : Optional.empty();
    }

    /// What the comparison asks of the row besides being the row: no NULL in its key, and by OLD the key of before.
    private static List<Expression> implied(TablePlan table, Binary part, String column) {
        var implied = new ArrayList<Expression>();
        Optional<ColumnPlan> plan = table.findColumn(column);
        if (plan.isEmpty()) {
            return implied; // the rowid itself, which PostgreSQL does not have and no statement changes there
        }
        ColumnRef row = TriggerExpressions.isRow((ColumnRef) part.left()) ? (ColumnRef) part.left() : (ColumnRef) part.right();
        var newKey = new ColumnRef(Optional.of("NEW"), plan.get().source().name(), false);
        if (row.table().filter("OLD"::equalsIgnoreCase).isPresent()) {
            implied.add(new Binary(Operator.EQUAL, newKey,
                    new ColumnRef(Optional.of("OLD"), plan.get().source().name(), false)));
        } else if (!plan.get().notNull()) {
            implied.add(new Expression.IsNull(newKey, true));
        }
        return implied;
    }
}

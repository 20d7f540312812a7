package dev.portage.sql;

import dev.portage.sql.Expression.Binary;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Level.Entry;
import dev.portage.sql.Level.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells whether some columns, with the equalities that hold between rows of FROM, leave one row at most.
final class Determined {
    private final Level level;
    private final Translation translation;
    private final List<Equality> equalities = new ArrayList<>();
    private boolean never;

    Determined(Level level, Translation translation) {
        this.level = level;
        this.translation = translation;
    }

    private record Equality(String key, Expression other) {}

    /// Says that nothing does.
    void never() {
        never = true;
    }

    /// Takes in what a condition says.
    ///
    /// @param only the table about which alone it says something, as the ON of a LEFT JOIN does; -1 for all
    void equalities(Expression condition, int only) throws Untranslatable {
        if (condition instanceof Binary(var operator, var left, var right)) {
            if (operator == Binary.Operator.AND) {
                equalities(left, only);
                equalities(right, only);
            } else if (operator == Binary.Operator.EQUAL && translation.comparisons().collation(left, right).equals("BINARY")) {
                add(left, right, only);
                add(right, left, only);
            }
        }
    }

    private void add(Expression column, Expression other, int only) {
        if (column instanceof ColumnRef reference) {
            Optional<Entry> entry = level.own(reference.name());
            if (entry.isPresent() && (only < 0 || entry.get().item() == only)) {
                equalities.add(new Equality(reference.name(), other));
            }
        }
    }

    /// Whether at most one row has the same values in the columns of these keys.
    boolean one(Set<String> columns) throws Untranslatable {
        if (never) {
            return false;
        }
        var known = new HashSet<>(columns);
        var items = new HashSet<String>();
        boolean more = true;
        while (more) {
            more = false;
            for (Equality equality : equalities) {
                if (!known.contains(equality.key) && told(equality.other, known)) {
                    more |= known.add(equality.key);
                }
            }
            for (Item item : level.items()) {
                if (!items.contains(item.alias()) && keyed(item, known)) {
                    items.add(item.alias());
                    item.entries().forEach(entry -> known.add(entry.key()));
                    more = true;
                }
            }
        }
        return items.size() == level.items().size();
    }

    private static boolean keyed(Item item, Set<String> known) {
        return item.relation().keys().stream().anyMatch(key -> key.stream()
                .allMatch(column -> item.find(Scope.folded(column)).filter(entry -> known.contains(entry.key())
                        && entry.field().column().collation().equals("BINARY")).isPresent()));
    }

    private boolean told(Expression expression, Set<String> known) throws Untranslatable {
        if (expression instanceof Expression.Subquery) {
            return false;
        }
        if (expression instanceof ColumnRef reference) {
            return level.own(reference.name()).isEmpty() || known.contains(reference.name());
        }
        for (Expression part : ExpressionTree.parts(expression)) {
            if (!told(part, known)) {
                return false;
            }
        }
        return true;
    }
}

package dev.portage.sql;

import dev.portage.sql.Expression.Binary;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Level.Entry;
import dev.portage.sql.Select.Join;
import dev.portage.sql.Select.Joined;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes FROM: the tables of one SELECT and how they are joined.
///
/// Source: sqlite.org/lang_select.html, section 2.1.
final class FromWriter {
    private final List<Joined> from;
    private final Level level;
    private final List<String> tables = new ArrayList<>();
    private final List<Optional<Expression>> conditions = new ArrayList<>();

    /// Opens the tables, whose columns may then be named.
    FromWriter(QueryWriter writer, List<Joined> from, QueryWriter.Context context, Level level) throws Untranslatable {
        this.from = from;
        this.level = level;
        // A query in FROM does not see the tables beside it.
        var outside = new QueryWriter.Context(level.outer(), context.commons());
        for (Joined joined : from) {
            tables.add(writer.open(joined, outside, level));
        }
        for (int i = 0; i < from.size(); i++) {
            conditions.add(condition(i));
        }
    }

    private boolean outerRight() {
        return from.stream().anyMatch(joined -> joined.join() == Join.RIGHT || joined.join() == Join.FULL);
    }

    private Optional<Expression> condition(int place) throws Untranslatable {
        Joined joined = from.get(place);
        List<String> merged = joined.natural() ? common(place) : joined.using();
        if (merged.isEmpty() && joined.on().isEmpty()) {
            return Optional.empty();
        }
        if (joined.on().isPresent() && merged.isEmpty()) {
            Expression on = level.resolved(joined.on().get());
            requireLeft(on, place);
            return Optional.of(on);
        }
        if (outerRight() || joined.on().isPresent()) {
            throw new Untranslatable("it merges columns by USING or NATURAL beside a RIGHT or FULL JOIN");
        }
        Optional<Expression> all = Optional.empty();
        for (String name : merged) {
            Expression equal = merged(name, place);
            all = Optional.of(all.isPresent() ? new Binary(Binary.Operator.AND, all.get(), equal) : equal);
        }
        return all;
    }

    private List<String> common(int place) {
        var names = new ArrayList<String>();
        for (Entry entry : level.items().get(place).shown()) {
            String name = entry.field().name();
            if (level.items().subList(0, place).stream().flatMap(item -> item.shown().stream())
                    .anyMatch(left -> Scope.folded(left.field().name()).equals(Scope.folded(name)))) {
                names.add(name);
            }
        }
        return names;
    }

    private Expression merged(String name, int place) throws Untranslatable {
        String folded = Scope.folded(name);
        List<Entry> left = level.items().subList(0, place).stream().flatMap(item -> item.find(folded).stream())
                .filter(entry -> !entry.merged()).toList();
        Optional<Entry> right = level.items().get(place).find(folded);
        if (left.size() != 1 || right.isEmpty()) {
            throw new Untranslatable("USING of %s finds no column, or several".formatted(name));
        }
        Level.requireUsable(left.getFirst(), false);
        Level.requireUsable(right.get(), false);
        level.merge(right.get());
        return new Binary(Binary.Operator.EQUAL, left.getFirst().reference(), right.get().reference());
    }

    private void requireLeft(Expression on, int place) throws Untranslatable {
        if (on instanceof ColumnRef reference && level.own(reference.name()).filter(entry -> entry.item() > place).isPresent()) {
            throw new Untranslatable("an ON names a table that is joined after it");
        }
        if (on instanceof Expression.Subquery && place < from.size() - 1) {
            throw new Untranslatable("an ON holds a query, and tables are joined after it");
        }
        for (Expression part : ExpressionTree.parts(on)) {
            requireLeft(part, place);
        }
    }

    /// The tables with their joins, without the word FROM.
    String sql(Translation translation) throws Untranslatable {
        var sql = new StringBuilder();
        for (int i = 0; i < tables.size(); i++) {
            Join join = from.get(i).join();
            Optional<Expression> condition = conditions.get(i);
            if (i > 0) {
                sql.append("\n  ").append(word(join, condition.isPresent()));
            }
            if (i == 0 && condition.isPresent()) {
                throw new Untranslatable("the first table of a FROM has an ON");
            }
            sql.append(tables.get(i));
            if (condition.isPresent()) {
                if (join == Join.FULL && !equality(condition.get())) {
                    throw new Untranslatable("a FULL JOIN is not by one equality, and PostgreSQL joins by no other");
                }
                sql.append(" ON ").append(translation.condition(condition.get()).sql());
            } else if (i > 0 && join != Join.CROSS && join != Join.INNER) {
                sql.append(" ON true");
            }
        }
        return sql.toString();
    }

    private static String word(Join join, boolean condition) {
        return switch (join) {
            case INNER, CROSS -> condition ? "JOIN " : "CROSS JOIN ";
            case LEFT, RIGHT, FULL -> join.name() + " JOIN ";
        };
    }

    private boolean equality(Expression condition) {
        return condition instanceof Binary(var operator, var left, var right) && operator == Binary.Operator.EQUAL
                && left instanceof ColumnRef a && right instanceof ColumnRef b
                && level.own(a.name()).isPresent() && level.own(b.name()).isPresent();
    }

    /// Which rows are one where some values are known.
    Determined determined(Optional<Expression> where, Translation translation) throws Untranslatable {
        var determined = new Determined(level, translation);
        if (outerRight()) {
            determined.never();
            return determined;
        }
        if (where.isPresent()) {
            determined.equalities(where.get(), -1);
        }
        for (int i = 0; i < from.size(); i++) {
            if (conditions.get(i).isPresent()) {
                determined.equalities(conditions.get(i).get(), from.get(i).join() == Join.LEFT ? i : -1);
            }
        }
        return determined;
    }
}

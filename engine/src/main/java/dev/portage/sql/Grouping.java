package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Level.Entry;
import dev.portage.sql.Level.Item;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What may be shown of a group of rows: what it is grouped by, and what that tells.
final class Grouping {
    private final Level level;
    private final Set<Expression> expressions;
    private final Set<Entry> added = new LinkedHashSet<>();

    Grouping(Level level, List<Expression> expressions) {
        this.level = level;
        this.expressions = new LinkedHashSet<>(expressions);
    }

    /// Refuses an expression that has another value for each row of a group.
    void require(Expression expression) throws Untranslatable {
        if (expressions.contains(expression) || (expression instanceof Expression.FunctionCall call && Aggregates.is(call))) {
            return;
        }
        if (expression instanceof ColumnRef reference) {
            Optional<Entry> entry = level.own(reference.name());
            if (entry.isPresent()) {
                require(entry.get());
            }
            return;
        }
        for (Expression part : ExpressionTree.parts(expression)) {
            require(part);
        }
    }

    void require(Entry entry) throws Untranslatable {
        if (expressions.contains(entry.reference())) {
            return;
        }
        Item item = level.items().get(entry.item());
        boolean told = item.relation().keys().stream().anyMatch(key -> key.stream()
                .allMatch(column -> item.find(Scope.folded(column)).filter(each -> expressions.contains(each.reference()))
                        .isPresent()));
        if (!told || entry.piece().type() == Kind.JSON) {
            throw new Untranslatable("it shows the column %s of a group of rows, and SQLite takes any of them"
                    .formatted(entry.field().name()));
        }
        added.add(entry);
    }

    /// The columns that the group's key tells and that PostgreSQL wants named beside it.
    Set<Entry> added() {
        return added;
    }
}

package dev.portage.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Goes through an expression and the expressions within it.
final class ExpressionTree {
    private ExpressionTree() {}

    /// Gives one expression for another.
    @FunctionalInterface
    interface Change {
        Expression of(Expression expression) throws Untranslatable;
    }

    /// The expressions right within `expression`; of a query within it only what stands before IN.
    static List<Expression> parts(Expression expression) throws Untranslatable {
        var parts = new ArrayList<Expression>();
        changed(expression, part -> {
            parts.add(part);
            return part;
        });
        return parts;
    }

    /// `expression` with each part right within it changed; its queries stay as they are.
    static Expression changed(Expression expression, Change change) throws Untranslatable {
        return switch (expression) {
            case Expression.Literal literal -> literal;
            case Expression.Parameter parameter -> parameter;
            case Expression.ColumnRef reference -> reference;
            case Expression.Unary(var operator, var operand) -> new Expression.Unary(operator, change.of(operand));
            case Expression.Binary(var operator, var left, var right) ->
                new Expression.Binary(operator, change.of(left), change.of(right));
            case Expression.Between(var value, var low, var high, var negated) ->
                new Expression.Between(change.of(value), change.of(low), change.of(high), negated);
            case Expression.In(var value, var choices, var negated) ->
                new Expression.In(change.of(value), all(choices, change), negated);
            case Expression.IsNull(var value, var negated) -> new Expression.IsNull(change.of(value), negated);
            case Expression.Like(var form, var value, var pattern, var escape, var negated) ->
                new Expression.Like(form, change.of(value), change.of(pattern), optional(escape, change), negated);
            case Expression.Case cases -> cases(cases, change);
            case Expression.Cast(var value, var type) -> new Expression.Cast(change.of(value), type);
            case Expression.Collate(var value, var collation) -> new Expression.Collate(change.of(value), collation);
            case Expression.FunctionCall call -> call(call, change);
            case Expression.Subquery(Expression.Subquery.Use.In(var value, var negated), var query) ->
                new Expression.Subquery(new Expression.Subquery.Use.In(change.of(value), negated), query);
            case Expression.Subquery subquery -> subquery;
            case Expression.Raise(var action, var message) -> new Expression.Raise(action, optional(message, change));
            case Expression.RowValue(var parts) -> new Expression.RowValue(all(parts, change));
        };
    }

    private static Expression cases(Expression.Case cases, Change change) throws Untranslatable {
        Optional<Expression> base = optional(cases.base(), change);
        var branches = new ArrayList<Expression.Case.Branch>();
        for (Expression.Case.Branch branch : cases.branches()) {
            branches.add(new Expression.Case.Branch(change.of(branch.when()), change.of(branch.then())));
        }
        return new Expression.Case(base, branches, optional(cases.otherwise(), change));
    }

    private static Expression call(Expression.FunctionCall call, Change change) throws Untranslatable {
        var modifiers = call.modifiers();
        var order = new ArrayList<Select.Ordering>();
        for (Select.Ordering each : modifiers.order()) {
            order.add(new Select.Ordering(change.of(each.value()), each.descending(), each.nullsFirst()));
        }
        return new Expression.FunctionCall(call.name(), all(call.arguments(), change), call.star(),
                new Expression.FunctionCall.Modifiers(modifiers.distinct(), order, optional(modifiers.filter(), change),
                        modifiers.window()));
    }

    private static List<Expression> all(List<Expression> expressions, Change change) throws Untranslatable {
        var all = new ArrayList<Expression>();
        for (Expression expression : expressions) {
            all.add(change.of(expression));
        }
        return all;
    }

    private static Optional<Expression> optional(Optional<Expression> expression, Change change) throws Untranslatable {
        return expression.isPresent() ? Optional.of(change.of(expression.get())) : Optional.empty();
    }
}

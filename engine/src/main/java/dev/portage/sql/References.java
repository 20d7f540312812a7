package dev.portage.sql;

import dev.portage.sql.Expression.ColumnRef;
import java.util.ArrayList;
import java.util.List;

/// The names within an expression.
public final class References {
    private References() {}

    /// Every name, in the order of the text, as often as it stands there; those of queries inside are not among them.
    public static List<ColumnRef> of(Expression expression) {
        var names = new ArrayList<ColumnRef>();
        collect(expression, names);
        return names;
    }

    private static void collect(Expression expression, List<ColumnRef> names) {
        switch (expression) {
            case ColumnRef reference -> names.add(reference);
            case Expression.Literal _,Expression.Parameter _,Expression.Subquery _ -> {
                // No column of this table stands there, or nothing of it is translated.
            }
            case Expression.Unary unary -> collect(unary.operand(), names);
            case Expression.Binary binary -> all(List.of(binary.left(), binary.right()), names);
            case Expression.Between between -> all(List.of(between.value(), between.low(), between.high()), names);
            case Expression.In in -> {
                collect(in.value(), names);
                all(in.choices(), names);
            }
            case Expression.IsNull isNull -> collect(isNull.value(), names);
            case Expression.Like like -> {
                all(List.of(like.value(), like.pattern()), names);
                like.escape().ifPresent(escape -> collect(escape, names));
            }
            case Expression.Case cases -> {
                cases.base().ifPresent(base -> collect(base, names));
                cases.branches().forEach(branch -> all(List.of(branch.when(), branch.then()), names));
                cases.otherwise().ifPresent(otherwise -> collect(otherwise, names));
            }
            case Expression.Cast cast -> collect(cast.value(), names);
            case Expression.Collate collate -> collect(collate.value(), names);
            case Expression.FunctionCall call -> all(call.arguments(), names);
            case Expression.Raise raise -> raise.message().ifPresent(message -> collect(message, names));
            case Expression.RowValue row -> all(row.parts(), names);
        }
    }

    private static void all(List<Expression> expressions, List<ColumnRef> names) {
        expressions.forEach(each -> collect(each, names));
    }
}

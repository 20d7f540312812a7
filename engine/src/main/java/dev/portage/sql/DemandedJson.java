package dev.portage.sql;

import dev.portage.sql.Expression.Binary;
import dev.portage.sql.Expression.BooleanLiteral;
import dev.portage.sql.Expression.FunctionCall;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.IsNull;

/// Finds json_valid() where a CHECK fails when it does. There PostgreSQL may read the text as JSON, which raises an error for
/// what is none; versions before 16 have no test that gives false.
final class DemandedJson {
    private final Translation translation;

    DemandedJson(Translation translation) {
        this.translation = translation;
    }

    /// Marks the texts of which `condition` demands that they are JSON.
    void in(Expression condition) {
        switch (condition) {
            case FunctionCall call when call.name().equals("json_valid") && !call.star() && !call.modified()
                    && call.arguments().size() == 1 ->
                translation.demandJson(call.arguments().getFirst());
            case Binary(var operator, var left, var right) -> in(operator, left, right);
            default -> {}
        }
    }

    private void in(Binary.Operator operator, Expression left, Expression right) {
        switch (operator) {
            case AND -> {
                in(left);
                in(right);
            }
            case OR -> {
                either(left, right);
                either(right, left);
            }
            case EQUAL, IS -> {
                if (isOne(right)) {
                    in(left);
                }
            }
            default -> {}
        }
    }

    // A text that is NULL is no JSON that is read.
    private void either(Expression absent, Expression valid) {
        if (absent instanceof IsNull(var text, var negated) && !negated && valid instanceof FunctionCall call
                && !call.arguments().isEmpty() && call.arguments().getFirst().equals(text)) {
            in(valid);
        }
    }

    private static boolean isOne(Expression expression) {
        return (expression instanceof IntegerLiteral(var one) && one == 1)
                || (expression instanceof BooleanLiteral(var truth) && truth);
    }
}

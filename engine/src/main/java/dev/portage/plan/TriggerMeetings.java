package dev.portage.plan;

import dev.portage.sql.Expression;
import dev.portage.sql.Expression.Binary;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.References;
import dev.portage.sql.TriggerStatement;
import dev.portage.sql.TriggerStatement.Guard;
import dev.portage.sql.TriggerStatement.Insert;
import dev.portage.sql.TriggerStatement.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What two triggers of one table do to each other. In SQLite the UPDATE of a stamp is a statement of its own: it fires
/// the other triggers of the table once more, with a row that differs in the stamped columns only. In PostgreSQL the
/// stamp is a part of the first statement. Where that can be told apart, one of the two must not arrive.
///
/// Source: sqlite.org/pragma.html#pragma_recursive_triggers.
final class TriggerMeetings {
    private TriggerMeetings() {}

    /// Why `other` cannot arrive beside `stamp`, as a clause; empty where both can.
    static Optional<String> conflict(TriggerRule stamp, TriggerRule other, boolean otherStamps) {
        if (other.text().event() != stamp.text().event()) {
            return Optional.empty();
        }
        Set<String> set = stamp.setColumns();
        String name = stamp.text().name();
        if (otherStamps && other.setColumns().stream().anyMatch(set::contains) && !sameStatements(stamp, other)) {
            return Optional
                    .of("trigger %s writes the same column, and SQLite does not say which of them is last".formatted(name));
        }
        if (expressions(other).flatMap(e -> References.of(e).stream()).anyMatch(reference -> reads(reference, set))) {
            return sameStatements(stamp, other)
                    ? Optional.empty()
                    : Optional.of("it reads a column that trigger %s writes for the same row".formatted(name));
        }
        boolean guards = other.statements().stream().allMatch(Guard.class::isInstance);
        boolean seen = otherStamps
                ? other.firesOn(set) && !repeatable(other, set)
                : runsAgain(stamp, other) && !(guards && again(stamp, other));
        return seen
                ? Optional.of("SQLite runs it once more for the UPDATE that trigger %s does".formatted(name))
                : Optional.empty();
    }

    /// Whether the UPDATE of `stamp` runs a guard or an effect once more with another outcome than nothing.
    static boolean runsAgain(TriggerRule stamp, TriggerRule other) {
        Set<String> set = stamp.setColumns();
        return other.text().event() == stamp.text().event() && other.firesOn(set) && !silent(other, set);
    }

    // The function of the stamp can ask again what a guard asks.
    private static boolean again(TriggerRule stamp, TriggerRule guard) {
        Set<String> set = stamp.setColumns();
        boolean ignores = guard.statements().stream().filter(Guard.class::isInstance).map(Guard.class::cast)
                .flatMap(each -> each.branches().stream()).flatMap(branch -> branch.raise().stream())
                .anyMatch(raise -> raise.action().equals("IGNORE"));
        boolean apart = expressions(guard).flatMap(e -> References.of(e).stream())
                .noneMatch(reference -> set.contains(TriggerRule.lower(reference.name())));
        return stamp.statements().size() == 1 && !ignores && apart;
    }

    /// Why both cannot arrive that write the row after an INSERT, as a clause; empty where both can.
    static Optional<String> sameColumn(TriggerRule first, TriggerRule second) {
        boolean meet = first.text().event() == second.text().event() && !sameStatements(first, second)
                && second.setColumns().stream().anyMatch(first.setColumns()::contains);
        return meet
                ? Optional.of("trigger %s writes the same column, and SQLite does not say which of them is last".formatted(
                        first.text().name()))
                : Optional.empty();
    }

    private static boolean sameStatements(TriggerRule stamp, TriggerRule other) {
        return stamp.statements().equals(other.statements()) && expressions(other)
                .flatMap(e -> References.of(e).stream()).allMatch(reference -> key(other, reference));
    }

    private static boolean key(TriggerRule rule, ColumnRef reference) {
        return TriggerExpressions.column(rule.table(), reference.name())
                .filter(column -> column.source().keyPosition() > 0).isPresent();
    }

    // OLD is never what a stamp has written.
    private static boolean reads(ColumnRef reference, Set<String> set) {
        return !isOld(reference) && set.contains(TriggerRule.lower(reference.name()));
    }

    private static boolean isOld(ColumnRef reference) {
        return reference.table().filter("OLD"::equalsIgnoreCase).isPresent();
    }

    /// Whether a second run of a stamp leaves the row as the first one did.
    private static boolean repeatable(TriggerRule rule, Set<String> set) {
        Set<String> own = rule.setColumns();
        boolean same = expressions(rule).flatMap(e -> References.of(e).stream())
                .noneMatch(reference -> (isOld(reference) && !key(rule, reference))
                        || own.contains(TriggerRule.lower(reference.name())));
        return same || rule.when().filter(when -> never(when, set)).isPresent();
    }

    /// Whether a guard or an effect does nothing when it runs once more.
    private static boolean silent(TriggerRule rule, Set<String> set) {
        if (rule.when().filter(when -> never(when, set)).isPresent()) {
            return true;
        }
        return rule.statements().stream().allMatch(statement -> statement instanceof Guard guard && silent(rule, guard, set));
    }

    private static boolean silent(TriggerRule rule, Guard guard, Set<String> set) {
        if (guard.where().filter(where -> never(where, set)).isPresent()) {
            return true;
        }
        // What looked at NEW alone has passed already.
        boolean passed = Stream.concat(rule.when().stream(), expressions(guard)).flatMap(e -> References.of(e).stream())
                .noneMatch(TriggerMeetings::isOld);
        return passed || guard.branches().stream().allMatch(branch -> branch.raise().isEmpty()
                || branch.when().filter(when -> never(when, set)).isPresent());
    }

    /// Whether a condition holds for no row in which NEW is OLD but for the columns of `set`.
    private static boolean never(Expression condition, Set<String> set) {
        return switch (condition) {
            case Binary(var operator, var left, var right) -> switch (operator) {
                case NOT_EQUAL, IS_NOT, LESS, GREATER -> same(left, right, set);
                case AND -> never(left, set) || never(right, set);
                case OR -> never(left, set) && never(right, set);
                default -> false;
            };
            case Expression.Unary(var operator, Binary(var inner, var left, var right)) when operator == Expression.Unary.Prefix.NOT ->
                (inner == Binary.Operator.EQUAL || inner == Binary.Operator.IS) && same(left, right, set);
            default -> false;
        };
    }

    private static boolean same(Expression left, Expression right, Set<String> set) {
        return switch (left) {
            case ColumnRef a when right instanceof ColumnRef b -> TriggerExpressions.isRow(a) && TriggerExpressions.isRow(b)
                    && a.name().equalsIgnoreCase(b.name()) && !set.contains(TriggerRule.lower(a.name()));
            case Expression.Literal a -> a.equals(right);
            case Expression.FunctionCall(var name, var arguments, _, _) when List.of("coalesce", "ifnull").contains(name)
                    && right instanceof Expression.FunctionCall(var other, var others, _, _) && name.equals(other)
                    && arguments.size() == others.size() ->
                Stream.iterate(0, i -> i < arguments.size(), i -> i + 1)
                        .allMatch(i -> same(arguments.get(i), others.get(i), set));
            default -> false;
        };
    }

    private static Stream<Expression> expressions(TriggerRule rule) {
        return Stream.concat(rule.when().stream(), rule.statements().stream().flatMap(TriggerMeetings::expressions));
    }

    private static Stream<Expression> expressions(TriggerStatement statement) {
        var found = new ArrayList<Expression>();
        switch (statement) {
            case Update update -> {
                update.assignments().forEach(assignment -> found.add(assignment.value()));
                update.where().ifPresent(found::add);
            }
            case Insert insert -> {
                insert.rows().forEach(found::addAll);
                insert.where().ifPresent(found::add);
            }
            case TriggerStatement.Delete delete -> delete.where().ifPresent(found::add);
            case Guard guard -> {
                guard.where().ifPresent(found::add);
                guard.branches().forEach(branch -> branch.when().ifPresent(found::add));
            }
            case TriggerStatement.Other _ -> {
                // Nothing of it is translated.
            }
        }
        return found.stream();
    }
}

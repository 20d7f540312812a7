package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Affinity;
import dev.portage.sql.Expression.Binary;
import dev.portage.sql.Expression.Binary.Operator;
import dev.portage.sql.Expression.BooleanLiteral;
import dev.portage.sql.Expression.Cast;
import dev.portage.sql.Expression.Collate;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.RealLiteral;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Expression.Unary;
import dev.portage.sql.Piece.ValueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Comparisons with SQLite's affinities and collations.
///
/// Source: "Datatypes In SQLite", sections 4 and 7 (sqlite.org/datatype3.html).
final class Comparisons {
    private final Translation translation;

    Comparisons(Translation translation) {
        this.translation = translation;
    }

    Piece compare(Operator operator, Expression left, Expression right) throws Untranslatable {
        if ((operator == Operator.IS || operator == Operator.IS_NOT) && bare(right) instanceof BooleanLiteral(var truth)) {
            Piece condition = translation.condition(left);
            String not = operator == Operator.IS_NOT ? "NOT " : "";
            return Piece.bool("(%s IS %s%s)".formatted(condition.sql(), not, truth ? "TRUE" : "FALSE"), condition);
        }
        // A query has an affinity once it is written.
        translation.piece(left);
        translation.piece(right);
        return compare(operator, new Side(left, affinity(left)), new Side(right, affinity(right)), collation(left, right));
    }

    // SQLite looks for TRUE and FALSE behind a collation and behind likely().
    private static Expression bare(Expression expression) {
        return switch (expression) {
            case Collate(var value, _) -> bare(value);
            case Expression.FunctionCall(var name, var arguments, _, _) when !arguments.isEmpty()
                    && List.of("likely", "unlikely", "likelihood").contains(name) ->
                bare(arguments.getFirst());
            default -> expression;
        };
    }

    Piece between(Expression value, Expression low, Expression high, boolean negated) throws Untranslatable {
        Translation.requireRepeatable(translation.piece(value));
        Piece from = compare(Operator.GREATER_OR_EQUAL, value, low);
        Piece to = compare(Operator.LESS_OR_EQUAL, value, high);
        return Piece.bool("(%s%s AND %s)".formatted(negated ? "NOT (" : "", from.sql(), to.sql() + (negated ? ")" : "")), from,
                to);
    }

    Piece in(Expression value, List<Expression> choices, boolean negated) throws Untranslatable {
        Piece tested = translation.piece(value);
        if (choices.isEmpty()) {
            return Piece.bool(negated ? "true" : "false");
        }
        if (choices.size() > 1) {
            Translation.requireRepeatable(tested);
        }
        String collation = collation(value, new Expression.NullLiteral());
        var equal = new ArrayList<Piece>();
        for (Expression choice : choices) {
            // The right side of IN has no affinity, even where it is a column.
            equal.add(compare(Operator.EQUAL, new Side(value, affinity(value)), new Side(choice, null), collation));
        }
        String any = shortList(value, choices, tested, collation)
                .orElse("(" + String.join(" OR ", equal.stream().map(Piece::sql).toList()) + ")");
        return Piece.bool(negated ? "(NOT " + any + ")" : any, equal.toArray(Piece[]::new));
    }

    /// `x IN (…)` where each choice is a constant of the class of the column.
    private Optional<String> shortList(Expression value, List<Expression> choices, Piece tested, String collation)
            throws Untranslatable {
        var constants = new ArrayList<String>();
        for (Expression choice : choices) {
            Piece piece = translation.piece(choice);
            if (tested.kind() == ValueKind.TEXT && piece.literal() instanceof TextLiteral(var text) && collation.equals("BINARY")
                    && affinity(value) == Affinity.TEXT) {
                constants.add(Piece.literal(text));
            } else if (tested.kind() == ValueKind.INTEGER && piece.literal() instanceof IntegerLiteral) {
                constants.add(piece.sql());
            } else if (tested.kind() == ValueKind.BOOLEAN && piece.literal() instanceof IntegerLiteral(var number)
                    && (number == 0 || number == 1)) {
                constants.add(number == 1 ? "true" : "false");
            } else {
                return Optional.empty();
            }
        }
        String collate = tested.kind() == ValueKind.TEXT ? " COLLATE \"C\"" : "";
        return Optional.of("(%s%s IN (%s))".formatted(tested.sql(), collate, String.join(", ", constants)));
    }

    /// One side of a comparison.
    ///
    /// @param affinity the one that it brings, null for an expression that has none
    private record Side(Expression expression, @Nullable Affinity affinity) {
        boolean numeric() {
            return affinity != null && affinity.numeric();
        }
    }

    private Piece compare(Operator operator, Side left, Side right, String collation) throws Untranslatable {
        Piece a = translation.piece(left.expression);
        Piece b = translation.piece(right.expression);
        if (a.kind() == ValueKind.NULL || b.kind() == ValueKind.NULL) {
            return withNull(operator, a.kind() == ValueKind.NULL ? b : a);
        }
        if (left.numeric() && !right.numeric()) {
            b = number(b);
        } else if (right.numeric() && !left.numeric()) {
            a = number(a);
        } else if (left.affinity == Affinity.TEXT && right.affinity == null) {
            b = textual(b);
        } else if (right.affinity == Affinity.TEXT && left.affinity == null) {
            a = textual(a);
        }
        return compared(operator, a, b, new Temporal(form(left.expression), form(right.expression)), collation);
    }

    private record Temporal(Optional<ValueForm> left, Optional<ValueForm> right) {}

    private Optional<ValueForm> form(Expression expression) {
        return expression instanceof ColumnRef reference
                ? translation.scope().findColumn(reference).map(ColumnTarget::form)
                : Optional.empty();
    }

    private static Piece compared(Operator operator, Piece a, Piece b, Temporal forms, String collation) throws Untranslatable {
        if (a.kind() == ValueKind.BOOLEAN && b.literal() instanceof IntegerLiteral(var number) && oneOrZero(operator, number)) {
            return truth(operator, a, number == 1);
        }
        if (a.kind() == ValueKind.BOOLEAN && b.kind() == ValueKind.BOOLEAN) {
            return plain(operator, a.sql(), b.sql(), a, b);
        }
        Piece left = a.counted();
        Piece right = b.counted();
        if (left.kind().number() && right.kind().number()) {
            return numbers(operator, left, right);
        }
        if (left.kind() == ValueKind.TEXT && right.kind() == ValueKind.TEXT) {
            return texts(operator, left, right, collation);
        }
        if (left.kind() == ValueKind.BYTES && right.kind() == ValueKind.BYTES) {
            return plain(operator, left.sql(), right.sql(), left, right);
        }
        if (left.kind() == ValueKind.TEMPORAL || right.kind() == ValueKind.TEMPORAL) {
            return temporal(operator, left, right, forms);
        }
        throw PostgresWriter.classes("compares", a.kind(), b.kind());
    }

    private static boolean oneOrZero(Operator operator, long number) {
        boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL || operator == Operator.IS
                || operator == Operator.IS_NOT;
        return equality && (number == 0 || number == 1);
    }

    private static Piece truth(Operator operator, Piece a, boolean one) {
        String word = one ? "TRUE" : "FALSE";
        return Piece.bool(switch (operator) {
            case IS -> "(" + a.sql() + " IS " + word + ")";
            case IS_NOT -> "(" + a.sql() + " IS NOT " + word + ")";
            case EQUAL -> one ? a.sql() : "(NOT " + a.sql() + ")";
            default -> one ? "(NOT " + a.sql() + ")" : a.sql();
        }, a);
    }

    private static Piece withNull(Operator operator, Piece other) {
        return switch (operator) {
            case IS -> Translation.isNull(other, false);
            case IS_NOT -> Translation.isNull(other, true);
            default -> Piece.bool("NULL::boolean");
        };
    }

    private static Piece plain(Operator operator, String left, String right, Piece... parts) {
        return Piece.bool("(%s %s %s)".formatted(left, symbol(operator), right), parts);
    }

    private static String symbol(Operator operator) {
        return switch (operator) {
            case EQUAL -> "=";
            case NOT_EQUAL -> "<>";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
            case IS -> "IS NOT DISTINCT FROM";
            case IS_NOT -> "IS DISTINCT FROM";
            default -> throw new IllegalArgumentException(operator + " compares nothing");
        };
    }

    static Piece numbers(Operator operator, Piece a, Piece b) throws Untranslatable {
        boolean floats = inexact(a) || inexact(b);
        if (floats) {
            Unified.requireExactDouble(a);
            Unified.requireExactDouble(b);
            return plain(operator, a.float8(), b.float8(), a, b);
        }
        if (a.literal() instanceof RealLiteral && b.literal() instanceof RealLiteral) {
            return plain(operator, a.sql(), b.sql(), a, b);
        }
        return plain(operator, exact(a), exact(b), a, b);
    }

    private static boolean inexact(Piece piece) {
        return piece.type() == Kind.DOUBLE_PRECISION && !(piece.literal() instanceof RealLiteral);
    }

    // Between doubles of less than 2^53 the shortest decimal keeps the order to whole numbers and to other shortest decimals.
    private static String exact(Piece piece) throws Untranslatable {
        if (!(piece.literal() instanceof RealLiteral(var value))) {
            return piece.sql();
        }
        if (Math.abs(value) >= 1L << 53) {
            throw new Untranslatable("it compares whole numbers with a floating-point number of more than 53 bits");
        }
        String decimal = Piece.decimal(value);
        return decimal.startsWith("-") ? "(" + decimal + ")" : decimal;
    }

    static Piece texts(Operator operator, Piece a, Piece b, String collation) throws Untranslatable {
        String right = collation.equals("BINARY") && b.literal() instanceof TextLiteral(var text)
                ? Piece.literal(text)
                : folded(b, collation);
        return plain(operator, folded(a, collation), right, a, b);
    }

    /// A text as it is compared by a collation.
    static String folded(String sql, String collation) {
        return switch (collation) {
            case "NOCASE" -> "lower(" + sql + " COLLATE \"C\")";
            case "RTRIM" -> "(rtrim(" + sql + ", ' ') COLLATE \"C\")";
            default -> "(" + sql + " COLLATE \"C\")";
        };
    }

    private static String folded(Piece text, String collation) throws Untranslatable {
        return switch (collation) {
            case "NOCASE" -> text.literal() == null ? text.lowerCase() : "(" + text.lowerCase() + " COLLATE \"C\")";
            case "RTRIM" -> "(rtrim(" + text.sql() + ", ' ') COLLATE \"C\")";
            default -> "(" + text.sql() + " COLLATE \"C\")";
        };
    }

    private static Piece temporal(Operator operator, Piece a, Piece b, Temporal forms) throws Untranslatable {
        if (a.kind() == ValueKind.TEMPORAL && b.literal() instanceof TextLiteral(var text)) {
            var day = TemporalText.dayOf(text, a.type(), forms.left);
            if (day.isPresent() && ordering(operator)) {
                boolean less = operator == Operator.LESS || operator == Operator.LESS_OR_EQUAL;
                return plain(less ? Operator.LESS_OR_EQUAL : Operator.GREATER, a.sql(), day.get(), a);
            }
            return plain(operator, a.sql(), TemporalText.literal(text, a.type(), forms.left), a);
        }
        if (b.kind() == ValueKind.TEMPORAL && a.literal() instanceof TextLiteral(var text)) {
            return plain(operator, TemporalText.literal(text, b.type(), forms.right), b.sql(), b);
        }
        if (a.kind() == b.kind() && a.type() == b.type() && forms.left.equals(forms.right) && forms.left.isPresent()
                && TemporalText.ordered(forms.left.get())) {
            return plain(operator, a.sql(), b.sql(), a, b);
        }
        throw PostgresWriter.classes("compares", a.kind(), b.kind());
    }

    private static boolean ordering(Operator operator) {
        return switch (operator) {
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            default -> false;
        };
    }

    /// The number that numeric affinity makes of a value, or the value itself.
    private static Piece number(Piece piece) throws Untranslatable {
        if (piece.kind() != ValueKind.TEXT) {
            return piece;
        }
        if (piece.digits()) {
            return Piece.integer(piece.sql() + "::bigint", piece);
        }
        if (piece.literal() instanceof TextLiteral(var text)) {
            return switch (Numbers.of(text).orElse(null)) {
                case IntegerLiteral(var value) -> Piece.integer(value);
                case RealLiteral(var value) -> Piece.real(value);
                case null, default -> piece;
            };
        }
        throw new Untranslatable(
                "it compares a column of numbers with a text, which SQLite reads as a number where it looks like one");
    }

    private Piece textual(Piece piece) throws Untranslatable {
        return piece.kind().number() || piece.kind() == ValueKind.BOOLEAN ? translation.text(piece) : piece;
    }

    @Nullable
    Affinity affinity(Expression expression) {
        return switch (expression) {
            case ColumnRef reference -> translation.scope().findColumn(reference).map(ColumnTarget::affinity).orElse(null);
            case Cast(_, var type) -> Affinity.ofDeclared(type);
            case Collate(var value, _) -> affinity(value);
            case Expression.Subquery subquery -> translation.surroundings().affinity(subquery).orElse(null);
            default -> null;
        };
    }

    /// The collation by which SQLite compares two expressions; the left one's goes first.
    String collation(Expression left, Expression right) throws Untranslatable {
        String found = explicit(left).or(() -> explicit(right)).or(() -> ofColumn(left)).or(() -> ofColumn(right))
                .orElse("BINARY");
        requireKnown(found);
        return found;
    }

    static void requireKnown(String collation) throws Untranslatable {
        if (!List.of("BINARY", "NOCASE", "RTRIM").contains(collation)) {
            throw new Untranslatable("the collation %s is the application's own".formatted(collation));
        }
    }

    private static Optional<String> explicit(Expression expression) {
        return switch (expression) {
            case Collate(_, var name) -> Optional.of(name);
            case Unary(_, var operand) -> explicit(operand);
            case Cast(var value, _) -> explicit(value);
            case Binary(_, var left, var right) -> explicit(left).or(() -> explicit(right));
            case Expression.FunctionCall(_, var arguments, _, _) -> first(arguments);
            case Expression.Between(var value, var low, var high, _) -> first(List.of(value, low, high));
            case Expression.Case(var base, var branches, var otherwise) -> {
                var parts = new ArrayList<Expression>();
                base.ifPresent(parts::add);
                branches.forEach(b -> parts.addAll(List.of(b.when(), b.then())));
                otherwise.ifPresent(parts::add);
                yield first(parts);
            }
            default -> Optional.empty();
        };
    }

    private static Optional<String> first(List<Expression> expressions) {
        return expressions.stream().map(Comparisons::explicit).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> ofColumn(Expression expression) {
        return switch (expression) {
            case ColumnRef reference -> translation.scope().findColumn(reference).map(ColumnTarget::collation);
            case Cast(var value, _) -> ofColumn(value);
            case Unary(var operator, var operand) when operator == Unary.Prefix.PLUS -> ofColumn(operand);
            default -> Optional.empty();
        };
    }
}

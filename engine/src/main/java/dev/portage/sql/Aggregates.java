package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Expression.FunctionCall;
import dev.portage.sql.Expression.NullLiteral;
import dev.portage.sql.Piece.ValueKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Functions that work on the rows of a group.
///
/// Source: sqlite.org/lang_aggfunc.html and `func.c` (`sumStep`, `avgFinalize`).
final class Aggregates {
    // 2^62, and what one of it is worth once and twice behind the point.
    private static final String LIMB = "4611686018427387904::float8";
    private static final String FIRST = BigDecimal.ONE.divide(BigDecimal.TWO.pow(62)).toPlainString();
    private static final String SECOND = BigDecimal.ONE.divide(BigDecimal.TWO.pow(124)).toPlainString();
    private static final Set<String> NAMES = Set.of("count", "sum", "total", "avg", "group_concat", "string_agg");

    private final Translation translation;
    private final UnaryOperator<String> named;

    /// @param named gives an expression a short name, under which it may be written several times
    Aggregates(Translation translation, UnaryOperator<String> named) {
        this.translation = translation;
        this.named = named;
    }

    static boolean is(FunctionCall call) {
        boolean extreme = (call.name().equals("min") || call.name().equals("max")) && call.arguments().size() == 1;
        return (extreme || NAMES.contains(call.name())) && !call.modifiers().window();
    }

    /// Whether an aggregate of this query stands in the expression.
    static boolean within(Expression expression) throws Untranslatable {
        if (expression instanceof FunctionCall call && is(call)) {
            return true;
        }
        for (Expression part : ExpressionTree.parts(expression)) {
            if (within(part)) {
                return true;
            }
        }
        return false;
    }

    Piece write(FunctionCall call) throws Untranslatable {
        var modifiers = call.modifiers();
        String filter = modifiers.filter().isPresent()
                ? " FILTER (WHERE " + translation.condition(modifiers.filter().get()).sql() + ")"
                : "";
        if (call.star()) {
            Functions.count(call.name(), List.of(), call.name().equals("count") ? 0 : 1, 1);
            return Piece.integer("count(*)" + filter);
        }
        if (call.name().equals("count") && call.arguments().isEmpty()) {
            return Piece.integer("count(*)" + filter);
        }
        if (!modifiers.order().isEmpty() && !joins(call)) {
            throw new Untranslatable("%s() has an ORDER BY".formatted(call.name()));
        }
        Functions.count(call.name(), call.arguments(), 1, joins(call) ? 2 : 1);
        Expression argument = call.arguments().getFirst();
        Piece piece = translation.piece(argument);
        Translation.requireRepeatable(piece);
        return switch (call.name()) {
            case "count" -> Piece.integer("count(%s)%s".formatted(distinct(call, argument, piece), filter));
            case "sum" -> sum(call, argument, piece, filter);
            case "total" -> total(call, argument, piece, filter);
            case "avg" -> average(call, argument, piece, filter);
            case "min", "max" -> extreme(call.name(), argument, piece, filter);
            default -> joined(call, argument, piece, filter);
        };
    }

    private static boolean joins(FunctionCall call) {
        return call.name().equals("group_concat") || call.name().equals("string_agg");
    }

    private String distinct(FunctionCall call, Expression argument, Piece piece) throws Untranslatable {
        if (!call.modifiers().distinct()) {
            return piece.kind() == ValueKind.NULL ? "NULL::text" : piece.sql();
        }
        String collation = translation.comparisons().collation(argument, new NullLiteral());
        if (piece.kind() == ValueKind.TEXT) {
            return "DISTINCT " + Comparisons.folded(piece.sql(), collation);
        }
        Field.computed(call.name() + "(DISTINCT)", piece, Optional.empty(), collation, form(argument))
                .requireSameEquality(call.name() + "(DISTINCT)");
        return "DISTINCT " + piece.sql();
    }

    private Optional<ValueForm> form(Expression argument) {
        return argument instanceof ColumnRef reference
                ? translation.scope().findColumn(reference).map(ColumnTarget::form)
                : Optional.empty();
    }

    private Piece sum(FunctionCall call, Expression argument, Piece piece, String filter) throws Untranslatable {
        if (whole(call, piece)) {
            return Piece.integer("sum(%s)%s::bigint".formatted(distinct(call, argument, piece.counted()), filter), piece);
        }
        String sum = floats(call, argument, piece, filter);
        // Where all values are whole, SQLite's sum is a whole number of 64 bits.
        return piece.kind() == ValueKind.REAL
                ? Piece.real(sum + "::float8", piece)
                : Piece.of(sum + Piece.HELD_NUMERIC + "::float8", ValueKind.NUMBER, Kind.DOUBLE_PRECISION, piece);
    }

    private Piece total(FunctionCall call, Expression argument, Piece piece, String filter) throws Untranslatable {
        String sum = whole(call, piece)
                ? "sum(%s)%s::float8".formatted(distinct(call, argument, piece.counted()), filter)
                : floats(call, argument, piece, filter) + "::float8";
        return Piece.real("coalesce(%s, 0)".formatted(sum), piece);
    }

    private Piece average(FunctionCall call, Expression argument, Piece piece, String filter) throws Untranslatable {
        boolean whole = whole(call, piece);
        String counted = distinct(call, argument, piece.counted());
        String sum = whole
                ? "sum(%s)%s::float8".formatted(counted, filter)
                : floats(call, argument, piece, filter) + "::float8";
        return Piece.real("(%s / count(%s)%s)".formatted(sum, counted, filter), piece);
    }

    private static boolean whole(FunctionCall call, Piece piece) throws Untranslatable {
        ValueKind kind = piece.counted().kind();
        if (!kind.number()) {
            throw new Untranslatable("%s() is given %s".formatted(call.name(), piece.kind().words()));
        }
        return kind == ValueKind.INTEGER;
    }

    /// The exact sum, as a numeric. SQLite gathers what each addition has lost, so that its sum is the double next to the
    /// exact one whatever the order; PostgreSQL's own sum of doubles is another one in each order.
    private String floats(FunctionCall call, Expression argument, Piece piece, String filter) throws Untranslatable {
        if (call.modifiers().distinct()) {
            throw new Untranslatable("%s(DISTINCT) adds floating-point numbers".formatted(call.name()));
        }
        Unified.requireExactDouble(piece);
        String x = argument instanceof ColumnRef && piece.type() == Kind.DOUBLE_PRECISION
                ? piece.float8()
                : named.apply(piece.float8());
        String whole = "trunc(" + x + ")";
        String first = "((%s - %s) * %s)".formatted(x, whole, LIMB);
        String second = "((%s - trunc(%s)) * %s)".formatted(first, first, LIMB);
        // What lies below both limbs is refused as what lies above 64 bits is: by an error.
        String top = "(CASE WHEN %s <> 0 AND abs(%s) < 1e-21 THEN 'Infinity'::float8 ELSE %s END)".formatted(x, x, whole);
        return "(sum(%s::bigint)%s + sum(trunc(%s)::bigint)%s * %s + sum(trunc(%s)::bigint)%s * %s)".formatted(top, filter, first,
                filter, FIRST, second, filter, SECOND);
    }

    private Piece extreme(String name, Expression argument, Piece piece, String filter) throws Untranslatable {
        Piece counted = piece.counted();
        String collation = translation.comparisons().collation(argument, new NullLiteral());
        String value = switch (counted.kind()) {
            case INTEGER, REAL, NUMBER -> counted.sql();
            case TEXT -> {
                if (!collation.equals("BINARY")) {
                    throw new Untranslatable("%s() of texts of collation %s shows any of several equal ones"
                            .formatted(name, collation));
                }
                yield Comparisons.folded(counted.sql(), collation);
            }
            case TEMPORAL -> {
                if (form(argument).isEmpty() || !Field.ordered(form(argument).get())) {
                    throw new Untranslatable("%s() of dates or times whose texts sort otherwise".formatted(name));
                }
                yield counted.sql();
            }
            case NULL, BYTES, BOOLEAN, JSON, OPAQUE ->
                throw new Untranslatable("%s() is given %s".formatted(name, piece.kind().words()));
        };
        Piece extreme = Piece.of("%s(%s)%s".formatted(name, value, filter), counted.kind(), counted.type(), counted);
        return counted.narrow() ? extreme.withNarrow() : extreme;
    }

    // Without an order of its own SQLite joins texts as they come, and PostgreSQL too.
    private Piece joined(FunctionCall call, Expression argument, Piece piece, String filter) throws Untranslatable {
        var order = call.modifiers().order();
        boolean byItself = order.size() == 1 && order.getFirst().value().equals(argument)
                && translation.comparisons().collation(argument, new NullLiteral()).equals("BINARY")
                && piece.kind() == ValueKind.TEXT;
        if (!byItself) {
            throw new Untranslatable("%s() joins texts in an order that nothing says".formatted(call.name()));
        }
        Piece separator = call.arguments().size() == 1 ? Piece.string(",") : translation.piece(call.arguments().get(1));
        if (!(separator.literal() instanceof Expression.TextLiteral)) {
            throw new Untranslatable("%s() has a separator that is no constant".formatted(call.name()));
        }
        String value = Comparisons.folded(piece.sql(), "BINARY");
        return Piece.text("string_agg(%s%s, %s ORDER BY %s%s)%s".formatted(call.modifiers().distinct() ? "DISTINCT " : "", value,
                separator.sql(), value, order.getFirst().descending() ? " DESC" : "", filter), piece);
    }
}

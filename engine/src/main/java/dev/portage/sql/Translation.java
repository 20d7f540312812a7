package dev.portage.sql;

import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Affinity;
import dev.portage.sql.Expression.Between;
import dev.portage.sql.Expression.Binary;
import dev.portage.sql.Expression.BooleanLiteral;
import dev.portage.sql.Expression.Case;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.RealLiteral;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Expression.Unary;
import dev.portage.sql.Piece.ValueKind;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/// Writes expressions and their parts; what belongs together is written by the classes it holds.
final class Translation {
    /// What may lie within each other; each level takes several frames of the stack.
    static final int MAX_DEPTH = 200;
    // A value that is written twice at each level would grow without a bound.
    private static final int MAX_CHARACTERS = 100_000;

    private final Scope scope;
    private final Surroundings surroundings;
    private final IdentityHashMap<Expression, Piece> written = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, Boolean> demandedJson = new IdentityHashMap<>();
    private int depth;
    private final Comparisons comparisons = new Comparisons(this);
    private final Arithmetic arithmetic = new Arithmetic(this);
    private final Patterns patterns = new Patterns(this);
    private final Functions functions = new Functions(this);
    private final Casts casts = new Casts(this);

    Translation(Scope scope) {
        this(scope, Surroundings.NONE);
    }

    /// @param surroundings the query that the expressions belong to
    Translation(Scope scope, Surroundings surroundings) {
        this.scope = scope;
        this.surroundings = surroundings;
    }

    Scope scope() {
        return scope;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Comparisons comparisons() {
        return comparisons;
    }

    /// Says that what `text` is part of takes no row where that is no JSON.
    void demandJson(Expression text) {
        demandedJson.put(text, true);
    }

    boolean demandsJson(Expression text) {
        return demandedJson.containsKey(text);
    }

    /// The expression, written once however often it is asked for.
    Piece piece(Expression expression) throws Untranslatable {
        Piece known = written.get(expression);
        if (known != null) {
            return known;
        }
        if (depth >= MAX_DEPTH) {
            throw new Untranslatable("it is deeper than %d levels".formatted(MAX_DEPTH));
        }
        depth++;
        Piece piece = fresh(expression);
        depth--;
        if (piece.sql().length() > MAX_CHARACTERS) {
            throw new Untranslatable("it is longer than %d characters in PostgreSQL".formatted(MAX_CHARACTERS));
        }
        requireColumn(piece);
        written.put(expression, piece);
        return piece;
    }

    // Of a generated column PostgreSQL computes the constant parts before it has given them a collation, and raises an error.
    private void requireColumn(Piece piece) throws Untranslatable {
        boolean generated = scope.use() instanceof Scope.Use.ValueOf(_, var constant) && !constant;
        if (generated && piece.sql().contains("COLLATE") && !scope.names(piece.sql())) {
            throw new Untranslatable("it compares or searches constants, which PostgreSQL refuses in a generated column");
        }
    }

    private Piece fresh(Expression expression) throws Untranslatable {
        return switch (expression) {
            case Expression.Literal literal -> literal(literal);
            case ColumnRef reference -> column(reference);
            case Unary(var operator, var operand) -> unary(operator, operand);
            case Binary(var operator, var left, var right) -> binary(operator, left, right);
            case Between(var value, var low, var high, var negated) -> comparisons.between(value, low, high, negated);
            case Expression.In(var value, var choices, var negated) -> comparisons.in(value, choices, negated);
            case Expression.IsNull(var value, var negated) -> isNull(piece(value), negated);
            case Expression.Like like -> patterns.like(like);
            case Case(var base, var branches, var otherwise) -> cases(new Case(base, branches, otherwise));
            case Expression.Cast(var value, var type) -> casts.cast(value, type);
            case Expression.Collate(var value, var collation) -> collated(value, collation);
            case Expression.FunctionCall call -> {
                var aggregate = surroundings.aggregate(call);
                yield aggregate.isPresent() ? aggregate.get() : functions.call(call);
            }
            case Expression.Parameter _ -> throw new Untranslatable("it has a parameter");
            case Expression.Subquery subquery -> surroundings.query(subquery);
            case Expression.Raise _ -> throw new Untranslatable("RAISE() belongs to triggers");
            case Expression.RowValue _ -> throw new Untranslatable("it has a row of several values");
        };
    }

    /// The expression as a condition: what is not 0 is true.
    Piece condition(Expression expression) throws Untranslatable {
        Piece piece = piece(expression);
        return switch (piece.kind()) {
            case BOOLEAN -> piece;
            case NULL -> Piece.bool("NULL::boolean");
            case INTEGER -> piece.literal() instanceof IntegerLiteral(var value)
                    ? Piece.bool(value == 0 ? "false" : "true")
                    : Piece.bool("(" + piece.sql() + " <> 0)", piece);
            case REAL, NUMBER -> Piece.bool("(" + piece.sql() + " <> 0)", piece);
            case TEXT, BYTES, TEMPORAL, JSON, OPAQUE ->
                throw new Untranslatable("it takes %s for a condition".formatted(piece.kind().words()));
        };
    }

    private static Piece literal(Expression.Literal literal) throws Untranslatable {
        return switch (literal) {
            case Expression.NullLiteral _ -> Piece.nothing();
            case IntegerLiteral(var value) -> Piece.integer(value);
            case RealLiteral(var value) -> Piece.real(value);
            case TextLiteral(var value) -> Piece.string(value);
            case Expression.BlobLiteral(var hex) -> Piece.of("'\\x" + hex + "'::bytea", ValueKind.BYTES, Kind.BYTEA);
            case BooleanLiteral(var value) -> Piece.bool(value ? "true" : "false");
            case Expression.CurrentLiteral(var moment) -> DateFunctions.current(moment);
        };
    }

    private Piece column(ColumnRef reference) throws Untranslatable {
        var found = scope.findColumn(reference);
        if (found.isEmpty() && reference.quoted()) {
            return Piece.string(reference.name());
        }
        if (found.isEmpty()) {
            throw new Untranslatable("it names %s, which is no column here".formatted(reference.name()));
        }
        var known = surroundings.column(reference.name());
        return known.isPresent() ? known.get() : column(found.get());
    }

    /// A column that is named without its table.
    static Piece column(ColumnTarget column) {
        Piece piece = Piece.of(column.sql(), kind(column), column.type().kind());
        TargetType type = column.type();
        boolean narrow = type.kind() == Kind.NUMERIC && type.precision() >= 1 && type.precision() <= 15;
        return narrow ? piece.withNarrow() : piece;
    }

    /// The class that the values of a column have in SQLite, where target type and form tell it.
    static ValueKind kind(ColumnTarget column) {
        Affinity affinity = column.affinity();
        Kind type = column.type().kind();
        return switch (column.form()) {
            case ValueForm.Plain _ -> plain(affinity, type);
            case ValueForm.Words _ -> type == Kind.BOOLEAN && affinity.numeric() ? ValueKind.BOOLEAN : ValueKind.OPAQUE;
            case ValueForm.IsoText _ -> type.temporal() ? ValueKind.TEMPORAL : ValueKind.OPAQUE;
            case ValueForm.AnyAsText _ -> affinity == Affinity.TEXT && type.text() ? ValueKind.TEXT : ValueKind.OPAQUE;
            case ValueForm.Stripped _,ValueForm.Transcoded _ -> ValueKind.TEXT;
            case ValueForm.UuidBytes _,ValueForm.Label _,ValueForm.Digits _ -> ValueKind.OPAQUE;
            case ValueForm.Epoch _,ValueForm.ClassedBytes _,ValueForm.TextBytes _,ValueForm.Escaped _,ValueForm.Quarantined _ ->
                ValueKind.OPAQUE;
        };
    }

    private static ValueKind plain(Affinity affinity, Kind type) {
        return switch (type) {
            case SMALLINT, INTEGER, BIGINT -> affinity == Affinity.TEXT ? ValueKind.OPAQUE : ValueKind.INTEGER;
            case DOUBLE_PRECISION -> affinity == Affinity.TEXT
                    ? ValueKind.OPAQUE
                    : affinity == Affinity.REAL ? ValueKind.REAL : ValueKind.NUMBER;
            case NUMERIC -> affinity.numeric() ? ValueKind.NUMBER : ValueKind.OPAQUE;
            case BOOLEAN -> affinity == Affinity.TEXT ? ValueKind.OPAQUE : ValueKind.BOOLEAN;
            case TEXT, VARCHAR -> ValueKind.TEXT;
            case BYTEA -> ValueKind.BYTES;
            case JSON, JSONB -> ValueKind.JSON;
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> ValueKind.TEMPORAL;
            // These compare texts their own way.
            case CHAR, CITEXT, ENUM -> ValueKind.OPAQUE;
            case REAL, UUID -> ValueKind.OPAQUE;
        };
    }

    private Piece unary(Unary.Prefix operator, Expression operand) throws Untranslatable {
        return switch (operator) {
            case NOT -> {
                Piece condition = condition(operand);
                yield Piece.bool("(NOT " + condition.sql() + ")", condition);
            }
            case PLUS -> piece(operand);
            case NEGATE -> arithmetic.negate(operand);
            case INVERT -> arithmetic.invert(operand);
        };
    }

    private Piece binary(Binary.Operator operator, Expression left, Expression right) throws Untranslatable {
        return switch (operator) {
            case AND, OR -> {
                Piece a = condition(left);
                Piece b = condition(right);
                yield Piece.bool("(%s %s %s)".formatted(a.sql(), operator.name(), b.sql()), a, b);
            }
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, IS, IS_NOT ->
                comparisons.compare(operator, left, right);
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, BIT_AND, BIT_OR, SHIFT_LEFT, SHIFT_RIGHT ->
                arithmetic.binary(operator, left, right);
            case CONCATENATE -> {
                var uuid = RandomText.uuid(new Binary(operator, left, right));
                yield uuid.isPresent() ? uuid.get() : concatenated(text(piece(left)), text(piece(right)));
            }
            case JSON, JSON_TEXT ->
                throw new Untranslatable("the operators -> and ->> give values whose class depends on the JSON");
        };
    }

    private static Piece concatenated(Piece left, Piece right) {
        return Piece.text("(" + left.sql() + " || " + right.sql() + ")", left, right);
    }

    /// The value as the text that SQLite makes of it.
    Piece text(Piece piece) throws Untranslatable {
        return switch (piece.kind()) {
            case TEXT -> piece;
            case NULL -> Piece.text("NULL::text");
            case INTEGER -> piece.literal() instanceof IntegerLiteral(var value)
                    ? Piece.string(Long.toString(value))
                    : Piece.text(piece.sql() + "::text", piece);
            case BOOLEAN -> Piece.text(piece.sql() + "::int::text", piece);
            case REAL -> piece.literal() instanceof RealLiteral(var value) && Numbers.plain(value)
                    ? Piece.string(Double.toString(value))
                    : unwritten(piece);
            case TEMPORAL -> temporalText(piece);
            case NUMBER, BYTES, JSON, OPAQUE -> unwritten(piece);
        };
    }

    /// The column that `piece` is, of the table or of the query around, where it is a bare one.
    Optional<ColumnTarget> columnOf(Piece piece) {
        return scope.columns().entrySet().stream()
                .filter(column -> surroundings.column(column.getKey()).map(Piece::sql).orElseGet(() -> column.getValue().sql())
                        .equals(piece.sql()))
                .map(java.util.Map.Entry::getValue).findFirst();
    }

    // A column's form is so exact that its texts can be written again.
    private Piece temporalText(Piece piece) throws Untranslatable {
        var column = columnOf(piece);
        if (column.isEmpty() || !(column.get().form() instanceof ValueForm.IsoText(var pattern, _))
                || pattern.fraction() == IsoPattern.Fraction.MIXED) {
            return unwritten(piece);
        }
        String utc = DateArguments.utc(piece, column.get());
        var value = new DateValue(utc, piece.volatility(), false, false, false, false);
        return Piece.text(new DateText(value).of(pattern), piece);
    }

    private static Piece unwritten(Piece piece) throws Untranslatable {
        throw new Untranslatable(
                "it makes a text of %s, which SQLite writes in a way of its own".formatted(piece.kind().words()));
    }

    static Piece isNull(Piece piece, boolean negated) {
        String what = piece.kind() == ValueKind.NULL ? "NULL::text" : piece.sql();
        return Piece.bool("(%s IS %sNULL)".formatted(what, negated ? "NOT " : ""), piece);
    }

    private Piece collated(Expression value, String collation) throws Untranslatable {
        // A collation takes effect where the value is compared, and Comparisons looks for it there.
        Comparisons.requireKnown(collation);
        return piece(value);
    }

    private Piece cases(Case expression) throws Untranslatable {
        var conditions = new ArrayList<Piece>();
        var results = new ArrayList<Expression>();
        if (expression.base().isPresent() && expression.branches().size() > 1) {
            requireRepeatable(piece(expression.base().get()));
        }
        for (Case.Branch branch : expression.branches()) {
            conditions.add(expression.base().isPresent()
                    ? comparisons.compare(Binary.Operator.EQUAL, expression.base().get(), branch.when())
                    : condition(branch.when()));
            results.add(branch.then());
        }
        results.add(expression.otherwise().orElse(new Expression.NullLiteral()));
        return choice(conditions, results);
    }

    /// `CASE WHEN … THEN … ELSE … END` of conditions and one result more than those.
    Piece choice(List<Piece> conditions, List<Expression> results) throws Untranslatable {
        var pieces = new ArrayList<Piece>();
        for (Expression result : results) {
            pieces.add(piece(result));
        }
        Unified unified = Unified.of(pieces);
        var sql = new StringBuilder("(CASE");
        for (int i = 0; i < conditions.size(); i++) {
            sql.append(" WHEN ").append(conditions.get(i).sql()).append(" THEN ").append(unified.sql().get(i));
        }
        sql.append(" ELSE ").append(unified.sql().getLast()).append(" END)");
        var parts = new ArrayList<>(conditions);
        parts.addAll(pieces);
        return unified.piece(sql.toString(), parts);
    }

    /// Refuses a value that differs each time it is written, where it would be written twice.
    static void requireRepeatable(Piece piece) throws Untranslatable {
        if (piece.volatility() == Piece.Volatility.VOLATILE) {
            throw new Untranslatable("a value of chance would be drawn twice");
        }
    }
}

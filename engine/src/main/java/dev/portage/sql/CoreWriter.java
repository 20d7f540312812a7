package dev.portage.sql;

import dev.portage.mapping.ValueForm;
import dev.portage.schema.Affinity;
import dev.portage.schema.Identifier;
import dev.portage.sql.Expression.Collate;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Expression.FunctionCall;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.NullLiteral;
import dev.portage.sql.Level.Entry;
import dev.portage.sql.Level.Item;
import dev.portage.sql.Piece.ValueKind;
import dev.portage.sql.Piece.Volatility;
import dev.portage.sql.Select.Core;
import dev.portage.sql.Select.Ordering;
import dev.portage.sql.Select.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes one SELECT, from its results to HAVING, and the order of the whole where it is all there is.
final class CoreWriter implements Surroundings {
    private final QueryWriter writer;
    private final Core core;
    private final Level level;
    private final FromWriter from;
    private final Translation translation;
    private final Subqueries subqueries;
    private final Aggregates aggregates;
    private final List<Out> results = new ArrayList<>();
    private final Map<String, String> named = new LinkedHashMap<>();
    private boolean aggregating;

    CoreWriter(QueryWriter writer, Core core, QueryWriter.Context context) throws Untranslatable {
        this.writer = writer;
        this.core = core;
        this.level = new Level(context.outer());
        this.from = new FromWriter(writer, core.from(), context, level);
        this.translation = new Translation(writer.scope(), this);
        this.subqueries = new Subqueries(writer, context.within(level), translation);
        this.aggregates = new Aggregates(translation, this::named);
        for (Result result : core.results()) {
            expand(result);
        }
        results.stream().filter(Out::aliased).forEach(out -> level.alias(out.name, out.value));
    }

    /// A result.
    ///
    /// @param aliased whether AS has named it
    private record Out(String name, Expression value, boolean aliased) {}

    /// A written SELECT that others may be joined to.
    ///
    /// @param columns their pieces are those of the results, written as they are shown
    record Written(String from, List<Field> columns, boolean aggregated, Determined determined) {}

    private void expand(Result result) throws Untranslatable {
        switch (result) {
            case Result.Value(var value, var alias, var text) -> {
                Expression resolved = level.resolvedResult(value);
                String name = alias.orElse(value instanceof ColumnRef reference && resolved instanceof ColumnRef
                        ? reference.name()
                        : text);
                results.add(new Out(name, resolved, alias.isPresent()));
            }
            case Result.All(var table) -> {
                int before = results.size();
                for (Item item : level.items()) {
                    if (table.isEmpty() || Scope.folded(table.get()).equals(item.name())) {
                        expand(item, table.isEmpty());
                    }
                }
                if (results.size() == before) {
                    throw new Untranslatable("a * stands for no column");
                }
            }
        }
    }

    private void expand(Item item, boolean merged) throws Untranslatable {
        for (Entry entry : item.shown()) {
            if (!merged || !entry.merged()) {
                Level.requireUsable(entry, true);
                results.add(new Out(entry.field().name(), entry.reference(), false));
            }
        }
    }

    /// The SELECT with order and limit of `select`, whose only arm it is.
    Query whole(Select select) throws Untranslatable {
        List<Expression> order = new ArrayList<>();
        for (Ordering each : select.order()) {
            order.add(ordered(each.value()));
        }
        Written written = write(order);
        String limit = Limits.sql(select);
        boolean one = Limits.one(select);
        if (!limit.isEmpty() && !settled(written, order)) {
            throw new Untranslatable(Limits.UNSETTLED);
        }
        boolean single = one || (written.aggregated && core.groupBy().isEmpty()) || level.items().isEmpty()
                || (!written.aggregated && written.determined.one(Set.of()));
        if (core.distinct() && !order.isEmpty()) {
            var places = new ArrayList<Limits.Place>();
            for (int i = 0; i < order.size(); i++) {
                places.add(new Limits.Place(requiredPlace(order.get(i)), order.get(i) instanceof Collate(_, var collation)
                        ? Optional.of(collation)
                        : Optional.empty(), select.order().get(i)));
            }
            return Limits.over(new Query(sql(written), written.columns, single), writer.alias("q"), places, limit);
        }
        var keys = new ArrayList<String>();
        for (int i = 0; i < order.size(); i++) {
            Field field = field("", order.get(i));
            Optional<String> key = field.sorted(field.piece().sql());
            if (key.isPresent() && field.piece().literal() == null) {
                keys.add(key.get() + Limits.direction(select.order().get(i)));
            }
        }
        String by = keys.isEmpty() ? "" : "\nORDER BY " + String.join(", ", keys);
        return new Query(sql(written) + by + limit, written.columns, single);
    }

    private int requiredPlace(Expression term) throws Untranslatable {
        Expression bare = term instanceof Collate(var value, _) ? value : term;
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).value.equals(bare)) {
                return i;
            }
        }
        throw new Untranslatable("its ORDER BY sorts distinct rows by what they do not show");
    }

    /// The place of the result that a part of the ORDER BY of several SELECTs means; -1 where it means none here.
    int place(Expression term) throws Untranslatable {
        Expression meant;
        try {
            meant = ordered(term);
        } catch (Untranslatable _) {
            // The next SELECT may know the name.
            return -1;
        }
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).value.equals(meant)) {
                return i;
            }
        }
        return -1;
    }

    /// What a part of ORDER BY sorts by: a result by its number or alias, else an expression.
    private Expression ordered(Expression term) throws Untranslatable {
        return switch (term) {
            case Collate(var value, var collation) -> new Collate(ordered(value), collation);
            case IntegerLiteral(var number) -> numbered(number);
            case ColumnRef reference when reference.table().isEmpty() && level.findAlias(reference.name()).isPresent() ->
                level.findAlias(reference.name()).get();
            default -> level.resolvedResult(term);
        };
    }

    private Expression numbered(long number) throws Untranslatable {
        if (number < 1 || number > results.size()) {
            throw new Untranslatable("it names the result %d of %d".formatted(number, results.size()));
        }
        return results.get((int) number - 1).value;
    }

    /// The SELECT without order, whose results other SELECTs may be joined to.
    Written write(List<Expression> order) throws Untranslatable {
        List<Expression> groups = new ArrayList<>();
        for (Expression group : core.groupBy()) {
            groups.add(group instanceof IntegerLiteral(var number) ? numbered(number) : level.resolved(group));
        }
        Optional<Expression> having = core.having().isPresent()
                ? Optional.of(level.resolved(core.having().get()))
                : Optional.empty();
        List<Expression> shown = Stream.of(results.stream().map(Out::value), order.stream(), having.stream())
                .flatMap(each -> each).toList();
        boolean aggregated = !groups.isEmpty() || having.isPresent();
        for (Expression each : shown) {
            aggregated |= Aggregates.within(each);
        }
        var grouping = new Grouping(level, groups);
        if (aggregated) {
            for (Expression each : shown) {
                grouping.require(each);
            }
            level.guard(grouping::require);
            aggregating = true;
        }
        List<Field> fields = fields();
        String having2 = having.isPresent() ? "\nHAVING " + condition(having.get()) : "";
        for (Expression each : order) {
            field("", each);
        }
        level.guard(null);
        aggregating = false;
        Optional<Expression> where = core.where().isPresent()
                ? Optional.of(level.resolved(core.where().get()))
                : Optional.empty();
        var sql = new StringBuilder(level.items().isEmpty() ? "" : "\nFROM " + from.sql(translation));
        named.forEach((value, alias) -> sql.append("\n  CROSS JOIN LATERAL (SELECT %s AS \"x\") AS %s".formatted(value,
                Identifier.quote(alias))));
        if (where.isPresent()) {
            sql.append("\nWHERE ").append(condition(where.get()));
        }
        sql.append(groupBy(groups, grouping)).append(having2);
        return new Written(sql.toString(), fields, aggregated, from.determined(where, translation));
    }

    /// A name for an expression over the rows of FROM.
    private String named(String value) {
        return level.items().isEmpty()
                ? value
                : Identifier.qualified(named.computeIfAbsent(value, _ -> writer.alias("added")), "x");
    }

    private List<Field> fields() throws Untranslatable {
        var fields = new ArrayList<Field>();
        var taken = new HashSet<String>();
        for (Out out : results) {
            Field field = field(out.name, out.value).targetNamed(QueryWriter.free(out.name, taken));
            if (core.distinct()) {
                field.requireSameEquality("DISTINCT");
            }
            fields.add(field);
        }
        return fields;
    }

    private String condition(Expression expression) throws Untranslatable {
        return steady(translation.condition(expression)).sql();
    }

    private static Piece steady(Piece piece) throws Untranslatable {
        if (piece.volatility() == Volatility.VOLATILE) {
            throw new Untranslatable("its rows change with chance");
        }
        return piece;
    }

    private String groupBy(List<Expression> groups, Grouping grouping) throws Untranslatable {
        var keys = new ArrayList<String>();
        for (Expression group : groups) {
            Field field = field("", group);
            field.requireSameEquality("GROUP BY");
            Piece piece = steady(translation.piece(group));
            if (piece.literal() != null || Aggregates.within(group) || group instanceof Expression.Subquery) {
                throw new Untranslatable("it groups by a constant, an aggregate or a query");
            }
            keys.add(piece.sql());
        }
        for (Entry entry : grouping.added()) {
            keys.add(entry.piece().sql());
        }
        return keys.isEmpty() ? "" : "\nGROUP BY " + String.join(", ", keys);
    }

    /// A result or a part of ORDER BY, its piece as it is shown.
    private Field field(String name, Expression value) throws Untranslatable {
        if (value instanceof ColumnRef reference) {
            for (@Nullable
            Level each = level; each != null; each = each.outer()) {
                Optional<Entry> entry = each.own(reference.name());
                if (entry.isPresent()) {
                    Field field = entry.get().field();
                    return new Field(name, name, entry.get().piece(), field.column(), field.changed(), field.absent());
                }
            }
        }
        Piece piece = steady(translation.piece(value)).counted();
        if (piece.kind() == ValueKind.NULL) {
            piece = new Piece("NULL::text", ValueKind.NULL, piece.type(), piece.volatility(), false, false, piece.literal(),
                    null, false);
        }
        Affinity affinity = translation.comparisons().affinity(value);
        return Field.computed(name, piece, Optional.ofNullable(affinity),
                translation.comparisons().collation(value, new NullLiteral()), form(value));
    }

    // The least and the greatest of a column have its form.
    private Optional<ValueForm> form(Expression value) {
        return value instanceof FunctionCall call && Aggregates.is(call) && !call.arguments().isEmpty()
                && call.arguments().getFirst() instanceof ColumnRef reference
                        ? translation.scope().findColumn(reference).map(ColumnTarget::form)
                        : Optional.empty();
    }

    /// Whether the order leaves no choice among the rows that a LIMIT cuts.
    private boolean settled(Written written, List<Expression> order) throws Untranslatable {
        var exact = new HashSet<Expression>();
        var columns = new HashSet<String>();
        for (Expression each : order) {
            if (field("", each).column().collation().equals("BINARY")) {
                exact.add(each);
                if (each instanceof ColumnRef reference) {
                    columns.add(reference.name());
                }
            }
        }
        if (exact.containsAll(results.stream().map(Out::value).toList())) {
            return true;
        }
        if (written.aggregated) {
            List<Expression> groups = new ArrayList<>();
            for (Expression group : core.groupBy()) {
                groups.add(group instanceof IntegerLiteral(var number) ? numbered(number) : level.resolved(group));
            }
            return exact.containsAll(groups);
        }
        return !core.distinct() && written.determined.one(columns);
    }

    /// The SELECT with its results.
    String sql(Written written) {
        var shown = new ArrayList<String>();
        for (Field field : written.columns) {
            shown.add(field.piece().sql() + " AS " + Identifier.quote(field.target()));
        }
        return "SELECT " + (core.distinct() ? "DISTINCT " : "") + String.join(",\n  ", shown) + written.from;
    }

    @Override
    public Optional<Piece> column(String name) {
        return writer.column(name);
    }

    @Override
    public Piece query(Expression.Subquery subquery) throws Untranslatable {
        return subqueries.write(subquery);
    }

    @Override
    public Optional<Affinity> affinity(Expression.Subquery subquery) {
        return subqueries.affinity(subquery);
    }

    @Override
    public Optional<Piece> aggregate(FunctionCall call) throws Untranslatable {
        if (!Aggregates.is(call)) {
            return Optional.empty();
        }
        if (!aggregating) {
            throw new Untranslatable("%s() stands where there is no group".formatted(call.name()));
        }
        requireOwn(call);
        aggregating = false;
        Piece piece = aggregates.write(call);
        aggregating = true;
        return Optional.of(piece);
    }

    // An aggregate over columns of a query around it belongs to that query.
    private void requireOwn(Expression expression) throws Untranslatable {
        for (Expression part : ExpressionTree.parts(expression)) {
            if (part instanceof ColumnRef reference && level.own(reference.name()).isEmpty()) {
                throw new Untranslatable("an aggregate takes a column of a query around it");
            }
            requireOwn(part);
        }
    }
}

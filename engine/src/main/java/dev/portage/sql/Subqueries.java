package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.schema.Affinity;
import dev.portage.schema.Identifier;
import dev.portage.sql.Expression.NullLiteral;
import dev.portage.sql.Expression.Subquery;
import dev.portage.sql.Piece.ValueKind;
import java.util.IdentityHashMap;
import java.util.Optional;

/// Writes queries that stand within expressions.
///
/// Source: sqlite.org/lang_expr.html ("Subquery Expressions", "The IN and NOT IN Operators").
final class Subqueries {
    private final QueryWriter writer;
    private final QueryWriter.Context context;
    private final Translation translation;
    private final IdentityHashMap<Subquery, Field> scalars = new IdentityHashMap<>();

    Subqueries(QueryWriter writer, QueryWriter.Context context, Translation translation) {
        this.writer = writer;
        this.context = context;
        this.translation = translation;
    }

    Piece write(Subquery subquery) throws Untranslatable {
        return switch (subquery.use()) {
            case Subquery.Use.Scalar() -> scalar(subquery);
            case Subquery.Use.Exists() ->
                Piece.bool("(EXISTS (%s))".formatted(writer.writeUnordered(subquery.query(), context).sql()));
            case Subquery.Use.In in -> in(in, subquery.query());
        };
    }

    /// The affinity of a written scalar query.
    Optional<Affinity> affinity(Subquery subquery) {
        return Optional.ofNullable(scalars.get(subquery)).map(field -> field.column().affinity());
    }

    private static Field only(Query query) throws Untranslatable {
        if (query.columns().size() != 1) {
            throw new Untranslatable("a query in it has %d columns, where one value is wanted".formatted(query.columns().size()));
        }
        Field field = query.columns().getFirst();
        if (field.changed().isPresent()) {
            throw new Untranslatable(field.changed().get());
        }
        return field;
    }

    private Piece scalar(Subquery subquery) throws Untranslatable {
        Query query = writer.write(subquery.query(), context);
        Field field = only(query);
        if (!query.single()) {
            throw new Untranslatable("a query in it may have several rows, of which SQLite takes any");
        }
        scalars.put(subquery, field);
        Piece piece = Piece.of("(" + query.sql() + ")", field.piece().kind(), field.piece().type(), field.piece());
        piece = field.piece().narrow() ? piece.withNarrow() : piece;
        return field.piece().digits() ? piece.withDigits() : piece;
    }

    private Piece in(Subquery.Use.In in, Select select) throws Untranslatable {
        Piece value = translation.piece(in.value());
        Query query = writer.writeUnordered(select, context);
        Field field = only(query);
        String alias = writer.alias("q");
        Piece member = field.under(alias);
        String left;
        String right;
        Piece a = value.counted();
        Piece b = member.counted();
        if (value.kind() == ValueKind.BOOLEAN && member.kind() == ValueKind.BOOLEAN) {
            left = value.sql();
            right = member.sql();
        } else if (a.kind().number() && b.kind().number()) {
            boolean floats = a.type() == Kind.DOUBLE_PRECISION || b.type() == Kind.DOUBLE_PRECISION;
            if (floats) {
                Unified.requireExactDouble(a);
                Unified.requireExactDouble(b);
            }
            left = floats ? a.float8() : a.sql();
            right = floats ? b.float8() : b.sql();
        } else if (a.kind() == ValueKind.TEXT && b.kind() == ValueKind.TEXT && !numeric(in.value(), field)) {
            String collation = translation.comparisons().collation(in.value(), new NullLiteral());
            left = Comparisons.folded(a.sql(), collation);
            right = collation.equals("BINARY") ? b.sql() : Comparisons.folded(b.sql(), collation);
        } else if (a.kind() == b.kind() && (a.kind() == ValueKind.BYTES || sameMoments(in.value(), a, field))) {
            left = a.sql();
            right = b.sql();
        } else {
            throw PostgresWriter.classes("compares", value.kind(), member.kind());
        }
        String rows = right.equals(Identifier.qualified(alias, field.target()))
                ? query.sql()
                : "SELECT %s FROM (\n%s\n) AS %s".formatted(right, query.sql(), Identifier.quote(alias));
        return Piece.bool("(%s %sIN (%s))".formatted(left, in.negated() ? "NOT " : "", rows), value);
    }

    private boolean numeric(Expression value, Field field) {
        Affinity affinity = translation.comparisons().affinity(value);
        return (affinity != null && affinity.numeric()) || field.column().affinity().numeric();
    }

    private boolean sameMoments(Expression value, Piece piece, Field field) {
        return piece.kind() == ValueKind.TEMPORAL && piece.type() == field.piece().type()
                && value instanceof Expression.ColumnRef reference
                && translation.scope().findColumn(reference).map(ColumnTarget::form)
                        .equals(Optional.of(field.column().form()))
                && Field.ordered(field.column().form());
    }
}

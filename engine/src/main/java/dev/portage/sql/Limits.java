package dev.portage.sql;

import dev.portage.schema.Identifier;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.Unary;
import dev.portage.sql.Select.Ordering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// ORDER BY and LIMIT over rows that are there already.
final class Limits {
    static final String UNSETTLED = "its ORDER BY leaves open which of several equal rows its LIMIT cuts off";

    private Limits() {}

    /// A result that is sorted by.
    ///
    /// @param collation said in ORDER BY, empty for the result's own
    record Place(int index, Optional<String> collation, Ordering ordering) {}

    /// `ASC` is PostgreSQL's own.
    static String direction(Ordering ordering) {
        return (ordering.descending() ? " DESC" : "") + (ordering.startsWithNull() ? " NULLS FIRST" : " NULLS LAST");
    }

    /// LIMIT and OFFSET, empty where there are none.
    static String sql(Select select) throws Untranslatable {
        if (select.limit().isEmpty()) {
            return "";
        }
        long limit = number(select.limit().get());
        long offset = select.offset().isPresent() ? number(select.offset().get()) : 0;
        return (limit < 0 ? "" : "\nLIMIT " + limit) + (offset <= 0 ? "" : "\nOFFSET " + offset);
    }

    static boolean one(Select select) throws Untranslatable {
        return select.limit().isPresent() && (number(select.limit().get()) == 0 || number(select.limit().get()) == 1);
    }

    private static long number(Expression expression) throws Untranslatable {
        return switch (expression) {
            case IntegerLiteral(var value) -> value;
            case Unary(var operator, IntegerLiteral(var value)) when operator == Unary.Prefix.NEGATE -> -value;
            default -> throw new Untranslatable("its LIMIT is no constant");
        };
    }

    /// The rows of `query`, called `alias`, in order.
    static Query over(Query query, String alias, List<Place> places, String limit) throws Untranslatable {
        var shown = new ArrayList<String>();
        for (Field field : query.columns()) {
            String target = Identifier.quote(field.target());
            shown.add(Identifier.qualified(alias, field.target()) + " AS " + target);
        }
        var keys = new ArrayList<String>();
        for (Place place : places) {
            Field field = query.columns().get(place.index);
            Field compared = place.collation.isPresent() ? collated(field, place.collation.get()) : field;
            compared.sorted(Identifier.qualified(alias, field.target()))
                    .ifPresent(key -> keys.add(key + direction(place.ordering)));
        }
        String by = keys.isEmpty() ? "" : "\nORDER BY " + String.join(", ", keys);
        String sql = "SELECT %s\nFROM (\n%s\n) AS %s%s%s".formatted(String.join(", ", shown), query.sql(),
                Identifier.quote(alias), by, limit);
        return new Query(sql, query.columns(), query.single());
    }

    private static Field collated(Field field, String collation) {
        return new Field(field.name(), field.target(), field.piece(), field.column().withCollation(collation), field.changed(),
                field.absent());
    }
}

package dev.portage.sql;

import dev.portage.schema.Affinity;
import java.util.Optional;

/// What the query around an expression knows and its own table does not.
interface Surroundings {
    /// No query: the expression belongs to a table.
    Surroundings NONE = new Surroundings() {
        @Override
        public Optional<Piece> column(String name) {
            return Optional.empty();
        }

        @Override
        public Piece query(Expression.Subquery subquery) throws Untranslatable {
            throw new Untranslatable("it has a query inside");
        }

        @Override
        public Optional<Affinity> affinity(Expression.Subquery subquery) {
            return Optional.empty();
        }

        @Override
        public Optional<Piece> aggregate(Expression.FunctionCall call) {
            return Optional.empty();
        }
    };

    /// The written column of that name.
    Optional<Piece> column(String name);

    /// A written query.
    Piece query(Expression.Subquery subquery) throws Untranslatable;

    /// The affinity that a query within an expression brings to a comparison; empty where it has none.
    Optional<Affinity> affinity(Expression.Subquery subquery);

    /// The written call of a function that works on the rows of a group; empty for every other function.
    Optional<Piece> aggregate(Expression.FunctionCall call) throws Untranslatable;
}

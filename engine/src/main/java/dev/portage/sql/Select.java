package dev.portage.sql;

import java.util.List;
import java.util.Optional;

/// A query as SQLite understands it.
///
/// Source: sqlite.org/lang_select.html.
///
/// @param with the queries that it names for itself, in order
/// @param arms what UNION and its kind join; at least one
/// @param order of the whole
public record Select(List<Common> with, List<Arm> arms, List<Ordering> order, Optional<Expression> limit,
        Optional<Expression> offset) {
    public Select {
        with = List.copyOf(with);
        arms = List.copyOf(arms);
        order = List.copyOf(order);
    }

    /// A query that WITH names.
    ///
    /// @param columns the names in brackets behind it, empty where there are none
    public record Common(String name, List<String> columns, Select query) {
        public Common {
            columns = List.copyOf(columns);
        }
    }

    /// One SELECT, or one row of VALUES.
    ///
    /// @param operator how it is joined with those before it, empty for the first
    public record Arm(Optional<SetOperator> operator, Core core) {}

    /// How two queries become one.
    public enum SetOperator {
        UNION, UNION_ALL, INTERSECT, EXCEPT
    }

    /// From SELECT to HAVING.
    ///
    /// @param from the first one's join says nothing
    public record Core(boolean distinct, List<Result> results, List<Joined> from, Optional<Expression> where,
            List<Expression> groupBy, Optional<Expression> having) {
        public Core {
            results = List.copyOf(results);
            from = List.copyOf(from);
            groupBy = List.copyOf(groupBy);
        }
    }

    /// What stands between SELECT and FROM.
    public sealed interface Result {
        /// `*`, or `table.*`.
        record All(Optional<String> table) implements Result {}

        /// An expression.
        ///
        /// @param text as it is written, which names the column where nothing else does
        record Value(Expression value, Optional<String> alias, String text) implements Result {}
    }

    /// A table of FROM and how it is joined with those before it.
    public record Joined(Join join, Source source, Optional<String> alias, boolean natural, List<String> using,
            Optional<Expression> on) {
        public Joined {
            using = List.copyOf(using);
        }
    }

    /// How two tables are joined; a comma is CROSS.
    public enum Join {
        INNER, CROSS, LEFT, RIGHT, FULL
    }

    /// What rows come from.
    public sealed interface Source {
        /// A table, a view or a query of WITH.
        record Named(Optional<String> schema, String name) implements Source {}

        /// A query in brackets.
        record Nested(Select query) implements Source {}

        /// A function that gives rows.
        record Function(String name) implements Source {}

        /// Joins in brackets, not looked into.
        record Brackets() implements Source {}
    }

    /// A part of ORDER BY.
    ///
    /// @param nullsFirst what is said of NULL, empty where nothing is
    public record Ordering(Expression value, boolean descending, Optional<Boolean> nullsFirst) {
        /// Whether NULL comes first: without a word it is the smallest value.
        public boolean startsWithNull() {
            return nullsFirst.orElse(!descending);
        }
    }
}

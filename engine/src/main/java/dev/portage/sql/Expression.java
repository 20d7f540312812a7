package dev.portage.sql;

import java.util.List;
import java.util.Optional;

/// An expression as SQLite understands it; brackets are gone, the tree has their meaning.
///
/// Source: "SQL Language Expressions" (sqlite.org/lang_expr.html).
public sealed interface Expression {
    /// A constant.
    sealed interface Literal extends Expression {}

    /// `NULL`.
    record NullLiteral() implements Literal {}

    /// A whole number of 64 bits; hexadecimal ones are read as two's complement.
    record IntegerLiteral(long value) implements Literal {}

    /// A floating-point number, also a whole one beyond 64 bits; infinite where the text is too large.
    record RealLiteral(double value) implements Literal {}

    /// A string.
    record TextLiteral(String value) implements Literal {}

    /// A blob, as its hexadecimal digits.
    record BlobLiteral(String hex) implements Literal {}

    /// `TRUE` or `FALSE`, which are 1 and 0.
    record BooleanLiteral(boolean value) implements Literal {}

    /// `CURRENT_DATE`, `CURRENT_TIME` or `CURRENT_TIMESTAMP`: texts in UTC.
    record CurrentLiteral(Moment moment) implements Literal {
        /// What of the present moment.
        public enum Moment {
            DATE, TIME, TIMESTAMP
        }
    }

    /// A parameter such as `?1` or `:name`.
    record Parameter(String name) implements Expression {}

    /// A name.
    ///
    /// @param table the last qualifier before the name: the table, `NEW` or `OLD`
    /// @param quoted whether it stands between double quotes, so that SQLite takes it for a string where it names no column
    record ColumnRef(Optional<String> table, String name, boolean quoted) implements Expression {}

    /// A prefix operator.
    record Unary(Prefix operator, Expression operand) implements Expression {
        /// The prefix operators.
        public enum Prefix {
            NOT, NEGATE, PLUS, INVERT
        }
    }

    /// An operator between two expressions.
    record Binary(Operator operator, Expression left, Expression right) implements Expression {
        /// The operators; IS and IS_NOT take part in comparison as the others do, but know NULL.
        public enum Operator {
            OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, IS, IS_NOT, BIT_AND, BIT_OR, SHIFT_LEFT,
            SHIFT_RIGHT, ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, CONCATENATE, JSON, JSON_TEXT
        }
    }

    /// `value BETWEEN low AND high`.
    record Between(Expression value, Expression low, Expression high, boolean negated) implements Expression {}

    /// `value IN (choices)`; the list may be empty.
    record In(Expression value, List<Expression> choices, boolean negated) implements Expression {
        public In {
            choices = List.copyOf(choices);
        }
    }

    /// `IS NULL`, `ISNULL`; negated `IS NOT NULL`, `NOTNULL`, `NOT NULL`.
    record IsNull(Expression value, boolean negated) implements Expression {}

    /// `LIKE`, `GLOB`, `REGEXP` or `MATCH`.
    record Like(Form form, Expression value, Expression pattern, Optional<Expression> escape, boolean negated)
            implements
                Expression {
        /// Which of the four.
        public enum Form {
            LIKE, GLOB, REGEXP, MATCH
        }
    }

    /// `CASE`; with a base each `when` is compared with it.
    record Case(Optional<Expression> base, List<Branch> branches, Optional<Expression> otherwise) implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }

        /// `WHEN when THEN then`.
        public record Branch(Expression when, Expression then) {}
    }

    /// `CAST(value AS type)`, the type as written.
    record Cast(Expression value, String type) implements Expression {}

    /// `value COLLATE name`, the name in upper case.
    record Collate(Expression value, String collation) implements Expression {}

    /// A function.
    ///
    /// @param name in lower case
    record FunctionCall(String name, List<Expression> arguments, boolean star, Modifiers modifiers) implements Expression {
        public FunctionCall {
            arguments = List.copyOf(arguments);
        }

        /// Whether DISTINCT, an inner ORDER BY, FILTER or OVER is there: then it is no plain function of its row.
        public boolean modified() {
            return !modifiers.equals(Modifiers.NONE);
        }

        /// What is said of the rows that an aggregate works on.
        ///
        /// @param window whether OVER is there, not looked into
        public record Modifiers(boolean distinct, List<Select.Ordering> order, Optional<Expression> filter, boolean window) {
            /// Nothing.
            public static final Modifiers NONE = new Modifiers(false, List.of(), Optional.empty(), false);

            public Modifiers {
                order = List.copyOf(order);
            }
        }
    }

    /// A query within an expression.
    record Subquery(Use use, Select query) implements Expression {
        /// What is asked of the query.
        public sealed interface Use {
            /// `(SELECT …)`: the first column of its first row, NULL where there is no row.
            record Scalar() implements Use {}

            /// `EXISTS (SELECT …)`.
            record Exists() implements Use {}

            /// `value IN (SELECT …)`.
            record In(Expression value, boolean negated) implements Use {}
        }
    }

    /// `RAISE(…)` of a trigger.
    ///
    /// @param action `IGNORE`, `ROLLBACK`, `ABORT` or `FAIL`
    record Raise(String action, Optional<Expression> message) implements Expression {}

    /// `(a, b)`.
    record RowValue(List<Expression> parts) implements Expression {
        public RowValue {
            parts = List.copyOf(parts);
        }
    }
}

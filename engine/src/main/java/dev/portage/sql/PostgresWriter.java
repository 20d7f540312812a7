package dev.portage.sql;

import dev.portage.sql.Piece.ValueKind;
import dev.portage.sql.Piece.Volatility;

/// Writes an expression of SQLite for PostgreSQL, with the same value for every row, or says why it cannot.
///
/// Nothing of the input is copied: names and strings go through the quoting functions of [dev.portage.schema.Identifier],
/// functions come from a closed table, numbers are written anew. What is written works on PostgreSQL 15 and later, without
/// extensions, in a database whose encoding is UTF-8.
///
/// Known limits, where PostgreSQL raises an error and writes nothing: a whole number that leaves 64 bits (SQLite goes on with
/// a floating-point one), and a floating-point result beyond the range of a double (SQLite goes on with infinity or zero).
/// A product of numbers of a `numeric` column is computed in double precision, as SQLite does with all but whole ones.
public final class PostgresWriter {
    // PostgreSQL 15 keeps what an index is made of within one page of 8 kB, and took no more than some 4000 characters.
    private static final int LONGEST_IN_INDEX = 1500;

    private PostgresWriter() {}

    /// `expression` for PostgreSQL, in brackets where it needs any.
    ///
    /// @throws Untranslatable no exact counterpart exists; nothing was written
    public static String write(Expression expression, Scope scope) throws Untranslatable {
        var translation = new Translation(scope);
        return switch (scope.use()) {
            case Scope.Use.BooleanCondition _ -> bounded(checked(translation.condition(expression), scope), scope).sql();
            case Scope.Use.ValueOf(var column, var constant) ->
                checked(new StoredValue(translation, column, constant).write(expression), scope).sql();
            case Scope.Use.IndexExpression _ -> indexed(bounded(checked(translation.piece(expression), scope), scope));
        };
    }

    /// The same for an expression that is still text.
    ///
    /// @throws SqlSyntaxException `sql` is no expression
    /// @throws Untranslatable no exact counterpart exists; nothing was written
    public static String write(String sql, Scope scope) throws Untranslatable {
        return write(SqliteExpressionParser.parse(sql), scope);
    }

    /// A CHECK of a table. A part that must hold for a row to be taken may raise an error instead of being false: the row is
    /// refused either way.
    ///
    /// @throws Untranslatable no exact counterpart exists; nothing was written
    public static String writeCheck(Expression expression, Scope scope) throws Untranslatable {
        var translation = new Translation(scope);
        new DemandedJson(translation).in(expression);
        return checked(translation.condition(expression), scope).sql();
    }

    private static Piece checked(Piece piece, Scope scope) throws Untranslatable {
        if (scope.immutable() && piece.volatility() != Volatility.IMMUTABLE) {
            throw new Untranslatable(
                    "its value changes with time or chance, which PostgreSQL forbids in indexes and generated columns");
        }
        return piece;
    }

    private static Piece bounded(Piece piece, Scope scope) throws Untranslatable {
        if (scope.immutable() && piece.sql().length() > LONGEST_IN_INDEX) {
            throw new Untranslatable("it is longer than the %d characters that an index of PostgreSQL 15 surely keeps"
                    .formatted(LONGEST_IN_INDEX));
        }
        return piece;
    }

    private static String indexed(Piece piece) throws Untranslatable {
        return switch (piece.kind()) {
            case TEXT -> "(" + piece.sql() + " COLLATE \"C\")";
            case NULL, OPAQUE -> throw new Untranslatable("an index over " + piece.kind().words() + " would be another one");
            case INTEGER, REAL, NUMBER, BYTES, BOOLEAN, TEMPORAL, JSON -> "(" + piece.sql() + ")";
        };
    }

    static Untranslatable classes(String verb, ValueKind left, ValueKind right) {
        return new Untranslatable("it %s %s with %s, which depends on the class of each value in SQLite"
                .formatted(verb, left.words(), right.words()));
    }
}

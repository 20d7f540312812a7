package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.schema.Identifier;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A written part of an expression: text that PostgreSQL reads as one operand, and what is known of its value.
///
/// @param sql never needs brackets around it
/// @param kind the storage class that the value has in SQLite, as far as it is known
/// @param type the type that PostgreSQL gives it
/// @param narrow whether it is a number that a double holds exactly
/// @param digits whether it is a text of at most 18 digits and nothing else
/// @param literal the constant it is
/// @param moment the moment it tells
/// @param held whether it is a number of a column of a view, which becomes a double or fails where a double would change it
record Piece(String sql, ValueKind kind, Kind type, Volatility volatility, boolean narrow, boolean digits,
        Expression.@Nullable Literal literal, @Nullable Moment moment, boolean held) {

    // They fail from 10^15 on, below which a double holds every whole number; the other one keeps all digits of every double.
    private static final String HELD_INTEGER = "::numeric(15,0)";
    static final String HELD_NUMERIC = "::numeric(360,345)";

    /// Storage classes of SQLite, and beyond them what only PostgreSQL tells apart.
    enum ValueKind {
        NULL("NULL"), INTEGER("a whole number"), REAL("a floating-point number"),
        /// INTEGER in some rows and REAL in others.
        NUMBER("a number"), TEXT("a text"), BYTES("a blob"),
        /// INTEGER 0 or 1 in SQLite.
        BOOLEAN("a truth value"),
        /// TEXT in SQLite.
        TEMPORAL("a date or time"),
        /// TEXT in SQLite, valid JSON.
        JSON("a JSON value"),
        /// Only whether it is NULL is the same on both sides.
        OPAQUE("a value that is stored in another form");

        private final String words;

        ValueKind(String words) {
            this.words = words;
        }

        /// The kind as a person says it.
        String words() {
            return words;
        }

        boolean number() {
            return this == INTEGER || this == REAL || this == NUMBER;
        }
    }

    /// In the order of PostgreSQL's own classes; the later one wins where parts are joined.
    enum Volatility {
        IMMUTABLE, STABLE, VOLATILE
    }

    static Piece of(String sql, ValueKind kind, Kind type, Piece... parts) {
        Volatility volatility = Volatility.IMMUTABLE;
        for (Piece part : parts) {
            volatility = part.volatility.compareTo(volatility) > 0 ? part.volatility : volatility;
        }
        boolean narrow = type == Kind.SMALLINT || (type == Kind.INTEGER && kind == ValueKind.INTEGER);
        return new Piece(sql, kind, type, volatility, narrow, false, null, null, false);
    }

    static Piece bool(String sql, Piece... parts) {
        return of(sql, ValueKind.BOOLEAN, Kind.BOOLEAN, parts);
    }

    static Piece text(String sql, Piece... parts) {
        return of(sql, ValueKind.TEXT, Kind.TEXT, parts);
    }

    static Piece integer(String sql, Piece... parts) {
        return of(sql, ValueKind.INTEGER, Kind.BIGINT, parts);
    }

    static Piece real(String sql, Piece... parts) {
        return of(sql, ValueKind.REAL, Kind.DOUBLE_PRECISION, parts);
    }

    static Piece nothing() {
        return new Piece("NULL", ValueKind.NULL, Kind.TEXT, Volatility.IMMUTABLE, true, false, new Expression.NullLiteral(),
                null, false);
    }

    static Piece integer(long value) {
        boolean narrow = Math.abs(value) <= 1L << 53 && value != Long.MIN_VALUE;
        String digits = value == Long.MIN_VALUE ? "'-9223372036854775808'::bigint" : Long.toString(value);
        Kind type = value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE ? Kind.INTEGER : Kind.BIGINT;
        return new Piece(value < 0 ? "(" + digits + ")" : digits, ValueKind.INTEGER, type, Volatility.IMMUTABLE, narrow, false,
                new Expression.IntegerLiteral(value), null, false);
    }

    static Piece real(double value) {
        String sql = Double.isInfinite(value)
                ? "'%s'::float8".formatted(value > 0 ? "Infinity" : "-Infinity")
                : "'%s'::float8".formatted(Double.toString(value));
        return new Piece(sql, ValueKind.REAL, Kind.DOUBLE_PRECISION, Volatility.IMMUTABLE, true, false,
                new Expression.RealLiteral(value), null, false);
    }

    static Piece string(String value) throws Untranslatable {
        return new Piece(literal(value) + "::text", ValueKind.TEXT, Kind.TEXT, Volatility.IMMUTABLE, false, false,
                new Expression.TextLiteral(value), null, false);
    }

    /// `value` as a string literal of PostgreSQL.
    static String literal(String value) throws Untranslatable {
        if (value.indexOf('\0') >= 0 || value.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
            throw new Untranslatable("it has a string with a character that PostgreSQL cannot hold");
        }
        return Identifier.literal(value);
    }

    /// This text with the 26 letters of ASCII in lower case. A constant is folded here: PostgreSQL folds constants of a
    /// generated column before it knows their collation, and raises an error.
    String lowerCase() throws Untranslatable {
        return this.literal instanceof Expression.TextLiteral(var text)
                ? literal(ascii(text, 'A', 'Z', 32)) + "::text"
                : "lower(" + sql + " COLLATE \"C\")";
    }

    /// The same in upper case.
    String upperCase() throws Untranslatable {
        return this.literal instanceof Expression.TextLiteral(var text)
                ? literal(ascii(text, 'a', 'z', -32)) + "::text"
                : "upper(" + sql + " COLLATE \"C\")";
    }

    private static String ascii(String text, char first, char last, int distance) {
        var folded = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= first && c <= last) {
                folded.setCharAt(i, (char) (c + distance));
            }
        }
        return folded.toString();
    }

    /// A REAL as the shortest decimal that reads as the same double, without an exponent.
    static String decimal(double value) {
        return new BigDecimal(Double.toString(value)).toPlainString();
    }

    Piece withVolatility(Volatility other) {
        return new Piece(sql, kind, type, other, narrow, digits, literal, moment, held);
    }

    Piece withNarrow() {
        return new Piece(sql, kind, type, volatility, true, digits, literal, moment, held);
    }

    Piece withDigits() {
        return new Piece(sql, kind, type, volatility, narrow, true, literal, moment, held);
    }

    Piece withHeld() {
        return new Piece(sql, kind, type, volatility, narrow, digits, literal, moment, true);
    }

    Piece withMoment(Moment told) {
        return new Piece(sql, kind, type, volatility, narrow, digits, literal, told, held);
    }

    /// As a bigint, for a whole number or a truth value.
    String bigint() {
        if (kind == ValueKind.BOOLEAN) {
            return sql + "::int::bigint";
        }
        return type == Kind.BIGINT ? sql : sql + "::bigint";
    }

    /// As a float8, for any number or truth value.
    String float8() {
        if (kind == ValueKind.BOOLEAN) {
            return sql + "::int::float8";
        }
        if (type == Kind.DOUBLE_PRECISION) {
            return sql;
        }
        String holding = type == Kind.NUMERIC ? HELD_NUMERIC : HELD_INTEGER;
        return held && !narrow ? sql + holding + "::float8" : sql + "::float8";
    }

    /// With the truth value as the whole number that it is in SQLite.
    Piece counted() {
        return kind == ValueKind.BOOLEAN ? of(sql + "::int", ValueKind.INTEGER, Kind.INTEGER, this) : this;
    }
}

package dev.portage.mapping;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A column type of PostgreSQL that Portage writes.
///
/// @param precision the first number in brackets (VARCHAR's length, NUMERIC's precision), 0 where there is none
/// @param scale NUMERIC's second number, 0 where there is none
public record TargetType(Kind kind, int precision, int scale) {
    private static final Pattern TEXT_FORM = Pattern.compile("([a-z0-9 ]+?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?");

    /// The types without numbers in brackets, and the two that may have them.
    public enum Kind {
        SMALLINT("smallint", 21), INTEGER("integer", 23), BIGINT("bigint", 20), DOUBLE_PRECISION("double precision", 701),
        REAL("real", 700), NUMERIC("numeric", 1700), BOOLEAN("boolean", 16), TEXT("text", 25),
        VARCHAR("character varying", 1043), BYTEA("bytea", 17), JSON("json", 114), JSONB("jsonb", 3802),
        DATE("date", 1082), TIME("time without time zone", 1083), TIMESTAMP("timestamp without time zone", 1114),
        TIMESTAMPTZ("timestamp with time zone", 1184), UUID("uuid", 2950);

        private final String sqlName;
        private final int oid;

        Kind(String sqlName, int oid) {
            this.sqlName = sqlName;
            this.oid = oid;
        }

        /// The name as `format_type` prints it, without numbers.
        public String sqlName() {
            return sqlName;
        }

        /// The type's OID in every PostgreSQL (pg_type.dat).
        public int oid() {
            return oid;
        }

        /// True for smallint, integer and bigint.
        public boolean integer() {
            return this == SMALLINT || this == INTEGER || this == BIGINT;
        }

        /// True for integers, floats and numeric.
        public boolean number() {
            return integer() || this == DOUBLE_PRECISION || this == REAL || this == NUMERIC;
        }

        /// True for text, varchar.
        public boolean text() {
            return this == TEXT || this == VARCHAR;
        }

        /// True for date, time and both timestamps.
        public boolean temporal() {
            return this == DATE || this == TIME || this == TIMESTAMP || this == TIMESTAMPTZ;
        }
    }

    /// A type without numbers.
    public static TargetType of(Kind kind) {
        return new TargetType(kind, 0, 0);
    }

    /// `character varying(length)`, length in characters.
    public static TargetType varchar(int length) {
        return new TargetType(Kind.VARCHAR, length, 0);
    }

    /// `numeric(precision,scale)`.
    public static TargetType numeric(int precision, int scale) {
        return new TargetType(Kind.NUMERIC, precision, scale);
    }

    /// How SQL writes it: `numeric(10,2)`, `varchar(20)`, `timestamptz`, `bigint`.
    public String sql() {
        return switch (kind) {
            case VARCHAR -> precision == 0 ? "varchar" : "varchar(" + precision + ")";
            case NUMERIC -> precision == 0 ? "numeric" : "numeric(" + precision + "," + scale + ")";
            case TIME -> "time";
            case TIMESTAMP -> "timestamp";
            case TIMESTAMPTZ -> "timestamptz";
            default -> kind.sqlName();
        };
    }

    /// The type that `text` names, by PostgreSQL's own name or its usual short one, in any case.
    ///
    /// @throws IllegalArgumentException the name is not of a type that Portage writes; the message lists those
    public static TargetType parse(String text) {
        Matcher matcher = TEXT_FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw unknown(text);
        }
        Kind kind = kindOf(matcher.group(1).trim(), text);
        int first = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        int second = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        boolean takesNumbers = kind == Kind.VARCHAR || kind == Kind.NUMERIC;
        if (first != 0 && !takesNumbers) {
            throw unknown(text);
        }
        return new TargetType(kind, first, second);
    }

    private static Kind kindOf(String name, String whole) {
        return switch (name) {
            case "smallint", "int2" -> Kind.SMALLINT;
            case "integer", "int", "int4" -> Kind.INTEGER;
            case "bigint", "int8" -> Kind.BIGINT;
            case "double precision", "float8", "double" -> Kind.DOUBLE_PRECISION;
            case "real", "float4" -> Kind.REAL;
            case "numeric", "decimal" -> Kind.NUMERIC;
            case "boolean", "bool" -> Kind.BOOLEAN;
            case "text" -> Kind.TEXT;
            case "varchar", "character varying" -> Kind.VARCHAR;
            case "bytea" -> Kind.BYTEA;
            case "json" -> Kind.JSON;
            case "jsonb" -> Kind.JSONB;
            case "date" -> Kind.DATE;
            case "time", "time without time zone" -> Kind.TIME;
            case "timestamp", "timestamp without time zone" -> Kind.TIMESTAMP;
            case "timestamptz", "timestamp with time zone" -> Kind.TIMESTAMPTZ;
            case "uuid" -> Kind.UUID;
            default -> throw unknown(whole);
        };
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("'" + text + "' is none of smallint, integer, bigint, double precision, real, "
                + "numeric[(p,s)], boolean, text, varchar[(n)], bytea, json, jsonb, date, time, timestamp, timestamptz, uuid");
    }

    @Override
    public String toString() {
        return sql();
    }
}

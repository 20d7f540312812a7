package dev.portage.mapping;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A column type of PostgreSQL that Portage writes.
///
/// @param precision the first number in brackets: VARCHAR's and CHAR's length, NUMERIC's precision, 0 where there is none;
///        digits after the seconds of TIME, TIMESTAMP and TIMESTAMPTZ, 6 where none is named (it means the same)
/// @param scale NUMERIC's second number, 0 where there is none
public record TargetType(Kind kind, int precision, int scale) {
    private static final Pattern TEXT_FORM = Pattern.compile("([a-z0-9 ]+?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?");

    private static final int ALL_DIGITS = 6;

    /// The types, without their numbers in brackets. CITEXT and ENUM are an extension's and the user's own: Portage writes
    /// into columns of such types, but never makes one.
    public enum Kind {
        SMALLINT("smallint", 21), INTEGER("integer", 23), BIGINT("bigint", 20), DOUBLE_PRECISION("double precision", 701),
        REAL("real", 700), NUMERIC("numeric", 1700), BOOLEAN("boolean", 16), TEXT("text", 25),
        VARCHAR("character varying", 1043), CHAR("character", 1042), CITEXT("citext", 0), ENUM("enum", 0), BYTEA("bytea", 17),
        JSON("json", 114), JSONB("jsonb", 3802),
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

        /// The type's OID in every PostgreSQL (pg_type.dat); 0 for CITEXT and ENUM, which have another in each database.
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

        /// True for text, varchar, char and citext: what may hold any text, though the last two compare texts their own way.
        public boolean characters() {
            return text() || this == CHAR || this == CITEXT;
        }

        /// True for time and both timestamps, which may be limited to fewer than six digits after the seconds.
        public boolean clock() {
            return this == TIME || this == TIMESTAMP || this == TIMESTAMPTZ;
        }

        /// True for date, time and both timestamps.
        public boolean temporal() {
            return this == DATE || this == TIME || this == TIMESTAMP || this == TIMESTAMPTZ;
        }
    }

    /// A type without numbers.
    public static TargetType of(Kind kind) {
        return new TargetType(kind, kind.clock() ? ALL_DIGITS : 0, 0);
    }

    /// `character varying(length)`, length in characters.
    public static TargetType varchar(int length) {
        return new TargetType(Kind.VARCHAR, length, 0);
    }

    /// `char(length)`, length in characters; 0 for `bpchar`, which has no limit and pads nothing.
    public static TargetType character(int length) {
        return new TargetType(Kind.CHAR, length, 0);
    }

    /// `time`, `timestamp` or `timestamptz` with so many digits after the seconds, 0..6.
    public static TargetType clock(Kind kind, int digits) {
        if (!kind.clock() || digits < 0 || digits > ALL_DIGITS) {
            throw new IllegalArgumentException("%s with %d digits after the seconds".formatted(kind.sqlName(), digits));
        }
        return new TargetType(kind, digits, 0);
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
            case CHAR -> precision == 0 ? "bpchar" : "char(" + precision + ")";
            case TIME -> "time" + digits();
            case TIMESTAMP -> "timestamp" + digits();
            case TIMESTAMPTZ -> "timestamptz" + digits();
            default -> kind.sqlName();
        };
    }

    private String digits() {
        return precision == ALL_DIGITS ? "" : "(" + precision + ")";
    }

    /// Microseconds between two neighbouring values of a time or timestamp: 1 where all six digits count, 1,000,000 where
    /// none does.
    public long grid() {
        long grid = 1;
        for (int digits = precision; digits < ALL_DIGITS; digits++) {
            grid *= 10;
        }
        return grid;
    }

    /// The type that `text` names, by PostgreSQL's own name or its usual short one, in any case.
    ///
    /// @throws IllegalArgumentException the name is not of a type that Portage writes; the message lists those
    public static TargetType parse(String text) {
        Matcher matcher = TEXT_FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw unknown(text);
        }
        String name = matcher.group(1).trim();
        Kind kind = kindOf(name, text);
        int first = matcher.group(2) == null ? unnamed(kind, name) : Integer.parseInt(matcher.group(2));
        int second = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        boolean possible = switch (kind) {
            case VARCHAR, NUMERIC -> true;
            case CHAR -> matcher.group(2) == null || first > 0;
            case TIME, TIMESTAMP, TIMESTAMPTZ -> first <= ALL_DIGITS;
            default -> first == 0;
        };
        if (!possible || (second != 0 && kind != Kind.NUMERIC)) {
            throw unknown(text);
        }
        return new TargetType(kind, first, second);
    }

    // SQL's bare `char` is `char(1)`.
    private static int unnamed(Kind kind, String name) {
        if (kind == Kind.CHAR) {
            return name.equals("bpchar") ? 0 : 1;
        }
        return of(kind).precision();
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
            case "char", "character", "bpchar" -> Kind.CHAR;
            case "citext" -> Kind.CITEXT;
            case "enum" -> Kind.ENUM;
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
                + "numeric[(p,s)], boolean, text, varchar[(n)], char[(n)], bpchar, citext, enum, bytea, json, jsonb, date, "
                + "time[(p)], timestamp[(p)], timestamptz[(p)], uuid");
    }

    @Override
    public String toString() {
        return sql();
    }
}

package dev.portage.verify;

import dev.portage.mapping.TargetType;
import dev.portage.plan.ColumnPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One difference planted in a temporary copy of a table, and what must be found of it.
///
/// @param original the table
/// @param place which row of the copy, from 0; -1 for an added one
/// @param column the changed column; -1 for a whole row
record Planted(Shape original, Difference.Kind kind, long place, int column) {
    private static final String COPY = "\"pg_temp\".\"portage_self_check\"";

    static Planted changedValue(Shape shape, long place, int column) {
        return new Planted(shape, Difference.Kind.VALUE, place, column);
    }

    static Planted removedRow(Shape shape, long place) {
        return new Planted(shape, Difference.Kind.MISSING, place, -1);
    }

    static Planted addedRow(Shape shape) {
        return new Planted(shape, Difference.Kind.EXTRA, -1, -1);
    }

    static Shape shape(Map<TablePlan, Shape> shapes, TablePlan table) {
        return Objects.requireNonNull(shapes.get(table));
    }

    /// A column whose change is a change of a value and not of the key.
    static Optional<Integer> column(Shape shape, long seed) {
        int[] free = IntStream.range(0, shape.columns().size())
                .filter(i -> Arrays.stream(shape.key()).noneMatch(key -> key == i)).toArray();
        return free.length == 0 ? Optional.empty() : Optional.of(free[(int) Math.floorMod(seed, (long) free.length)]);
    }

    /// The shape of the temporary copy.
    Shape shape() {
        return original.against(COPY);
    }

    /// What was planted, in words.
    String what() {
        return switch (kind) {
            case VALUE -> "one value of column " + original.columns().get(column).source().name();
            case MISSING -> "one row removed";
            case EXTRA -> "one row added";
        };
    }

    /// The statements that make the copy with the difference in it.
    List<String> statements(int rows) {
        String columns = original.columns().stream().map(Planted::copied).collect(Collectors.joining(", "));
        String from = " FROM " + original.from();
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TEMPORARY TABLE portage_self_check AS SELECT " + columns + from
                + (original.ordered() ? " ORDER BY " + original.targetKeyOrder() + " LIMIT " + rows : ""));
        switch (kind) {
            case VALUE -> statements.add("UPDATE %s SET %s = %s WHERE ctid = %s".formatted(COPY, targetName(),
                    changed(original.columns().get(column)), placeInCopy()));
            case MISSING -> statements.add("DELETE FROM %s WHERE ctid = %s".formatted(COPY, placeInCopy()));
            case EXTRA -> statements.add("INSERT INTO " + COPY + " DEFAULT VALUES");
        }
        return statements;
    }

    private String targetName() {
        return Identifier.quote(original.columns().get(column).target());
    }

    private String placeInCopy() {
        String order = original.ordered() ? original.targetKeyOrder() : "ctid";
        return "(SELECT ctid FROM %s ORDER BY %s OFFSET %d LIMIT 1)".formatted(COPY, order, place);
    }

    // Without the limits of varchar(n), numeric(p,s), domains and enums, so that a changed value has room.
    private static String copied(ColumnPlan column) {
        return "%1$s::pg_catalog.%2$s AS %1$s".formatted(Identifier.quote(column.target()),
                switch (column.mapping().type().kind()) {
                    case SMALLINT -> "int2";
                    case INTEGER -> "int4";
                    case BIGINT -> "int8";
                    case DOUBLE_PRECISION -> "float8";
                    case REAL -> "float4";
                    case NUMERIC -> "numeric";
                    case BOOLEAN -> "bool";
                    case TEXT, VARCHAR, CITEXT, ENUM -> "text";
                    case CHAR -> "bpchar";
                    case BYTEA -> "bytea";
                    case JSON -> "json";
                    case JSONB -> "jsonb";
                    case DATE -> "date";
                    case TIME -> "time";
                    case TIMESTAMP -> "timestamp";
                    case TIMESTAMPTZ -> "timestamptz";
                    case UUID -> "uuid";
                });
    }

    /// An expression that is never the value that it changes.
    private static String changed(ColumnPlan column) {
        String name = Identifier.quote(column.target());
        TargetType.Kind kind = column.mapping().type().kind();
        return switch (kind) {
            case SMALLINT, INTEGER, BIGINT -> "CASE WHEN %1$s > 0 THEN %1$s - 1 ELSE coalesce(%1$s, 0) + 1 END".formatted(name);
            case DOUBLE_PRECISION, REAL -> "CASE WHEN %1$s = 1 THEN 2 ELSE 1 END".formatted(name);
            case NUMERIC -> "CASE WHEN %1$s = 1 THEN 2 ELSE 1 END".formatted(name);
            case BOOLEAN -> "NOT coalesce(%s, false)".formatted(name);
            case TEXT, VARCHAR, CHAR, CITEXT, ENUM -> "coalesce(%s, '') || '.'".formatted(name);
            case BYTEA -> "coalesce(%s, '') || '\\x00'::pg_catalog.bytea".formatted(name);
            case JSON -> "pg_catalog.json_build_array(%s)".formatted(name);
            case JSONB -> "pg_catalog.jsonb_build_array(%s)".formatted(name);
            case DATE -> either(name, "date", "2000-01-01", "2000-01-02");
            case TIME -> either(name, "time", "00:00:00", "00:00:00.000001");
            case TIMESTAMP -> either(name, "timestamp", "2000-01-01 00:00:00", "2000-01-01 00:00:00.000001");
            case TIMESTAMPTZ -> either(name, "timestamptz", "2000-01-01 00:00:00+00", "2000-01-01 00:00:00.000001+00");
            case UUID -> either(name, "uuid", "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000001");
        };
    }

    private static String either(String name, String type, String value, String other) {
        return "CASE WHEN %1$s = '%3$s'::pg_catalog.%2$s THEN '%4$s' ELSE '%3$s' END::pg_catalog.%2$s".formatted(name, type,
                value,
                other);
    }

    /// Whether exactly the planted difference was found.
    ///
    /// @param key of the row at the place, where rows can be named
    boolean foundIn(TableVerdict verdict, Optional<String> key) {
        if (!(verdict instanceof TableVerdict.Different different) || different.count() != 1) {
            return false;
        }
        Difference found = different.differences().getFirst();
        Optional<String> wanted = column < 0 ? Optional.empty() : Optional.of(original.columns().get(column).source().name());
        return found.kind() == kind && found.column().equals(wanted) && (key.isEmpty() || key.get().equals(found.key()));
    }
}

package dev.portage;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/// Compares the rows of a view on both sides, value by value, each by its class as far as PostgreSQL's type tells it.
///
/// @param ordered whether rows have an order
record ViewRows(boolean ordered) {
    /// A column of PostgreSQL, by what its values are in SQLite.
    private enum Kind {
        WHOLE, NUMBER, TRUTH, BYTES, TEXT
    }

    /// What differs.
    List<String> compare(Connection sqlite, String there, Connection postgres, String here) throws SQLException {
        try (var one = sqlite.createStatement();
                var other = postgres.createStatement();
                ResultSet expected = one.executeQuery(there);
                ResultSet found = other.executeQuery(here)) {
            List<String> names = names(expected);
            if (!names.equals(names(found))) {
                return List.of("columns " + names(found) + ", not " + names);
            }
            List<Kind> kinds = kinds(found);
            List<String> a = rows(expected, kinds, true);
            List<String> b = rows(found, kinds, false);
            if (!ordered) {
                Collections.sort(a);
                Collections.sort(b);
            }
            if (a.size() != b.size()) {
                return List.of("%d rows, not %d".formatted(b.size(), a.size()));
            }
            for (int i = 0; i < a.size(); i++) {
                if (!a.get(i).equals(b.get(i))) {
                    return List.of("row %d is %s, not %s".formatted(i, b.get(i), a.get(i)));
                }
            }
            return List.of();
        }
    }

    private static List<String> names(ResultSet rows) throws SQLException {
        var names = new ArrayList<String>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            names.add(rows.getMetaData().getColumnName(i));
        }
        return names;
    }

    private static List<Kind> kinds(ResultSet rows) throws SQLException {
        var kinds = new ArrayList<Kind>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            kinds.add(switch (rows.getMetaData().getColumnType(i)) {
                case Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.WHOLE;
                case Types.DOUBLE, Types.NUMERIC -> Kind.NUMBER;
                case Types.BIT, Types.BOOLEAN -> Kind.TRUTH;
                case Types.BINARY -> Kind.BYTES;
                default -> Kind.TEXT;
            });
        }
        return kinds;
    }

    private static List<String> rows(ResultSet rows, List<Kind> kinds, boolean sqlite) throws SQLException {
        var all = new ArrayList<String>();
        while (rows.next()) {
            var values = new ArrayList<String>();
            for (int i = 0; i < kinds.size(); i++) {
                values.add(sqlite ? ofSqlite(rows, i + 1, kinds.get(i)) : ofPostgres(rows, i + 1, kinds.get(i)));
            }
            all.add(String.join(" | ", values));
        }
        return all;
    }

    private static String ofSqlite(ResultSet row, int column, Kind kind) throws SQLException {
        return switch (row.getObject(column)) {
            case null -> "null";
            case Integer number -> kind == Kind.NUMBER ? number(new BigDecimal(number)) : "integer " + number;
            case Long number -> kind == Kind.NUMBER ? number(new BigDecimal(number)) : "integer " + number;
            case Double number -> kind == Kind.NUMBER ? number(new BigDecimal(Double.toString(number))) : "real " + number;
            case byte[] bytes -> "blob " + HexFormat.of().formatHex(bytes);
            case Object text -> "text " + text;
        };
    }

    private static String ofPostgres(ResultSet row, int column, Kind kind) throws SQLException {
        if (row.getObject(column) == null) {
            return "null";
        }
        return switch (kind) {
            case WHOLE -> "integer " + row.getLong(column);
            case TRUTH -> "integer " + (row.getBoolean(column) ? 1 : 0);
            case NUMBER -> number(row.getObject(column) instanceof BigDecimal decimal
                    ? decimal
                    : new BigDecimal(Double.toString(row.getDouble(column))));
            case BYTES -> "blob " + HexFormat.of().formatHex(row.getBytes(column));
            case TEXT -> "text " + new String(row.getBytes(column), StandardCharsets.UTF_8).replaceFirst("\\+00$", "");
        };
    }

    private static String number(BigDecimal number) {
        return "number " + (number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
    }
}

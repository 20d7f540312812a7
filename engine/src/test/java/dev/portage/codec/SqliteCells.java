package dev.portage.codec;

import dev.portage.source.SqliteValue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Reads rows from SQLite through JDBC with class and bytes, apart from the reader under test.
final class SqliteCells {
    private SqliteCells() {}

    static List<List<SqliteValue>> read(Connection sqlite, String table, List<String> columns) throws SQLException {
        String list = columns.stream().map(c -> "typeof(\"%s\"), \"%s\", CAST(\"%s\" AS BLOB)".formatted(c, c, c))
                .collect(Collectors.joining(", "));
        List<List<SqliteValue>> rows = new ArrayList<>();
        try (ResultSet found = sqlite.createStatement()
                .executeQuery("SELECT " + list + " FROM \"" + table + "\" ORDER BY rowid")) {
            while (found.next()) {
                List<SqliteValue> row = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    row.add(cell(found, i * 3 + 1));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static SqliteValue cell(ResultSet found, int at) throws SQLException {
        return switch (found.getString(at)) {
            case "null" -> SqliteValue.Null.NULL;
            case "integer" -> new SqliteValue.Int(found.getLong(at + 1));
            case "real" -> new SqliteValue.Real(found.getDouble(at + 1));
            case "text" -> new SqliteValue.Text(bytes(found, at + 2));
            case "blob" -> new SqliteValue.Blob(bytes(found, at + 2));
            default -> throw new IllegalStateException("no such class");
        };
    }

    private static byte[] bytes(ResultSet found, int at) throws SQLException {
        byte[] bytes = found.getBytes(at);
        return bytes == null ? new byte[0] : bytes;
    }
}

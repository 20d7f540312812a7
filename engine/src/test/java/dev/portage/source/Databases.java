package dev.portage.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a SQLite file holds, for comparing two of them.
final class Databases {
    private Databases() {}

    /// Every object's text, and of every table that is not virtual every row in the table's order, values in their
    /// class, bit for bit. Statistics are left out, and so is the order of the objects.
    static SortedMap<String, List<?>> contents(Path file) {
        var contents = new TreeMap<String, List<?>>();
        try (SqliteFile open = SqliteFile.openPrivate(file)) {
            for (List<SqliteValue> object : rows(open, "SELECT type, name, tbl_name, sql, rootpage > 0 FROM sqlite_schema "
                    + "WHERE name NOT LIKE 'sqlite_stat%'")) {
                contents.put("schema " + object, object);
            }
            for (String pragma : List.of("encoding", "user_version", "application_id")) {
                contents.put(pragma, rows(open, "SELECT * FROM pragma_" + pragma));
            }
            var tables = new Pragmas(open);
            for (String table : query(tables)) {
                String order = table.equals("sqlite_sequence") ? " ORDER BY name" : "";
                contents.put("rows " + table, rows(open, "SELECT * FROM \"" + table.replace("\"", "\"\"") + "\"" + order));
            }
            return contents;
        }
    }

    private static List<String> query(Pragmas pragmas) {
        try {
            return pragmas.query("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 "
                    + "AND name NOT LIKE 'sqlite_stat%'", row -> row.getString(1));
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<List<SqliteValue>> rows(SqliteFile file, String sql) {
        var rows = new ArrayList<List<SqliteValue>>();
        try (RowCursor cursor = file.rows(sql, List.of())) {
            while (cursor.next()) {
                var row = new ArrayList<SqliteValue>();
                for (int i = 0; i < cursor.columns(); i++) {
                    row.add(cursor.value(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}

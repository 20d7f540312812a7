package dev.portage.source;

import dev.portage.schema.Identifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// SQLite's own answers about a schema, row by row.
final class Pragmas {
    private final SqliteFile file;

    Pragmas(SqliteFile file) {
        this.file = file;
    }

    /// Turns one row of an answer into a value.
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// `PRAGMA main.name("argument")`.
    <T> List<T> of(String pragma, String argument, RowReader<T> reader) throws SQLException {
        return query("PRAGMA main.%s(%s)".formatted(pragma, Identifier.quote(argument)), reader);
    }

    <T> List<T> query(String sql, RowReader<T> reader) throws SQLException {
        try (var statement = file.connection().createStatement(); var rows = statement.executeQuery(sql)) {
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    /// Asks SQLite to compile a statement without running it.
    void prepare(String sql) throws SQLException {
        file.connection().prepareStatement(sql).close();
    }
}

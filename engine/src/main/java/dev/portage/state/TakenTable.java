package dev.portage.state;

import dev.portage.schema.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// One of the application's own tables that a migration fills: what became of the rows that were there, and how rows are
/// told apart.
///
/// @param number tells its tables in schema `portage` from those of others
/// @param rows where the rows are that were there
/// @param key unique columns without NULL in their order; empty where none was needed
/// @param columns those that the table had, without generated ones: what a row's hash is over
public record TakenTable(String schema, String table, int number, Rows rows, List<String> key, List<String> columns) {
    /// The kind of its record in `portage.made`.
    public static final String KIND = "taken table";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What became of the rows that were there.
    public enum Rows {
        /// There were none.
        NONE,
        /// They stay in the table; `portage.kept_<n>` has their keys and hashes.
        KEPT,
        /// They lie whole in `portage.replaced_<n>`.
        REPLACED
    }

    public TakenTable {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /// `"schema"."table"`.
    public String relation() {
        return Identifier.qualified(schema, table);
    }

    /// `portage.kept_<n>`: columns `key_1` … and `hash`.
    public String keptRelation() {
        return "portage.kept_" + number;
    }

    /// `portage.replaced_<n>`: the table's own columns.
    public String replacedRelation() {
        return "portage.replaced_" + number;
    }

    /// `portage.moved_<n>`: column `hash`, of each row that the migration brought, as it was when the table was opened.
    public String movedRelation() {
        return "portage.moved_" + number;
    }

    /// SQL: whether the row of the table that `alias` names was there before.
    public String wasThere(String alias) {
        return rows == Rows.KEPT
                ? "EXISTS (SELECT FROM %s AS kept WHERE %s)".formatted(keptRelation(), sameKey("kept", alias))
                : "false";
    }

    /// SQL: whether a row of `portage.kept_<n>` and a row of the table have the same key.
    public String sameKey(String kept, String alias) {
        return IntStream.range(0, key.size())
                .mapToObj(i -> "%s.key_%d = %s.%s".formatted(kept, i + 1, alias, Identifier.quote(key.get(i))))
                .collect(Collectors.joining(" AND "));
    }

    /// SQL: SHA-256 over the binary form of the row that `alias` names; no setting of the session has a say in it.
    public String hash(String alias) {
        return "pg_catalog.sha256(pg_catalog.record_send(ROW(%s)))".formatted(columns.stream()
                .map(column -> alias + "." + Identifier.quote(column)).collect(Collectors.joining(", ")));
    }

    /// The record as `portage.made` keeps it.
    public String definition() {
        return JSON.writeValueAsString(this);
    }

    /// All that a migration has taken, by schema and name; none where nothing was begun.
    public static List<TakenTable> read(Connection connection, String migrationId) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.to_regclass('portage.made') IS NULL")) {
            row.next();
            if (row.getBoolean(1)) {
                return List.of();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT definition FROM portage.made WHERE migration_id = ? AND kind = ? ORDER BY schema_name, table_name
                """)) {
            statement.setString(1, migrationId);
            statement.setString(2, KIND);
            List<TakenTable> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(JSON.readValue(rows.getString(1), TakenTable.class));
                }
            }
            return found;
        }
    }
}

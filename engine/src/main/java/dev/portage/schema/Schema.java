package dev.portage.schema;

import java.util.List;
import java.util.Optional;

/// What a SQLite file declares, as its own pragmas and schema table tell it.
///
/// @param encoding `UTF-8`, `UTF-16le` or `UTF-16be`
/// @param schemaVersion `PRAGMA schema_version` when read
/// @param tables ordinary tables, shadow and internal tables left out, in the order of the schema table; behind them the
///        virtual tables that hold rows of their own (full text, R-trees), with their rowid as the key
/// @param shadowTables names of the tables that belong to a virtual table
public record Schema(String encoding, int schemaVersion, List<Table> tables, List<View> views, List<Trigger> triggers,
        List<VirtualTable> virtualTables, List<String> shadowTables) {
    public Schema {
        tables = List.copyOf(tables);
        views = List.copyOf(views);
        triggers = List.copyOf(triggers);
        virtualTables = List.copyOf(virtualTables);
        shadowTables = List.copyOf(shadowTables);
    }

    /// The table of that name, compared as SQLite compares names (ASCII letters without case).
    public Optional<Table> findTable(String name) {
        return tables.stream().filter(table -> table.name().equalsIgnoreCase(name)).findFirst();
    }

    /// The table of that name in one file, compared as SQLite compares names.
    public Optional<Table> findTable(String database, String name) {
        return tables.stream().filter(table -> table.place().database().equals(database))
                .filter(table -> table.place().name().equalsIgnoreCase(name)).findFirst();
    }

    /// The view of that name in one file, compared as SQLite compares names.
    public Optional<View> findView(String database, String name) {
        return views.stream().filter(view -> view.place().database().equals(database))
                .filter(view -> view.place().name().equalsIgnoreCase(name)).findFirst();
    }

    /// The virtual table of that name in one file, compared as SQLite compares names.
    public Optional<VirtualTable> findVirtualTable(String database, String name) {
        return virtualTables.stream().filter(table -> table.place().database().equals(database))
                .filter(table -> table.place().name().equalsIgnoreCase(name)).findFirst();
    }

    /// A view.
    ///
    /// @param name its name within the migration, as a table's
    /// @param place where it lies; it sees the tables of that file alone
    /// @param broken why SQLite cannot use it, empty where it can
    /// @param columns the names of its columns as SQLite gives them; empty where it is broken
    public record View(String name, Table.Place place, String sql, Optional<String> broken, List<String> columns) {
        public View {
            columns = List.copyOf(columns);
        }
    }

    /// A trigger of a table or view.
    ///
    /// @param table the name of that table in the file
    /// @param database the name under which its file is attached
    public record Trigger(String name, String table, String sql, String database) {}

    /// A virtual table. Where it holds its rows it stands among the tables too, under the same name.
    ///
    /// @param name its name within the migration, as a table's
    /// @param place where it lies
    /// @param module the module's name in lower case: `fts5`, `rtree`
    /// @param broken why SQLite cannot read it here, empty where it can or was not asked
    public record VirtualTable(String name, Table.Place place, String module, String sql, Optional<String> broken) {}
}

package dev.portage.sql;

import java.util.List;
import java.util.Optional;

/// What the text of a CREATE TABLE says beyond what SQLite's pragmas tell. Names are bare, without their quotes.
///
/// @param columns in declaration order; empty for `CREATE TABLE … AS SELECT` with its query
/// @param checks those of columns and of the table, in the order of the text
/// @param foreignKeys those of columns and of the table, in the order of the text; `pragma foreign_key_list` lists them
///        the other way round, its id 0 being the last one here
/// @param keys PRIMARY KEY and UNIQUE of columns and of the table, in the order of the text
public record TableText(String name, List<ColumnText> columns, List<CheckText> checks, List<ForeignKeyText> foreignKeys,
        List<KeyText> keys, boolean withoutRowid, boolean strict) {
    public TableText {
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
        foreignKeys = List.copyOf(foreignKeys);
        keys = List.copyOf(keys);
    }

    /// The column of that name, compared as SQLite compares names.
    public Optional<ColumnText> findColumn(String column) {
        return columns.stream().filter(c -> c.name().equalsIgnoreCase(column)).findFirst();
    }

    /// Whether the primary key is AUTOINCREMENT.
    public boolean autoincrement() {
        return keys.stream().anyMatch(KeyText::autoincrement);
    }

    /// A column.
    ///
    /// @param declaredType as written with single blanks between its words, possibly empty
    /// @param collation in upper case, empty where none is named
    /// @param defaultSql the text of the DEFAULT without outer brackets
    /// @param conflict what follows the `ON CONFLICT` of its NOT NULL, in upper case
    public record ColumnText(String name, String declaredType, Optional<String> collation, Optional<String> defaultSql,
            Optional<GeneratedText> generated, boolean notNull, Optional<String> conflict) {}

    /// The expression of a generated column, without its outer brackets.
    public record GeneratedText(String sql, boolean stored) {}

    /// A CHECK, without its outer brackets.
    ///
    /// @param column the column it is written at, empty for one of the table
    public record CheckText(Optional<String> name, Optional<String> column, String sql) {}

    /// A foreign key.
    ///
    /// @param parentColumns empty where the text names none
    /// @param deferrable whether it is checked at commit only when asked or always; never without `DEFERRABLE`
    /// @param initiallyDeferred whether it is `DEFERRABLE INITIALLY DEFERRED`, the one form that SQLite defers by itself
    /// @param onUpdate in upper case, `NO ACTION` where the text says nothing; so is `onDelete`
    public record ForeignKeyText(Optional<String> name, List<String> columns, String parentTable, List<String> parentColumns,
            boolean deferrable, boolean initiallyDeferred, String onUpdate, String onDelete) {
        public ForeignKeyText {
            columns = List.copyOf(columns);
            parentColumns = List.copyOf(parentColumns);
        }
    }

    /// A PRIMARY KEY or UNIQUE.
    ///
    /// @param columns the names, in the order of the key
    /// @param descending whether the first column is `DESC` (`INTEGER PRIMARY KEY DESC` at a column is no rowid alias)
    /// @param conflict what follows `ON CONFLICT`, in upper case
    public record KeyText(Optional<String> name, boolean primary, List<String> columns, boolean descending,
            boolean autoincrement, Optional<String> conflict) {
        public KeyText {
            columns = List.copyOf(columns);
        }
    }
}

package dev.portage.schema;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One ordinary table of a SQLite file.
///
/// @param name its name within the migration: its own, or `database.name` where an earlier source has that one too
/// @param place where it lies
/// @param columns in declaration order, hidden ones left out, generated ones included
/// @param rowidAlias the column that is the rowid (`INTEGER PRIMARY KEY`, not `DESC`), empty where there is none
/// @param autoincrement whether the rowid is AUTOINCREMENT
/// @param sequence the table's counter in `sqlite_sequence`, empty where it has none
/// @param indexes all of them, those of UNIQUE and PRIMARY KEY too
/// @param sql the statement that made it
public record Table(String name, Place place, List<Column> columns, boolean withoutRowid, boolean strict,
        Optional<String> rowidAlias,
        boolean autoincrement, OptionalLong sequence, List<ForeignKey> foreignKeys, List<Index> indexes, List<Check> checks,
        String sql) {
    public Table {
        columns = List.copyOf(columns);
        foreignKeys = List.copyOf(foreignKeys);
        indexes = List.copyOf(indexes);
        checks = List.copyOf(checks);
    }

    /// A table of the first source, under its own name.
    public Table(String name, List<Column> columns, boolean withoutRowid, boolean strict, Optional<String> rowidAlias,
            boolean autoincrement, OptionalLong sequence, List<ForeignKey> foreignKeys, List<Index> indexes, List<Check> checks,
            String sql) {
        this(name, Place.ofMain(name), columns, withoutRowid, strict, rowidAlias, autoincrement, sequence, foreignKeys,
                indexes, checks, sql);
    }

    /// How SQL on the source names it: `"main"."t"`.
    public String sqlName() {
        return Identifier.qualified(place.database(), place.name());
    }

    /// The same table under another name and in another place.
    public Table at(String newName, Place newPlace, List<ForeignKey> newKeys) {
        return new Table(newName, newPlace, columns, withoutRowid, strict, rowidAlias, autoincrement, sequence, newKeys, indexes,
                checks, sql);
    }

    /// Whether the file itself holds every value of a row: no column is computed when it is read, and the table is not
    /// virtual.
    public boolean stored() {
        return !sql.regionMatches(true, 0, "CREATE VIRTUAL", 0, 14) && columns.stream()
                .allMatch(column -> column.computed().isEmpty() && column.generated().map(Generated::stored).orElse(true));
    }

    /// The same table with computed columns behind its own.
    public Table withComputed(List<Column> computed) {
        List<Column> all = new java.util.ArrayList<>(columns);
        all.addAll(computed);
        return new Table(name, place, all, withoutRowid, strict, rowidAlias, autoincrement, sequence, foreignKeys, indexes,
                checks, sql);
    }

    /// Where a table lies.
    ///
    /// @param database the name under which its file is attached: `main` for the first source
    /// @param name the table's name in its file
    public record Place(String database, String name) {
        /// The first source's database.
        public static final String MAIN = "main";

        /// The place of something of the first source.
        public static Place ofMain(String name) {
            return new Place(MAIN, name);
        }

        /// The name that it is given in the target where nobody chose one: its own, or `database_name` where it is called
        /// otherwise within the migration, because an earlier source has that name.
        public String proposed(String called) {
            return called.equals(name) ? name : database + "_" + name;
        }
    }

    /// The column of that name, compared as SQLite compares names.
    public Optional<Column> findColumn(String column) {
        return columns.stream().filter(c -> c.name().equalsIgnoreCase(column)).findFirst();
    }

    /// The primary key's columns in key order; empty where the table declares none.
    public List<Column> key() {
        return columns.stream().filter(c -> c.keyPosition() > 0)
                .sorted(java.util.Comparator.comparingInt(Column::keyPosition)).toList();
    }

    /// The name by which SQL reaches the rowid of this table: the first of `rowid`, `_rowid_`, `oid` that no column
    /// has taken; empty for a WITHOUT ROWID table or where all three are taken and no column is the alias.
    public Optional<String> rowidName() {
        if (withoutRowid) {
            return Optional.empty();
        }
        if (rowidAlias.isPresent()) {
            return rowidAlias;
        }
        return java.util.stream.Stream.of("rowid", "_rowid_", "oid").filter(name -> findColumn(name).isEmpty()).findFirst();
    }

    /// One column.
    ///
    /// @param declaredType as written, possibly empty
    /// @param collation `BINARY`, `NOCASE`, `RTRIM` or an application's own, in upper case
    /// @param defaultSql the text of the DEFAULT as SQLite keeps it, empty where there is none
    /// @param keyPosition 1-based place in the primary key, 0 outside it
    /// @param computed SQL over the row, for a column that the file does not have and a person gave a value
    public record Column(String name, String declaredType, Affinity affinity, boolean notNull, String collation,
            Optional<String> defaultSql, Optional<Generated> generated, int keyPosition, Optional<String> computed) {
        /// A column of the file.
        public Column(String name, String declaredType, Affinity affinity, boolean notNull, String collation,
                Optional<String> defaultSql, Optional<Generated> generated, int keyPosition) {
            this(name, declaredType, affinity, notNull, collation, defaultSql, generated, keyPosition, Optional.empty());
        }

        /// A column that has its values from SQL over the row.
        public static Column computed(String name, String sql) {
            return new Column(name, "", Affinity.BLOB, false, "BINARY", Optional.empty(), Optional.empty(), 0, Optional.of(sql));
        }

        /// How a SELECT on the source reads it.
        public String select() {
            return computed.map(sql -> "(" + sql + "\n)").orElseGet(() -> Identifier.quote(name));
        }
    }

    /// The expression of a generated column, without its outer brackets.
    public record Generated(String sql, boolean stored) {}

    /// A CHECK of a column or of the table, without its outer brackets.
    public record Check(Optional<String> name, String sql) {}

    /// A foreign key.
    ///
    /// @param parentColumns the referenced columns, the parent's primary key where the declaration names none; empty
    ///        where the parent has no such key; as declared where the parent is missing
    /// @param onUpdate `NO ACTION`, `RESTRICT`, `SET NULL`, `SET DEFAULT` or `CASCADE`; so is `onDelete`
    public record ForeignKey(Optional<String> name, List<String> columns, String parentTable, List<String> parentColumns,
            String onUpdate, String onDelete, boolean deferrable, boolean initiallyDeferred) {
        public ForeignKey {
            columns = List.copyOf(columns);
            parentColumns = List.copyOf(parentColumns);
        }
    }

    /// An index.
    ///
    /// @param where the predicate of a partial index
    public record Index(String name, boolean unique, Origin origin, List<Part> parts, Optional<String> where) {
        public Index {
            parts = List.copyOf(parts);
        }

        /// What made the index.
        public enum Origin {
            CREATE_INDEX, UNIQUE, PRIMARY_KEY
        }
    }

    /// One column or expression of an index: exactly one of `column` and `expression` is there.
    public record Part(Optional<String> column, Optional<String> expression, boolean descending, String collation) {}
}

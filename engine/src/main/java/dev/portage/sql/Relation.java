package dev.portage.sql;

import dev.portage.schema.Identifier;
import dev.portage.sql.Piece.ValueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A table or view that queries read.
///
/// Threads: safe for all.
public final class Relation {
    private final String sql;
    private final List<Field> fields;
    private final List<List<String>> keys;
    private final Optional<String> rowid;
    private final Set<String> hidden;

    Relation(String sql, List<Field> fields, List<List<String>> keys, Optional<String> rowid) {
        this(sql, fields, keys, rowid, Set.of());
    }

    private Relation(String sql, List<Field> fields, List<List<String>> keys, Optional<String> rowid, Set<String> hidden) {
        this.sql = sql;
        this.fields = List.copyOf(fields);
        this.keys = List.copyOf(keys);
        this.rowid = rowid;
        this.hidden = Set.copyOf(hidden);
    }

    /// A column of a table.
    ///
    /// @param changed why its values are not exactly those of SQLite, so that a view may only pass them on
    /// @param absent why no query can name it
    public record Column(ColumnTarget column, Optional<String> changed, Optional<String> absent) {}

    /// A table of the target.
    ///
    /// @param keys the columns, by their names in SQLite, that are never NULL and tell rows apart
    /// @param rowid the column that is the rowid
    public static Relation table(String schema, String target, List<Column> columns, List<List<String>> keys,
            Optional<String> rowid) {
        var fields = new ArrayList<Field>();
        for (Column each : columns) {
            ColumnTarget column = each.column();
            Piece piece = Translation.column(column);
            if (each.changed().isPresent()) {
                piece = Piece.of(piece.sql(), ValueKind.OPAQUE, piece.type());
            }
            fields.add(new Field(column.source(), column.target(), piece, column, each.changed(), each.absent()));
        }
        return new Relation(Identifier.qualified(schema, target), fields, keys, rowid);
    }

    /// The same where neither `*` nor NATURAL sees the columns of those names.
    public Relation hiding(Set<String> names) {
        return new Relation(sql, fields, keys, rowid,
                names.stream().map(Scope::folded).collect(Collectors.toUnmodifiableSet()));
    }

    boolean hides(Field field) {
        return hidden.contains(Scope.folded(field.name()));
    }

    /// As FROM names it.
    String sql() {
        return sql;
    }

    List<Field> fields() {
        return fields;
    }

    List<List<String>> keys() {
        return keys;
    }

    Optional<String> rowid() {
        return rowid;
    }
}

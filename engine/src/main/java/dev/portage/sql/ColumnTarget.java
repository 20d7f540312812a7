package dev.portage.sql;

import dev.portage.mapping.ColumnMapping;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Affinity;
import dev.portage.schema.Identifier;

/// What a translation must know of one column: what SQLite holds in it, and what PostgreSQL will hold.
///
/// @param source its name in SQLite
/// @param target its bare name in PostgreSQL
/// @param affinity its affinity in SQLite, which decides how comparisons convert
/// @param collation `BINARY`, `NOCASE`, `RTRIM` or an application's own, in upper case
/// @param form how its values become the target type
/// @param row the row of a trigger that it is of, `NEW` or `OLD`; empty everywhere else
public record ColumnTarget(String source, String target, TargetType type, Affinity affinity, String collation, ValueForm form,
        String row) {
    /// A column of no named row.
    public ColumnTarget(String source, String target, TargetType type, Affinity affinity, String collation, ValueForm form) {
        this(source, target, type, affinity, collation, form, "");
    }

    /// A column of the same name on both sides with collation BINARY, and with the affinity and form that columns of such
    /// a target type usually have: whole numbers INTEGER, floats REAL, numeric and boolean NUMERIC, bytea BLOB, all others TEXT.
    public static ColumnTarget of(String name, TargetType type) {
        TargetType.Kind kind = type.kind();
        Affinity affinity = kind.integer()
                ? Affinity.INTEGER
                : kind == TargetType.Kind.DOUBLE_PRECISION || kind == TargetType.Kind.REAL
                        ? Affinity.REAL
                        : kind == TargetType.Kind.NUMERIC || kind == TargetType.Kind.BOOLEAN
                                ? Affinity.NUMERIC
                                : kind == TargetType.Kind.BYTEA ? Affinity.BLOB : Affinity.TEXT;
        return new ColumnTarget(name, name, type, affinity, "BINARY", new ValueForm.Plain());
    }

    /// The column that `mapping` describes.
    public static ColumnTarget of(ColumnMapping mapping, String target, String collation) {
        return new ColumnTarget(mapping.column(), target, mapping.type(), mapping.affinity(), collation, mapping.form());
    }

    /// The same with another collation, in upper case.
    public ColumnTarget withCollation(String other) {
        return new ColumnTarget(source, target, type, affinity, other, form, row);
    }

    /// The same with another affinity.
    public ColumnTarget withAffinity(Affinity other) {
        return new ColumnTarget(source, target, type, other, collation, form, row);
    }

    /// The same with another form.
    public ColumnTarget withForm(ValueForm other) {
        return new ColumnTarget(source, target, type, affinity, collation, other, row);
    }

    /// The same column of the row `NEW` or `OLD` of a trigger.
    public ColumnTarget ofRow(String named) {
        return new ColumnTarget(source, target, type, affinity, collation, form, named);
    }

    /// How PostgreSQL names it within an expression: `"a"`, `NEW."a"`.
    public String sql() {
        return (row.isEmpty() ? "" : row + ".") + Identifier.quote(target);
    }
}

package dev.portage.sql;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Affinity;
import dev.portage.schema.Identifier;
import dev.portage.sql.Piece.ValueKind;
import java.time.ZoneOffset;
import java.util.Optional;

/// A column of a table or query as those around it see it.
///
/// @param name in SQLite
/// @param target its bare name in PostgreSQL
/// @param piece what is known of its values; the SQL is that within its own query
/// @param column what comparisons ask: affinity, collation and form; affinity BLOB where it has none
/// @param changed why its values are not SQLite's, so that it may only be passed on
/// @param absent why it cannot be named
record Field(String name, String target, Piece piece, ColumnTarget column, Optional<String> changed, Optional<String> absent) {

    /// The result of an expression.
    static Field computed(String name, Piece piece, Optional<Affinity> affinity, String collation, Optional<ValueForm> form) {
        boolean formless = piece.kind() == ValueKind.TEMPORAL && form.isEmpty();
        Optional<String> changed = formless
                ? Optional.of("the column %s holds dates or times of several forms".formatted(name))
                : Optional.empty();
        var column = new ColumnTarget(name, name, TargetType.of(piece.type()), affinity.orElse(Affinity.BLOB), collation,
                form.orElseGet(ValueForm.Plain::new));
        return new Field(name, name, formless ? opaque(piece) : piece, column, changed, Optional.empty());
    }

    private static Piece opaque(Piece piece) {
        return Piece.of(piece.sql(), ValueKind.OPAQUE, piece.type(), piece);
    }

    /// The same by another name.
    Field named(String other) {
        return new Field(other, target, piece, column, changed, absent);
    }

    Field targetNamed(String other) {
        return new Field(name, other, piece, column, changed, absent);
    }

    /// The column of a table or query that is called `alias`.
    Piece under(String alias) {
        Piece piece = Piece.of(Identifier.qualified(alias, target), this.piece.kind(), this.piece.type());
        piece = this.piece.narrow() ? piece.withNarrow() : piece;
        // A numeric holds whole numbers of 64 bits and shortest decimals of doubles.
        piece = piece.kind().number() ? piece.withHeld() : piece;
        return this.piece.digits() ? piece.withDigits() : piece;
    }

    /// Refuses a column of which equal values in SQLite may be others than in PostgreSQL, or of which one of several equal
    /// values would be shown.
    ///
    /// @param what asks, as the subject of a sentence: `DISTINCT`
    void requireSameEquality(String what) throws Untranslatable {
        switch (piece.kind()) {
            case NULL, INTEGER, REAL, NUMBER, BOOLEAN, BYTES -> {
                // Compared by value on both sides.
            }
            case TEXT -> {
                if (!column.collation().equals("BINARY")) {
                    throw new Untranslatable("%s takes texts of collation %s for equal, and shows any of them"
                            .formatted(what, column.collation()));
                }
            }
            case TEMPORAL -> {
                if (!ordered(column.form())) {
                    throw unfit(what);
                }
            }
            case JSON, OPAQUE -> throw unfit(what);
        }
    }

    private Untranslatable unfit(String what) {
        return new Untranslatable("%s compares %s, %s".formatted(what,
                name.isEmpty() ? "an expression" : "the column " + name, piece.kind().words()));
    }

    /// What PostgreSQL sorts by to give SQLite's order; empty for a constant, which sorts nothing.
    Optional<String> sorted(String sql) throws Untranslatable {
        return switch (piece.kind()) {
            case NULL -> Optional.empty();
            case INTEGER, REAL, NUMBER, BOOLEAN, BYTES -> Optional.of(sql);
            case TEXT -> {
                Comparisons.requireKnown(column.collation());
                yield Optional.of(Comparisons.folded(sql, column.collation()));
            }
            case TEMPORAL -> {
                if (!ordered(column.form())) {
                    throw unfit("ORDER BY");
                }
                yield Optional.of(sql);
            }
            case JSON, OPAQUE -> throw unfit("ORDER BY");
        };
    }

    /// Whether texts of that form are equal and sort as the moments that they tell.
    static boolean ordered(ValueForm form) {
        boolean utc = !(form instanceof ValueForm.IsoText(_, var zone)) || zone.isEmpty()
                || zone.get().normalized().equals(ZoneOffset.UTC);
        return utc && TemporalText.ordered(form);
    }
}

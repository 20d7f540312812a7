package dev.portage.plan;

import dev.portage.mapping.ColumnMapping;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Table;
import java.util.List;

/// The type and form that were chosen for a column.
///
/// @param makesNull whether values become NULL that are none in SQLite, so that NOT NULL cannot stay
record Chosen(TargetType type, ValueForm form, List<String> nullIf, boolean lossy, boolean makesNull) {
    Chosen {
        nullIf = List.copyOf(nullIf);
    }

    static Chosen plain(TargetType.Kind kind) {
        return plain(TargetType.of(kind));
    }

    static Chosen plain(TargetType type) {
        return new Chosen(type, new ValueForm.Plain(), List.of(), false, false);
    }

    static Chosen of(TargetType.Kind kind, ValueForm form) {
        return new Chosen(TargetType.of(kind), form, List.of(), false, false);
    }

    static Chosen classed() {
        return of(TargetType.Kind.BYTEA, new ValueForm.ClassedBytes());
    }

    /// Any class as text; blobs, and texts that PostgreSQL cannot hold, become NULL beside the quarantine.
    static Chosen anyAsText(ColumnProfile profile) {
        return new Chosen(TargetType.of(TargetType.Kind.TEXT), new ValueForm.AnyAsText(), List.of(), false,
                profile.blobs() > 0 || profile.unholdableText());
    }

    static Chosen quarantined(TargetType type) {
        return new Chosen(type, new ValueForm.Quarantined(), List.of(), false, true);
    }

    /// The same, with texts that become NULL.
    Chosen withNullIf(List<String> texts, boolean any) {
        return new Chosen(type, form, texts, lossy, makesNull || any);
    }

    /// The same as another type: of the same kind, with its own numbers.
    Chosen withType(TargetType other) {
        return new Chosen(other, form, nullIf, lossy, makesNull);
    }

    Chosen withLossy(boolean accepted) {
        return new Chosen(type, form, nullIf, accepted, makesNull);
    }

    ColumnMapping mapping(Table.Column column) {
        return new ColumnMapping(column.name(), column.affinity(), type, form, nullIf, lossy);
    }
}

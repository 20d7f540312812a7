package dev.portage.plan;

import dev.portage.schema.Table;

/// How a hazard names what it is about, the same words in plan.yaml and in reports.
final class Subjects {
    private Subjects() {}

    /// `uid -> u(id)`.
    static String of(Table.ForeignKey key) {
        return String.join(", ", key.columns()) + " -> " + key.parentTable() + "(" + String.join(", ", key.parentColumns()) + ")";
    }

    /// The CHECK's name, or its text.
    static String of(Table.Check check) {
        return check.name().orElse(check.sql());
    }

    /// The index's name.
    static String of(Table.Index index) {
        return index.name();
    }
}

package dev.portage.verify;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.plan.ColumnPlan;
import dev.portage.schema.Masking;
import java.util.Optional;

/// One column on both sides: what the target must hold, what it holds, and how a difference is named.
///
/// Threads: one at a time.
final class ColumnCompare {
    private final ColumnPlan plan;
    private final Expectation expectation;
    private final Received received;
    private final boolean show;
    final Cell expected = new Cell();
    final Cell found = new Cell();

    ColumnCompare(ColumnPlan plan, boolean showValues) {
        this.plan = plan;
        this.expectation = Expectation.of(plan.mapping());
        this.received = new Received(plan.mapping().type());
        this.show = showValues && !Masking.masked(plan.source().name());
    }

    /// Reads the source's value into [#expected].
    void readSource(SourceRows row, int column) {
        expectation.read(row.cursor(), column, expected);
    }

    /// Reads the target's value into [#found].
    void readTarget(TargetRows row, int field) {
        received.read(row.bytes(), row.offset(field), row.length(field), found);
    }

    /// Whether the column's values may wholly lie in the quarantine although they look as if they fitted.
    boolean quarantineDecides() {
        TargetType.Kind kind = plan.mapping().type().kind();
        return plan.mapping().form() instanceof ValueForm.Quarantined
                && (kind == TargetType.Kind.JSON || kind == TargetType.Kind.JSONB);
    }

    Received received() {
        return received;
    }

    String name() {
        return plan.source().name();
    }

    /// The difference between two values of the column.
    Difference difference(String table, String key, Cell wanted, Cell there) {
        TargetType.Kind kind = plan.mapping().type().kind();
        return new Difference(table, key, Optional.of(name()), Difference.Kind.VALUE, DamageClass.of(kind, wanted, there),
                shown(wanted), shown(there));
    }

    /// The difference between a value and its copy in the quarantine.
    Difference quarantine(String table, String key) {
        return new Difference(table, key, Optional.of(name()), Difference.Kind.VALUE, "quarantine", Optional.empty(),
                Optional.empty());
    }

    private Optional<String> shown(Cell cell) {
        return show ? Optional.of(Shown.text(cell, plan.mapping().type().kind())) : Optional.empty();
    }
}

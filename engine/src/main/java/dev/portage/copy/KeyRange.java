package dev.portage.copy;

import dev.portage.plan.TablePlan;
import dev.portage.source.SqliteValue;
import java.util.List;

/// A stretch of one table in scan order: what one transaction copies, and what one checkpoint stands for.
///
/// @param number 0-based place among the table's ranges; the same for the same plan, so that a rerun finds its checkpoints
/// @param from the first key, inclusive; empty for the table's beginning
/// @param before the key behind the last one, exclusive; empty for the table's end
public record KeyRange(TablePlan table, int number, List<SqliteValue> from, List<SqliteValue> before) {
    public KeyRange {
        from = List.copyOf(from);
        before = List.copyOf(before);
    }
}

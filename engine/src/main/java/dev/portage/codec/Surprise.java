package dev.portage.codec;

import dev.portage.PlanException;
import java.io.Serial;

/// A value that the column's mapping cannot hold, found while encoding: the plan promised otherwise.
///
/// It knows neither table nor key; the copy phase adds both by [#at(String, String)]. The reason never holds the value. It carries no stack trace, for a column whose misfits
/// go to the quarantine makes one for each of them.
public final class Surprise extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String column;
    private final String reason;

    /// @param column the source column
    /// @param reason what does not fit, as a clause without the value: `a TEXT in an integer column`
    public Surprise(String column, String reason) {
        super("column " + column + ": " + reason, null, false, false);
        this.column = column;
        this.reason = reason;
    }

    /// The source column.
    public String column() {
        return column;
    }

    /// What does not fit, as a clause without the value.
    public String reason() {
        return reason;
    }

    /// The error of a command that meets this, PT-200.
    ///
    /// @param key the row's key as people write it: `id=7`, `rowid=12`
    public PlanException at(String table, String key) {
        return new PlanException(200,
                "table %s, row %s, column %s: %s, which the plan does not allow".formatted(table, key, column,
                        reason),
                "The source is as it was, and what was already copied stays; give the column another type or form in "
                        + "plan.yaml (or form quarantined), then run the same command again",
                this);
    }
}

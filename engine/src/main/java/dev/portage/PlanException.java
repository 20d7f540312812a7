package dev.portage;

import org.jspecify.annotations.Nullable;

/// The plan has open decisions, or a value does not fit what the plan promised: decide, then run again.
///
/// Codes PT-200 to PT-299; exit code 3.
public final class PlanException extends PortageException {
    private static final long serialVersionUID = 1L;

    /// @param number the code's number, 200..299
    /// @param message what happened, with numbers and place, without a full stop at its end
    /// @param next what became of the data, and what to type next
    public PlanException(int number, String message, String next) {
        this(number, message, next, null);
    }

    /// As [#PlanException(int, String, String)], with the error beneath it.
    public PlanException(int number, String message, String next, @Nullable Throwable cause) {
        super(Numbers.within(number, 200, 299), 3, message, next, cause);
    }
}

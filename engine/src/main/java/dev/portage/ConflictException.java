package dev.portage;

import org.jspecify.annotations.Nullable;

/// Something else is in the way: rows in the target, another run, a changed source, schema or plan.
///
/// Codes PT-400 to PT-499; exit code 5.
public final class ConflictException extends PortageException {
    private static final long serialVersionUID = 1L;

    /// @param number the code's number, 400..499
    /// @param message what happened, with numbers and place, without a full stop at its end
    /// @param next what became of the data, and what to type next
    public ConflictException(int number, String message, String next) {
        this(number, message, next, null);
    }

    /// As [#ConflictException(int, String, String)], with the error beneath it.
    public ConflictException(int number, String message, String next, @Nullable Throwable cause) {
        super(Numbers.within(number, 400, 499), 5, message, next, cause);
    }
}

package dev.portage;

import org.jspecify.annotations.Nullable;

/// The two sides differ.
///
/// Codes PT-500 to PT-599; exit code 6.
public final class MismatchException extends PortageException {
    private static final long serialVersionUID = 1L;

    /// @param number the code's number, 500..599
    /// @param message what happened, with numbers and place, without a full stop at its end
    /// @param next what became of the data, and what to type next
    public MismatchException(int number, String message, String next) {
        this(number, message, next, null);
    }

    /// As [#MismatchException(int, String, String)], with the error beneath it.
    public MismatchException(int number, String message, String next, @Nullable Throwable cause) {
        super(Numbers.within(number, 500, 599), 6, message, next, cause);
    }
}

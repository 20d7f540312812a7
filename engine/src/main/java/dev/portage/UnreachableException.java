package dev.portage;

import org.jspecify.annotations.Nullable;

/// A database could not be reached, ran out of room or out of time: mend that and run the same command again.
///
/// Codes PT-300 to PT-399; exit code 4.
public final class UnreachableException extends PortageException {
    private static final long serialVersionUID = 1L;

    /// @param number the code's number, 300..399
    /// @param message what happened, with numbers and place, without a full stop at its end
    /// @param next what became of the data, and what to type next
    public UnreachableException(int number, String message, String next) {
        this(number, message, next, null);
    }

    /// As [#UnreachableException(int, String, String)], with the error beneath it.
    public UnreachableException(int number, String message, String next, @Nullable Throwable cause) {
        super(Numbers.within(number, 300, 399), 4, message, next, cause);
    }
}

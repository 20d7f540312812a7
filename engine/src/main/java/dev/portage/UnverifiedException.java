package dev.portage;

import org.jspecify.annotations.Nullable;

/// Equality could not be established. Never read as equal.
///
/// Codes PT-700 to PT-799; exit code 8.
public final class UnverifiedException extends PortageException {
    private static final long serialVersionUID = 1L;

    /// @param number the code's number, 700..799
    /// @param message what happened, with numbers and place, without a full stop at its end
    /// @param next what became of the data, and what to type next
    public UnverifiedException(int number, String message, String next) {
        this(number, message, next, null);
    }

    /// As [#UnverifiedException(int, String, String)], with the error beneath it.
    public UnverifiedException(int number, String message, String next, @Nullable Throwable cause) {
        super(Numbers.within(number, 700, 799), 8, message, next, cause);
    }
}

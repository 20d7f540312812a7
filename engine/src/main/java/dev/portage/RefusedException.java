package dev.portage;

import org.jspecify.annotations.Nullable;

/// The step is refused as unsafe now; what must come first is named.
///
/// Codes PT-600 to PT-699; exit code 7.
public final class RefusedException extends PortageException {
    private static final long serialVersionUID = 1L;

    /// @param number the code's number, 600..699
    /// @param message what happened, with numbers and place, without a full stop at its end
    /// @param next what became of the data, and what to type next
    public RefusedException(int number, String message, String next) {
        this(number, message, next, null);
    }

    /// As [#RefusedException(int, String, String)], with the error beneath it.
    public RefusedException(int number, String message, String next, @Nullable Throwable cause) {
        super(Numbers.within(number, 600, 699), 7, message, next, cause);
    }
}

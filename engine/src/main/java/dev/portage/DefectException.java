package dev.portage;

import org.jspecify.annotations.Nullable;

/// A mistake in Portage itself.
///
/// Codes PT-900 to PT-999; exit code 70.
public final class DefectException extends PortageException {
    private static final long serialVersionUID = 1L;

    /// @param number the code's number, 900..999
    /// @param message what happened, with numbers and place, without a full stop at its end
    /// @param next what became of the data, and what to type next
    public DefectException(int number, String message, String next) {
        this(number, message, next, null);
    }

    /// As [#DefectException(int, String, String)], with the error beneath it.
    public DefectException(int number, String message, String next, @Nullable Throwable cause) {
        super(Numbers.within(number, 900, 999), 70, message, next, cause);
    }
}

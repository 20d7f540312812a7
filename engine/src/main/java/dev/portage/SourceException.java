package dev.portage;

import org.jspecify.annotations.Nullable;

/// The source is missing, empty, not what it claims to be, encrypted, damaged or malformed.
///
/// Codes PT-150 to PT-199; exit code 2.
public final class SourceException extends PortageException {
    private static final long serialVersionUID = 1L;

    /// @param number the code's number, 150..199
    /// @param message what happened, with numbers and place, without a full stop at its end
    /// @param next what became of the data, and what to type next
    public SourceException(int number, String message, String next) {
        this(number, message, next, null);
    }

    /// As [#SourceException(int, String, String)], with the error beneath it.
    public SourceException(int number, String message, String next, @Nullable Throwable cause) {
        super(Numbers.within(number, 150, 199), 2, message, next, cause);
    }
}

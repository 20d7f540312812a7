package dev.portage;

import org.jspecify.annotations.Nullable;

/// The command line, a setting or a file that a person wrote is wrong: mend it and type again.
///
/// Codes PT-100 to PT-149; exit code 2.
public final class ConfigException extends PortageException {
    private static final long serialVersionUID = 1L;

    /// @param number the code's number, 100..149
    /// @param message what happened, with numbers and place, without a full stop at its end
    /// @param next what became of the data, and what to type next
    public ConfigException(int number, String message, String next) {
        this(number, message, next, null);
    }

    /// As [#ConfigException(int, String, String)], with the error beneath it.
    public ConfigException(int number, String message, String next, @Nullable Throwable cause) {
        super(Numbers.within(number, 100, 149), 2, message, next, cause);
    }
}

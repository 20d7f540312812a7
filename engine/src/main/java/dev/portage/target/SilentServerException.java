package dev.portage.target;

import java.io.IOException;

/// The server said nothing for so long that the connection was given up.
final class SilentServerException extends IOException {
    private static final long serialVersionUID = 1L;

    SilentServerException(String reason) {
        super(reason);
    }

    /// The one among the causes of an error, or null.
    static @org.jspecify.annotations.Nullable SilentServerException in(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SilentServerException silent) {
                return silent;
            }
        }
        return null;
    }
}

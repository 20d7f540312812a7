package dev.portage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A database could not be reached, ran out of room or out of time: mend that and run the same command again.
///
/// Codes PT-300 to PT-399; exit code 4.
public final class UnreachableException extends PortageException {
    private static final long serialVersionUID = 1L;
    private static final int CAUSES = 20;

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

    /// PT-392 where `error`, or what caused it, is that Java ran out of memory; else empty. It is no defect, and what is
    /// committed stays.
    public static Optional<UnreachableException> ofMemory(@Nullable Throwable error) {
        Throwable each = error;
        for (int i = 0; each != null && i < CAUSES; i++) {
            if (each instanceof OutOfMemoryError) {
                return Optional.of(new UnreachableException(392,
                        "Portage ran out of memory (its heap is %,d MB)".formatted(Runtime.getRuntime().maxMemory() >> 20),
                        "What is committed stays and the source is unchanged; give it more with PORTAGE_JAVA_OPTS=-Xmx1g (a value of "
                                + "n MB needs about 6 n), then run the same command again",
                        error));
            }
            each = each.getCause();
        }
        return Optional.empty();
    }
}

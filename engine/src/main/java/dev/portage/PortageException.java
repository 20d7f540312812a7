package dev.portage;

import org.jspecify.annotations.Nullable;

/// Something that stops a command, told so that an operator knows what to do next.
///
/// Each subtype stands for one thing an operator can do and has one exit code. The message says what happened, with
/// numbers and place; [#next()] says what became of the data and what to type. Messages hold tables, keys and
/// positions, never passwords, and row values only where the user asked for them.
public abstract sealed class PortageException extends RuntimeException
        permits ConfigException, SourceException, PlanException, UnreachableException, ConflictException, MismatchException,
        RefusedException, UnverifiedException, DefectException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String next;
    private final int exitCode;

    PortageException(int number, int exitCode, String message, String next, @Nullable Throwable cause) {
        super(message, cause);
        this.code = "PT-%03d".formatted(number);
        this.next = next;
        this.exitCode = exitCode;
    }

    /// The stable code of this error, `PT-301`.
    public String code() {
        return code;
    }

    /// What became of the data and what to type next, as one or two sentences.
    public String next() {
        return next;
    }

    /// The exit code of the command that this error ends.
    public int exitCode() {
        return exitCode;
    }

    /// The whole as a person reads it: `PT-301 PostgreSQL at db:5432 did not answer. Nothing was lost; …`.
    public String line() {
        return "%s %s. %s".formatted(code, getMessage(), next);
    }
}

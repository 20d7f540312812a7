package dev.portage;

import java.util.Optional;

/// How a command ended.
record Ending(String verdict, int exitCode, Optional<PortageException> error) {
    static Ending of(String verdict) {
        return new Ending(verdict, 0, Optional.empty());
    }

    static Ending failed(String verdict, PortageException error) {
        return new Ending(verdict, error.exitCode(), Optional.of(error));
    }

    /// The report's word for an error.
    static String verdictOf(PortageException error) {
        return switch (error) {
            case MismatchException _ -> "different";
            case UnverifiedException _ -> "unverified";
            case RefusedException _ -> "refused";
            case PlanException e when e.code().equals("PT-250") -> "decisions-needed";
            default -> "failed";
        };
    }
}

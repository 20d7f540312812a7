package dev.portage.cli;

import dev.portage.ConfigException;
import dev.portage.DefectException;
import dev.portage.PortageException;
import dev.portage.RefusedException;
import dev.portage.UnreachableException;
import dev.portage.UnverifiedException;
import dev.portage.observe.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What becomes of a command that could not finish.
final class Failures {
    private Failures() {}

    /// The report of a command that ended before the engine could write one.
    static Report report(String command, PortageException error) {
        String verdict = switch (error) {
            case RefusedException _ -> "refused";
            case UnverifiedException _ -> "unverified";
            default -> "failed";
        };
        return report(command, verdict, error.exitCode(),
                new Report.Failure(error.code(), String.valueOf(error.getMessage()), error.next()));
    }

    /// As [#report(String, PortageException)], for an end that is no exception.
    static Report report(String command, String verdict, int exitCode, Report.Failure failure) {
        return new Report(1, command, verdict, exitCode, false, List.of(), new Report.Target("", "", "", ""), List.of(),
                List.of(),
                List.of(), Map.of(), List.of(), new Report.Estimate(0, 0, 0), Optional.of(failure));
    }

    /// What went wrong, as one of ours; memory that ran out is no defect.
    static PortageException known(Throwable error, Optional<Path> workDir) {
        return UnreachableException.ofMemory(error).map(PortageException.class::cast)
                .orElseGet(() -> error instanceof PortageException ours ? ours : defect(error, workDir));
    }

    /// An error that nobody foresaw, as an operator reads it. Its stack trace goes to `defect.log` in the work folder, with
    /// type names and places only: a message may hold a row's values.
    static DefectException defect(Throwable error, Optional<Path> workDir) {
        String what = "a defect in Portage: " + error.getClass().getSimpleName() + place(error);
        Optional<Path> log = workDir.filter(Files::isDirectory).map(folder -> folder.resolve("defect.log"));
        if (log.isEmpty()) {
            return new DefectException(900, what, "The source was not changed; please report this", error);
        }
        try {
            append(log.get(), trace(error));
        } catch (IOException e) {
            return new DefectException(900, what + " (its trace could not be written to %s: %s)".formatted(log.get(), e),
                    "The source was not changed; please report this", error);
        }
        return new DefectException(900, what,
                "The source was not changed, and what is committed stays; please report this with " + log.get(), error);
    }

    private static void append(Path log, String text) throws IOException {
        if (!Files.exists(log)) {
            Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(log, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    private static String place(Throwable error) {
        StackTraceElement[] trace = error.getStackTrace();
        return trace.length == 0 ? "" : " in " + trace[0].getClassName() + "." + trace[0].getMethodName();
    }

    private static String trace(Throwable error) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        writer.println(Instant.now());
        for (Throwable each = error; each != null; each = each.getCause()) {
            writer.println(each.getClass().getName());
            for (StackTraceElement element : each.getStackTrace()) {
                writer.println("    at " + element);
            }
        }
        return text.toString();
    }

    /// An error of the command line.
    static ConfigException usage(String message, String command) {
        return new ConfigException(101, message, "Nothing was begun; type portage help " + command);
    }
}

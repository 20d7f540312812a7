package dev.portage.cli;

import dev.portage.Migration;
import dev.portage.MigrationSettings;
import dev.portage.observe.Report;
import dev.portage.observe.ReportJson;
import dev.portage.observe.Visible;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// Runs one command of the engine, shows its progress, and prints how it ended.
///
/// Threads: one; SIGINT and SIGTERM interrupt it.
final class MigrationRun {
    private final Console console;
    private final OutputOptions output;
    private final String command;

    MigrationRun(Console console, OutputOptions output, String command) {
        this.console = console;
        this.output = output;
        this.command = command;
    }

    /// Runs `work` and returns the exit code.
    int run(MigrationSettings settings, Function<Migration, Report> work) {
        try (Interruption interruption = Interruption.watch()) {
            Ended ended = ended(settings, work);
            if (interruption.requested()) {
                ended = new Ended(interrupted(), Optional.empty());
            }
            show(ended, settings);
            return ended.report().exitCode();
        }
    }

    /// How the command ended.
    ///
    /// @param reach the target, where one was made
    private record Ended(Report report, Optional<Reach> reach) {}

    private Ended ended(MigrationSettings settings, Function<Migration, Report> work) {
        try (Progress progress = Progress.of(console, output.quiet);
                Migration migration = Migration.open(settings, progress)) {
            Report report = work.apply(migration);
            // The embedded server still runs here and can tell its port.
            boolean arrived = report.verdict().equals("equal") || report.verdict().equals("different");
            return new Ended(report, arrived ? Optional.of(Reach.of(settings, migration.workDir())) : Optional.empty());
        } catch (RuntimeException | Error e) {
            return new Ended(Failures.report(command, Failures.known(e, Optional.of(settings.folder()))), Optional.empty());
        }
    }

    private Report interrupted() {
        int exitCode = Interruption.exitCode();
        return Failures.report(command, "failed", exitCode, new Report.Failure("PT-908",
                exitCode == 143 ? "stopped by SIGTERM" : exitCode == 130 ? "stopped by SIGINT" : "stopped by SIGHUP",
                "What is committed stays; run the same command again to go on"));
    }

    private void show(Ended ended, MigrationSettings settings) {
        Report report = ended.report();
        if (output.json) {
            console.out().print(ReportJson.render(report));
            console.out().flush();
            return;
        }
        Path planFile = settings.planFile().orElseGet(() -> settings.folder().resolve("1-plan").resolve("plan.yaml"));
        boolean ranAtAll = report.error().isEmpty() || !report.tables().isEmpty();
        if (ranAtAll) {
            new ReportText(console.out(), output.palette(console)).print(report, planFile);
        }
        report.error().ifPresent(error -> console.err()
                .println(Visible.of("%s %s. %s".formatted(error.code(), error.message(), error.next()))));
        if (ranAtAll) {
            lastLines(ended, settings, planFile);
        }
        console.out().flush();
    }

    private void lastLines(Ended ended, MigrationSettings settings, Path planFile) {
        Report report = ended.report();
        ended.reach().ifPresent(reach -> reach(reach, settings, report));
        switch (report.verdict()) {
            case "equal" -> {
                for (String source : settings.sourceIds()) {
                    Path copy = settings.folder().resolve("2-snapshot").resolve(source);
                    if (Files.isRegularFile(copy)) {
                        last("Backup", copy + " (the private copy that was moved)");
                    }
                }
            }
            case "planned", "decisions-needed" -> last("Plan", planFile.toString());
            default -> {}
        }
        Path quarantine = settings.folder().resolve("3-copy").resolve("quarantine.csv");
        if (report.checks().stream().anyMatch(check -> check.name().equals("quarantine")) && Files.isRegularFile(quarantine)) {
            last("Quarantine", quarantine.toString());
        }
        Path page = settings.folder().resolve("report.html");
        if (!report.command().equals("status") && Files.isRegularFile(page)) {
            last("Report", page.toString());
        }
        if (report.sourceChanged()) {
            console.out().println("The source was written to meanwhile.");
        }
    }

    private void reach(Reach reach, MigrationSettings settings, Report report) {
        console.out().println();
        last("Connection", reach.url());
        if (report.verdict().equals("equal") && !report.command().equals("status")) {
            last("In the app", "DATABASE_URL=%s (and the PostgreSQL driver)%s".formatted(reach.url(),
                    settings.schema().equals("public") ? "" : ", search_path=" + Visible.of(settings.schema())));
        }
        reach.folder()
                .ifPresent(folder -> last("Server", "when it is stopped: portage postgres start %s".formatted(near(folder))));
    }

    /// The path as seen from the current folder, where it lies beneath it.
    private static Path near(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }

    private void last(String name, String value) {
        console.out().println("%-11s %s".formatted(name, value));
    }
}

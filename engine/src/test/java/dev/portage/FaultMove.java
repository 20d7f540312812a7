package dev.portage;

import dev.portage.copy.CopyConfig;
import dev.portage.observe.Event;
import dev.portage.observe.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs a move in ranges of 10,000 rows for the tests of faults, here or in a process of its own.
public final class FaultMove {
    private FaultMove() {}

    /// `portage move` in small ranges.
    public static Report run(MigrationSettings settings, Event.Listener listener) {
        return run(settings, listener, 1);
    }

    /// `portage move` in ranges of about so many bytes.
    public static Report run(MigrationSettings settings, Event.Listener listener, long rangeBytes) {
        try (Migration migration = Migration.open(settings, listener)) {
            return migration.copyingBy(CopyConfig.DEFAULT.withRangeBytes(rangeBytes)).move();
        }
    }

    /// Does something at the `count`-th progress of a step.
    public static Event.Listener at(String wanted, int count, Runnable what) {
        AtomicInteger left = new AtomicInteger(count);
        return event -> {
            if (event instanceof Event.Progressed(_, var step, _, var done, _) && step.equals(wanted) && done >= 0
                    && left.decrementAndGet() == 0) {
                what.run();
            }
        };
    }

    /// Moves `SOURCE` to `URL` with the work folder `FOLDER`; where a fourth argument is, stands still at the second range,
    /// says `here` and goes on after a line on its standard input. Says `exit N ERROR` at the end.
    public static void main(String[] args) {
        MigrationSettings settings = MigrationSettings.of(Path.of(args[0]))
                .but(change -> change.target(args[1]).workDir(Path.of(args[2])));
        Report report = run(settings, args.length > 3 ? at("rows", 6, FaultMove::stand) : Event.Listener.none());
        System.out.println("exit %d %s".formatted(report.exitCode(),
                report.error().map(error -> error.code() + " " + error.message()).orElse("")));
    }

    private static void stand() {
        System.out.println("here");
        try {
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        } catch (IOException e) {
            throw new IllegalStateException("the test has gone", e);
        }
    }

    /// Starts [#main] in a process of its own.
    public static Process start(String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), FaultMove.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}

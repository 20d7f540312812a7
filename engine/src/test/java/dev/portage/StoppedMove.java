package dev.portage;

import dev.portage.observe.Event;
import dev.portage.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A move in a process of its own that stands still at a named event, to be killed there.
final class StoppedMove {
    private StoppedMove() {}

    /// Runs a move until the `count`-th progress of `step`, says `here` and waits for its end.
    public static void main(String[] args) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[3]));
        Event.Listener stop = event -> {
            if (event instanceof Event.Progressed(_, var step, _, _, _) && step.equals(args[2]) && left.decrementAndGet() == 0) {
                System.out.println("here");
                wait(new CountDownLatch(1));
            }
        };
        var settings = MigrationSettings.of(Path.of(args[0])).but(change -> change.target(args[1]));
        MoveFixture.runInSmallRanges(settings, stop, Migration::move);
        System.out.println("ended");
    }

    private static void wait(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts such a process and kills it, as `kill -9` does, when it stands there. Returns what it said.
    static String killAt(Path source, TestDatabase database, String step, int count) throws IOException, InterruptedException {
        var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), StoppedMove.class.getName(),
                source.toString(), database.url(), step, String.valueOf(count));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = process.inputReader()) {
            return String.valueOf(out.readLine());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}

package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs other programs and says what they cost: GNU time asks the kernel (`wait4`), for the program and all that it waited for.
final class Program {
    private static final Path GNU_TIME = Path.of("/usr/bin/time");
    private static final long PATIENCE_HOURS = 3;

    private Program() {}

    /// How a program ended.
    ///
    /// @param seconds by the clock, the start of `time` itself included (a millisecond)
    /// @param cpuSeconds user and system, in hundredths
    /// @param output both streams
    record Ended(int exitCode, double seconds, double cpuSeconds, long residentBytes, String output) {
        /// The same, or an error when the exit code is not 0.
        Ended successful(String what) {
            if (exitCode != 0) {
                throw new IllegalStateException("%s ended with %d:%n%s".formatted(what, exitCode, output));
            }
            return this;
        }

        Run run(Map<String, Double> phases, long heapBytes) {
            return new Run(seconds, cpuSeconds, residentBytes, heapBytes, 0, phases);
        }
    }

    /// Runs `command` to its end; its streams go to files in `folder`.
    static Ended run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path cost = Files.createTempFile(folder, "cost-", ".txt");
        Path output = Files.createTempFile(folder, "output-", ".txt");
        List<String> timed = new ArrayList<>(
                List.of(GNU_TIME.toString(), "--output=" + cost, "--format=%U %S %M"));
        timed.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(timed).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_HOURS, TimeUnit.HOURS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            throw new IllegalStateException("%s did not end within %d hours".formatted(command.getFirst(), PATIENCE_HOURS));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        String[] words = Files.readAllLines(cost).getLast().split(" ");
        Ended ended = new Ended(process.exitValue(), seconds, Double.parseDouble(words[0]) + Double.parseDouble(words[1]),
                Long.parseLong(words[2]) * 1024, Files.readString(output, StandardCharsets.ISO_8859_1));
        Files.delete(cost);
        Files.delete(output);
        return ended;
    }

    /// What a program prints about its version: the first line, or the empty text when there is no such program.
    static String version(Path folder, String... command) throws IOException, InterruptedException {
        if (find(command[0]).isEmpty()) {
            return "";
        }
        return run(folder, Map.of(), List.of(command)).output().lines().findFirst().orElse("").strip();
    }

    /// Where a program of the PATH lies; the empty text when there is none.
    static String find(String name) {
        if (name.startsWith("/")) {
            return Files.isExecutable(Path.of(name)) ? name : "";
        }
        for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        return "";
    }
}

package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The command in a process of its own, as a person runs it.
final class PortageProcess implements AutoCloseable {
    /// 128 + SIGKILL.
    static final int KILLED = 137;

    private final Process process;
    private final Path err;

    private PortageProcess(Process process, Path err) {
        this.process = process;
        this.err = err;
    }

    /// How a process ended.
    record Ended(int exitCode, String out, String err) {}

    /// Starts `portage args` in `folder`; stderr goes to the file `stderr` there.
    static PortageProcess start(Path folder, String... args) throws IOException {
        return start(folder, List.of(), Map.of(), folder.resolve("stderr"), List.of(args));
    }

    /// Starts `portage args` in `folder` with more flags for its JVM and more variables; stderr goes to the file `err`.
    static PortageProcess start(Path folder, List<String> flags, Map<String, String> variables, Path err, List<String> args)
            throws IOException {
        List<String> java = new ArrayList<>(command());
        java.addAll(1, flags);
        List<String> command = new ArrayList<>(signalsHeard());
        command.addAll(java);
        command.addAll(args);
        Files.deleteIfExists(err);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("PORTAGE"));
        builder.environment().putAll(variables);
        return new PortageProcess(builder.start(), err);
    }

    /// Ends it as `kill -9` does; false where it had ended before.
    boolean kill() throws InterruptedException {
        boolean alive = process.isAlive();
        process.destroyForcibly().waitFor();
        return alive && process.exitValue() == KILLED;
    }

    /// A test run in the background, or under nohup, hands down signals that are ignored.
    private static List<String> signalsHeard() {
        return System.getProperty("os.name").equals("Linux") ? List.of("env", "--default-signal=HUP,INT,TERM") : List.of();
    }

    static List<String> command() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Main.class.getName());
    }

    /// Runs to the end.
    static Ended run(Path folder, String... args) throws Exception {
        try (PortageProcess running = start(folder, args)) {
            return running.end();
        }
    }

    /// Waits until stderr holds `text`; fails when the process ends before.
    void awaitErr(String text) throws IOException {
        while (process.isAlive()) {
            if (Files.readString(err).contains(text)) {
                return;
            }
            Thread.onSpinWait();
        }
        assertThat(Files.readString(err)).contains(text);
    }

    /// Sends a signal: `INT`, `TERM`.
    void signal(String name) throws Exception {
        int killed = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        assertThat(killed).isZero();
    }

    /// Waits for the end, at most three minutes.
    Ended end() throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("portage ended").isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

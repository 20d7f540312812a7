package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.PortageProcess.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Shell scripts in which `portage` is the command: for full disks, closed streams and small heaps.
final class PortageShell {
    private static final int LONGEST_SECONDS = 240;

    private PortageShell() {}

    /// Runs a script in `folder`.
    static Ended run(Path folder, String script) throws Exception {
        return run(folder, List.of("sh", "-c"), script);
    }

    /// The same where it may mount file systems, which nobody else sees and which go with it.
    static Ended withMounts(Path folder, String script) throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        return run(folder, List.of("unshare", root ? "-m" : "-Urm", "sh", "-c"), script);
    }

    private static Ended run(Path folder, List<String> shell, String script) throws Exception {
        Path err = folder.resolve("shell-stderr");
        List<String> command = new ArrayList<>(shell);
        command.add(function() + script);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("PORTAGE"));
        Process process = builder.start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("the script ended").isTrue();
            return new Ended(process.exitValue(), out, Files.readString(err));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// `portage …`; `HEAP` is the JVM's heap, 256m where unset; `FLAGS` are further flags of the JVM.
    private static String function() {
        String words = PortageProcess.command().stream().filter(word -> !word.startsWith("-Xmx"))
                .map(word -> "'" + word.replace("'", "'\\''") + "'").collect(Collectors.joining(" "))
                .replaceFirst(" ", " -Xmx\\${HEAP:-256m} \\$FLAGS ");
        return "HEAP= FLAGS=\nportage() { " + words + " \"$@\"; }\n";
    }

    /// Files of a work folder that no finished command leaves.
    static List<String> leftovers(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(Path::toString)
                    .filter(name -> name.matches(".*(\\.partial|\\.new|-wal|-shm|-journal)|.*/spill/.*")).toList();
        }
    }
}

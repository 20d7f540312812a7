package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `portage` beside the root pom, run as people run it.
class LauncherIT {
    private static final Path SCRIPT = Path.of("..", "portage").toAbsolutePath().normalize();
    private static final Path JAR = Path.of("target", "portage.jar").toAbsolutePath();

    @TempDir
    Path folder;

    private record Outcome(int exitCode, String output) {}

    private Outcome run(Path script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(script.toString(), "no-such-command")).directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private Path installed(String text) throws IOException {
        Path script = folder.resolve("portage");
        Files.copy(SCRIPT, script, StandardCopyOption.COPY_ATTRIBUTES);
        return Files.writeString(script, text);
    }

    @Test
    void without_a_new_enough_jdk_it_says_what_to_install() throws Exception {
        // The same script, asking for a JDK that nobody has.
        Outcome outcome = run(installed(Files.readString(SCRIPT).replace("needed=25", "needed=999")));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).contains("needs a JDK 999 or newer", "JAVA_HOME").hasLineCount(1);
    }

    @Test
    void an_installed_copy_runs_the_jar_beside_it_from_any_folder_and_through_a_link() throws Exception {
        Path script = installed(Files.readString(SCRIPT));
        Files.createDirectory(folder.resolve("lib"));
        Files.createLink(folder.resolve("lib/portage.jar"), JAR);
        Path link = Files.createSymbolicLink(folder.resolve("linked"), script.getFileName());

        Outcome outcome = run(link);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).contains("PT-103").doesNotContain("WARNING", "needs a JDK", "portage.jar is neither");
    }

    @Test
    void an_installed_copy_without_its_jar_says_where_it_looked() throws Exception {
        Outcome outcome = run(installed(Files.readString(SCRIPT)));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).contains("portage.jar is neither in", "lib").hasLineCount(1);
    }
}

package dev.portage.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
        return run(script, Map.of("JAVA_HOME", System.getProperty("java.home")));
    }

    private Outcome run(Path script, Map<String, String> environment) throws Exception {
        return run(environment, script.toString(), "no-such-command");
    }

    private Outcome run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "JAVA_TOOL_OPTIONS", "PORTAGE_JAVA_OPTS"));
        builder.environment().putAll(environment);
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

    @Test
    void the_first_start_prepares_and_the_next_takes_its_classes_from_what_was_prepared() throws Exception {
        Path script = withItsJar();

        Outcome first = run(script);
        Outcome second = run(script, options("-Xlog:class+load:file=" + folder.resolve("loaded") + "::filecount=0"));

        assertThat(first.output()).contains("preparing quick starts", "PT-103");
        assertThat(second.output()).contains("PT-103").hasLineCount(1);
        assertThat(loaded("picocli.CommandLine")).contains("shared objects file");
        assertThat(loaded("dev.portage.cli.Main")).contains("shared objects file");
    }

    @Test
    void for_small_databases_the_second_compiler_is_left_out_and_for_no_others() throws Exception {
        Path script = withItsJar();
        // Without its caches, which nobody asks about here.
        Files.writeString(start(folder), "in the way");
        Files.write(folder.resolve("small.db"), new byte[1_000]);
        Files.write(folder.resolve("large.db"), new byte[1_100_000]);
        Files.write(folder.resolve("waiting.db"), new byte[1_000]);
        Files.write(folder.resolve("waiting.db-wal"), new byte[1_100_000]);

        assertThat(compilers(script, "plan", "small.db", "--json")).isEqualTo("1");
        assertThat(compilers(script, "plan", "small.db", "large.db")).isEqualTo("4");
        assertThat(compilers(script, "plan", "waiting.db")).isEqualTo("4");
        assertThat(compilers(script, "plan", "missing.db")).isEqualTo("4");
    }

    /// The JVM's own word on which of its compilers may run.
    private String compilers(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        String flags = run(options("-XX:+PrintFlagsFinal"), command.toArray(String[]::new)).output();
        return flags.lines().filter(line -> line.contains(" TieredStopAtLevel ")).findFirst().orElseThrow()
                .replaceAll(".*= *(\\d+) .*", "$1");
    }

    @Test
    void a_damaged_cut_or_foreign_cache_is_passed_over_without_a_word() throws Exception {
        Path script = withItsJar();
        run(script);
        Path cache = prepared(".aot");
        byte[] whole = Files.readAllBytes(cache);

        for (byte[] unfit : List.of(damaged(whole), Arrays.copyOf(whole, whole.length / 3), "no cache at all".getBytes(US_ASCII),
                new byte[0])) {
            Files.write(cache, unfit);
            Outcome outcome = run(script, options("-Xlog:class+load:file=" + folder.resolve("loaded") + "::filecount=0"));

            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.output()).as("%d bytes", unfit.length).contains("PT-103").hasLineCount(1);
            assertThat(loaded("dev.portage.cli.Main")).contains("file:");
        }
    }

    @Test
    void another_jar_is_prepared_anew_and_nothing_is_left_of_the_old() throws Exception {
        Path script = withItsJar();
        run(script);
        Path old = prepared(".aot");
        Files.setLastModifiedTime(folder.resolve("lib/portage.jar"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));

        Outcome again = run(script);

        assertThat(again.output()).contains("preparing quick starts", "PT-103");
        assertThat(old).doesNotExist();
        try (Stream<Path> files = Files.list(start(folder))) {
            assertThat(files.map(file -> file.getFileName().toString())).hasSize(3)
                    .anyMatch(name -> name.endsWith(".aot")).anyMatch(name -> name.endsWith(".jar"));
        }
    }

    @Test
    void where_nothing_can_be_written_or_prepared_it_runs_all_the_same() throws Exception {
        Path script = withItsJar();
        // Root may write to a folder that is read-only, but not beneath a file.
        Files.writeString(start(folder), "in the way");

        Outcome unwritable = run(script);
        Files.delete(start(folder));
        // A JDK that cannot make a cache: the training run fails.
        Outcome untrained = run(script, Map.of("JAVA_HOME", javaThatRefuses("AOTCacheOutput").toString()));
        Outcome after = run(script, Map.of("JAVA_HOME", javaThatRefuses("AOTCacheOutput").toString()));

        assertThat(unwritable.output()).contains("PT-103").hasLineCount(1);
        assertThat(untrained.output()).contains("preparing quick starts", "PT-103").hasLineCount(2);
        assertThat(after.output()).as("tried once").contains("PT-103").hasLineCount(1);
    }

    @Test
    void what_others_may_write_to_is_not_run() throws Exception {
        Path script = withItsJar();
        run(script);
        Files.setPosixFilePermissions(start(folder), PosixFilePermissions.fromString("rwxrwxrwx"));

        Outcome outcome = run(script, options("-Xlog:class+load:file=" + folder.resolve("loaded") + "::filecount=0"));

        assertThat(outcome.output()).contains("PT-103").hasLineCount(1);
        assertThat(loaded("picocli.CommandLine")).contains("lib/portage.jar");
    }

    @Test
    void an_older_java_first_in_the_path_does_not_matter() throws Exception {
        Path script = withItsJar();
        Path old = Files.createDirectories(folder.resolve("jdk-17/bin")).resolve("java");
        Files.writeString(folder.resolve("jdk-17/release"), "JAVA_VERSION=\"17.0.9\"\n");
        executable(old, "#!/bin/sh\necho 'Unrecognized VM option' >&2\nexit 1\n");
        Files.createDirectories(folder.resolve("home/.jdks"));
        Files.createSymbolicLink(folder.resolve("home/.jdks/25"), Path.of(System.getProperty("java.home")));

        Outcome outcome = run(script, Map.of("PATH", old.getParent() + ":" + System.getenv("PATH"), "HOME",
                folder.resolve("home").toString()));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).contains("PT-103").doesNotContain("Unrecognized");
    }

    @Test
    void flags_of_the_person_win_over_its_own() throws Exception {
        Path script = withItsJar();
        run(script);

        Outcome outcome = run(script, options("-Xmx64m -XX:+PrintFlagsFinal"));

        assertThat(outcome.output()).containsPattern("MaxHeapSize += " + (64L << 20)).contains("PT-103");
    }

    private Path withItsJar() throws IOException {
        Path script = installed(Files.readString(SCRIPT));
        Files.createDirectory(folder.resolve("lib"));
        // A copy, because its time is changed.
        Files.copy(JAR, folder.resolve("lib/portage.jar"));
        return script;
    }

    private static Path start(Path folder) {
        return folder.resolve("lib/portage-start");
    }

    private static Map<String, String> options(String flags) {
        return Map.of("JAVA_HOME", System.getProperty("java.home"), "PORTAGE_JAVA_OPTS", flags);
    }

    private Path prepared(String ending) throws IOException {
        try (Stream<Path> files = Files.list(start(folder))) {
            return files.filter(file -> file.toString().endsWith(ending) && !file.toString().endsWith(".short" + ending))
                    .findFirst().orElseThrow();
        }
    }

    /// The line that says where a class was loaded from.
    private String loaded(String type) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("loaded"))) {
            return lines.filter(line -> line.contains(" " + type + " ")).findFirst().orElseThrow();
        }
    }

    private static byte[] damaged(byte[] whole) {
        byte[] damaged = whole.clone();
        for (int i = 100_000; i < damaged.length; i += 9_973) {
            damaged[i] ^= 0x55;
        }
        return damaged;
    }

    /// A JDK whose `java` refuses one flag.
    private Path javaThatRefuses(String flag) throws IOException {
        Path home = folder.resolve("refusing");
        if (!Files.exists(home)) {
            Files.createDirectories(home.resolve("bin"));
            Files.copy(Path.of(System.getProperty("java.home"), "release"), home.resolve("release"));
            executable(home.resolve("bin/java"),
                    "#!/bin/sh\ncase \"$*\" in *%s*) exit 1 ;; esac\nexec '%s' \"$@\"\n".formatted(flag,
                            Path.of(System.getProperty("java.home"), "bin", "java")));
        }
        return home;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

package dev.portage.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The programs of `src/test/node` with the drivers and the ORM that they use, installed once a build by `npm ci` from
/// the lock file beside them. They run on the Node of that lock file, whatever the machine has.
///
/// Threads: any; a lock file keeps two builds apart.
public final class NodePrograms {
    private static final Path PROGRAMS = Path.of("src", "test", "node");
    private static final Path FOLDER = Path.of("target", "node").toAbsolutePath();
    private static final long MINUTES = 10;

    private NodePrograms() {}

    /// Runs one of the programs and returns what it wrote.
    ///
    /// @throws IllegalStateException it failed or took more than 10 minutes, with what it said
    public static String run(Map<String, String> environment, String... arguments) {
        install();
        List<String> command = new ArrayList<>(List.of(FOLDER.resolve("node_modules/.bin/node").toString(),
                "--experimental-strip-types", "--no-warnings"));
        command.addAll(List.of(arguments));
        return execute(command, environment);
    }

    private static synchronized void install() {
        try {
            Files.createDirectories(FOLDER);
            try (FileChannel lock = FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = lock.lock();
                    Stream<Path> programs = Files.list(PROGRAMS)) {
                for (Path program : programs.toList()) {
                    Files.copy(program, FOLDER.resolve(program.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
                String wanted = Files.readString(PROGRAMS.resolve("package-lock.json"));
                Path done = FOLDER.resolve("installed");
                if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
                    execute(List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"), Map.of());
                    Files.writeString(done, wanted);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the programs of Node could not be installed", e);
        }
    }

    private static String execute(List<String> command, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("portage-node", ".out");
            Path errors = Files.createTempFile("portage-node", ".err");
            try {
                var builder = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
                if (!ended) {
                    process.destroyForcibly();
                }
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(
                            "%s ended with %s: %s".formatted(command, ended ? process.exitValue() : "no end",
                                    Files.readString(errors) + Files.readString(output)));
                }
                return Files.readString(output, StandardCharsets.UTF_8);
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new IllegalStateException("%s cannot be run; ./check installs what is needed".formatted(command.getFirst()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command + " ran", e);
        }
    }
}

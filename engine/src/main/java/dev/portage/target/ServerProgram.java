package dev.portage.target;

import dev.portage.ConfigException;
import dev.portage.UnreachableException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs one program of a PostgreSQL to its end.
///
/// PostgreSQL refuses to run as root. Root runs it inside a user namespace (`unshare -U`), where the process has no
/// rights beyond those of the owner of its files.
final class ServerProgram {
    private ServerProgram() {}

    /// How a program ended.
    ///
    /// @param output both of its streams
    record Result(int exitCode, String output) {
        String firstLine() {
            return output.lines().filter(line -> !line.isBlank()).findFirst().orElse("exit code " + exitCode);
        }
    }

    /// Runs a program with the rights that a server may have.
    static Result runAsServer(List<String> command, Duration patience) {
        if (!isRoot()) {
            return run(command, patience);
        }
        List<String> inNamespace = new ArrayList<>(List.of(unshare().toString(), "-U"));
        inNamespace.addAll(command);
        return run(inNamespace, patience);
    }

    /// Runs a program as this user. Its output goes through a file, because a server that it starts would keep a
    /// pipe open. The file has a name only until the program runs, so that a kill leaves none behind.
    static Result run(List<String> command, Duration patience) {
        try {
            Path output = Files.createTempFile("portage-server-", ".out");
            try (InputStream said = Files.newInputStream(output)) {
                return run(command, patience, output, said);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UnreachableException(314, "%s could not be run (%s)".formatted(name(command), e.getMessage()),
                    "Nothing was changed; mend that and type the command again", e);
        }
    }

    private static Result run(List<String> command, Duration patience, Path output, InputStream said) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        Files.delete(output);
        try {
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new UnreachableException(314, "%s did not end within %d s".formatted(name(command), patience.toSeconds()),
                        "Type the command again when the machine is less busy");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new UnreachableException(314, "%s was interrupted".formatted(name(command)),
                    "Type the command again to go on", e);
        }
        return new Result(process.exitValue(), new String(said.readAllBytes(), StandardCharsets.ISO_8859_1));
    }

    private static String name(List<String> command) {
        return command.stream().filter(word -> word.startsWith("/") && !word.endsWith("unshare")).findFirst()
                .orElse(command.getFirst());
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name")) && File.separatorChar == '/';
    }

    private static Path unshare() {
        for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
            Path candidate = Path.of(folder, "unshare");
            if (Files.isExecutable(candidate)) {
                return mayUnshare(candidate);
            }
        }
        throw new ConfigException(132, "PostgreSQL does not run as root, and the program unshare is not installed",
                "Run Portage as another user, install util-linux, or name a server by --to postgresql://…");
    }

    private static Path mayUnshare(Path unshare) {
        Result result = run(List.of(unshare.toString(), "-U", "true"), Duration.ofSeconds(30));
        if (result.exitCode() != 0) {
            throw new ConfigException(132,
                    "PostgreSQL does not run as root, and this machine allows no user namespace (%s)"
                            .formatted(result.firstLine()),
                    "Run Portage as another user, or name a server by --to postgresql://…");
        }
        return unshare;
    }
}

package dev.portage.target;

import dev.portage.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the password of a server: `--password-file`, `PGPASSWORD`, the password inside `DATABASE_URL`, the pgpass file
/// (`passfile` of the URL, `PGPASSFILE`, else `~/.pgpass`); the first that has one wins.
///
/// @param file the file of `--password-file`; null when not given
/// @param environment the variables of the process
/// @param home the folder of the user
record Passwords(@Nullable Path file, Map<String, String> environment, Path home) {

    /// The password, or nothing when no place has one: the server may not ask for any.
    ///
    /// @throws ConfigException PT-123 a file that others may read, PT-125 one that cannot be read
    Optional<Secret> find(TargetAddress.Server server) {
        if (file != null) {
            return Optional.of(Secret.of(read(file).lines().findFirst().orElse("")));
        }
        String variable = environment.get("PGPASSWORD");
        if (variable != null && !variable.isEmpty()) {
            return Optional.of(Secret.of(variable));
        }
        if (server.password() != null) {
            return Optional.of(server.password());
        }
        Optional<Secret> ofUrl = ofDatabaseUrl(server);
        if (ofUrl.isPresent()) {
            return ofUrl;
        }
        String named = server.options().getOrDefault("passfile", environment.getOrDefault("PGPASSFILE", ""));
        Path passFile = named.isEmpty() ? home.resolve(".pgpass") : Path.of(named);
        if (named.isEmpty() && !Files.isRegularFile(passFile)) {
            return Optional.empty();
        }
        return PassFile.find(read(passFile), server).map(Secret::of);
    }

    /// The password in `DATABASE_URL`, where that names the very same server, database and user.
    private Optional<Secret> ofDatabaseUrl(TargetAddress.Server server) {
        String url = environment.getOrDefault("DATABASE_URL", "");
        if (!url.startsWith("postgres://") && !url.startsWith("postgresql://")) {
            return Optional.empty();
        }
        TargetAddress named;
        try {
            // Only the server and the password count here; the options are those of the application's own driver.
            named = TargetAddress.fromDatabaseUrl(url.replaceFirst("\\?.*", ""), environment);
        } catch (ConfigException _) {
            // Another program's form of URL; it is not what the person named as the target.
            return Optional.empty();
        }
        return named instanceof TargetAddress.Server other && other.hostAndPort().equals(server.hostAndPort())
                && other.database().equals(server.database()) && other.user().equals(server.user())
                        ? Optional.ofNullable(other.password())
                        : Optional.empty();
    }

    private static String read(Path path) {
        try {
            refuseOpenToOthers(path);
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigException(125,
                    "the password file %s cannot be read (%s)".formatted(path, e.getClass().getSimpleName()),
                    "Name a file that you can read; nothing was sent", e);
        }
    }

    private static void refuseOpenToOthers(Path path) throws IOException {
        if (!Files.getFileStore(path).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        others.removeAll(PosixFilePermissions.fromString("rwx------"));
        if (!others.isEmpty()) {
            throw new ConfigException(123, "other users may read the password file " + path,
                    "Type chmod 600 %s, and change the password if others were here".formatted(path));
        }
    }
}

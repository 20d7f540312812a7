package dev.portage.target;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a target needs beside its address.
///
/// @param environment the variables of the process: `PGPASSWORD`, `PGPASSFILE`, `PGSSLMODE`, `PGSSLROOTCERT`
/// @param passwordFile the file of `--password-file`, mode 0600; null when not given
/// @param lockTimeout how long a statement waits for a lock; zero waits for ever
/// @param patience how long a server that refuses or is starting up is asked again
public record TargetSettings(Map<String, String> environment, @Nullable Path passwordFile, Duration lockTimeout,
        Duration patience) {
    public TargetSettings {
        environment = Map.copyOf(environment);
        if (lockTimeout.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException("a timeout must not be negative");
        }
    }

    /// The environment of this process, no password file, 30 s for a lock, 5 s for a starting server.
    public static TargetSettings ofEnvironment() {
        return new TargetSettings(System.getenv(), null, Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    /// The same with a password file.
    public TargetSettings withPasswordFile(@Nullable Path file) {
        return new TargetSettings(environment, file, lockTimeout, patience);
    }

    /// The same with another time to wait for a lock; zero waits for ever.
    public TargetSettings withLockTimeout(Duration timeout) {
        return new TargetSettings(environment, passwordFile, timeout, patience);
    }

    /// The same with another patience for a server that refuses or is starting up.
    public TargetSettings withPatience(Duration time) {
        return new TargetSettings(environment, passwordFile, lockTimeout, time);
    }

    /// How long a connection may stand still before the server is asked what it is doing: `silence_timeout` of the URL, 60 s
    /// without it.
    Duration silence(TargetAddress.Server server) {
        return Duration.ofSeconds(Long.parseLong(server.options().getOrDefault("silence_timeout", "60")));
    }
}

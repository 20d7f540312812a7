package dev.portage.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// Starts servers that do not wait for the disk, and servers of other versions: for tests alone, hence in this package.
public final class UnsafeServer {
    private static final Map<String, String> FAST = Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes",
            "off", "shared_buffers", "64MB", "autovacuum", "off", "log_statement", "none");

    private UnsafeServer() {}

    /// The bundled version.
    public static EmbeddedPostgres start(Path folder) {
        return EmbeddedPostgres.start(folder, new ServerSettings(PostgresBinaries.bundled(), FAST));
    }

    /// The bundled version with more settings.
    public static EmbeddedPostgres start(Path folder, Map<String, String> parameters) {
        Map<String, String> all = new java.util.HashMap<>(FAST);
        all.putAll(parameters);
        return EmbeddedPostgres.start(folder, new ServerSettings(PostgresBinaries.bundled(), all));
    }

    /// A program of the bundled version, for example `pg_ctl`.
    public static Path program(String name) {
        return PostgresBinaries.bundled().program(name);
    }

    /// The version of an archive.
    public static EmbeddedPostgres start(Path folder, Path archive) {
        return EmbeddedPostgres.start(folder, new ServerSettings(PostgresBinaries.ofArchive(archive), FAST));
    }

    /// Makes a stopped server in `folder` that [EmbeddedPostgres#start(Path)] then starts without waiting for the disk.
    public static void make(Path folder) throws IOException {
        start(folder).close();
        Files.writeString(folder.resolve("data/postgresql.conf"), "\nfsync = off\n", StandardOpenOption.APPEND);
    }
}

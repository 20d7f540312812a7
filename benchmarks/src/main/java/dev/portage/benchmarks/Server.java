package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A running PostgreSQL of this run alone, with durable settings.
sealed interface Server extends AutoCloseable permits DebianServer, EmbeddedServer {
    /// Settings that are the same for every server and everybody who is measured on it.
    List<String> SETTINGS = List.of("fsync", "synchronous_commit", "full_page_writes", "wal_level", "data_checksums",
            "shared_buffers", "max_wal_size", "jit", "max_parallel_maintenance_workers", "autovacuum");
    AtomicInteger DATABASES = new AtomicInteger();

    /// Which servers there are.
    enum Kind {
        DEBIAN_15("debian15"), EMBEDDED("embedded");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        /// Makes the server's folder anew below `work` and starts it.
        Server start(Path work) throws IOException, InterruptedException, SQLException {
            return switch (this) {
                case DEBIAN_15 -> DebianServer.start(work.resolve(word));
                case EMBEDDED -> EmbeddedServer.start(work.resolve(word));
            };
        }
    }

    Kind kind();

    /// Its database for maintenance.
    Database maintenance();

    /// The process from which all others of the server stem.
    long pid();

    /// A new, empty database.
    default Database create() throws SQLException {
        String name = "run_" + DATABASES.incrementAndGet();
        maintenance().execute(List.of("CREATE DATABASE " + name + " TEMPLATE template0"));
        return maintenance().named(name);
    }

    /// Removes a database, whoever is connected.
    default void drop(Database database) throws SQLException {
        maintenance().execute(List.of("DROP DATABASE " + database.name() + " WITH (FORCE)"));
    }

    /// Writes everything that is dirty, so that a run does not pay for the one before.
    default void checkpoint() throws SQLException {
        maintenance().execute(List.of("CHECKPOINT"));
    }

    /// CPU seconds of all its processes so far, those that have ended included.
    default double cpuSeconds() throws IOException {
        return ProcessTree.cpuSeconds(pid());
    }

    @Override
    void close();
}

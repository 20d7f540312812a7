package dev.portage.benchmarks;

import dev.portage.target.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The PostgreSQL that Portage carries, with the settings that it gives it.
final class EmbeddedServer implements Server {
    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final Database maintenance;

    private EmbeddedServer(Path folder, EmbeddedPostgres postgres, Database maintenance) {
        this.folder = folder;
        this.postgres = postgres;
        this.maintenance = maintenance;
    }

    static EmbeddedServer start(Path folder) throws IOException {
        if (Files.exists(folder.resolve("data/postmaster.pid"))) {
            EmbeddedPostgres.stop(folder);
        }
        Workspace.delete(folder);
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
        String line = Files.readAllLines(folder.resolve("pgpass")).getFirst();
        String password = line.substring(line.lastIndexOf(':') + 1);
        return new EmbeddedServer(folder, postgres, new Database(postgres.port(), "portage", password, "postgres"));
    }

    @Override
    public Kind kind() {
        return Kind.EMBEDDED;
    }

    @Override
    public Database maintenance() {
        return maintenance;
    }

    @Override
    public long pid() {
        try {
            return Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        postgres.close();
        try {
            Workspace.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

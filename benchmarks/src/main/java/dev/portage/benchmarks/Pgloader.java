package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Debian's pgloader, with tables loaded at once and indexes made in parallel.
///
/// @param file the source with upper-case defaults
/// @param folder where its command and logs go
/// @param expectedRows rows of the largest table
record Pgloader(Path file, Path folder, long expectedRows) implements Contestant {
    private static final String COMMAND = """
            LOAD DATABASE FROM sqlite://%s INTO %s
            WITH include drop, create tables, create indexes, foreign keys, reset sequences,
                 workers = 4, concurrency = 2, batch rows = 25000, prefetch rows = 50000
            SET maintenance_work_mem TO '256MB', work_mem TO '64MB';
            """;

    static boolean isInstalled() {
        return !Program.find("pgloader").isEmpty();
    }

    @Override
    public String name() {
        return "pgloader";
    }

    @Override
    public String description() {
        return "Debian's pgloader: schema, data, indexes, foreign keys; rounds REAL to 4 bytes, drops CHECK, verifies nothing";
    }

    @Override
    public Run run(Database database) throws IOException, InterruptedException {
        return load(database).successful(name()).run(Map.of(), 0);
    }

    /// What it says of the file as the application writes it: the first error, or the empty text when it took it.
    String refusal(Database database) throws IOException, InterruptedException {
        Program.Ended ended = load(database);
        return ended.output().lines().filter(line -> line.contains("ERROR") || line.contains("FATAL")).findFirst()
                .map(line -> line.replaceFirst("^.*?(ERROR|FATAL)", "$1")).orElse(ended.exitCode() == 0 ? "" : "an error");
    }

    private Program.Ended load(Database database) throws IOException, InterruptedException {
        Path command = folder.resolve("load-" + database.name());
        Files.writeString(command, COMMAND.formatted(file, database.url()));
        return Program.run(folder, database.environment(),
                List.of("pgloader", "--root-dir", folder.resolve("pgloader").toString(),
                        "--on-error-stop", command.toString()));
    }
}

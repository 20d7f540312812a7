package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures everything that was asked for and writes it to `benchmarks/results/`. `benchmarks/run` starts it.
public final class EndToEnd {
    private static final int SMALL_ROWS = 200;
    private static final int MOST_GROWTH_ROUNDS = 3;

    private final Options options;
    private final Workspace workspace;

    EndToEnd(Options options, Workspace workspace) {
        this.options = options;
        this.workspace = workspace;
    }

    /// Runs in the folder of the root pom.
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Path text = new EndToEnd(options, Workspace.of(Path.of("").toAbsolutePath())).run();
        System.out.print(Files.readString(text));
    }

    /// Measures, writes both files and returns the one for people.
    Path run() throws Exception {
        try (FileChannel lock = FileChannel.open(workspace.work().resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) {
                throw new IllegalStateException("another run of the benchmarks works in " + workspace.work());
            }
            return measure();
        }
    }

    private Path measure() throws Exception {
        Results results = new Results(options, LocalDate.now(ZoneOffset.UTC).toString(), Machine.facts(workspace));
        Path novels = NovelsFile.make(workspace.files(), options.rows());
        Program.run(workspace.work(), Map.of(), List.of(workspace.portage().toString(), "--version")).successful("portage");
        results.facts.put("file", "%,d bytes".formatted(Files.size(novels)));
        results.starts = Starts.measure(workspace, NovelsFile.make(workspace.files(), SMALL_ROWS), options.rounds());
        results.scans = Scans.measure(workspace, novels, options.rounds());
        for (Server.Kind kind : options.servers()) {
            if (kind == Server.Kind.DEBIAN_15 && !DebianServer.isInstalled()) {
                results.notes.add("PostgreSQL 15 is not installed (Debian package postgresql-15): not measured");
                continue;
            }
            try (Server server = kind.start(workspace.work())) {
                onServer(server, novels, results);
            }
        }
        return write(results);
    }

    private void onServer(Server server, Path novels, Results results) throws Exception {
        results.settings.put(server.kind().word(), settings(server));
        results.comparisons.add(new Comparison(server, contestants(server, novels, results)).run(options.rounds()));
        if (options.growth()) {
            results.growths.add(Growth.measure(server, workspace, options.rows(),
                    Math.min(options.rounds(), MOST_GROWTH_ROUNDS)));
        }
        if (options.shapes()) {
            results.shapes.put(server.kind().word(), Shapes.measure(server, workspace, options.rows()));
        }
    }

    private static Map<String, String> settings(Server server) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("server_version", server.maintenance().text("SHOW server_version"));
        for (String name : Server.SETTINGS) {
            settings.put(name, server.maintenance().text("SHOW " + name));
        }
        return settings;
    }

    /// Moves the file once, for its statements and rows, and lets everybody in who is installed.
    private List<Contestant> contestants(Server server, Path novels, Results results) throws Exception {
        Path folder = Files.createDirectories(workspace.work().resolve("contestants-" + server.kind().word()));
        Workspace.delete(folder);
        Files.createDirectories(folder);
        PortageMove portage = new PortageMove(workspace.portage(), novels, folder);
        List<Contestant> contestants = new ArrayList<>();
        Database moved = server.create();
        portage.run(moved, folder.resolve("prepared"));
        SchemaScript schema = SchemaScript.read(folder.resolve("prepared/1-plan/schema.sql"));
        contestants.add(BinaryCopy.export(schema, moved, folder, options.rows()));
        server.drop(moved);
        Workspace.delete(folder.resolve("prepared"));
        contestants.add(portage);
        if (Pgloader.isInstalled()) {
            contestants.add(new Pgloader(NovelsFile.makeUpperCase(novels), folder, options.rows()));
            results.notes.add(refusal(server, folder));
        } else {
            results.notes.add("pgloader is not installed: not measured");
        }
        if (CsvPipe.isInstalled()) {
            contestants.add(new CsvPipe(novels, schema, folder, options.rows()));
        } else {
            results.notes.add("sqlite3 or psql is not installed: the pipe was not measured");
        }
        return contestants;
    }

    private String refusal(Server server, Path folder) throws IOException, InterruptedException, SQLException {
        Database database = server.create();
        try {
            String said = new Pgloader(NovelsFile.make(workspace.files(), SMALL_ROWS), folder, SMALL_ROWS).refusal(database);
            return said.isEmpty()
                    ? "pgloader takes the file as the application writes it (default current_timestamp)"
                    : "pgloader refuses the file as the application writes it (default current_timestamp): `%s`. It loads a copy with CURRENT_TIMESTAMP instead"
                            .formatted(said);
        } finally {
            server.drop(database);
        }
    }

    private Path write(Results results) throws IOException {
        Path folder = Files.createDirectories(workspace.results());
        String name = results.date + "-" + options.name();
        Files.writeString(folder.resolve(name + ".json"), ResultJson.of(results));
        return Files.writeString(folder.resolve(name + ".md"), ResultText.of(results));
    }
}

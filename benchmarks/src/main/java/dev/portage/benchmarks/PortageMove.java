package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `portage move` through its launcher, with the launcher's own flags and a log of the collector.
///
/// @param portage the launcher
/// @param file the source
/// @param folder where work folders go
record PortageMove(Path portage, Path file, Path folder) implements Contestant {
    /// The phases from the snapshot to the last foreign key, as report.json calls them.
    static final List<String> LOAD = List.of("snapshot", "copy", "indexes", "constraints");

    @Override
    public String name() {
        return "portage";
    }

    @Override
    public String description() {
        return "portage move: every value profiled before and compared after; CHECK constraints too";
    }

    @Override
    public long expectedRows() {
        return 0;
    }

    @Override
    public Run run(Database database) throws IOException, InterruptedException {
        Path work = folder.resolve("move-" + database.name());
        try {
            return run(database, work);
        } finally {
            Workspace.delete(work);
        }
    }

    /// The same, and the work folder stays.
    Run run(Database database, Path work) throws IOException, InterruptedException {
        Path log = folder.resolve("collector.log");
        Files.deleteIfExists(log);
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put("PORTAGE_JAVA_OPTS", HeapLog.flag(log));
        Program.Ended ended = Program.run(folder, environment, List.of(portage.toString(), "move", file.toString(), "--to",
                database.url(), "--work-dir", work.toString(), "--allow-pause", "--quiet")).successful("portage move");
        JsonNode report = new ObjectMapper().readTree(work.resolve("report.json").toFile());
        if (!report.path("verdict").asString().equals("equal")) {
            throw new IllegalStateException("the sides are not equal: " + report.path("verdict"));
        }
        Map<String, Double> phases = new LinkedHashMap<>();
        report.path("timings").properties().forEach(step -> phases.put(step.getKey(), step.getValue().asDouble()));
        return ended.run(phases, HeapLog.peakBytes(log));
    }

    /// Seconds from the snapshot to the last foreign key.
    static double load(Run run) {
        return LOAD.stream().mapToDouble(run::phase).sum();
    }
}

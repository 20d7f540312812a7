package dev.portage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The whole harness with few rows. No number is judged; everything must have been measured.
class EndToEndIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private JsonNode json = new ObjectMapper().createObjectNode();
    private String text = "";

    @BeforeEach
    void run() throws Exception {
        Options options = Options.parse("--rows", "200", "--rounds", "1", "--server", "embedded", "--growth", "--shapes",
                "--name",
                "smoke");
        Path page = new EndToEnd(options, new Workspace(ROOT, folder.resolve("target"), folder.resolve("results"))).run();
        text = Files.readString(page);
        json = new ObjectMapper().readTree(page.resolveSibling(page.getFileName().toString().replace(".md", ".json")).toFile());
    }

    @Test
    void a_tiny_run_measures_everything_and_writes_no_paths() {
        JsonNode runs = json.path("comparisons").path("embedded");
        assertThat(runs.path("limit")).hasSize(1);
        assertThat(runs.path("limit").get(0).path("serverCpuSeconds").asDouble()).isPositive();
        assertThat(runs.path("portage")).hasSize(1).allSatisfy(move -> {
            assertThat(move.path("seconds").asDouble()).isPositive();
            assertThat(move.path("cpuSeconds").asDouble()).isPositive();
            assertThat(move.path("residentBytes").asLong()).isGreaterThan(20L << 20);
            assertThat(move.path("heapBytes").asLong()).isGreaterThan(1L << 20);
            assertThat(move.path("phases").propertyNames()).contains("snapshot", "plan", "copy", "indexes", "constraints",
                    "verify");
        });
        assertThat(json.path("scans").path("cold")).hasSize(1);
        assertThat(json.path("starts").path("help")).hasSize(1);
        assertThat(json.path("growth").get(0).path("large")).hasSize(1);
        assertThat(json.path("shapes").path("embedded")).hasSize(11);
        assertThat(json.path("settings").path("embedded").path("fsync").asString()).isEqualTo("on");
        assertThat(json.path("goals").findValuesAsString("name")).contains("whole move ÷ limit (embedded)",
                "heap (embedded)", "ten times the rows ÷ once (embedded)", "portage --help");
        assertThat(text).contains("| whole move ÷ limit (embedded) | ≤ 1.70 × |", "`benchmarks/run --rows 200 --rounds 1",
                "| tiny tables | 2 | 20 |");
        assertThat(text + json).doesNotContain(folder.toString(), ROOT.toString());
    }
}

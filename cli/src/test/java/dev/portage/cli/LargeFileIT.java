package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.PortageProcess.Ended;
import dev.portage.testing.SqliteScript;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Large files in processes with a heap of 256 MB, which [PortageProcess] sets.
class LargeFileIT {
    @TempDir
    private Path folder;

    @Test
    void a_million_rows_move_in_a_heap_of_256_megabytes() throws Exception {
        assertThat(PortageProcess.command()).contains("-Xmx256m");

        Ended demo = PortageProcess.run(folder, "demo", "--rows", "1000000", "--json", "--quiet");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        JsonNode report = JsonMapper.shared().readTree(demo.out());
        assertThat(report.get("verdict").asString()).isEqualTo("equal");
        assertThat(report.get("sources").get(0).get("rows").asLong()).isGreaterThan(1_200_000);
    }

    @Test
    void a_text_of_40_megabytes_and_a_blob_of_30_move_beside_small_rows() throws Exception {
        SqliteScript.run(folder.resolve("huge.db"), """
                CREATE TABLE h (id INTEGER PRIMARY KEY, t TEXT, b BLOB);
                INSERT INTO h VALUES (1, hex(zeroblob(20000000)), zeroblob(30000000)), (2, 'small', x'01');
                WITH RECURSIVE c(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM c WHERE i < 500) INSERT INTO h SELECT i, 'row ' || i, NULL FROM c;
                CREATE TABLE keyless (t TEXT);
                INSERT INTO keyless SELECT t FROM h WHERE id IN (1, 2);
                """);

        Ended move = PortageProcess.run(folder, "move", "huge.db", "--quiet");

        assertThat(move.exitCode()).as(move.err()).isZero();
        assertThat(move.out()).contains("Equal. Every value of 502 rows in 2 tables");
    }
}

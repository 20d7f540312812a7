package dev.portage.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportJsonTest {
    private final JsonNode json = JsonMapper.shared().readTree(ReportJson.render(TestReports.full()));

    @Test
    void keys_of_the_document_are_the_contract_in_its_order() {
        assertThat(json.propertyNames()).containsExactly("formatVersion", "command", "verdict", "exitCode", "sourceChanged",
                "sources", "target", "tables", "hazards", "differences", "timings", "checks", "estimate", "error");
    }

    @Test
    void keys_of_a_table_a_hazard_and_a_difference_are_the_contract() {
        assertThat(json.get("tables").get(0).propertyNames()).containsExactly("source", "sourceId", "target", "rows",
                "targetRows", "bytes", "quarantined", "lost", "verdict", "differences", "seconds", "columns");
        assertThat(json.get("hazards").get(0).propertyNames()).containsExactly("code", "severity", "table", "column", "subject",
                "rows", "samples", "message", "choices", "chosen");
        assertThat(json.get("differences").get(1).propertyNames()).containsExactly("table", "key", "column", "kind", "class");
    }

    @Test
    void a_key_is_an_array_of_values_in_key_order() {
        assertThat(json.get("hazards").get(0).get("samples").get(2).get("key").toString()).isEqualTo("[\"rowid\",12]");
        assertThat(json.get("hazards").get(1).get("samples").get(0).get("key").toString())
                .isEqualTo("[null,{\"blob\":\"00ff\"}]");
        assertThat(json.get("differences").get(1).get("key").toString()).isEqualTo("[\"k\",2]");
    }

    @Test
    void an_absent_thing_is_null() {
        assertThat(json.get("hazards").get(0).get("chosen").isNull()).isTrue();
        assertThat(json.get("hazards").get(1).get("column").isNull()).isTrue();
        assertThat(JsonMapper.shared().readTree(ReportJson.render(TestReports.small("planned", 0))).get("error").isNull())
                .isTrue();
    }

    @Test
    void a_text_with_nul_comes_back_as_it_was() {
        assertThat(json.get("hazards").get(0).get("samples").get(1).get("key").get(0).asString()).isEqualTo("a\u0000b");
    }

    @Test
    void timings_have_three_decimals_in_the_order_of_the_work() {
        assertThat(json.get("timings").toString())
                .isEqualTo("{\"plan\":1.235,\"snapshot\":0.05,\"copy\":8.4,\"indexes\":2.2,\"constraints\":0.3,\"verify\":5.1}");
    }

    @Test
    void the_file_is_written_for_its_owner_alone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("report.json");

        ReportJson.write(TestReports.full(), file);
        ReportJson.write(TestReports.small("planned", 0), file);

        assertThat(Files.readString(file)).isEqualTo(ReportJson.render(TestReports.small("planned", 0)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_key_with_half_a_surrogate_pair_can_be_written(@TempDir Path folder) throws Exception {
        Report report = new Report(1, "verify", "different", 6, false, List.of(), new Report.Target("", "", "", ""), List.of(),
                List.of(), List.of(new Report.DifferenceLine("t", List.of("a\ud800b"), Optional.empty(), "missing", "row",
                        Optional.empty(), Optional.empty())),
                Map.of(), List.of(), new Report.Estimate(0, 0, 0), Optional.empty());

        ReportJson.write(report, folder.resolve("report.json"));
        ReportHtml.write(report, folder.resolve("report.html"));

        assertThat(Files.readString(folder.resolve("report.json"))).contains("\"a?b\"");
        assertThat(Files.readString(folder.resolve("report.html"))).contains("a\\ud800b");
    }
}

package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.PortageProcess.Ended;
import dev.portage.target.EmbeddedPostgres;
import dev.portage.target.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The first try, as the README tells it, in processes of its own.
class DemoIT {
    @TempDir
    private Path folder;

    @Test
    void the_demo_is_equal_and_one_changed_value_is_named_by_table_key_and_column() throws Exception {
        Ended demo = PortageProcess.run(folder, "demo", "--rows", "600");
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.out()).containsPattern("paragraphs +600 .* equal").contains("Equal. Every value of",
                "Connection  postgresql://portage@127.0.0.1:",
                "Backup      novels.db.portage/2-snapshot/novels.db", "Report      novels.db.portage/report.html",
                "portage verify novels.db");
        assertThat(Stream.of("report.json", "report.html", "1-plan/plan.yaml", "1-plan/schema.sql", "2-snapshot/novels.db")
                .map(folder.resolve("novels.db.portage")::resolve)).allSatisfy(file -> assertThat(file).isNotEmptyFile());

        String key = changeOneValue();
        Ended verify = PortageProcess.run(folder, "verify", "novels.db");
        assertThat(verify.exitCode()).isEqualTo(6);
        assertThat(verify.out()).contains("table paragraphs, key [\"%s\"], column content".formatted(key), "Different.");
        assertThat(verify.err()).contains("PT-500 ");

        Ended json = PortageProcess.run(folder, "verify", "novels.db", "--json");
        JsonNode report = JsonMapper.shared().readTree(json.out());
        assertThat(json.exitCode()).isEqualTo(6);
        assertThat(report.get("exitCode").asInt()).isEqualTo(6);
        assertThat(report.get("differences").get(0).get("key").toString()).isEqualTo("[\"%s\"]".formatted(key));
    }

    private String changeOneValue() throws Exception {
        Path server = folder.resolve("novels.db.portage/postgres");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(server);
                Target target = Target.open(postgres.address());
                var connection = target.connect("test");
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        UPDATE public.paragraphs SET content = content || ' ' WHERE id = (SELECT min(id) FROM public.paragraphs)
                        RETURNING id
                        """)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void with_json_stdout_holds_one_document_and_nothing_else() throws Exception {
        Ended demo = PortageProcess.run(folder, "demo", "--rows", "100", "--json", "--quiet");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(JsonMapper.shared().readTree(demo.out()).get("verdict").asString()).isEqualTo("equal");
        assertThat(demo.out()).startsWith("{").endsWith("}\n");
        assertThat(demo.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void a_signal_ends_it_resumable_with_its_own_exit_code(String signal, int exitCode) throws Exception {
        try (PortageProcess running = PortageProcess.start(folder, "demo", "--rows", "10000")) {
            running.awaitErr("phase=plan started");
            running.signal(signal);

            Ended ended = running.end();
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
            assertThat(ended.err()).contains("PT-908 stopped by SIG" + signal, "run the same command again")
                    .doesNotContain("Exception", "\tat ");
        }

        Ended again = PortageProcess.run(folder, "demo", "--rows", "10000");
        assertThat(again.exitCode()).as(again.err()).isZero();
    }

    @Test
    void a_closed_stdout_neither_hangs_nor_prints_a_trace() throws Exception {
        List<String> words = new ArrayList<>(PortageProcess.command());
        words.addAll(List.of("help", "move"));
        String command = words.stream().map(word -> "'" + word + "'").reduce("", (line, word) -> line + " " + word);
        Path err = folder.resolve("stderr");

        Process shell = new ProcessBuilder("sh", "-c", command + " | head -n 1").redirectError(err.toFile()).start();
        String out = new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isZero();
        assertThat(out.lines()).hasSize(1);
        assertThat(Files.readString(err)).isEmpty();
    }
}

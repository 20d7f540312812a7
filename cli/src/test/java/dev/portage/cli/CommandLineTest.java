package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.Migration;
import java.nio.charset.StandardCharsets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {
    private static final String CANARY = "Canary7f3a";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... args) {
        return Main.run(List.of(args), new Console(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false, false, environment));
    }

    private int run(String... args) {
        return run(Map.of(), args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void portage_alone_shows_what_a_newcomer_needs() {
        assertThat(run()).isZero();

        assertThat(out()).contains("portage demo", "portage plan", "portage move", "portage verify").doesNotContain("cutover");
        assertThat(err()).isEmpty();
    }

    @Test
    void help_lists_the_commands_of_this_version_and_no_others() {
        assertThat(run("help")).isZero();

        assertThat(out())
                .contains("plan", "move", "snapshot", "copy", "verify", "status", "drop", "demo", "postgres", "settings",
                        "Exit codes")
                .doesNotContain("follow", "cutover", "rollback");
    }

    @Test
    void help_of_a_command_shows_its_options() {
        assertThat(run("help", "move")).isZero();
        assertThat(out()).contains("--to", "--json", "--work-dir", "--quiet", "--no-color", "--plan", "--schema", "--existing",
                "--accept-suggestions", "--dry-run", "--snapshot-only", "--restart", "--integrity", "--allow-pause",
                "--show-values",
                "--password-file");
    }

    @Test
    void the_version_is_printed_alone() {
        assertThat(run("--version")).isZero();
        assertThat(out().strip()).isEqualTo("portage " + Migration.VERSION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--password " + CANARY, "--password=" + CANARY, "--Password=" + CANARY, "--pgpassword " + CANARY,
            "-p " + CANARY, "-p" + CANARY, "-W" + CANARY, "--to postgresql://app:" + CANARY + "@db/x",
            "--to postgresql://db/x?user=a&password=" + CANARY, "--to=postgres://app:" + CANARY + "@db/x",
            "postgresql://app:" + CANARY + "@db/x", "--to jdbc:postgresql://app:" + CANARY + "@db/x",
            "--to postgresql://app:a/" + CANARY + "@db/x", "--to postgresql://app:a?" + CANARY + "@db/x"})
    void a_password_is_refused_with_2_and_not_repeated(String arguments) {
        Path source = folder.resolve("app.db");
        String[] args = ("move " + source + " " + arguments).split(" ");

        assertThat(run(args)).isEqualTo(2);

        assertThat(out()).isEmpty();
        assertThat(err()).startsWith("PT-100 ").contains("--password-file").doesNotContain(CANARY);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_target_with_a_password_in_the_environment_is_refused_and_not_repeated() {
        assertThat(run(Map.of("PORTAGE_TO", "postgresql://app:" + CANARY + "@db/x"), "move", "app.db")).isEqualTo(2);
        assertThat(out() + err()).doesNotContain(CANARY).contains("PT-120");
    }

    @ParameterizedTest
    @ValueSource(strings = {"move", "move --bogus=" + CANARY + " a.db", "move a.db --to",
            "move a.db --to x --to y",
            "postgres", "postgres start", "demo --rows " + CANARY, CANARY, "move a.db --json=" + CANARY,
            "move a.db --integrity maybe",
            "move a.db --existing sometimes", "move a.db --types foreign", "move a.db --identifiers camel",
            "move a.db --workers 17", "demo --rows 0"})
    void a_usage_error_is_one_line_with_a_code_and_exit_code_2(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);

        assertThat(out()).isEmpty();
        assertThat(err().lines()).hasSize(1).first().asString().matches("PT-1\\d\\d .+\\. Nothing was begun; .+")
                .doesNotContain(CANARY);
    }

    @Test
    void a_command_of_a_later_version_is_named_as_such() {
        assertThat(run("cutover", "app.db")).isEqualTo(2);
        assertThat(err()).startsWith("PT-103 the command cutover is not in this version");
    }

    @Test
    void a_missing_source_ends_with_2_and_leaves_nothing_behind() {
        assertThat(run("move", folder.resolve("none.db").toString())).isEqualTo(2);

        assertThat(err()).startsWith("PT-150 ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void with_json_an_error_is_one_document_on_stdout_and_nothing_else_is_there() {
        assertThat(run("move", folder.resolve("none.db").toString(), "--json")).isEqualTo(2);

        JsonNode json = JsonMapper.shared().readTree(out());
        assertThat(json.get("verdict").asString()).isEqualTo("failed");
        assertThat(json.get("exitCode").asInt()).isEqualTo(2);
        assertThat(json.get("error").get("code").asString()).isEqualTo("PT-150");
    }

    @Test
    void with_json_a_usage_error_and_a_refused_password_are_documents_too() {
        assertThat(run("move", "--json")).isEqualTo(2);
        assertThat(JsonMapper.shared().readTree(out()).get("error").get("code").asString()).isEqualTo("PT-101");
        out.reset();

        assertThat(run("move", "a.db", "--json", "--password", CANARY)).isEqualTo(2);
        assertThat(JsonMapper.shared().readTree(out()).get("error").get("code").asString()).isEqualTo("PT-100");
        assertThat(out() + err()).doesNotContain(CANARY);
    }

    @Test
    void settings_say_where_each_value_came_from() {
        assertThat(run(Map.of("PORTAGE_WORKERS", "4", "PORTAGE_SCHEMA", "env", "PGPASSWORD", CANARY), "settings", "--schema",
                "flag")).isZero();

        assertThat(out()).containsPattern("workers +4 +environment PORTAGE_WORKERS")
                .containsPattern("schema +flag +flag --schema")
                .containsPattern("work-dir +SOURCE.portage +default").containsPattern("PGPASSWORD +set, not shown")
                .doesNotContain(CANARY);
    }

    @Test
    void settings_as_json_are_one_document() {
        assertThat(run("settings", "--json")).isZero();
        assertThat(JsonMapper.shared().readTree(out()).get("settings").get(2).get("value").asString()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "17", "-1", "two", "2.0", "99999999999"})
    void a_bad_number_of_workers_is_refused_with_the_range(String workers) {
        assertThat(run(Map.of("PORTAGE_WORKERS", workers), "move", "app.db")).isEqualTo(2);
        assertThat(err()).contains("PT-104 PORTAGE_WORKERS", "from 1 to 16");
    }

    @Test
    void the_url_of_no_server_ends_with_4() {
        assertThat(run("postgres", "url", folder.resolve("pg").toString())).isEqualTo(4);

        assertThat(out()).isEmpty();
        assertThat(err()).startsWith("PT-310 ");
    }

    @Test
    void the_demo_leaves_a_foreign_file_alone() throws Exception {
        Path foreign = Files.writeString(folder.resolve("mine.db"), "mine");

        assertThat(run("demo", foreign.toString())).isEqualTo(5);

        assertThat(err()).startsWith("PT-490 ");
        assertThat(Files.readString(foreign)).isEqualTo("mine");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(foreign);
        }
    }
}

package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command, typed twice: the second time changes no byte that lasts, neither in nor beside the work folder nor in
/// the target.
///
/// The exceptions: a report tells how long that very run took, all else in it is the same; that of a second drop tells that
/// nothing was left to drop; the file `lock` tells who had the folder last; and a PostgreSQL that is started and stopped writes its own log, checkpoints and statistics.
class CommandsTwiceIT {
    @TempDir
    private Path folder;

    /// A command, and its exit code.
    private record Twice(int exitCode, List<String> command) {
        static Twice of(int exitCode, String... command) {
            return new Twice(exitCode, List.of(command));
        }
    }

    private static String run(CrashPlace place, Twice twice) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>(twice.command());
        words.replaceAll(word -> word.matches("[a-z]+\\.(db|sql)|server") ? place.side().resolve(word).toString() : word);
        Map<String, String> variables = place.database().map(target -> Map.of("PORTAGE_TO", target.url())).orElse(Map.of());
        int ended = Main.run(words, new Console(stream, stream, false, false, variables));
        assertThat(ended).as(twice + out.toString(StandardCharsets.UTF_8)).isEqualTo(twice.exitCode());
        return out.toString(StandardCharsets.UTF_8);
    }

    /// All that lasts, as lines.
    private static List<String> durable(CrashPlace place, Predicate<String> told) throws IOException {
        List<String> lines = new ArrayList<>(WholeFolder.of(place.side(), told));
        try (Stream<Path> all = Files.walk(place.side())) {
            for (Path report : all.filter(path -> path.endsWith("report.json")).sorted().toList()) {
                lines.add(withoutTimes(Files.readString(report)));
            }
        }
        lines.addAll(place.database().map(WholeTarget::exact).orElse(List.of()));
        return lines;
    }

    private static boolean told(String name) {
        return !name.contains("report.") && !name.endsWith("/lock");
    }

    private static String withoutTimes(String report) {
        return report.replaceAll("(?s)\"timings\" : \\{.*?\\}", "").replaceAll("\"seconds\" : [0-9.E-]+", "");
    }

    private static void twice(CrashPlace place, Twice command) throws IOException {
        run(place, command);
        List<String> before = durable(place, CommandsTwiceIT::told);
        run(place, command);
        List<String> after = durable(place, CommandsTwiceIT::told);

        if (command.command().getFirst().equals("drop")) {
            before.removeIf(CommandsTwiceIT::isReport);
            after.removeIf(CommandsTwiceIT::isReport);
        }
        assertThat(after).as(command.toString()).isEqualTo(before);
    }

    private static boolean isReport(String line) {
        return line.startsWith("{");
    }

    @Test
    void a_second_time_each_command_changes_nothing_that_lasts() throws Exception {
        TestPostgres.v18().administer("DROP ROLE IF EXISTS " + CrashScenarios.OWNER);
        TestPostgres.v18().administer("CREATE ROLE " + CrashScenarios.OWNER);
        try (CrashPlace place = CrashPlace.make(folder.resolve("rich"), true)) {
            CrashScenarios.rich().preparation().in(place);
            for (Twice command : List.of(
                    Twice.of(0, "settings"), Twice.of(0, "settings", "--json"), Twice.of(0, "status", "app.db", "more.sql"),
                    Twice.of(3, "plan", "app.db", "more.sql"),
                    Twice.of(0, "plan", "app.db", "more.sql", "--accept-suggestions"),
                    Twice.of(0, "plan", "app.db", "more.sql", "--accept-suggestions", "--json"),
                    Twice.of(0, "snapshot", "app.db", "more.sql"), Twice.of(0, "snapshot", "app.db", "more.sql", "--json"),
                    Twice.of(0, "move", "app.db", "more.sql", "--accept-suggestions", "--dry-run"),
                    Twice.of(0, "drop", "app.db", "more.sql", "--yes"),
                    Twice.of(0, "copy", "app.db", "more.sql", "--accept-suggestions"),
                    Twice.of(0, "copy", "app.db", "more.sql", "--accept-suggestions", "--json"),
                    Twice.of(0, "verify", "app.db", "more.sql"), Twice.of(0, "verify", "app.db", "more.sql", "--json"),
                    Twice.of(0, "move", "app.db", "more.sql", "--accept-suggestions"),
                    Twice.of(0, "move", "app.db", "more.sql", "--accept-suggestions", "--json"),
                    Twice.of(0, "status", "app.db", "more.sql"), Twice.of(0, "status", "app.db", "more.sql", "--json"),
                    Twice.of(2, "drop", "app.db", "more.sql"),
                    Twice.of(0, "drop", "app.db", "more.sql", "--yes"),
                    Twice.of(0, "drop", "app.db", "more.sql", "--yes", "--json"),
                    Twice.of(8, "verify", "app.db", "more.sql"))) {
                twice(place, command);
            }
        } finally {
            TestPostgres.v18().administer("DROP ROLE " + CrashScenarios.OWNER);
        }
    }

    @Test
    void a_second_move_into_own_tables_changes_nothing_and_neither_does_a_second_drop() throws Exception {
        try (CrashPlace place = CrashPlace.make(folder.resolve("own"), true)) {
            CrashScenarios.append().preparation().in(place);
            twice(place, Twice.of(0, "move", "app.db", "--existing", "append", "--accept-suggestions"));
            twice(place, Twice.of(0, "drop", "app.db", "--yes"));
        }
    }

    @Test
    void a_second_demo_changes_nothing_that_lasts() throws Exception {
        try (CrashPlace place = CrashPlace.make(folder.resolve("demo"), true)) {
            String novels = place.side().resolve("novels.db").toString();
            twice(place, Twice.of(0, "demo", novels, "--rows", "50"));
            twice(place, Twice.of(0, "demo", novels, "--rows", "50", "--json"));
        }
    }

    @Test
    void an_embedded_server_keeps_what_it_has() throws Exception {
        try (CrashPlace place = CrashPlace.make(folder.resolve("embedded"), false)) {
            SqliteScript.run(place.side().resolve("app.db"), "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);"
                    + "INSERT INTO t VALUES (1, 'one')");
            Predicate<String> withoutLog = name -> told(name) && !name.endsWith("/log");
            run(place, Twice.of(0, "move", "app.db"));
            List<String> before = durable(place, withoutLog);
            run(place, Twice.of(0, "move", "app.db"));
            assertThat(durable(place, withoutLog)).as("move").isEqualTo(before);

            String server = place.work().resolve("postgres").toString();
            twice(place, Twice.of(0, "postgres", "start", server));
            twice(place, Twice.of(0, "postgres", "url", server));
            run(place, Twice.of(0, "postgres", "stop", server));
            List<String> stopped = WholeFolder.everything(place.side());
            run(place, Twice.of(0, "postgres", "stop", server));
            run(place, Twice.of(4, "postgres", "url", server));
            assertThat(WholeFolder.everything(place.side())).as("stop, the cluster too").isEqualTo(stopped);
        }
    }
}

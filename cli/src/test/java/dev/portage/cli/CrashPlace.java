package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.PortageProcess.Ended;
import dev.portage.target.EmbeddedPostgres;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import dev.portage.moment.Moment;

/// A folder of a person and a database, in which commands run and are killed.
///
/// @param root holds `side`, the person's folder; `tmp`, the temporary files of processes; and what the test writes
/// @param database the target; empty where it is the embedded server in the work folder
record CrashPlace(Path root, Optional<TestDatabase> database) implements AutoCloseable {
    /// Ranges of 10,000 rows, so that a small table has several; and a start that costs little.
    private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Dportage.range.bytes=1");

    static CrashPlace make(Path root, boolean withDatabase) throws IOException {
        Files.createDirectories(root.resolve("side"));
        Files.createDirectories(root.resolve("tmp"));
        return new CrashPlace(root, withDatabase ? Optional.of(TestPostgres.v18().freshDatabase()) : Optional.empty());
    }

    /// The same again, in another folder and another database.
    CrashPlace copy(Path to) throws IOException {
        Files.createDirectories(to.resolve("tmp"));
        WholeFolder.copy(side(), to.resolve("side"));
        return new CrashPlace(to, database.map(TestPostgres.v18()::copyOf));
    }

    Path side() {
        return root.resolve("side");
    }

    Path work() {
        return side().resolve("app.db.portage");
    }

    private Path log() {
        return root.resolve("moments");
    }

    /// The command with the target, where there is one.
    private List<String> complete(List<String> command) {
        List<String> all = new ArrayList<>(command);
        if (!command.getFirst().equals("demo")) {
            database.ifPresent(target -> all.addAll(List.of("--to", target.url())));
        }
        return all;
    }

    /// Starts a command in a process of its own, which writes down its moments.
    PortageProcess start(List<String> command, Optional<String> haltAt) throws IOException {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("-Djava.io.tmpdir=" + root.resolve("tmp"));
        flags.add("-Dportage.moments=" + log());
        haltAt.ifPresent(where -> flags.add("-Dportage.halt.at=" + where));
        Map<String, String> variables = new java.util.HashMap<>();
        database.ifPresent(target -> variables.put("PORTAGE_TO", target.url()));
        if (command.contains("--own-cache")) {
            variables.put("XDG_CACHE_HOME", root.resolve("cache").toString());
        }
        List<String> words = command.stream().filter(word -> !word.equals("--own-cache")).toList();
        return PortageProcess.start(side(), flags, variables, root.resolve("stderr"), complete(words));
    }

    /// Runs a command to its end, or to the moment.
    Ended run(List<String> command, Optional<String> haltAt) throws Exception {
        try (PortageProcess process = start(command, haltAt)) {
            return process.end();
        }
    }

    /// Runs a command in this process, which costs no start.
    String runHere(int exitCode, String... command) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>(List.of(command));
        words.replaceAll(word -> word.matches("[a-z]+\\.(db|sql)") ? side().resolve(word).toString() : word);
        int ended = Main.run(complete(words), new Console(stream, stream, false, false, Map.of()));
        assertThat(ended).as(out.toString(StandardCharsets.UTF_8)).isEqualTo(exitCode);
        return out.toString(StandardCharsets.UTF_8);
    }

    /// How often each moment was reached by all processes of this place, those that were killed too.
    Map<Moment, Integer> moments() throws IOException {
        Map<Moment, Integer> counts = new EnumMap<>(Moment.class);
        if (Files.exists(log())) {
            Files.readAllLines(log()).forEach(line -> counts.merge(Moment.valueOf(line), 1, Integer::sum));
        }
        return counts;
    }

    List<String> checkpoints() {
        return database.map(WholeTarget::checkpoints).orElse(List.of());
    }

    /// What two runs of the same work must leave alike on both sides, temporary files included.
    List<String> state() throws IOException {
        List<String> lines = new ArrayList<>(WholeFolder.of(side(), WholeFolder::alike));
        if (Files.exists(root.resolve("cache"))) {
            lines.addAll(WholeFolder.of(root.resolve("cache/portage"), _ -> false));
        }
        try (Stream<Path> left = Files.list(root.resolve("tmp"))) {
            // The SQLite driver deletes the libraries of killed processes when it starts the next time.
            left.map(path -> String.valueOf(path.getFileName())).filter(name -> !name.contains("sqlitejdbc"))
                    .forEach(name -> lines.add("temporary " + name));
        }
        lines.addAll(database.map(WholeTarget::alike).orElse(List.of()));
        return lines;
    }

    /// Whether the embedded server in the work folder was left running.
    boolean serverRuns() {
        try {
            return !EmbeddedPostgres.url(work().resolve("postgres")).isEmpty();
        } catch (dev.portage.UnreachableException _) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        database.ifPresent(TestDatabase::close);
        if (database.isEmpty() && serverRuns()) {
            EmbeddedPostgres.stop(work().resolve("postgres"));
        }
        WholeFolder.delete(root);
    }
}

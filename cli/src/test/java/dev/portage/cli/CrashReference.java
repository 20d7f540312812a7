package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.PortageProcess.Ended;
import dev.portage.moment.Moment;
import dev.portage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// One scenario: its sides before the command, and what the command leaves when nobody kills it.
///
/// Threads: [#survive] on any, at the same time.
final class CrashReference implements AutoCloseable {
    /// A killed worker's range is copied again, and there are two workers.
    private static final int WORKERS = 2;
    private static final int SESSION_PATIENCE = 100;
    private static final int ATTEMPTS = 20;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final CrashScenario scenario;
    private final Path root;
    private final CrashPlace template;
    private final Map<Moment, Integer> counts;
    private final List<String> state;
    private final Duration length;

    private CrashReference(CrashScenario scenario, Path root, CrashPlace template, CrashPlace done, Duration length)
            throws Exception {
        this.scenario = scenario;
        this.root = root;
        this.template = template;
        this.counts = done.moments();
        this.state = done.state();
        this.length = length;
    }

    /// Prepares the sides and runs the command once without a kill.
    static CrashReference of(CrashScenario scenario, Path root) throws Exception {
        CrashPlace template = CrashPlace.make(root.resolve("template"), !scenario.embedded());
        try {
            scenario.preparation().in(template);
            try (CrashPlace place = template.copy(root.resolve("reference"))) {
                long started = System.nanoTime();
                Ended ended = place.run(scenario.command(), Optional.empty());
                Duration length = Duration.ofNanos(System.nanoTime() - started);
                assertThat(ended.exitCode()).as(scenario + ": " + ended.err()).isEqualTo(scenario.ends());
                var reference = new CrashReference(scenario, root, template, place, length);
                reference.requireEqualRows(place);
                reference.requireEqualSides(place);
                return reference;
            }
        } catch (Exception | AssertionError e) {
            template.close();
            throw e;
        }
    }

    CrashScenario scenario() {
        return scenario;
    }

    /// The moments that the command reaches.
    Set<Moment> moments() {
        return counts.keySet();
    }

    /// How often the command reaches a moment.
    int count(Moment moment) {
        return counts.getOrDefault(moment, 0);
    }

    /// Kills the command at the `occurrence`-th time of a moment, types it again, and looks at everything.
    void survive(Moment moment, int occurrence) throws Exception {
        try (CrashPlace place = fresh()) {
            Ended killed = place.run(scenario.command(), Optional.of(moment.name() + ":" + occurrence));
            assertThat(killed.exitCode()).as("killed there: " + killed.err()).isEqualTo(PortageProcess.KILLED);
            goesOn(place);
        }
    }

    /// Kills the command after a random time, types it again, and looks at everything. A command that had ended before is
    /// begun anew.
    void surviveAtRandom(Random random) throws Exception {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try (CrashPlace place = fresh()) {
                if (killed(place, (long) (length.toMillis() * random.nextDouble()))) {
                    goesOn(place);
                    return;
                }
            }
        }
        throw new AssertionError("the command ended before the kill, %d times".formatted(ATTEMPTS));
    }

    private boolean killed(CrashPlace place, long millis) throws Exception {
        try (PortageProcess process = place.start(scenario.command(), Optional.empty())) {
            Thread.sleep(millis);
            return process.kill();
        }
    }

    private CrashPlace fresh() throws Exception {
        return template.copy(root.resolve("run-" + NUMBER.incrementAndGet()));
    }

    private void goesOn(CrashPlace place) throws Exception {
        List<String> before = place.checkpoints();

        Ended again = place.run(scenario.command(), Optional.empty());

        assertThat(again.exitCode()).as("the same command again: " + again.err()).isEqualTo(scenario.ends());
        if (scenario.resumes()) {
            assertThat(place.checkpoints()).as("ranges that were there were not copied again").containsAll(before);
            assertThat(place.moments().getOrDefault(Moment.RANGE_BEGUN, 0)).as("rework is at most one range of each worker")
                    .isLessThanOrEqualTo(count(Moment.RANGE_BEGUN) + WORKERS);
        }
        assertThat(left(place.state())).as("what is left on both sides").isEqualTo(left(state));
        requireNobodyThere(place);
        requireEqualRows(place);
        requireEqualSides(place);
    }

    /// A restart that is typed again begins once more, and the journal says so.
    private List<String> left(List<String> lines) {
        return scenario.resumes()
                ? lines
                : lines.stream().filter(line -> !line.startsWith("rows of portage.journal ")).toList();
    }

    private void requireNobodyThere(CrashPlace place) throws InterruptedException {
        List<String> sessions = sessions(place);
        for (int i = 0; i < SESSION_PATIENCE && !sessions.isEmpty(); i++) {
            Thread.sleep(SESSION_PATIENCE);
            sessions = sessions(place);
        }
        assertThat(sessions).as("sessions").isEmpty();
        assertThat(scenario.embedded() && place.serverRuns()).as("the embedded server was left running").isFalse();
    }

    private static List<String> sessions(CrashPlace place) {
        return place.database().map(database -> database.query("SELECT application_name || ' ' || state FROM pg_stat_activity "
                + "WHERE datname = current_database() AND application_name <> 'portage test'")).orElse(List.of());
    }

    private void requireEqualSides(CrashPlace place) {
        if (!scenario.then().isEmpty()) {
            place.runHere(0, scenario.then().toArray(String[]::new));
        }
    }

    /// Asks both sides without a line of Portage's.
    private void requireEqualRows(CrashPlace place) throws SQLException {
        for (CrashScenario.Rows rows : scenario.rows()) {
            TestDatabase database = place.database().orElseThrow();
            assertThat(database.query(rows.postgres())).as(rows.postgres())
                    .isEqualTo(sqlite(place.side().resolve(rows.file()), rows.sqlite())).isNotEmpty();
        }
    }

    private static List<String> sqlite(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        }
    }

    @Override
    public void close() throws IOException {
        template.close();
    }
}

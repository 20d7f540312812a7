package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.moment.Moment;
import dev.portage.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A command that is killed at any moment goes on when it is typed again, and leaves what it leaves when nobody kills it.
///
/// A few kills are drawn by lot in every build. With `-Pcrash-matrix` each moment is taken, at its first, middle and last
/// time, and 200 kills come after a random time. System properties: `portage.crash` is `sample` or `all`;
/// `portage.crash.points` names a file with points as they are printed, and takes only these; `portage.crash.seed` repeats
/// what was drawn.
class CrashMatrixIT {
    private static final int DRAWN = 10;
    private static final int LANES = 2;
    private static final boolean ALL = System.getProperty("portage.crash", "sample").equals("all");
    private static final String POINTS = System.getProperty("portage.crash.points", "");
    private static final int RANDOM_KILLS = Integer.getInteger("portage.crash.random", 200);
    private static final long SEED = Long.getLong("portage.crash.seed", System.nanoTime());

    @TempDir
    private Path folder;
    private final List<CrashReference> references = Collections.synchronizedList(new ArrayList<>());

    /// A moment in a scenario, and the time at which it is reached.
    private record Point(CrashReference reference, Moment moment, int occurrence) {
        @Override
        public String toString() {
            return "%s %s:%d".formatted(reference.scenario(), moment, occurrence);
        }
    }

    private interface Kill {
        void run() throws Exception;
    }

    @BeforeEach
    void makeRole() {
        dropRole();
        TestPostgres.v18().administer("CREATE ROLE " + CrashScenarios.OWNER);
    }

    @AfterEach
    void close() throws Exception {
        for (CrashReference reference : references) {
            reference.close();
        }
        dropRole();
    }

    private static void dropRole() {
        TestPostgres.v18().administer("DROP ROLE IF EXISTS " + CrashScenarios.OWNER);
    }

    private CrashReference reference(CrashScenario scenario) throws Exception {
        CrashReference reference = CrashReference.of(scenario, Files.createDirectory(folder.resolve("s" + references.size())));
        references.add(reference);
        return reference;
    }

    @Test
    void a_command_killed_at_a_moment_goes_on_when_it_is_typed_again() throws Exception {
        List<Point> points = POINTS.isEmpty() ? ALL ? matrix() : sample() : wanted(Files.readAllLines(Path.of(POINTS)));

        Map<String, Kill> kills = new LinkedHashMap<>();
        points.forEach(point -> kills.put(point.toString(),
                () -> point.reference().survive(point.moment(), point.occurrence())));
        survive(kills);
    }

    @Test
    void a_command_killed_after_a_random_time_goes_on_when_it_is_typed_again() throws Exception {
        System.out.println("random crashes: -Dportage.crash.seed=" + SEED);
        Random random = new Random(SEED);
        List<CrashReference> drawn = new ArrayList<>();
        for (CrashScenario scenario : ALL ? CrashScenarios.everyday() : List.of(CrashScenarios.append())) {
            drawn.add(reference(scenario));
        }
        Map<String, Kill> kills = new LinkedHashMap<>();
        for (int i = 1; i <= (ALL ? RANDOM_KILLS : 2); i++) {
            CrashReference reference = drawn.get(random.nextInt(drawn.size()));
            Random times = new Random(random.nextLong());
            kills.put("random " + i + " " + reference.scenario(), () -> reference.surviveAtRandom(times));
        }
        survive(kills);
    }

    /// Drawn from two scenarios that reach most moments.
    private List<Point> sample() throws Exception {
        System.out.println("crash sample: -Dportage.crash.seed=" + SEED);
        Random random = new Random(SEED);
        List<Point> points = new ArrayList<>();
        for (CrashScenario scenario : List.of(CrashScenarios.rich(), CrashScenarios.append())) {
            CrashReference reference = reference(scenario);
            List<Moment> moments = new ArrayList<>(reference.moments());
            Collections.shuffle(moments, random);
            for (Moment moment : moments.subList(0, DRAWN / 2)) {
                points.add(new Point(reference, moment, 1 + random.nextInt(reference.count(moment))));
            }
        }
        return points;
    }

    /// Each moment in the first scenario that reaches it three times, or else in the one that reaches it most often.
    private List<Point> matrix() throws Exception {
        Map<Moment, CrashReference> where = new EnumMap<>(Moment.class);
        for (CrashScenario scenario : CrashScenarios.all()) {
            CrashReference reference = reference(scenario);
            reference.moments().forEach(moment -> where.merge(moment, reference,
                    (old, here) -> old.count(moment) < Math.min(3, here.count(moment)) ? here : old));
        }
        List<Point> points = new ArrayList<>();
        where.forEach((moment, reference) -> {
            int count = reference.count(moment);
            Set<Integer> occurrences = new TreeSet<>(List.of(1, (count + 1) / 2, count));
            occurrences.forEach(occurrence -> points.add(new Point(reference, moment, occurrence)));
        });
        System.out.printf("crash matrix: %d moments, %d points%n", where.size(), points.size());
        points.forEach(point -> System.out.println("crash point: " + point));
        Set<Moment> never = EnumSet.allOf(Moment.class);
        never.removeAll(where.keySet());
        assertThat(never).as("moments that no scenario reaches").isEmpty();
        return points;
    }

    private List<Point> wanted(List<String> lines) throws Exception {
        Map<String, CrashReference> made = new LinkedHashMap<>();
        List<Point> points = new ArrayList<>();
        for (String line : lines) {
            String name = line.replaceFirst(" [^ ]*$", "");
            String[] moment = line.substring(name.length() + 1).split(":", -1);
            if (!made.containsKey(name)) {
                made.put(name, reference(CrashScenarios.all().stream().filter(each -> each.name().equals(name)).findFirst()
                        .orElseThrow()));
            }
            points.add(new Point(made.get(name), Moment.valueOf(moment[0]), Integer.parseInt(moment[1])));
        }
        return points;
    }

    private static void survive(Map<String, Kill> kills) throws Exception {
        List<String> died = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(LANES, Thread.ofPlatform().name("kill-", 1).factory())) {
            Map<String, Future<?>> running = new LinkedHashMap<>();
            kills.forEach((name, kill) -> running.put(name, pool.submit(() -> {
                kill.run();
                return true;
            })));
            for (Map.Entry<String, Future<?>> each : running.entrySet()) {
                try {
                    each.getValue().get();
                    System.out.println("crash survived: " + each.getKey());
                } catch (java.util.concurrent.ExecutionException e) {
                    died.add(each.getKey() + ": " + e.getCause());
                    System.out.println("crash NOT survived: " + died.getLast());
                }
            }
        }
        System.out.printf("crashes survived: %d / %d%n", kills.size() - died.size(), kills.size());
        assertThat(died).as("-Dportage.crash.seed=" + SEED).isEmpty();
    }
}

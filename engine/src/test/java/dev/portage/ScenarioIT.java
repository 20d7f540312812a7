package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs every folder of `scenarios/` as one test named after the folder: `source.sql` is moved plainly, then with the
/// suggestions accepted (or with the folder's own `plan.yaml`), and what came out is compared with `expected/outcome.txt`
/// and `expected/schema.sql`. `-Dgolden=true` writes those files anew, to be reviewed as a diff.
class ScenarioIT {
    private static final Path SCENARIOS = Path.of("../scenarios");
    private static final boolean GOLDEN = Boolean.getBoolean("golden");

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders.filter(folder -> Files.exists(folder.resolve("source.sql"))).sorted().toList().stream()
                    .map(folder -> dynamicTest(String.valueOf(folder.getFileName()), () -> run(folder)));
        }
    }

    private static void run(Path scenario) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "scenario");
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = SqliteScript.run(folder.resolve("app.db"), scenario.resolve("source.sql"));
            Report plain = Moves.move(Moves.settings(source, database));
            StringBuilder outcome = new StringBuilder("== plain\n").append(Outcome.of(plain));
            Report last = plain;
            if (plain.exitCode() == 3) {
                last = second(scenario, source, database, outcome);
            }
            outcome.append("== target\n");
            database.query("""
                    SELECT format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
                    WHERE connamespace = 'public'::regnamespace ORDER BY 1
                    """).forEach(line -> outcome.append(line).append('\n'));
            database.query("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
                    .forEach(line -> outcome.append(line).append('\n'));
            compare(scenario.resolve("expected/outcome.txt"), outcome.toString());
            compare(scenario.resolve("expected/schema.sql"),
                    Files.readString(folder.resolve("app.db.portage/1-plan/schema.sql")));
            requireSecondMoveChangesNothing(last, source, database);
        } finally {
            deleteTree(folder);
        }
    }

    private static Report second(Path scenario, Path source, TestDatabase database, StringBuilder outcome) throws IOException {
        Path ownPlan = scenario.resolve("plan.yaml");
        if (Files.exists(ownPlan)) {
            Files.copy(ownPlan, source.resolveSibling("app.db.portage").resolve("1-plan/plan.yaml"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Report decided = Moves.move(Moves.settings(source, database));
            outcome.append("== with plan.yaml\n").append(Outcome.of(decided));
            return decided;
        }
        Report accepted = Moves.move(Moves.accepting(Moves.settings(source, database)));
        outcome.append("== accepted\n").append(Outcome.of(accepted));
        return accepted;
    }

    private static void requireSecondMoveChangesNothing(Report last, Path source, TestDatabase database) {
        if (last.exitCode() != 0) {
            return;
        }
        String digest = "SELECT state || updated_at || (SELECT count(*) FROM portage.journal) FROM portage.control";
        var before = database.query(digest);
        Report again = Moves.move(Moves.settings(source, database));
        assertThat(again.exitCode()).as(Outcome.of(again)).isEqualTo(0);
        assertThat(database.query(digest)).isEqualTo(before);
    }

    private static void compare(Path expected, String actual) throws IOException {
        if (GOLDEN) {
            Files.createDirectories(expected.getParent());
            Files.writeString(expected, actual);
        }
        assertThat(actual).as("%s (write it anew with -Dgolden=true)", expected).isEqualTo(Files.readString(expected));
    }

    private static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

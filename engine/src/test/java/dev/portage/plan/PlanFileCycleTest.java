package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.schema.Identifier;
import dev.portage.schema.Schema;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteSchemaReader;
import dev.portage.testing.SqliteScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A plan, written down, read and made again, is the same plan.
final class PlanFileCycleTest {
    private static final List<String> NAMES = List.of("yes", "null", "1e3", " lead", "a: b", "a #b", "%TAG", "{}", "'", "\"",
            "a\\b", "😀",
            "e\u0301", "- x", "*a", "columns", "~", "Group", "x".repeat(1500), "a -> b(c)", "select", "line\u2028break");

    private static final Rule RULE = new Rule(Optional.of("*.*"), Optional.of("integer"),
            new Choices.ColumnChoice(false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                    List.of(), Optional.empty(), Optional.empty(), List.of("n/a", ""), false),
            Choices.TableChoice.NONE);
    private static final Hooks HOOKS = new Hooks(List.of("SELECT 1;\nSELECT 2"), List.of("SELECT ': #'"),
            java.util.Map.of("reader", "SELECT"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_plan_that_was_written_and_read_is_made_again_with_the_same_hash(boolean accept) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            Path database = SqliteScript.run(folder.resolve(accept + "-" + round + ".db"), script(random));
            Path yaml = folder.resolve("plan.yaml");
            var none = Choices.none("public");
            var choices = new Choices(options(random), List.of(RULE), HOOKS, none.tables(), none.decisions(), none.invariants(),
                    accept);

            MigrationPlan first = plan(database, choices);
            PlanFile.write(first, choices, yaml);
            // Answers that the suggestion gave stand in the file, so nothing has to be suggested again.
            Choices read = PlanFile.read(yaml, false);
            MigrationPlan second = plan(database, read);
            PlanFile.check(yaml, second);

            assertThat(first.hazards()).as("seed %d", seed).isNotEmpty();
            assertThat(second.hazards()).as("seed %d", seed).isEqualTo(first.hazards());
            assertThat(second.tables()).as("seed %d", seed).isEqualTo(first.tables());
            assertThat(second.ddl()).as("seed %d", seed).isEqualTo(first.ddl());
            assertThat(second.hash()).as("seed %d", seed).isEqualTo(first.hash());
            assertThat(PlanFile.render(second, read)).as("seed %d", seed).isEqualTo(PlanFile.render(first, choices));
        }
    }

    private static PlanOptions options(Random random) {
        return new PlanOptions("public", Optional.of("ow ner"),
                PlanOptions.Types.values()[random.nextInt(PlanOptions.Types.values().length)],
                PlanOptions.Identifiers.values()[random.nextInt(PlanOptions.Identifiers.values().length)],
                PlanOptions.Existing.ABORT);
    }

    private static MigrationPlan plan(Path database, Choices choices) {
        try (SqliteFile file = SqliteFile.openPrivate(database)) {
            Schema schema = SqliteSchemaReader.read(file);
            return Planner.plan("app.db", file, schema, choices, Planner.Progress.NONE);
        }
    }

    // Mixed classes, empty text, NULL in the key, orphans, a violated CHECK: each asks a question with another kind of place.
    private static String script(Random random) {
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        List<String> q = names.stream().map(Identifier::quote).toList();
        return """
                CREATE TABLE %s (%s TEXT PRIMARY KEY, %s INTEGER, %s INTEGER CONSTRAINT %s CHECK (%s > 0), %s TEXT REFERENCES %s (%s));
                CREATE INDEX %s ON %s (%s);
                INSERT INTO %s VALUES (NULL, 1, 1, 'gone'), ('a', 'two', 2, NULL), ('b', x'00ff', 3, 'a'), ('c', 3.5, 4, 'a');
                PRAGMA ignore_check_constraints = 1;
                INSERT INTO %s VALUES ('d', '', -1, 'a' || char(0) || 'b');
                """.formatted(q.get(0), q.get(1), q.get(2), q.get(3), q.get(4), q.get(3), q.get(5), q.get(0), q.get(1), q.get(6),
                q.get(0),
                q.get(5), q.get(0), q.get(0));
    }
}

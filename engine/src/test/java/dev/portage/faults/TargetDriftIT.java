package dev.portage.faults;

import static dev.portage.FaultMove.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Somebody changes a table of the target while rows go into it. No row goes into the changed table.
class TargetDriftIT {
    @TempDir
    Path folder;

    static List<Arguments> changes() {
        List<Arguments> changes = new ArrayList<>(List.of(
                Arguments.of("ALTER COLUMN v TYPE varchar(100)", "ALTER COLUMN v TYPE text COLLATE \"C\"",
                        "character varying(100)"),
                Arguments.of("ADD CONSTRAINT c CHECK (id > 0)", "DROP CONSTRAINT c", "constraint c CHECK")));
        if (Scene.all()) {
            changes.add(Arguments.of("ADD COLUMN extra integer", "DROP COLUMN extra", "column extra integer"));
            changes.add(Arguments.of("ALTER COLUMN v SET DEFAULT 'd'", "ALTER COLUMN v DROP DEFAULT", "default 'd'"));
            changes.add(Arguments.of("ENABLE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY", "row security true"));
        }
        return changes;
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_table_that_changes_in_the_middle_gets_no_row_more_until_it_is_changed_back(String change, String back, String named)
            throws InterruptedException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            // With another worker all ranges might be done before the change waits for its lock.
            Scene scene = Scene.of(folder, database).withWorkers(1);
            // Waits for the ranges that are at work, and those that come wait for it.
            Thread other = Thread.ofPlatform().daemon().name("other").unstarted(() -> Scene.inTransaction(database,
                    "ALTER TABLE public.k " + change,
                    "CREATE TABLE public.then AS SELECT count(*) AS rows FROM public.k"));

            Report report = scene.run(at("rows", 1, () -> {
                other.start();
                Scene.await(database, """
                        EXISTS (SELECT FROM pg_locks WHERE relation = 'public.k'::regclass AND NOT granted)
                        """);
            }));
            other.join();

            assertThat(report.exitCode()).as(String.valueOf(report.error())).isEqualTo(5);
            assertThat(report.error().orElseThrow().code()).isEqualTo("PT-426");
            assertThat(report.error().orElseThrow().message()).contains("\"public\".\"k\"", named);
            assertThat(database.query("SELECT count(*) = (SELECT rows FROM public.then) AND count(*) < 35000 FROM public.k"))
                    .containsExactly("t");
            assertThat(scene.run(Event.Listener.none()).error().orElseThrow().code()).isEqualTo("PT-426");
            assertThat(database.query("SELECT count(*) = (SELECT rows FROM public.then) FROM public.k")).containsExactly("t");

            database.execute("ALTER TABLE public.k " + back + "; DROP TABLE public.then");
            scene.completes();
        }
    }
}

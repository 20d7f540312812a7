package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.plan.PlanOptions.Existing;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A move into the application's own tables that was stopped anywhere goes on, or is taken back, and nothing but the moved
/// rows is another afterwards.
class DropIT {
    @TempDir
    Path folder;

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static Event.Listener stopAt(String wanted, int count) {
        AtomicInteger left = new AtomicInteger(count);
        return event -> {
            if (event instanceof Event.Progressed(_, var step, _, _, _) && step.equals(wanted) && left.decrementAndGet() == 0) {
                throw new Stopped();
            }
        };
    }

    private static Report drop(MigrationSettings settings) {
        return MoveFixture.run(settings, Event.Listener.none(), Migration::drop);
    }

    private static void dropped(Report report) {
        assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(0);
        assertThat(report.verdict()).isEqualTo("dropped");
    }

    private static Report equal(Report report) {
        assertThat(report.exitCode()).as(Outcome.of(report) + report.error() + report.checks()).isEqualTo(0);
        return report;
    }

    private static void failed(Report report, int exitCode, String code) {
        assertThat(report.error().map(Report.Failure::code)).as(Outcome.of(report) + report.error()).contains(code);
        assertThat(report.exitCode()).isEqualTo(exitCode);
    }

    private MigrationSettings hostile(TestDatabase database, Existing existing) {
        database.execute(OwnSchema.TARGET + (existing == Existing.ABORT ? "" : OwnSchema.SEEDS));
        return OwnSchema.settings(folder, database, existing);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void a_stopped_move_goes_on_or_is_taken_back(TestPostgres server) {
        for (Existing existing : List.of(Existing.APPEND, Existing.REPLACE)) {
            for (String at : List.of("parts 2", "rows aside 2", "rows 2", "constraints 1", "constraints 3", "compare 1")) {
                String step = at.substring(0, at.lastIndexOf(' '));
                int count = Integer.parseInt(at.substring(at.lastIndexOf(' ') + 1));
                try (TestDatabase database = server.freshDatabase()) {
                    MigrationSettings settings = MoveFixture.workingIn(hostile(database, existing),
                            folder.resolve("work " + existing + at));
                    List<String> before = OwnSchema.whole(database);
                    List<String> catalog = OwnSchema.catalog(database);

                    Throwable stopped = catchThrowable(() -> MoveFixture.run(settings, stopAt(step, count), Migration::move));
                    assertThat(stopped).as(existing + " " + at).isInstanceOf(Stopped.class);
                    dropped(drop(settings));

                    assertThat(OwnSchema.whole(database)).as("taken back after " + existing + " " + at).isEqualTo(before);

                    assertThat(catchThrowable(() -> MoveFixture.run(settings, stopAt(step, count), Migration::move)))
                            .isInstanceOf(Stopped.class);
                    equal(Moves.move(settings));

                    assertThat(OwnSchema.catalog(database)).as("gone on after " + existing + " " + at).isEqualTo(catalog);
                    assertThat(OwnSchema.sequences(database)).contains(
                            "sequence author_id_seq " + (existing == Existing.APPEND ? 101 : 3));
                    assertThat(OwnSchema.rows(database, "audit")).allMatch(before::contains);
                    assertThat(OwnSchema.rows(database, "book")).hasSize(existing == Existing.APPEND ? 4 : 3);
                    dropped(drop(settings));
                    assertThat(OwnSchema.whole(database)).as("taken back after the end").isEqualTo(before);
                }
                Path source = folder.resolve("app.db");
                assertThat(source.toFile().delete()).isTrue();
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}, then drop: {2}")
    @CsvSource({"parts,3,true", "rows,3,false", "rows,3,true", "constraints,2,false", "constraints,2,true"})
    void a_killed_move_goes_on_or_is_taken_back(String step, int count, boolean back) throws IOException, InterruptedException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = hostile(database, Existing.ABORT);
            List<String> before = OwnSchema.whole(database);
            List<String> catalog = OwnSchema.catalog(database);

            assertThat(StoppedMove.killAt(settings.source(), database, step, count)).isEqualTo("here");
            if (back) {
                dropped(drop(settings));
                assertThat(OwnSchema.whole(database)).isEqualTo(before);
            } else {
                equal(Moves.move(settings));
                assertThat(OwnSchema.catalog(database)).isEqualTo(catalog);
                assertThat(OwnSchema.sequences(database)).containsExactly("sequence audit_id_seq", "sequence author_id_seq 3");
                assertThat(OwnSchema.rows(database, "audit")).isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Existing.class, names = {"APPEND", "REPLACE"})
    void what_the_application_has_written_since_stays_and_is_counted(Existing existing) {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = hostile(database, existing);
            List<String> catalog = OwnSchema.catalog(database);
            equal(Moves.move(settings));
            database.execute("""
                    ALTER TABLE public.log DISABLE RULE kept;
                    UPDATE public.book SET price = 99 WHERE id = 2;
                    INSERT INTO public.book VALUES (50, 2, 'New', 1, 1.0);
                    INSERT INTO public.log VALUES ('same'), ('later');
                    UPDATE public.log SET line = 'changed' WHERE line IS NULL;
                    ALTER TABLE public.log ENABLE RULE kept
                    """);
            List<String> list = MoveFixture.run(settings, Event.Listener.none(), migration -> {
                assertThat(migration.dropList()).anyMatch(line -> line.contains("\"log\" and delete 2 of its 5 rows"));
                return migration.status();
            }).checks().stream().map(Report.Check::detail).toList();
            assertThat(list).isNotEmpty();

            failed(drop(settings), 5, "PT-444");
            database.execute("UPDATE public.book SET author_id = NULL");
            Report report = drop(settings);

            dropped(report);
            assertThat(report.checks()).extracting(Report.Check::detail).anyMatch(
                    line -> line.contains("\"log\": 2 rows deleted, 3 that the application has changed or added since stay"));
            assertThat(database.query("SELECT coalesce(line, '-') FROM public.log ORDER BY 1"))
                    .containsExactly("changed", "later", "same");
            assertThat(database.query("SELECT id FROM public.book WHERE id < 100 ORDER BY id")).contains("2", "50");
            assertThat(OwnSchema.catalog(database)).isEqualTo(catalog);
            assertThat(database.query("SELECT count(*) FROM public.author WHERE id >= 100")).containsExactly("2");
        }
    }

    @Test
    void rows_of_other_tables_that_refer_to_moved_rows_stop_the_drop() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = hostile(database, Existing.ABORT);
            equal(Moves.move(settings));
            database.execute("INSERT INTO public.review VALUES (1, 1)");
            List<String> before = OwnSchema.whole(database);

            Report report = drop(settings);

            failed(report, 5, "PT-443");
            assertThat(report.error().orElseThrow().message()).contains("1 rows of \"public\".\"review\"");
            assertThat(OwnSchema.whole(database)).isEqualTo(before);
        }
    }

    @Test
    void a_constraint_that_could_not_be_asked_stops_the_load_and_drop_takes_it_back() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = hostile(database, Existing.APPEND);
            database.execute("ALTER TABLE public.log ADD COLUMN at timestamptz DEFAULT now() CHECK (at < '2000-01-01')");
            List<String> before = OwnSchema.whole(database);

            Report report = Moves.move(settings);

            failed(report, 3, "PT-246");
            assertThat(report.checks()).anyMatch(check -> check.name().contains("log_at_check"));
            dropped(drop(settings));
            assertThat(OwnSchema.whole(database)).isEqualTo(before);
        }
    }

    @Test
    void two_migrations_into_the_same_tables_are_taken_back_one_by_one() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings first = hostile(database, Existing.APPEND);
            List<String> seeded = OwnSchema.whole(database);
            assertThat(seeded).contains("sequence author_id_seq");
            equal(Moves.move(first));
            Path source = SqliteScript.run(folder.resolve("more.db"), """
                    CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, boss INTEGER);
                    INSERT INTO author VALUES (40, 'Eve', 40);
                    """);
            MigrationSettings second = OwnSchema.existing(Moves.settings(source, database), Existing.APPEND);
            assertThat(catchThrowable(() -> MoveFixture.run(second, stopAt("compare", 1), Migration::move)))
                    .isInstanceOf(Stopped.class);
            failed(drop(first), 5, "PT-446");
            equal(Moves.move(second));

            dropped(drop(first));
            assertThat(database.query("SELECT id FROM public.author ORDER BY id")).containsExactly("40", "100", "101");
            dropped(drop(second));

            // The first drop had to leave the counter behind rows that were still there, and the second found it there.
            assertThat(OwnSchema.whole(database)).containsExactlyInAnyOrderElementsOf(seeded.stream()
                    .map(line -> line.equals("sequence author_id_seq") ? line + " 101" : line).toList());
        }
    }

    @Test
    void a_column_that_was_added_since_stops_the_drop() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = hostile(database, Existing.ABORT);
            equal(Moves.move(settings));
            database.execute("ALTER TABLE public.log ADD COLUMN note text");

            failed(drop(settings), 5, "PT-445");
            assertThat(database.query("SELECT count(*) FROM public.log")).containsExactly("3");
        }
    }

    @Test
    void restart_brings_the_rows_of_the_changed_source_in_place_of_the_old_ones() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = hostile(database, Existing.APPEND);
            equal(Moves.move(settings));
            SqliteScript.run(settings.source(), "INSERT INTO author VALUES (9, 'Ida', 1); DELETE FROM tag WHERE word = 'B'");

            equal(Moves.move(Moves.restarting(settings)));

            assertThat(database.query("SELECT id FROM public.author ORDER BY id")).containsExactly("1", "2", "3", "9", "100",
                    "101");
            assertThat(database.query("SELECT word FROM public.tag ORDER BY word")).containsExactly("a", "a", "seed");
        }
    }

    @Test
    void what_portage_made_goes_with_its_own_schema_and_the_source_stays() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.theirs (id int)");
            MigrationSettings settings = Moves.settings(MoveFixture.source(folder, MoveFixture.PLAIN), database);
            byte[] source = Files.readAllBytes(settings.source());
            equal(Moves.move(settings));
            database.execute("INSERT INTO public.t (id, v) VALUES (9, 'new')");

            MoveFixture.run(settings, Event.Listener.none(), migration -> {
                assertThat(migration.dropList()).contains(
                        "drop table \"public\".\"t\" with its indexes and constraints: 3 rows moved, 4 there now");
                return migration.drop();
            });

            assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                    .containsExactly("theirs");
            assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'portage'")).isEmpty();
            assertThat(Files.readAllBytes(settings.source())).isEqualTo(source);
            dropped(drop(settings));
            SqliteScript.run(settings.source(), "INSERT INTO t VALUES (4, 'four')");
            equal(Moves.move(settings));
        }
    }

    @Test
    void another_migration_keeps_schema_portage_alive() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = Moves.settings(MoveFixture.source(folder, MoveFixture.PLAIN), database);
            MigrationSettings other = MoveFixture.workingIn(MoveFixture.inSchema(settings, "app2"), folder.resolve("other"));
            equal(Moves.move(settings));
            equal(Moves.move(other));

            dropped(drop(settings));

            assertThat(database.query("SELECT count(*) FROM portage.control")).containsExactly("1");
            equal(Moves.verify(other));
            dropped(drop(other));
            assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname IN ('portage', 'app2')")).isEmpty();
        }
    }
}

package dev.portage.faults;

import static dev.portage.FaultMove.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// PostgreSQL dies, restarts, ends sessions and breaks transactions off while rows are loaded.
class PostgresCrashIT {
    /// Holds every COMMIT that brings a checkpoint for as long as the table public.hold has a row.
    private static final String HOLD_COMMITS = """
            CREATE TABLE public.hold (a int); INSERT INTO public.hold VALUES (1);
            CREATE FUNCTION public.hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                WHILE EXISTS (SELECT FROM public.hold) LOOP PERFORM pg_sleep(0.02); END LOOP; RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON portage.checkpoint DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION public.hold()
            """;
    /// Breaks two of three attempts off.
    private static final String BREAK_OFF = """
            CREATE SEQUENCE public.attempts;
            CREATE FUNCTION public.break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('public.attempts') %% 3 <> 0 THEN RAISE 'broken off' USING ERRCODE = '%s'; END IF; RETURN NEW; END $$;
            CREATE TRIGGER break_off BEFORE INSERT ON portage.checkpoint FOR EACH ROW EXECUTE FUNCTION public.break_off()
            """;
    private static final String OTHERS = "datname = current_database() AND pid <> pg_backend_pid()";

    @TempDir
    Path folder;

    static Stream<String> placesOfACrash() {
        List<String> places = new ArrayList<>(List.of("KILL rows 3", "QUIT indexes 1"));
        if (Scene.all()) {
            for (String signal : List.of("KILL", "QUIT")) {
                for (String place : List.of("rows 1", "rows 2", "rows 5", "rows 8", "rows 11", "indexes 1", "indexes 2",
                        "constraints 1", "compare 1", "compare 3")) {
                    places.add(signal + " " + place);
                }
            }
        }
        return places.stream().distinct();
    }

    @ParameterizedTest
    @MethodSource("placesOfACrash")
    void a_server_that_crashes_and_comes_back_is_loaded_on_in_the_same_run(String place) {
        String[] words = place.split(" ");
        TestPostgres server = TestPostgres.expendable();
        try (TestDatabase database = server.freshDatabase()) {
            Scene scene = Scene.of(folder, database);
            AtomicInteger crashes = new AtomicInteger();

            var notices = new Scene.Notices(at(words[1], Integer.parseInt(words[2]), () -> {
                crash(server, words[0]);
                crashes.incrementAndGet();
            }));
            Report report = scene.run(notices);

            assertThat(crashes).hasValue(1);
            assertThat(notices.texts).isNotEmpty();
            scene.assertCompleted(report);
            scene.completes();
        }
    }

    private static void crash(TestPostgres server, String signal) {
        crash(server, signal, () -> {});
    }

    private interface Between {
        void run() throws IOException;
    }

    /// Ends the server and starts it again. The worker whose thread this is may be told to stop meanwhile, because another one
    /// has met the crash first: the server comes back all the same.
    private static void crash(TestPostgres server, String signal, Between between) {
        CompletableFuture.runAsync(() -> {
            try {
                server.end(signal);
                between.run();
                server.startAgain();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }).join();
    }

    @Test
    void a_server_killed_in_the_middle_of_a_commit_has_the_whole_range_or_nothing() throws InterruptedException {
        TestPostgres server = TestPostgres.expendable();
        try (TestDatabase database = server.freshDatabase()) {
            Scene scene = Scene.of(folder, database);
            List<String> rowsOfDoneRanges = new ArrayList<>();
            Thread killer = Thread.ofPlatform().daemon().name("killer").unstarted(() -> {
                Scene.await(database, "EXISTS (SELECT FROM pg_stat_activity WHERE query = 'COMMIT' AND wait_event = 'PgSleep')");
                crash(server, "KILL");
                rowsOfDoneRanges.addAll(database.query("SELECT rows_done FROM portage.checkpoint WHERE table_name = 'k'"));
                rowsOfDoneRanges.add("loaded " + database.query("SELECT count(*) FROM public.k").getFirst());
                database.execute("DELETE FROM public.hold");
            });

            Report report = scene.run(at("rows", 1, () -> {
                database.execute(HOLD_COMMITS);
                killer.start();
            }));
            killer.join();

            long done = rowsOfDoneRanges.stream().filter(line -> !line.startsWith("l")).mapToLong(Long::parseLong).sum();
            assertThat(rowsOfDoneRanges).contains("loaded " + done);
            database.execute("DROP TRIGGER hold ON portage.checkpoint");
            scene.assertCompleted(report);
            scene.completes();
        }
    }

    @Test
    void a_commit_whose_answer_is_lost_is_looked_up_and_not_done_twice() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                TcpProxy proxy = new TcpProxy(database.address().port())) {
            Scene scene = Scene.at(folder, database, Scene.url(database, proxy.port(), ""));
            proxy.loseCommitReplies(4);

            Report report = scene.run(Event.Listener.none());

            assertThat(proxy.commitRepliesToLose()).isZero();
            scene.assertCompleted(report);
            // Each range was committed by exactly one transaction, and no attempt after it left rows.
            assertThat(database.query("SELECT count(DISTINCT xmin::text) FROM public.k")).containsExactly("4");
            scene.completes();
        }
    }

    @Test
    void sessions_that_an_administrator_ends_are_opened_again() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Scene scene = Scene.of(folder, database);
            Runnable end = () -> database.query("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE " + OTHERS);
            Event.Listener loading = at("rows", 4, end);
            Event.Listener indexing = at("indexes", 1, end);
            Event.Listener comparing = at("compare", 1, end);

            var notices = new Scene.Notices(event -> {
                loading.on(event);
                indexing.on(event);
                comparing.on(event);
            });
            Report report = scene.run(notices);

            assertThat(notices.texts).anySatisfy(text -> assertThat(text).contains("57P01"));
            scene.assertCompleted(report);
            scene.completes();
        }
    }

    @Test
    void a_server_that_ends_every_session_again_and_again_is_given_up_with_its_reason() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Scene scene = Scene.of(folder, database);
            var notices = new Scene.Notices(event -> {
                if (event instanceof Event.Progressed(_, var step, _, var rows, _) && step.equals("rows") && rows > 0) {
                    database.query("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE application_name = "
                            + "'portage copy' AND " + OTHERS);
                }
            });

            Report report = scene.run(notices);

            assertThat(report.exitCode()).isEqualTo(4);
            assertThat(report.error().orElseThrow().message()).endsWith(", 8 times").containsAnyOf("SQLSTATE 57P01",
                    "SQLSTATE 08");
            assertThat(report.error().orElseThrow().next()).contains("type the same command again");
            assertThat(notices.texts).allMatch(text -> text.endsWith("trying again")).hasSizeBetween(7, 14);
            scene.completes();
        }
    }

    @ParameterizedTest
    @MethodSource("brokenOff")
    void a_transaction_that_the_server_breaks_off_is_done_again_as_a_whole(String state) {
        try (TestDatabase database = TestPostgres.v15().freshDatabase()) {
            Scene scene = Scene.of(folder, database);
            AtomicInteger once = new AtomicInteger();

            var notices = new Scene.Notices(event -> {
                if (event instanceof Event.Progressed(_, var step, _, _, _) && step.equals("rows")
                        && once.getAndIncrement() == 0) {
                    database.execute(BREAK_OFF.formatted(state));
                }
            });
            Report report = scene.run(notices);
            database.execute("DROP TRIGGER break_off ON portage.checkpoint");

            assertThat(notices.texts).isNotEmpty().allSatisfy(text -> assertThat(text).contains(state));
            scene.assertCompleted(report);
            scene.completes();
        }
    }

    static List<String> brokenOff() {
        return List.of("40P01", "40001");
    }

    @Test
    void a_deadlock_with_another_session_ends_by_itself() throws InterruptedException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Scene scene = Scene.of(folder, database).withWorkers(1);
            // The other one never looks for deadlocks, so it is ours that is broken off.
            Thread other = Thread.ofPlatform().daemon().name("other").unstarted(() -> Scene.inTransaction(database,
                    "SET LOCAL deadlock_timeout = '1h'", "LOCK TABLE portage.checkpoint IN SHARE MODE",
                    "UPDATE portage.control SET updated_at = now()"));

            var notices = new Scene.Notices(at("rows", 1, () -> {
                other.start();
                Scene.await(database, "EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE '%portage.control SET updated_at%' "
                        + "AND wait_event_type = 'Lock' AND pid <> pg_backend_pid())");
            }));
            Report report = scene.run(notices);
            other.join();

            assertThat(notices.texts).anySatisfy(text -> assertThat(text).contains("deadlock", "40P01"));
            scene.assertCompleted(report);
            scene.completes();
        }
    }

    /// The signal file makes the server begin a new branch of its history, as a restored server does.
    @Test
    void a_server_on_another_timeline_is_not_loaded_on() {
        TestPostgres server = TestPostgres.expendable();
        try (TestDatabase database = server.freshDatabase()) {
            Scene scene = Scene.of(folder, database);
            AtomicInteger crashed = new AtomicInteger();
            Report stopped = scene.run(at("rows", 3, () -> {
                crash(server, "QUIT", () -> Files.createFile(server.folder().resolve("data/recovery.signal")));
                crashed.incrementAndGet();
            }));
            String before = database.query("SELECT count(*) FROM portage.checkpoint").getFirst();

            Report again = scene.run(Event.Listener.none());

            assertThat(crashed).hasValue(1);
            for (Report report : List.of(stopped, again)) {
                assertThat(report.exitCode()).as(String.valueOf(report.error())).isEqualTo(5);
                assertThat(report.error().orElseThrow().code()).isEqualTo("PT-432");
                assertThat(report.error().orElseThrow().message()).contains("promoted or restored", "timeline");
            }
            assertThat(database.query("SELECT count(*) FROM portage.checkpoint")).containsExactly(before);
            new Scene(scene.settings().but(change -> change.restarting()), database).completes();
        }
    }
}

package dev.portage.faults;

import static dev.portage.FaultMove.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.FaultMove;
import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The network between Portage and PostgreSQL fails. Nothing waits for ever, and nothing is lost or doubled.
///
/// The limit of a test is its guard against hanging: far above what a run takes, far below what the driver alone would wait.
@Timeout(240)
class NetworkIT {
    private static final String SHORT = "&silence_timeout=1&connect_timeout=1";
    private static final String COPYING = "SELECT pid FROM pg_stat_activity WHERE application_name = 'portage copy' "
            + "AND datname = current_database() AND query LIKE 'COPY%' AND state = 'active'";

    @TempDir
    Path folder;

    static Stream<Arguments> faults() {
        List<String> places = new ArrayList<>(List.of("rows 3"));
        if (Scene.all()) {
            places.addAll(List.of("rows 1", "rows 6", "rows 10", "indexes 1", "constraints 1", "compare 1"));
        }
        return places.stream().flatMap(place -> Stream.of("reset", "hole", "half open").map(fault -> Arguments.of(fault, place)));
    }

    private static void fail(TcpProxy proxy, String fault) {
        switch (fault) {
            case "reset" -> proxy.reset();
            case "hole" -> {
                proxy.beginHole();
                Thread.ofPlatform().daemon().name("mender").start(() -> mendLater(proxy));
            }
            default -> proxy.halfClose();
        }
    }

    /// Later than the first questions of a run that hears nothing.
    private static void mendLater(TcpProxy proxy) {
        try {
            Thread.sleep(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        proxy.endHole();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_connection_that_fails_is_noticed_and_made_again(String fault, String place) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                TcpProxy proxy = new TcpProxy(database.address().port())) {
            Scene scene = Scene.at(folder, database, Scene.url(database, proxy.port(), SHORT));
            String[] words = place.split(" ");

            var notices = new Scene.Notices(at(words[0], Integer.parseInt(words[1]), () -> fail(proxy, fault)));
            Report report = scene.run(notices);

            assertThat(notices.texts).isNotEmpty();
            scene.assertCompleted(report);
            scene.completes();
        }
    }

    static List<Integer> lengths() {
        return Scene.all() ? List.of(3_000, 30_000, 150_000, 600_000, 1_000_000) : List.of(150_000);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void a_connection_that_is_cut_in_the_middle_of_rows_leaves_none_of_them(int bytes) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                TcpProxy proxy = new TcpProxy(database.address().port())) {
            Scene scene = Scene.at(folder, database, Scene.url(database, proxy.port(), ""));

            var notices = new Scene.Notices(at("profile", 1, () -> proxy.resetAfterBytes(bytes)));
            Report report = scene.run(notices);

            assertThat(notices.texts).isNotEmpty();
            scene.assertCompleted(report);
            scene.completes();
        }
    }

    @Test
    void a_slow_network_is_waited_for_and_not_given_up() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                TcpProxy proxy = new TcpProxy(database.address().port())) {
            Scene scene = Scene.at(folder, database, Scene.url(database, proxy.port(), "&silence_timeout=1"));

            var notices = new Scene.Notices(at("rows", 1, () -> proxy.slowDown(Duration.ofMillis(5))));
            Report report = scene.run(notices);

            assertThat(notices.texts).isEmpty();
            scene.assertCompleted(report);
        }
    }

    @Test
    void a_statement_that_works_without_a_word_is_not_given_up() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Scene scene = Scene.at(folder, database, database.url() + "&silence_timeout=1");

            var notices = new Scene.Notices(at("indexes", 1, () -> database.execute("""
                    CREATE SEQUENCE public.slept;
                    CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        IF NEW.kind = 'check' THEN PERFORM nextval('public.slept'), pg_sleep(3); END IF; RETURN NEW; END $$;
                    CREATE TRIGGER slow BEFORE INSERT ON portage.made FOR EACH ROW EXECUTE FUNCTION public.slow()
                    """)));
            Report report = scene.run(notices);
            database.execute("DROP TRIGGER slow ON portage.made");

            assertThat(database.query("SELECT is_called FROM public.slept")).containsExactly("t");
            assertThat(notices.texts).isEmpty();
            scene.assertCompleted(report);
        }
    }

    @Test
    void a_backend_that_stands_still_is_given_up_and_its_range_copied_by_another() throws Exception {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Scene.big(folder, 12_000);
            Scene scene = Scene.at(folder, database, database.url() + "&silence_timeout=1");
            List<String> stopped = new ArrayList<>();

            Event.Listener stop = at("rows", 1, () -> {
                stopped.addAll(database.query(COPYING));
                stopped.forEach(pid -> signal("STOP", pid));
            });
            // It goes on when it was given up; what it has begun must not come.
            var notices = new Scene.Notices(event -> {
                stop.on(event);
                if (event instanceof Event.Notice) {
                    stopped.forEach(pid -> signal("CONT", pid));
                }
            });
            Report report = FaultMove.run(scene.settings(), notices, 1L << 40);

            assertThat(stopped).hasSize(1);
            assertThat(notices.texts).anySatisfy(text -> assertThat(text).contains("PT-375", "it has taken nothing"));
            assertThat(report.exitCode()).as(String.valueOf(report.error())).isZero();
            assertThat(database.query("SELECT count(*) || ' ' || sum(length(v)) FROM public.big")).containsExactly(
                    "12000 36000000");
            assertThat(FaultMove.run(scene.settings(), Event.Listener.none(), 1L << 40).verdict()).isEqualTo("equal");
            scene.assertNothingLeft();
        }
    }

    private static void signal(String name, String pid) {
        try {
            TestPostgres.signal(name, Long.parseLong(pid));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A hole that nobody mends ends the run within the attempts that [dev.portage.target.Retry] names.
    @Test
    void a_hole_that_stays_ends_the_run_with_its_reason() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                TcpProxy proxy = new TcpProxy(database.address().port())) {
            Scene scene = Scene.at(folder, database, Scene.url(database, proxy.port(), SHORT));
            if (!Scene.all()) {
                // The short variant: the hole is there from the beginning, where nothing is tried again.
                proxy.beginHole();
            }

            Report report = scene.run(at("rows", 3, proxy::beginHole));

            assertThat(report.exitCode()).isEqualTo(4);
            assertThat(report.error().orElseThrow().code()).isIn("PT-307", "PT-309", "PT-375");
            assertThat(report.error().orElseThrow().next()).contains("same command again");
            proxy.endHole();
            scene.completes();
        }
    }

    @Test
    void another_server_at_the_same_address_gets_no_row() throws IOException {
        TestPostgres one = TestPostgres.v18();
        TestPostgres other = TestPostgres.expendable();
        try (TestDatabase database = one.freshDatabase()) {
            String name = database.address().database();
            Consumer<TestPostgres> role = server -> server.administer(
                    "CREATE ROLE mover_%1$s LOGIN SUPERUSER PASSWORD 'same'".formatted(name));
            role.accept(one);
            role.accept(other);
            other.administer("CREATE DATABASE " + name);
            Path passwords = TargetLimitsIT.passFile(folder, "same");
            try (TcpProxy proxy = new TcpProxy(database.address().port())) {
                Scene scene = Scene.at(folder, database, "postgresql://mover_%s@127.0.0.1:%d/%s?passfile=%s".formatted(name,
                        proxy.port(), name, passwords));

                Report report = scene.run(at("rows", 3, () -> {
                    proxy.serve(other.address().port());
                    proxy.reset();
                }));

                assertThat(report.exitCode()).as(String.valueOf(report.error())).isEqualTo(5);
                assertThat(report.error().orElseThrow().code()).isEqualTo("PT-432");
                assertThat(report.error().orElseThrow().message()).contains("another one", "system identifier");
                assertThat(TargetLimitsIT.query(other, name, "SELECT nspname FROM pg_namespace WHERE nspname = 'portage'"))
                        .isEmpty();
                proxy.serve(database.address().port());
                scene.completes();
            } finally {
                other.administer("DROP DATABASE %s WITH (FORCE)".formatted(name));
                other.administer("DROP ROLE mover_" + name);
                database.execute("REASSIGN OWNED BY mover_%1$s TO portage; DROP OWNED BY mover_%1$s".formatted(name));
                one.administer("DROP ROLE mover_" + name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "statement"})
    void a_pooler_that_shares_sessions_is_refused_before_it_gets_a_setting(String mode) throws Exception {
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                PgBouncer pooler = PgBouncer.start(folder, database, mode)) {
            Scene scene = Scene.at(folder, database, pooler.url());

            Report report = scene.run(Event.Listener.none());

            assertThat(report.exitCode()).as(String.valueOf(report.error())).isEqualTo(7);
            assertThat(report.error().orElseThrow().code()).isEqualTo("PT-601");
            assertThat(report.error().orElseThrow().message()).contains("pool_mode = transaction or statement");
            assertThat(report.error().orElseThrow().next()).contains("pool_mode = session");
            assertThat(pooler.query("SHOW search_path")).isEqualTo("public");
            assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'portage'")).isEmpty();
            Scene.at(folder, database, database.url()).completes();
        }
    }

    @Test
    void a_pooler_that_keeps_sessions_is_used() throws Exception {
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                PgBouncer pooler = PgBouncer.start(folder, database, "session")) {
            Scene scene = Scene.at(folder, database, pooler.url() + "&silence_timeout=1");

            scene.completes();

            assertThat(Moves.verify(scene.settings()).exitCode()).isZero();
        }
    }
}

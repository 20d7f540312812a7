package dev.portage.faults;

import static dev.portage.FaultMove.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.MigrationSettings;
import dev.portage.observe.Report;
import dev.portage.target.Target;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// PostgreSQL has too little room, time, locks or connections for what is asked of it.
class TargetLimitsIT {
    @TempDir
    Path folder;

    static List<TestPostgres> servers() {
        return Scene.all() ? TestPostgres.all() : List.of(TestPostgres.v18());
    }

    static Path passFile(Path folder, String password) throws IOException {
        Path file = Files.createFile(folder.resolve("pgpass"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, "127.0.0.1:*:*:*:%s%n".formatted(password));
    }

    /// The first column of a query in another database of a test server.
    static List<String> query(TestPostgres server, String database, String sql) {
        try (Target target = Target.open(server.address().withDatabase(database));
                Connection connection = target.connect("test");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A role that owns the database and is no superuser.
    private static String makeRole(TestDatabase database, String more) {
        String role = "mover_" + database.address().database();
        database.execute("CREATE ROLE %1$s LOGIN PASSWORD 'p' %2$s; ALTER DATABASE %3$s OWNER TO %1$s".formatted(role, more,
                database.address().database()));
        return role;
    }

    private static void dropRole(TestDatabase database, String role) {
        database.execute(
                "ALTER DATABASE %2$s OWNER TO portage; REASSIGN OWNED BY %1$s TO portage; DROP OWNED BY %1$s; DROP ROLE %1$s"
                        .formatted(role, database.address().database()));
    }

    private Scene as(String role, TestDatabase database) throws IOException {
        return Scene.at(folder, database, "postgresql://%s@127.0.0.1:%d/%s?passfile=%s".formatted(role, database.address().port(),
                database.address().database(), passFile(folder, "p")));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void a_role_with_two_connections_loads_with_fewer_lanes(TestPostgres server) throws IOException {
        try (TestDatabase database = server.freshDatabase()) {
            String role = makeRole(database, "CONNECTION LIMIT 2");
            Scene scene = as(role, database);

            var notices = new Scene.Notices(event -> {});
            Report report = scene.withWorkers(8).run(notices);

            assertThat(notices.texts).isEmpty();
            scene.assertCompleted(report);
            scene.completes();
            dropRole(database, role);
        }
    }

    @Test
    void a_role_with_one_connection_is_told_that_two_are_needed() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            String role = makeRole(database, "CONNECTION LIMIT 1");
            Scene scene = as(role, database);
            Report report = scene.run(event -> {});

            assertThat(report.exitCode()).isEqualTo(4);
            assertThat(report.error().orElseThrow().code()).isEqualTo("PT-304");
            assertThat(report.error().orElseThrow().next()).contains("needs two", "CONNECTION LIMIT");
            database.execute("ALTER ROLE %s CONNECTION LIMIT 2".formatted(role));
            scene.completes();
            dropRole(database, role);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void time_limits_of_the_role_end_no_statement_of_ours(TestPostgres server) throws IOException {
        try (TestDatabase database = server.freshDatabase()) {
            String role = makeRole(database, "");
            for (String limit : server == TestPostgres.v18()
                    ? List.of("statement_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout",
                            "transaction_timeout")
                    : List.of("statement_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout")) {
                database.execute("ALTER ROLE %s SET %s = '200ms'".formatted(role, limit));
            }
            database.execute("ALTER ROLE %s SET lock_timeout = '1ms'".formatted(role));
            Scene scene = as(role, database);

            // Both the COPY and its transaction are older than every limit before they go on.
            var notices = new Scene.Notices(at("rows", 2, () -> Scene.await(database, """
                    EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'portage copy' AND state = 'active'
                        AND query LIKE 'COPY%' AND query_start < clock_timestamp() - interval '600ms')
                    """)));
            Report report = scene.run(notices);

            assertThat(notices.texts).isEmpty();
            scene.assertCompleted(report);
            scene.completes();
            dropRole(database, role);
        }
    }

    @Test
    void a_long_reader_is_never_queued_behind_for_long_and_the_move_waits_for_it() throws Exception {
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                Connection reader = database.connect();
                Statement reads = reader.createStatement();
                Connection others = database.connect();
                Statement other = others.createStatement()) {
            Scene scene = Scene.of(folder, database);
            AtomicBoolean ended = new AtomicBoolean();
            List<String> refused = new ArrayList<>();
            other.execute("SET statement_timeout = '5s'");
            Thread readers = Thread.ofPlatform().daemon().name("readers").unstarted(() -> {
                while (!ended.get()) {
                    try {
                        other.executeQuery("SELECT count(*), pg_sleep(0.01) FROM public.k WHERE id = 3").close();
                    } catch (SQLException e) {
                        refused.add(String.valueOf(e.getMessage()));
                    }
                }
            });

            List<String> told = new ArrayList<>();
            var begin = at("indexes", 1, () -> {
                begin(reads);
                readers.start();
            });
            Report report = scene.run(event -> {
                begin.on(event);
                if (event instanceof dev.portage.observe.Event.Notice(var text)) {
                    told.add(text);
                    if (told.size() == 2) {
                        end(reads);
                    }
                }
            });
            ended.set(true);
            readers.join();

            assertThat(told).hasSizeGreaterThanOrEqualTo(2).allSatisfy(text -> assertThat(text).contains("55P03"));
            assertThat(refused).as("readers that came later").isEmpty();
            scene.assertCompleted(report);
            scene.completes();
        }
    }

    /// Each of the table's indexes and validations takes longer here than a statement waits for a lock.
    @Test
    void slow_builds_and_proofs_of_one_table_do_not_wait_for_each_other() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("""
                    CREATE FUNCTION public.slowly() RETURNS event_trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF current_query() ~ '("k_|"k").*' AND current_query() ~ 'PRIMARY KEY|INDEX|VALIDATE' THEN
                            PERFORM pg_sleep(2);
                        END IF;
                    END $$;
                    CREATE EVENT TRIGGER slowly ON ddl_command_end EXECUTE FUNCTION public.slowly();
                    """);
            Scene scene = Scene.of(folder, database);
            var notices = new Scene.Notices(event -> {});
            Report report = scene.withWorkers(4).run(notices);
            database.execute("DROP EVENT TRIGGER slowly; DROP FUNCTION public.slowly()");

            assertThat(notices.texts).isEmpty();
            scene.assertCompleted(report);
        }
    }

    private static void begin(Statement reads) {
        try {
            reads.execute("BEGIN; LOCK TABLE public.k IN ACCESS SHARE MODE");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void end(Statement reads) {
        try {
            reads.execute("ROLLBACK");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_full_disk_of_the_server_is_named_with_its_tablespace_and_the_move_goes_on_when_there_is_room() throws Exception {
        try (SmallDiskServer server = SmallDiskServer.start(folder.resolve("server"))) {
            server.execute("CREATE TABLE public.filler TABLESPACE small AS SELECT repeat(md5(i::text), 30) AS t "
                    + "FROM generate_series(1, 13500) AS s(i)");
            MigrationSettings settings = MigrationSettings.of(Scene.source(folder))
                    .but(change -> change.target(server.url()));
            String source = dev.portage.source.Fingerprint.of(folder.resolve("app.db"));

            Report full = dev.portage.FaultMove.run(settings, event -> {});

            assertThat(full.exitCode()).as(String.valueOf(full.error())).isEqualTo(4);
            assertThat(full.error().orElseThrow().code()).isEqualTo("PT-320");
            assertThat(full.error().orElseThrow().message()).contains("53100", "tablespace small");
            assertThat(full.error().orElseThrow().next()).contains("Make room", "same command again");
            assertThat(dev.portage.source.Fingerprint.of(folder.resolve("app.db"))).isEqualTo(source);

            server.execute("DROP TABLE public.filler");
            Report again = dev.portage.FaultMove.run(settings, event -> {});
            assertThat(again.exitCode()).as(String.valueOf(again.error())).isZero();
            assertThat(again.verdict()).isEqualTo("equal");
            assertThat(server.query("SELECT count(*) || ' ' || count(DISTINCT id) FROM public.k")).isEqualTo("35000 35000");
            assertThat(server.query("SELECT count(*) FROM pg_trigger WHERE tgname = 'portage_fence'")).isEqualTo("0");
        }
    }

    @Test
    void a_target_that_becomes_read_only_stops_the_move_until_it_is_writable() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Scene scene = Scene.of(folder, database);
            String name = database.address().database();

            Report report = scene.run(at("rows", 3, () -> TestPostgres.v18()
                    .administer("ALTER DATABASE %s SET default_transaction_read_only = on".formatted(name))));

            assertThat(report.exitCode()).as(String.valueOf(report.error())).isEqualTo(7);
            assertThat(report.error().orElseThrow().message()).contains("read-only");
            TestPostgres.v18().administer("ALTER DATABASE %s RESET default_transaction_read_only".formatted(name));
            scene.completes();
        }
    }
}

package dev.portage.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portage.PortageException;
import dev.portage.RefusedException;
import dev.portage.UnreachableException;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TargetIT {
    private static final String CANARY = "canary-3fd1c2";

    private static TargetSettings settings(Map<String, String> environment) {
        return new TargetSettings(environment, null, Duration.ofSeconds(7), Duration.ofMillis(200));
    }

    private static PortageException failure(TargetAddress.Server server) {
        Target target = Target.open(server, settings(Map.of("PGPASSWORD", CANARY)));
        PortageException error = catchThrowableOfType(PortageException.class, () -> target.connect("test").close());
        StringWriter everything = new StringWriter();
        error.printStackTrace(new PrintWriter(everything));
        assertThat(everything + error.line()).doesNotContain(CANARY);
        return error;
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void a_fresh_database_is_reached_and_has_no_tables(TestPostgres postgres) {
        try (TestDatabase database = postgres.freshDatabase()) {
            Target target = database.target();

            target.requireSupported();
            assertThat("PostgreSQL " + target.serverVersion()).startsWith(postgres.toString());
            assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            TimeZone                            | 'Asia/Kathmandu'  | UTC
            DateStyle                           | 'German'          | ISO, YMD
            IntervalStyle                       | 'iso_8601'        | postgres
            extra_float_digits                  | -15               | 3
            search_path                         | public, pg_catalog| pg_catalog
            statement_timeout                   | 1000              | 0
            idle_in_transaction_session_timeout | 1000              | 0
            lock_timeout                        | 1                 | 7s
            bytea_output                        | 'escape'          | hex
            row_security                        | on                | off
            """)
    void settings_of_the_database_do_not_decide_a_value(String name, String ofDatabase, String expected) throws SQLException {
        try (TestDatabase database = TestPostgres.v15().freshDatabase()) {
            database.execute("ALTER DATABASE %s SET %s = %s".formatted(database.address().database(), name, ofDatabase));

            try (Connection connection = Target.open(database.address(), settings(Map.of())).connect("test");
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW " + name)) {
                row.next();
                assertThat(row.getString(1)).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_connection_says_what_it_is_for() throws SQLException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                Connection connection = database.target().connect("copy users");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW application_name")) {
            row.next();

            assertThat(row.getString(1)).isEqualTo("portage copy users");
        }
    }

    @Test
    void a_wrong_password_is_told_apart_and_asked_once() {
        PortageException error = failure(TestPostgres.v18().address());

        assertThat(error.line()).startsWith("PT-302").contains("refused the user portage", "28P01", "PGPASSWORD",
                "--password-file", "pg_hba.conf");
        assertThat(error.exitCode()).isEqualTo(4);
    }

    @Test
    void a_missing_password_is_told_apart_from_a_wrong_one(@TempDir Path empty) throws Exception {
        TargetAddress.Server known = TestPostgres.v18().address();
        Path passFile = Files.createFile(empty.resolve("none"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        TargetAddress.Server server = new TargetAddress.Server(known.host(), known.port(), "portage", "portage",
                Map.of("passfile", passFile.toString()), null);

        assertThatThrownBy(() -> Target.open(server, settings(Map.of())).connect("test").close())
                .isInstanceOf(UnreachableException.class).hasMessageContaining("no password was found");
    }

    @Test
    void a_database_that_does_not_exist_is_named() {
        TargetAddress.Server server = TestPostgres.v18().address().withDatabase("nowhere");

        assertThatThrownBy(() -> Target.open(server, settings(Map.of())).connect("test").close())
                .isInstanceOfSatisfying(UnreachableException.class,
                        error -> assertThat(error.line()).startsWith("PT-303").contains("no database nowhere",
                                "CREATE DATABASE"));
    }

    @Test
    void too_many_connections_are_told_apart() throws SQLException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            String role = "narrow_" + database.address().database();
            database.execute("CREATE ROLE %s LOGIN PASSWORD '%s' CONNECTION LIMIT 1".formatted(role, CANARY));
            TargetAddress.Server server = new TargetAddress.Server("127.0.0.1", database.address().port(),
                    database.address().database(), role, Map.of(), null);

            try (Connection _ = Target.open(server, settings(Map.of("PGPASSWORD", CANARY))).connect("test")) {
                assertThat(failure(server).line()).startsWith("PT-304").contains("53300", "max_connections");
            }
            database.execute("DROP ROLE " + role);
        }
    }

    @Test
    void a_read_only_target_is_refused_for_writing_and_taken_for_reading() throws SQLException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Target target = database.target();
            database.execute("ALTER DATABASE %s SET default_transaction_read_only = on".formatted(database.address().database()));

            assertThatThrownBy(() -> target.connect("test").close()).isInstanceOfSatisfying(RefusedException.class,
                    error -> assertThat(error.line()).startsWith("PT-600").contains("default_transaction_read_only"));
            try (Connection connection = target.connectToRead("test"); Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("CREATE TABLE public.t (a int)")).hasMessageContaining("read-only");
            }
            TestPostgres.v18()
                    .administer("ALTER DATABASE %s RESET default_transaction_read_only".formatted(database.address().database()));
        }
    }

    @Test
    void a_value_that_the_server_refuses_appears_in_no_message() throws SQLException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE public.t (a text PRIMARY KEY); INSERT INTO public.t VALUES ('%s')".formatted(CANARY));

            for (String refused : new String[]{"INSERT INTO public.t VALUES ('%s')", "SELECT '%s'::int"}) {
                SQLException error = catchThrowableOfType(SQLException.class, () -> statement.execute(refused.formatted(CANARY)));
                StringWriter everything = new StringWriter();
                TargetErrors.unreachableOr(error, "testing").printStackTrace(new PrintWriter(everything));

                assertThat(everything.toString()).contains("SQLSTATE 2").doesNotContain(CANARY);
            }
        }
    }

    @Test
    void a_port_where_nobody_listens_is_named() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = socket.getLocalPort();
        }

        assertThat(failure(new TargetAddress.Server("127.0.0.1", port, "shop", "ann", Map.of(), null)).line())
                .startsWith("PT-301").contains("127.0.0.1:" + port, "refused the connection");
    }

    @Test
    void a_server_without_tls_gets_no_password_where_the_mode_is_verify_full() throws Exception {
        try (FakeServer fake = FakeServer.answering("N".getBytes(StandardCharsets.US_ASCII))) {
            PortageException error = failure(new TargetAddress.Server("127.0.0.1", fake.port(), "shop", "ann",
                    Map.of("sslmode", "verify-full"), null));

            assertThat(error.line()).startsWith("PT-308").contains("verify-full (the URL)", "No password was sent");
            // An SSLRequest has eight bytes and names nobody; more would be a login.
            assertThat(fake.received()).hasSize(8);
        }
    }

    @Test
    void a_server_that_is_starting_is_asked_again_until_the_patience_ends() throws Exception {
        try (FakeServer fake = FakeServer.refusingWith("57P03", "the database system is starting up")) {
            PortageException error = failure(new TargetAddress.Server("127.0.0.1", fake.port(), "shop", "ann",
                    Map.of("sslmode", "disable"), null));

            assertThat(error.line()).startsWith("PT-305").contains("still starting");
            assertThat(fake.connections()).isGreaterThan(1);
        }
    }

    @Test
    void a_role_without_a_right_to_the_server_is_asked_once() throws Exception {
        try (FakeServer fake = FakeServer.refusingWith("28000", "no pg_hba.conf entry")) {
            PortageException error = failure(new TargetAddress.Server("127.0.0.1", fake.port(), "shop", "ann",
                    Map.of("sslmode", "disable"), null));

            assertThat(error.line()).startsWith("PT-302").contains("no pg_hba.conf entry");
            assertThat(fake.connections()).isEqualTo(1);
        }
    }

    @Test
    void an_embedded_target_starts_its_server_and_stops_it(@TempDir Path folder) throws Exception {
        UnsafeServer.make(folder.resolve("pg"));
        TargetAddress.Embedded address = new TargetAddress.Embedded(folder.resolve("pg"));

        try (Target target = Target.open(address); Connection connection = target.connect("test")) {
            assertThat(connection.isValid(5)).isTrue();
            assertThat(target.address()).isEqualTo(address);
            assertThat(target.server().database()).isEqualTo("portage");
            assertThat(target.tls()).isEqualTo("prefer (default)");
        }

        assertThat(folder.resolve("pg/data/postmaster.pid")).doesNotExist();
    }
}

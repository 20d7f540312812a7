package dev.portage.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConflictException;
import dev.portage.UnreachableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path dir;

    @BeforeAll
    static void make_one_server() throws IOException {
        UnsafeServer.make(shared.resolve("pg"));
    }

    @BeforeEach
    void name_a_folder_with_a_space_that_is_not_there() {
        dir = folder.resolve("the server");
    }

    /// A stopped server that does not wait for the disk, to save the time of making one.
    private void copyOfServer() throws IOException {
        try (Stream<Path> all = Files.walk(shared.resolve("pg"))) {
            for (Path from : all.toList()) {
                Files.copy(from, dir.resolve(shared.resolve("pg").relativize(from).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @AfterEach
    void leave_no_server_behind() throws IOException {
        if (Files.exists(dir.resolve("data/postmaster.pid"))) {
            EmbeddedPostgres.stop(dir);
        }
    }

    private static String ask(TargetAddress address, String sql) throws SQLException {
        try (Target target = Target.open(address);
                Connection connection = target.connect("test");
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    private long serverPid() throws IOException {
        return Long.parseLong(Files.readAllLines(dir.resolve("data/postmaster.pid")).getFirst().strip());
    }

    @Test
    void it_is_durable_private_and_sorts_by_bytes() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(dir)) {
            TargetAddress address = TargetAddress.parse(server.url());

            assertThat(server.port()).isBetween(20_000, 32_767);
            assertThat(ask(address, "SELECT current_database() || ' ' || current_user")).isEqualTo("portage portage");
            assertThat(ask(address, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(address, "SHOW data_checksums")).isEqualTo("on");
            assertThat(ask(address, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(ask(address, "SELECT datcollate FROM pg_database WHERE datname = 'portage'")).isEqualTo("C");
            assertThat(ask(address, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(address, "SHOW unix_socket_directories")).isEmpty();
            assertThat(ask(address, "SHOW max_wal_size")).isEqualTo("2GB");
            assertThat(ask(address, "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'portage'"))
                    .isEqualTo("t");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("pgpass"))))
                    .isEqualTo("rw-------");
            assertThat(server.url()).doesNotContain(Files.readString(dir.resolve("pgpass")).strip().replaceAll(".*:", ""));
        }
    }

    @Test
    void the_one_who_finds_it_running_does_not_stop_it() throws Exception {
        copyOfServer();
        try (EmbeddedPostgres first = EmbeddedPostgres.start(dir)) {
            try (EmbeddedPostgres second = EmbeddedPostgres.start(dir)) {
                assertThat(first.started()).isTrue();
                assertThat(second.started()).isFalse();
                assertThat(second.port()).isEqualTo(first.port());
            }

            assertThat(EmbeddedPostgres.url(dir)).isEqualTo(first.url());
        }

        assertThatThrownBy(() -> EmbeddedPostgres.url(dir)).isInstanceOfSatisfying(UnreachableException.class,
                error -> assertThat(error.line()).startsWith("PT-310").contains("is stopped", "portage postgres start"));
    }

    @Test
    void port_and_rows_are_the_same_after_a_stop_and_a_start() throws Exception {
        copyOfServer();
        int port;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(dir)) {
            port = server.port();
            ask(server.address(), "CREATE TABLE public.kept AS SELECT 42 AS answer");
        }

        try (EmbeddedPostgres again = EmbeddedPostgres.start(dir)) {
            assertThat(again.port()).isEqualTo(port);
            assertThat(ask(again.address(), "SELECT answer FROM public.kept")).isEqualTo("42");
        }
    }

    @Test
    void it_stays_up_when_asked_to_and_is_stopped_by_name() throws Exception {
        copyOfServer();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(dir)) {
            server.keepRunning();
        }

        assertThat(ask(TargetAddress.parse(EmbeddedPostgres.url(dir)), "SELECT 1")).isEqualTo("1");
        assertThat(EmbeddedPostgres.stop(dir)).isTrue();
        assertThat(EmbeddedPostgres.stop(dir)).isFalse();
    }

    @Test
    void it_starts_again_after_the_server_was_killed() throws Exception {
        copyOfServer();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(dir)) {
            ask(server.address(), "CREATE TABLE public.kept AS SELECT 42 AS answer");
            ProcessHandle killed = ProcessHandle.of(serverPid()).orElseThrow();
            killed.destroyForcibly();
            killed.onExit().join();
        }

        try (EmbeddedPostgres again = EmbeddedPostgres.start(dir)) {
            assertThat(again.started()).isTrue();
            assertThat(ask(again.address(), "SELECT answer FROM public.kept")).isEqualTo("42");
        }
    }

    @Test
    void what_the_initdb_of_a_killed_command_still_makes_is_removed() throws Exception {
        copyOfServer();
        Path making = Files.createDirectories(dir.resolve("making-data-1/base"));
        Process initdb = new ProcessBuilder("sh", "-c",
                "i=0; while [ $i -lt 40000 ] && { : >\"$0/$i\"; } 2>/dev/null; do i=$((i+1)); done", making.toString()).start();
        try {
            while (initdb.isAlive() && !Files.exists(making.resolve("100"))) {
                Thread.sleep(1);
            }
            try (EmbeddedPostgres server = EmbeddedPostgres.start(dir)) {
                assertThat(server.started()).isTrue();
            }
        } finally {
            initdb.destroyForcibly().waitFor();
        }

        assertThat(dir.resolve("making-data-1")).doesNotExist();
    }

    @Test
    void a_pid_file_whose_number_another_program_has_now_does_not_stop_a_start() throws Exception {
        copyOfServer();
        Files.writeString(dir.resolve("data/postmaster.pid"),
                "%d%n%s%n1%n20000%n%n127.0.0.1%n%n".formatted(ProcessHandle.current().pid(), dir.resolve("data")));

        try (EmbeddedPostgres again = EmbeddedPostgres.start(dir)) {
            assertThat(again.started()).isTrue();
        }
    }

    @Test
    void a_port_that_somebody_took_is_changed() throws Exception {
        copyOfServer();
        int port;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(dir)) {
            port = server.port();
        }

        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
                EmbeddedPostgres again = EmbeddedPostgres.start(dir)) {
            assertThat(again.port()).isNotEqualTo(port).isGreaterThanOrEqualTo(20_000);
        }
    }

    @Test
    void a_cluster_of_another_major_version_is_left_alone() throws Exception {
        Files.createDirectories(dir.resolve("data"));
        Files.writeString(dir.resolve("data/PG_VERSION"), "15\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(dir)).isInstanceOfSatisfying(ConflictException.class,
                error -> assertThat(error.line()).startsWith("PT-410").contains("version 15", "version 18"));
    }

    @Test
    void a_start_that_fails_says_why_and_leaves_no_server() throws Exception {
        copyOfServer();
        Files.writeString(dir.resolve("data/postgresql.conf"), "\nmax_connections = many\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> EmbeddedPostgres.start(dir)).isInstanceOfSatisfying(UnreachableException.class,
                error -> assertThat(error.line()).startsWith("PT-311").contains("configuration file", "/log"));
        assertThat(dir.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void a_folder_without_a_server_is_named() {
        assertThatThrownBy(() -> EmbeddedPostgres.stop(dir)).isInstanceOf(UnreachableException.class)
                .hasMessageContaining("there is no embedded PostgreSQL in");
    }

    @Test
    void a_server_that_a_killed_process_left_is_stopped_by_the_next_one() throws Exception {
        copyOfServer();
        Process other = otherProcess();
        try {
            assertThat(other.inputReader().readLine()).startsWith("postgresql://");
        } finally {
            other.destroyForcibly().waitFor();
        }

        try (EmbeddedPostgres found = EmbeddedPostgres.start(dir)) {
            assertThat(found.started()).isFalse();
        }

        assertThat(dir.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void while_another_process_uses_it_it_is_not_stopped_and_then_that_one_stops_it() throws Exception {
        copyOfServer();
        EmbeddedPostgres first = EmbeddedPostgres.start(dir);
        Process other = otherProcess();
        assertThat(other.inputReader().readLine()).isEqualTo(first.url());

        first.close();

        assertThat(ask(TargetAddress.parse(EmbeddedPostgres.url(dir)), "SELECT 1")).isEqualTo("1");
        other.getOutputStream().close();
        assertThat(other.waitFor()).isZero();
        assertThat(dir.resolve("data/postmaster.pid")).doesNotExist();
    }

    private Process otherProcess() throws IOException {
        return new ProcessBuilder(List.of(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), UserOfServer.class.getName(), dir.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /// Starts the server, prints its URL, and uses it until its input ends.
    static final class UserOfServer {
        private UserOfServer() {}

        public static void main(String[] args) throws IOException {
            try (EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(args[0]))) {
                System.out.write((server.url() + "\n").getBytes(StandardCharsets.UTF_8));
                System.out.flush();
                System.in.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }
}

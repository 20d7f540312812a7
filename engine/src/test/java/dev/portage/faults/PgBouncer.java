package dev.portage.faults;

import dev.portage.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A real pgbouncer before one database, which asks no client for a password.
final class PgBouncer implements AutoCloseable {
    private final Process process;
    private final int port;
    private final String database;

    private PgBouncer(Process process, int port, String database) {
        this.process = process;
        this.port = port;
        this.database = database;
    }

    static PgBouncer start(Path folder, TestDatabase database, String mode) throws IOException, InterruptedException {
        int port = freePort();
        String name = database.address().database();
        Path file = Files.writeString(folder.resolve("pgbouncer-%s.ini".formatted(mode)), """
                [databases]
                %s = host=127.0.0.1 port=%d user=portage password=%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                default_pool_size = 20
                logfile = %s
                """.formatted(name, database.address().port(), database.password(), port, mode,
                folder.resolve("pgbouncer-%s.log".formatted(mode))));
        Process process = new ProcessBuilder(command(file)).inheritIO()
                .redirectOutput(folder.resolve("pgbouncer.out").toFile()).redirectErrorStream(true).start();
        PgBouncer started = new PgBouncer(process, port, name);
        started.awaitListening();
        return started;
    }

    /// It refuses to run as root, as PostgreSQL does.
    private static List<String> command(Path file) {
        Path installed = Path.of("/usr/sbin/pgbouncer");
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(Files.isExecutable(installed) ? installed.toString() : "pgbouncer", file.toString()));
        return command;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() throws IOException, InterruptedException {
        for (int i = 0; i < 500; i++) {
            if (!process.isAlive()) {
                throw new IllegalStateException("pgbouncer ended with " + process.exitValue());
            }
            try (Socket _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
                return;
            } catch (java.net.ConnectException _) {
                Thread.sleep(20);
            }
        }
        throw new IllegalStateException("pgbouncer does not listen");
    }

    String url() {
        return "postgresql://portage@127.0.0.1:%d/%s?sslmode=disable".formatted(port, database);
    }

    /// One value, as the next client of the pooler sees it.
    String query(String sql) throws SQLException {
        try (Connection connection = DriverManager
                .getConnection("jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable".formatted(port, database), "portage", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}

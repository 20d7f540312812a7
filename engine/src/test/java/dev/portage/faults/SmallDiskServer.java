package dev.portage.faults;

import dev.portage.target.UnsafeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A PostgreSQL that sees a disk of 16 MB, in a mount namespace of its own: no right of the machine is needed, and nothing
/// of it is left when the server ends. The tablespace `small` lies there and is everybody's default.
final class SmallDiskServer implements AutoCloseable {
    private final Path folder;
    private final int port;

    private SmallDiskServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static SmallDiskServer start(Path folder) throws IOException, SQLException {
        UnsafeServer.start(Files.createDirectories(folder)).close();
        int port = PgBouncer.freePort();
        Path disk = Files.createDirectories(folder.resolve("disk"));
        SmallDiskServer server = new SmallDiskServer(folder, port);
        // PostgreSQL refuses root, which unshare -r makes of us; the second namespace takes that away again.
        server.run(List.of("unshare", "-Urm", "sh", "-c", "mount -t tmpfs -o size=16m,mode=700 tmpfs \"$1\" && shift && "
                + "exec unshare -U \"$@\"", "sh", disk.toString(), pgCtl(), "start", "-w", "-s", "-D", data(folder), "-l",
                folder.resolve("small-disk.log").toString(), "-o", "-p %d -c listen_addresses=127.0.0.1".formatted(port)));
        server.execute("CREATE TABLESPACE small LOCATION '%s'".formatted(disk));
        server.execute("ALTER DATABASE portage SET default_tablespace = 'small'");
        return server;
    }

    private static String pgCtl() {
        return UnsafeServer.program("pg_ctl").toString();
    }

    private static String data(Path folder) {
        return folder.resolve("data").toString();
    }

    private void run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("pg_ctl.out").toFile());
        builder.environment().put("LC_ALL", "C");
        int code = builder.start().onExit().join().exitValue();
        if (code != 0) {
            throw new IllegalStateException("%s ended with %d: %s %s".formatted(command, code,
                    Files.readString(folder.resolve("pg_ctl.out")), log()));
        }
    }

    private String log() throws IOException {
        Path log = folder.resolve("small-disk.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    String url() {
        return "postgresql://portage@127.0.0.1:%d/portage?passfile=%s".formatted(port, folder.resolve("pgpass"));
    }

    private Connection connect() throws SQLException, IOException {
        String line = Files.readAllLines(folder.resolve("pgpass")).getFirst();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/portage".formatted(port), "portage",
                line.substring(line.lastIndexOf(':') + 1));
    }

    void execute(String sql) throws SQLException, IOException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String query(String sql) throws SQLException, IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(pgCtl(), "stop", "-w", "-s", "-m", "immediate", "-D", data(folder)));
        run(command);
    }
}

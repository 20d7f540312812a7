package dev.portage.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Debian's PostgreSQL 15 in a folder of this run, set up as the embedded one is: C locale, checksums, a password, 127.0.0.1.
final class DebianServer implements Server {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final String USER = "portage";

    private final Path folder;
    private final Database maintenance;
    private final Thread atExit = Thread.ofPlatform().unstarted(this::stop);

    private DebianServer(Path folder, Database maintenance) {
        this.folder = folder;
        this.maintenance = maintenance;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAMS.resolve("postgres"));
    }

    static DebianServer start(Path folder) throws IOException, InterruptedException {
        if (Files.exists(folder.resolve("data/postmaster.pid"))) {
            run(folder, "pg_ctl", "stop", "--silent", "--mode=immediate", "--pgdata=" + folder.resolve("data"));
        }
        Workspace.delete(folder);
        Files.createDirectories(folder);
        int port = freePort();
        DebianServer server = new DebianServer(folder, new Database(port, USER, password(), "postgres"));
        server.initialise();
        Runtime.getRuntime().addShutdownHook(server.atExit);
        run(folder, "pg_ctl", "start", "--wait", "--silent", "--pgdata=" + server.data(), "--log=" + folder.resolve("log"))
                .successful("the start of PostgreSQL 15");
        return server;
    }

    private void initialise() throws IOException, InterruptedException {
        Path passwordFile = Files.createFile(folder.resolve("password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, maintenance.password() + "\n");
        run(folder, "initdb", "--pgdata=" + data(), "--username=" + USER, "--pwfile=" + passwordFile, "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C", "--data-checksums").successful("initdb");
        Files.writeString(data().resolve("postgresql.conf"), """

                port = %d
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                shared_buffers = '128MB'
                max_wal_size = '2GB'
                jit = off
                timezone = 'UTC'
                """.formatted(maintenance.port()), StandardOpenOption.APPEND);
    }

    private static String password() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static int freePort() throws IOException {
        int port = 21_000;
        while (!isFree(port)) {
            port++;
        }
        return port;
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return true;
        } catch (BindException _) {
            return false;
        }
    }

    /// PostgreSQL refuses root; inside a user namespace root has the rights of the files' owner only.
    private static Program.Ended run(Path folder, String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(PROGRAMS.resolve(program).toString());
        command.addAll(List.of(arguments));
        return Program.run(Files.createDirectories(folder), Map.of(), command);
    }

    private Path data() {
        return folder.resolve("data");
    }

    @Override
    public Kind kind() {
        return Kind.DEBIAN_15;
    }

    @Override
    public Database maintenance() {
        return maintenance;
    }

    @Override
    public long pid() {
        try {
            return Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid")).getFirst().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        try {
            run(folder, "pg_ctl", "stop", "--wait", "--silent", "--mode=fast", "--pgdata=" + data())
                    .successful("the stop of PostgreSQL 15");
            Workspace.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while stopping PostgreSQL 15", e);
        }
    }
}

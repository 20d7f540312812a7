package dev.portage.target;

import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import dev.portage.schema.Identifier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// Makes, starts and stops the server of one folder. Callers hold the folder's lock.
///
/// @param folder its files
/// @param binaries its programs
record ServerControl(ServerFolder folder, PostgresBinaries binaries) {
    private static final int LOWEST_PORT = 20_000;
    // Above it systems hand out ports by themselves.
    private static final int HIGHEST_PORT = 32_700;
    private static final int ATTEMPTS = 20;
    private static final int RECOVERY_SECONDS = 600;

    /// Makes the cluster under another name and renames it, so that a killed attempt leaves nothing that looks like one.
    void initialise(String user, ServerSettings settings) throws IOException {
        Path unfinished = Files.createTempDirectory(folder.root(), "making-data-");
        Path passwordFile = folder.newOwnerOnlyFile("making-password-", folder.newPassword().reveal() + "\n");
        List<String> command = new ArrayList<>(List.of(binaries.program("initdb").toString(), "--pgdata=" + unfinished,
                "--username=" + user, "--pwfile=" + passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
                "--data-checksums"));
        if (!settings.waitsForDisk()) {
            command.add("--no-sync");
        }
        ServerProgram.Result result = ServerProgram.runAsServer(command, Duration.ofMinutes(5));
        Files.delete(passwordFile);
        if (result.exitCode() != 0) {
            PostgresBinaries.deleteTree(unfinished);
            throw new UnreachableException(311,
                    "the embedded PostgreSQL could not be made in %s: %s".formatted(folder.root(), lastLine(result.output())),
                    "Nothing was kept; mend that and type the command again");
        }
        Files.writeString(unfinished.resolve("postgresql.conf"), "\ninclude_if_exists = 'portage.conf'\n",
                StandardOpenOption.APPEND);
        Moment.CLUSTER_MADE.reached();
        Files.move(unfinished, folder.data(), StandardCopyOption.ATOMIC_MOVE);
        Moment.CLUSTER_IN_PLACE.reached();
    }

    /// Removes what a killed command left half-made.
    void removeUnfinished() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder.root(), "{making,new}-*")) {
            for (Path path : left) {
                removePatiently(path);
            }
        }
    }

    /// The initdb of a killed command works on for some seconds and makes files meanwhile.
    private static void removePatiently(Path left) throws IOException {
        for (int attempt = 1;; attempt++) {
            try {
                PostgresBinaries.deleteTree(left);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    /// Starts the server and returns its port. A port that somebody else took is changed; memory of a killed server that
    /// its last processes still hold is waited for.
    int start(ServerSettings settings) throws IOException {
        folder.removeStalePid();
        int port = folder.rememberedPort().orElseGet(ServerControl::anyPort);
        for (int attempt = 1;; attempt++) {
            while (!isFree(port)) {
                port = anyPort();
            }
            folder.rememberPort(port);
            folder.writeConfiguration(settings.configuration(port));
            long before = Files.exists(folder.log()) ? Files.size(folder.log()) : 0;
            if (startOnce()) {
                Moment.SERVER_STARTED.reached();
                return port;
            }
            String said = logSince(before);
            boolean passes = !isFree(port) || said.contains("still in use") || said.contains("shared memory");
            if (!passes || attempt == ATTEMPTS) {
                throw notStarted(said);
            }
            pause(attempt);
        }
    }

    private boolean startOnce() {
        List<String> command = List.of(binaries.program("pg_ctl").toString(), "start", "--wait", "--silent",
                "--timeout=" + RECOVERY_SECONDS, "--pgdata=" + folder.data(), "--log=" + folder.log());
        try {
            if (ServerProgram.runAsServer(command, Duration.ofSeconds(RECOVERY_SECONDS + 60L)).exitCode() == 0) {
                return true;
            }
        } catch (RuntimeException e) {
            stopQuietly(e);
            throw e;
        }
        run("immediate");
        return false;
    }

    private UnreachableException notStarted(String said) {
        String why = said.lines().filter(line -> line.contains("FATAL") || line.contains("PANIC"))
                .map(line -> line.replaceAll("^.*?(FATAL|PANIC): +", "")).limit(3).collect(Collectors.joining("; "));
        return new UnreachableException(311,
                "the embedded PostgreSQL in %s did not start: %s".formatted(folder.root(), why.isEmpty() ? "see its log" : why),
                "Nothing was changed; %s says more, and the same command tries again".formatted(folder.log()));
    }

    /// Stops the server; clients are sent away, nothing that was committed is lost. One that somebody kills meanwhile is
    /// stopped too.
    void stop() throws IOException {
        Moment.SERVER_STOPS.reached();
        ServerProgram.Result result = run("fast");
        Moment.SERVER_STOPPED.reached();
        if (result.exitCode() != 0 && folder.runningPort().isPresent()) {
            throw new UnreachableException(317,
                    "the embedded PostgreSQL in %s did not stop: %s".formatted(folder.root(), lastLine(result.output())),
                    "Its data is safe; type portage postgres stop %s".formatted(folder.root()));
        }
    }

    void stopQuietly(RuntimeException because) {
        try {
            run("fast");
        } catch (RuntimeException again) {
            because.addSuppressed(again);
        }
    }

    private ServerProgram.Result run(String mode) {
        return ServerProgram.runAsServer(
                List.of(binaries.program("pg_ctl").toString(), "stop", "--wait", "--silent", "--timeout=" + RECOVERY_SECONDS,
                        "--mode=" + mode,
                        "--pgdata=" + folder.data()),
                Duration.ofSeconds(RECOVERY_SECONDS + 60L));
    }

    /// Makes the database when it is missing.
    void makeDatabase(Connector connector, String database) {
        try (Connection connection = connector.connect("start");
                PreparedStatement find = connection
                        .prepareStatement("SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?")) {
            find.setString(1, database);
            try (ResultSet found = find.executeQuery(); Statement statement = connection.createStatement()) {
                if (!found.next()) {
                    statement.execute("CREATE DATABASE " + Identifier.quote(database));
                    Moment.DATABASE_MADE.reached();
                }
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "making the database " + database);
        }
    }

    private static int anyPort() {
        return ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String logSince(long before) throws IOException {
        if (!Files.exists(folder.log())) {
            return "";
        }
        try (RandomAccessFile log = new RandomAccessFile(folder.log().toFile(), "r")) {
            long from = Math.max(before, log.length() - 65_536);
            byte[] tail = new byte[(int) (log.length() - from)];
            log.seek(from);
            log.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8);
        }
    }

    private static String lastLine(String output) {
        return output.lines().filter(line -> !line.isBlank()).reduce((_, last) -> last).orElse("no word of why");
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(Math.min(100L * attempt, 500));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(311, "the start of the embedded PostgreSQL was interrupted",
                    "Type the command again", e);
        }
    }
}

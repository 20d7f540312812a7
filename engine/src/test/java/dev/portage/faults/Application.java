package dev.portage.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/// An application in a process of its own that writes its SQLite file without a pause. Each of its transactions puts one
/// row into `a` and one into `b`, so a copy that caught half of one is told by their counts.
final class Application implements AutoCloseable {
    private static volatile boolean closed;

    private final Process process;
    private final BufferedReader out;

    private Application(Process process) throws IOException {
        this.process = process;
        this.out = process.inputReader();
        out.readLine();
    }

    /// How it went.
    ///
    /// @param written transactions
    /// @param refused how often SQLite said that the file was busy
    record Done(long written, long refused) {}

    /// Starts it and returns when it writes.
    ///
    /// @param mode `writes` in WAL mode, never waiting for a lock; `upheaval` with checkpoints, VACUUM and other journal
    ///        modes in between; `locks` the file for a second
    static Application start(Path file, String mode, long seed) throws IOException {
        var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Application.class.getName(),
                file.toString(), mode, Long.toString(seed));
        return new Application(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /// Lets it end.
    Done stop() throws IOException, InterruptedException {
        process.outputWriter().close();
        String[] words = out.readLine().split(" ");
        process.waitFor();
        return new Done(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    /// Ends it as `kill -9` does.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        Random random = new Random(Long.parseLong(args[2]));
        long written = 0;
        long refused = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                Statement statement = connection.createStatement()) {
            if (args[1].equals("locks")) {
                statement.execute("BEGIN EXCLUSIVE");
                System.out.println("ready");
                Thread.sleep(1000);
                statement.execute("COMMIT");
            } else {
                statement.execute("PRAGMA busy_timeout=" + (args[1].equals("writes") ? 0 : 5000));
                System.out.println("ready");
                watchEnd();
                while (!closed) {
                    try {
                        step(statement, args[1].equals("upheaval") ? random.nextInt(12) : 99);
                        written++;
                    } catch (SQLException e) {
                        refused++;
                        rollBack(connection, statement);
                    }
                }
            }
            System.out.println(written + " " + refused);
        }
    }

    private static void watchEnd() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                closed = System.in.read() < 0;
            } catch (IOException e) {
                closed = true;
            }
        });
    }

    private static void step(Statement statement, int kind) throws SQLException {
        switch (kind) {
            case 0 -> statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            case 1 -> statement.execute("VACUUM");
            case 2 -> statement.execute("PRAGMA journal_mode=DELETE");
            case 3 -> statement.execute("PRAGMA journal_mode=WAL");
            default -> {
                statement.execute("BEGIN IMMEDIATE");
                statement.execute("INSERT INTO a(v) VALUES (hex(randomblob(100)))");
                statement.execute("INSERT INTO b(v) VALUES (hex(randomblob(100)))");
                statement.execute("COMMIT");
            }
        }
    }

    private static void rollBack(Connection connection, Statement statement) throws SQLException {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException _) {
            // There was no transaction to undo.
            connection.clearWarnings();
        }
    }
}

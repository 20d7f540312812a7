package dev.portage.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/// An application in a process of its own that has a SQLite file open and runs what it is told.
///
/// Run as a program it reads statements, one a line, and answers each with `ok` or the error.
final class OtherProcess implements AutoCloseable {
    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    private OtherProcess(Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static OtherProcess open(Path file) {
        try {
            var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                    OtherProcess.class.getName(), file.toString());
            return new OtherProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs the statements in order and returns when all are done.
    OtherProcess run(String... statements) {
        try {
            for (String sql : statements) {
                in.write(sql + "\n");
                in.flush();
                String answer = out.readLine();
                if (!"ok".equals(answer)) {
                    throw new IllegalStateException(sql + ": " + answer);
                }
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the process as `kill -9` does.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Lets the application close its connection and end.
    @Override
    public void close() {
        try {
            in.close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] args) throws IOException, SQLException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                var statement = connection.createStatement()) {
            for (String sql = lines.readLine(); sql != null; sql = lines.readLine()) {
                try {
                    statement.execute(sql);
                    System.out.println("ok");
                } catch (SQLException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }
}

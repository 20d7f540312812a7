package dev.portage.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// Makes SQLite files from SQL scripts, as `sqlite3 FILE < SCRIPT` does.
public final class SqliteScript {
    private SqliteScript() {}

    /// Runs `script` on the file, which is made when missing, and returns the file.
    public static Path run(Path file, String script) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(script);
            return file;
        } catch (SQLException e) {
            throw new IllegalStateException("the script failed on " + file, e);
        }
    }

    /// Runs a script from a file.
    public static Path run(Path file, Path script) {
        try {
            return run(file, Files.readString(script, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the script cannot be read: " + script, e);
        }
    }
}

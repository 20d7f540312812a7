package dev.portage.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Makes SQLite files for tests, and looks at them as files.
public final class SqliteFixtures {
    private SqliteFixtures() {}

    /// Runs the statements on the file, which is made where it is missing.
    public static Path sqlite(Path file, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file); var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return file;
    }

    /// The names in the folder of `file`, and the digest of `file` itself.
    static Map<String, String> look(Path file) throws IOException {
        var seen = new TreeMap<String, String>();
        try (var names = Files.list(file.getParent())) {
            names.forEach(name -> seen.put(name.getFileName().toString(), "there"));
        }
        seen.put(file.getFileName().toString(), digest(file));
        return seen;
    }

    private static String digest(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

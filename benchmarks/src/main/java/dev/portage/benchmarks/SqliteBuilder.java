package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/// Makes SQLite files once: under another name first, so that a stopped run leaves nothing that looks whole.
final class SqliteBuilder {
    private static final int BATCH = 1_000;

    private SqliteBuilder() {}

    /// Fills a new file in one transaction.
    @FunctionalInterface
    interface Content {
        void write(Connection connection) throws SQLException;
    }

    /// The values of one row, from 0.
    @FunctionalInterface
    interface Row {
        @Nullable
        Object[] values(int number);
    }

    /// Makes `file` unless it is there, and returns it.
    static Path make(Path file, Content content) throws IOException, SQLException {
        if (Files.exists(file)) {
            return file;
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + unfinished);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = off");
            statement.execute("pragma synchronous = off");
            statement.execute("pragma cache_size = -200000");
            connection.setAutoCommit(false);
            content.write(connection);
            connection.commit();
        }
        return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Runs the statements of a script that ends each one with `;` and a line break.
    static void script(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : script.split(";\n")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    /// Inserts `rows` rows.
    static void insert(Connection connection, String table, int columns, int rows, Row row) throws SQLException {
        try (PreparedStatement insert = connection
                .prepareStatement("insert into " + table + " values (?" + ",?".repeat(columns - 1) + ")")) {
            for (int number = 0; number < rows; number++) {
                @Nullable
                Object[] values = row.values(number);
                for (int i = 0; i < columns; i++) {
                    insert.setObject(i + 1, values[i]);
                }
                insert.addBatch();
                if (number % BATCH == BATCH - 1) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }
}

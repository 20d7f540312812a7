package dev.portage.cli.demo;

import dev.portage.ConflictException;
import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The database of an application that reads novels aloud: six tables with text keys, cascades, dates as text, counters,
/// reals and audio as blobs. The same number of rows gives the same contents on every machine.
public final class NovelsDatabase {
    /// `Nvls`, in the header of every file made here, so that it is told from other files.
    static final int APPLICATION_ID = 0x4E766C73;
    private static final String SCHEMA = """
            CREATE TABLE novels (
              id TEXT PRIMARY KEY,
              title TEXT NOT NULL COLLATE NOCASE UNIQUE,
              author TEXT,
              file_path TEXT,
              total_chapters INTEGER DEFAULT 0,
              rating REAL,
              finished BOOLEAN NOT NULL DEFAULT 0,
              created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
              updated_at DATETIME DEFAULT CURRENT_TIMESTAMP
            );
            CREATE TABLE chapters (
              id TEXT PRIMARY KEY,
              novel_id TEXT NOT NULL REFERENCES novels(id) ON DELETE CASCADE,
              chapter_number INTEGER NOT NULL CHECK (chapter_number > 0),
              title TEXT,
              content TEXT,
              created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
              UNIQUE (novel_id, chapter_number)
            );
            CREATE TABLE paragraphs (
              id TEXT PRIMARY KEY,
              chapter_id TEXT NOT NULL REFERENCES chapters(id) ON DELETE CASCADE,
              paragraph_number INTEGER NOT NULL,
              content TEXT NOT NULL,
              role TEXT CHECK (role IN ('narrator', 'male', 'female')),
              voice_id TEXT,
              created_at DATETIME DEFAULT CURRENT_TIMESTAMP
            );
            CREATE TABLE generation_progress (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              novel_id TEXT NOT NULL REFERENCES novels(id) ON DELETE CASCADE,
              chapter_id TEXT NOT NULL REFERENCES chapters(id) ON DELETE CASCADE,
              status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'running', 'done', 'failed')),
              done_paragraphs INTEGER NOT NULL DEFAULT 0,
              speed REAL,
              error TEXT,
              started_at DATETIME,
              updated_at DATETIME DEFAULT CURRENT_TIMESTAMP
            );
            CREATE TABLE progress (
              novel_id TEXT PRIMARY KEY REFERENCES novels(id) ON DELETE CASCADE,
              chapter_id TEXT REFERENCES chapters(id) ON DELETE CASCADE,
              position REAL DEFAULT 0,
              completed BOOLEAN DEFAULT 0,
              last_read DATETIME DEFAULT CURRENT_TIMESTAMP
            );
            CREATE TABLE audio_cache (
              id TEXT PRIMARY KEY,
              paragraph_id TEXT NOT NULL REFERENCES paragraphs(id) ON DELETE CASCADE,
              voice TEXT NOT NULL,
              speed_factor REAL NOT NULL DEFAULT 1.0,
              file_size INTEGER,
              duration REAL,
              audio BLOB,
              expires_at DATETIME,
              created_at DATETIME DEFAULT CURRENT_TIMESTAMP
            );
            """;
    // Made after the rows, which is three times faster than keeping them up.
    private static final String INDEXES = """
            CREATE INDEX idx_chapters_novel ON chapters(novel_id);
            CREATE INDEX idx_paragraphs_chapter ON paragraphs(chapter_id, paragraph_number);
            CREATE INDEX idx_generation_status ON generation_progress(status) WHERE status <> 'done';
            CREATE INDEX idx_audio_paragraph ON audio_cache(paragraph_id, voice);
            CREATE INDEX idx_audio_expires ON audio_cache(expires_at);
            """;

    private NovelsDatabase() {}

    /// Makes `file` with `rows` paragraphs; audio_cache gets a fifth of that, chapters a 62nd, and there are ten novels.
    /// A file that this made before with as many rows stays as it is. Memory does not grow with `rows`.
    ///
    /// Returns whether the file was made.
    ///
    /// @throws ConflictException PT-490 another file is there
    /// @throws UnreachableException PT-390 it cannot be written
    public static boolean make(Path file, int rows) {
        if (Files.exists(file)) {
            if (isSame(file, rows)) {
                return false;
            }
            throw new ConflictException(490, "%s is there and is not the demo's with %d paragraphs".formatted(file, rows),
                    "It was left as it is; name another file, portage demo FILE, or go to another folder");
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            for (String suffix : List.of("", "-journal", "-wal", "-shm")) {
                Files.deleteIfExists(unfinished.resolveSibling(unfinished.getFileName() + suffix));
            }
            fill(unfinished, rows);
            Moment.DEMO_FILLED.reached();
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            Moment.DEMO_IN_PLACE.reached();
            return true;
        } catch (IOException | SQLException e) {
            throw unwritable(file, e);
        }
    }

    private static UnreachableException unwritable(Path file, Exception cause) {
        return new UnreachableException(390, "%s cannot be made (%s)".formatted(file, cause.getMessage()),
                "Make room, or go to a folder that you can write", cause);
    }

    private static boolean isSame(Path file, int rows) {
        try (Connection connection = connect(file); Statement statement = connection.createStatement()) {
            return number(statement, "PRAGMA application_id") == APPLICATION_ID
                    && number(statement, "PRAGMA user_version") == rows
                    && number(statement, "SELECT count(*) FROM paragraphs") == rows;
        } catch (SQLException _) {
            return false; // Not a SQLite file, or one of somebody else: not ours.
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void fill(Path file, int rows) throws SQLException {
        try (Connection connection = connect(file); Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = OFF");
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA foreign_keys = OFF");
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
            statement.execute("PRAGMA user_version = " + rows);
            connection.setAutoCommit(false);
            statements(statement, SCHEMA);
            new NovelsWriter(connection, rows).writeAll();
            statements(statement, INDEXES);
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    private static void statements(Statement statement, String script) throws SQLException {
        for (String sql : script.split(";\\s*")) {
            if (!sql.isBlank()) {
                statement.execute(sql);
            }
        }
    }

    private static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
    }
}

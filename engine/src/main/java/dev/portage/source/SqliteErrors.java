package dev.portage.source;

import dev.portage.PortageException;
import dev.portage.SourceException;
import dev.portage.UnreachableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.sqlite.SQLiteException;

/// Turns SQLite's errors into ours, once, at the edge.
public final class SqliteErrors {
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int NOMEM = 7;
    private static final int INTERRUPT = 9;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int PROTOCOL = 15;
    private static final int NOTADB = 26;

    private SqliteErrors() {}

    /// The exception for an error of SQLite met while `doing` (`reading table t`), with SQLite's own words.
    ///
    /// PT-350 busy, PT-351 disk full, PT-353 cancelled, PT-392 out of memory, PT-160 damaged, PT-161 input/output error, PT-162 anything else.
    public static PortageException of(SQLException e, Path file, String doing) {
        String what = "%s, %s: SQLite says %s".formatted(file.getFileName(), doing, e.getMessage());
        return switch (primaryCode(e)) {
            case BUSY, LOCKED, PROTOCOL -> new UnreachableException(350,
                    what,
                    "Nothing was changed; let the long transaction of the application end, then run the same command again", e);
            case FULL ->
                new UnreachableException(351, what, "The source is unchanged; make room, then run the same command again",
                        e);
            case NOMEM -> UnreachableException.ofMemory(new OutOfMemoryError(what)).orElseThrow();
            case INTERRUPT -> new UnreachableException(353, what,
                    "The statement was cancelled or took too long; nothing was changed, run the same command again", e);
            case CORRUPT, NOTADB -> new SourceException(160, what,
                    "The source is damaged and was not changed; see how far `sqlite3 FILE .recover` gets, or restore a backup",
                    e);
            case IOERR -> new SourceException(161, what, "The source was not changed; check the disk beneath it", e);
            default -> new SourceException(162, what, applicationsOwn(e)
                    ? "The source was not changed. Its schema uses a collation or function that only the application has; "
                            + "on a copy of the file drop the index or column that uses it, and move the copy"
                    : "The source was not changed", e);
        };
    }

    /// Whether a collation or function is missing; of a WITHOUT ROWID table keyed by such a collation SQLite says only
    /// that it finds no way to read it.
    private static boolean applicationsOwn(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return Stream.of("no such collation sequence", "unknown function", "no such function", "no query solution")
                .anyMatch(message::contains);
    }

    static boolean busy(SQLException e) {
        int code = primaryCode(e);
        return code == BUSY || code == LOCKED || code == PROTOCOL;
    }

    /// SQLite's result code with its extension, 0 where the error does not come from SQLite.
    static int code(SQLException e) {
        return e instanceof SQLiteException s ? s.getResultCode().code : 0;
    }

    static int primaryCode(SQLException e) {
        return outOfJavasMemory(e) ? NOMEM : code(e) & 0xff;
    }

    /// The driver tells that Java's heap was too small for a value without a code.
    private static boolean outOfJavasMemory(SQLException e) {
        return code(e) == 0 && "Out of memory".equals(e.getMessage());
    }
}

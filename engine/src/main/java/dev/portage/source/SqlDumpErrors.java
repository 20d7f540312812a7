package dev.portage.source;

import dev.portage.SourceException;
import org.jspecify.annotations.Nullable;

/// Refusals of a dump, each with its line.
final class SqlDumpErrors {
    private static final String KEPT = "The dump was not changed and nothing was kept of it; ";

    private final String dump;

    /// @param dump the name of the dump for messages
    SqlDumpErrors(String dump) {
        this.dump = dump;
    }

    SourceException failed(long line, String says, @Nullable Throwable cause) {
        return new SourceException(169, "%s, line %d: SQLite says %s".formatted(dump, line, says),
                KEPT + "mend the line, or take the dump again from the database that it was made of", cause);
    }

    SourceException cutShort(long line, String what) {
        return new SourceException(170, "%s is cut short: %s (line %d)".formatted(dump, what, line),
                KEPT + "take the dump or the download again");
    }

    SourceException notInDumps(long line, String what) {
        return new SourceException(171, "%s, line %d: %s, which does not belong in a dump".formatted(dump, line, what),
                KEPT + "if you trust the text, load it with `sqlite3 new.db < DUMP` and name new.db");
    }

    SourceException ofOther(long line, String product) {
        return new SourceException(172, "%s is not a dump of SQLite but of %s (line %d)".formatted(dump, product, line),
                KEPT + "Portage reads dumps of sqlite3 and of D1");
    }

    SourceException notUtf8(long line, String what) {
        return new SourceException(173, "%s, line %d: %s".formatted(dump, line, what),
                KEPT + "write the dump again with `sqlite3 app.db '.output dump.sql' .dump`, not through a shell's `>`");
    }

    SourceException tooMuch(long line, String what) {
        return new SourceException(174, "%s, line %d: %s".formatted(dump, line, what),
                KEPT + "if you trust the text, load it with `sqlite3 new.db < DUMP` and name new.db");
    }

    SourceException withoutTable() {
        return new SourceException(175, "%s makes no table".formatted(dump), KEPT + "check the path, or take the dump again");
    }

    SourceException givenUp(long line) {
        return new SourceException(176, "%s, line %d: ROLLBACK: the program that made this dump met errors and gave up"
                .formatted(dump, line),
                KEPT + "mend its database first (`sqlite3 FILE .recover`), then take the dump again");
    }
}

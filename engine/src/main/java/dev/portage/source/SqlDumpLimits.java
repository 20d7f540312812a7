package dev.portage.source;

import java.time.Duration;

/// What a dump may cost at most. A dump may come from anybody, and its text says what is run.
///
/// @param statementBytes the longest statement; what is read at once
/// @param fileBytes the largest private file that may be made of it
/// @param statementTime the longest that one statement may run
record SqlDumpLimits(int statementBytes, long fileBytes, Duration statementTime) {
    /// SQLite's own limit for the text of a statement (SQLITE_MAX_SQL_LENGTH).
    static final int SQLITE_STATEMENT = 1_000_000_000;
    /// A statement is held in the reader, as its own bytes, as a string and as the bytes for the driver.
    private static final int HEAP_SHARE = 8;
    private static final long SMALLEST_FILE = 256L << 20;
    /// A row of small numbers with many indexes may need more room than its text; more than this is no dump's work.
    private static final int GROWTH = 16;
    private static final Duration STATEMENT = Duration.ofMinutes(10);

    /// The limits for a dump of `bytes` bytes in this virtual machine.
    static SqlDumpLimits of(long bytes) {
        return new SqlDumpLimits((int) Math.min(SQLITE_STATEMENT, Runtime.getRuntime().maxMemory() / HEAP_SHARE),
                SMALLEST_FILE + GROWTH * bytes, STATEMENT);
    }
}

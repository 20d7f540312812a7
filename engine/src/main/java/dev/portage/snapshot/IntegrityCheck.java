package dev.portage.snapshot;

import dev.portage.SourceException;
import dev.portage.source.SqliteFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// SQLite's own check of a private copy.
///
/// Foreign keys are not looked at: the plan asks for orphans. Violated CHECKs are not among the findings: a read-only connection does not keep the CHECKs of a schema
/// (measured, 3.40 and 3.54), so they must be asked for with a query. NOT NULL, UNIQUE and STRICT types are.
///
/// Threads: [#call()] once, on any thread; [#cancel()] on any other, at any time.
public final class IntegrityCheck implements Callable<IntegrityReport> {
    private static final int FIRST = 20;

    /// What SQLite says of rows that break a rule, while every page is sound. All else is damage, `row 1 missing from
    /// index` too. Source: `PRAGMA integrity_check` in pragma.c of SQLite 3.54.
    private static final List<String> RULES = List.of("CHECK constraint failed in ", "NULL value in ", "NUMERIC value in ",
            "TEXT value in ", "non-unique entry in index ", "non-INT value in ", "non-INTEGER value in ", "non-REAL value in ",
            "non-TEXT value in ", "non-BLOB value in ", "malformed inverted index for FTS",
            "unable to validate the inverted index");

    private final Path copy;
    private final Depth depth;
    private final Object lock = new Object();
    private @Nullable SqliteFile running;
    private boolean cancelled;

    /// How much is read.
    public enum Depth {
        /// Every page and every row, but not whether each index has each row: about 0.4 s for 400 MB.
        QUICK,
        /// The indexes too: ten times as long.
        FULL
    }

    /// A check of the private copy at `copy`.
    public IntegrityCheck(Path copy, Depth depth) {
        this.copy = copy;
        this.depth = depth;
    }

    /// Checks, and returns what was found in a sound file.
    ///
    /// @throws SourceException PT-165 the file is damaged, with SQLite's words for the first places
    /// @throws dev.portage.UnreachableException PT-353 cancelled
    @Override
    public IntegrityReport call() {
        try (SqliteFile file = SqliteFile.openPrivate(copy)) {
            synchronized (lock) {
                running = file;
            }
            file.stopWhenInterrupted();
            return check(file);
        } finally {
            synchronized (lock) {
                running = null;
            }
        }
    }

    /// Where reading the private copies met damage: the same with the number of the page, as far as a check can tell it.
    public static SourceException placed(SourceException damage, List<Path> copies) {
        if (!damage.code().equals("PT-160")) {
            return damage;
        }
        for (Path copy : copies) {
            try {
                new IntegrityCheck(copy, Depth.QUICK).call();
            } catch (SourceException placed) {
                placed.addSuppressed(damage);
                return placed;
            }
        }
        return damage;
    }

    /// Ends a running check with PT-353; a check that has not begun ends as soon as it does.
    public void cancel() {
        synchronized (lock) {
            cancelled = true;
            if (running != null) {
                running.interrupt();
            }
        }
    }

    private IntegrityReport check(SqliteFile file) {
        var messages = new ArrayList<String>();
        try {
            stopIfCancelled();
            long violations = pages(file, messages);
            return new IntegrityReport(violations, messages);
        } catch (SQLException e) {
            throw file.failed(e, "checking it");
        }
    }

    private long pages(SqliteFile file, List<String> messages) throws SQLException {
        String sql = "PRAGMA main.%s(%d)".formatted(depth == Depth.QUICK ? "quick_check" : "integrity_check", Integer.MAX_VALUE);
        var damage = new ArrayList<String>();
        long violations = 0;
        try (var statement = file.connection().createStatement(); var rows = statement.executeQuery(sql)) {
            while (damage.size() < FIRST && rows.next()) {
                String message = rows.getString(1);
                if (message.equals("ok")) {
                    continue;
                }
                if (RULES.stream().noneMatch(message::startsWith)) {
                    damage.add(message.strip());
                } else if (++violations <= FIRST) {
                    messages.add(message);
                }
            }
        } catch (SQLException e) {
            // A page that cannot be read ends the check with an error after the row that names it.
            requireSound(damage);
            throw e;
        }
        requireSound(damage);
        stopIfCancelled();
        return violations;
    }

    private void requireSound(List<String> damage) {
        if (!damage.isEmpty()) {
            throw new SourceException(165,
                    "%s is damaged: %s%s".formatted(copy.getFileName(), damage.getFirst().replace('\n', ' '),
                            damage.size() == 1 ? "" : " (and %d more)".formatted(damage.size() - 1)),
                    "The source was not changed; restore a backup, or see how far `sqlite3 FILE .recover` gets");
        }
    }

    private void stopIfCancelled() throws SQLException {
        synchronized (lock) {
            if (cancelled) {
                throw org.sqlite.core.DB.newSQLException(9, "cancelled");
            }
        }
    }
}

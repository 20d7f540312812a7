package dev.portage;

import dev.portage.observe.Report;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a move will need of time and room, told before anything starts, and the refusal where the room is not there.
///
/// The rates are those of a two-core machine with PostgreSQL on it, rounded down: 60,000 rows or 20 MB a second for a
/// whole move, whichever takes longer. A row needs its bytes, 28 for its header and pointer and 4 a column; an index
/// about 40 bytes a row.
final class Estimates {
    private static final double ROWS_A_SECOND = 60_000;
    private static final double BYTES_A_SECOND = 20e6;
    private static final long ROW_HEADER = 28;
    private static final long INDEX_ROW = 40;
    private static final long ROOM_TO_SPARE = 16L << 20;

    private Estimates() {}

    static Report.Estimate of(MigrationPlan plan, long snapshotBytes) {
        long rows = 0;
        long bytes = 0;
        long target = 0;
        for (TablePlan table : plan.moved()) {
            rows += table.rows();
            bytes += table.bytes();
            long rowOverhead = ROW_HEADER + 4L * table.columns().size() + INDEX_ROW * table.source().indexes().size();
            target += table.bytes() + table.rows() * rowOverhead;
        }
        double seconds = 1 + Math.max(rows / ROWS_A_SECOND, bytes / BYTES_A_SECOND);
        return new Report.Estimate(Math.round(seconds * 10) / 10.0, snapshotBytes + ROOM_TO_SPARE, target);
    }

    /// Refuses to begin when a folder's disk cannot hold what will be written there.
    ///
    /// @throws UnreachableException PT-366 names what is needed and what is free
    static void requireRoom(Path folder, long bytes, String what) {
        try {
            Path existing = folder.toAbsolutePath();
            while (!Files.exists(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            long free = Files.getFileStore(existing).getUsableSpace();
            if (free < bytes + ROOM_TO_SPARE) {
                throw new UnreachableException(366,
                        "%s needs %,d bytes at %s, and %,d are free".formatted(what, bytes + ROOM_TO_SPARE, folder, free),
                        "Nothing was started; make room, or name another place with --work-dir or --to");
            }
        } catch (IOException e) {
            throw new UnreachableException(367, "the free room at %s cannot be told".formatted(folder),
                    "Nothing was started; look at that disk", e);
        }
    }
}

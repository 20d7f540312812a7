package dev.portage.verify;

import java.util.ArrayList;
import java.util.List;

/// The differences of one table: all counted, the first of them kept.
final class Differences {
    private final List<Difference> kept = new ArrayList<>();
    private long count;

    /// Counts one, and keeps it where there is room.
    void add(Difference difference) {
        count++;
        if (kept.size() < Difference.KEPT) {
            kept.add(difference);
        }
    }

    /// Counts differences that are not named one by one.
    void countMore(long more) {
        count += more;
    }

    boolean full() {
        return kept.size() >= Difference.KEPT;
    }

    long count() {
        return count;
    }

    /// The verdict of a comparison that read so many rows on each side.
    TableVerdict verdict(long rows, long targetRows) {
        return count == 0 ? new TableVerdict.Equal(rows) : new TableVerdict.Different(rows, targetRows, count, kept);
    }
}

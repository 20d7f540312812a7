package dev.portage.verify;

import dev.portage.schema.StorageClass;
import dev.portage.source.SqliteFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// What one comparison of one table works with: both connections, the columns, and where differences go.
///
/// Threads: one at a time.
final class Comparison {
    private static final int REPORT_EVERY = 8_192;

    final Shape shape;
    final SqliteFile source;
    final Connection target;
    final Path temporaryFolder;
    final List<ColumnCompare> columns;
    private final QuarantineIndex quarantine;
    private final boolean[] quarantined;
    final LongConsumer progress;
    final Differences differences = new Differences();
    private boolean again;

    Comparison(Shape shape, SqliteFile source, Connection target, Path temporaryFolder, QuarantineIndex quarantine,
            boolean showValues, LongConsumer progress) {
        this.shape = shape;
        this.source = source;
        this.target = target;
        this.temporaryFolder = temporaryFolder;
        this.quarantine = quarantine;
        this.progress = progress;
        this.columns = new ArrayList<>();
        shape.columns().forEach(column -> columns.add(new ColumnCompare(column, showValues)));
        this.quarantined = new boolean[columns.size()];
        for (int i = 0; i < quarantined.length; i++) {
            quarantined[i] = quarantine.holds(columns.get(i).name());
        }
    }

    /// What the two sides gave, row for row.
    ///
    /// @param rows rows read from the source
    /// @param targetRows rows read from the target
    record Read(long rows, long targetRows) {}

    /// Reads the source's value of one column, and looks at what the quarantine holds of it.
    ///
    /// @param into where a difference in the quarantine goes
    void readSource(SourceRows row, int column, Differences into) {
        ColumnCompare compare = columns.get(column);
        compare.readSource(row, column);
        boolean required = compare.expected.quarantineRequired();
        if (!required && !quarantined[column]) {
            return;
        }
        StorageClass stored = row.cursor().storageClass(column);
        if (stored == StorageClass.NULL) {
            return;
        }
        QuarantineIndex.Answer answer = look(row, compare, stored, StoredBytes.of(row.cursor(), column, stored));
        if (answer == QuarantineIndex.Answer.OTHER || (answer == QuarantineIndex.Answer.ABSENT && required)) {
            into.add(compare.quarantine(shape.table(), row.key()));
        } else if (answer == QuarantineIndex.Answer.SAME && compare.quarantineDecides()) {
            compare.expected.setNull();
        }
    }

    private QuarantineIndex.Answer look(SourceRows row, ColumnCompare column, StorageClass stored, byte[] bytes) {
        for (String key : row.quarantineKeys()) {
            QuarantineIndex.Answer answer = quarantine.look(key, column.name(), stored, bytes, again);
            if (answer != QuarantineIndex.Answer.ABSENT) {
                return answer;
            }
        }
        return QuarantineIndex.Answer.ABSENT;
    }

    /// Says that the rows of the source are read once more, so that the quarantine is not looked at for what is left over.
    void readAgain() {
        again = true;
    }

    /// Tells the listener about rows read, now and then.
    void progressed(long rows) {
        if (rows % REPORT_EVERY == 0) {
            progress.accept(rows);
        }
    }
}

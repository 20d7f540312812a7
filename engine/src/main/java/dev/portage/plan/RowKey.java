package dev.portage.plan;

import dev.portage.source.RowCursor;
import dev.portage.source.SqliteValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the current row of a scan is named in reports: by its primary key, or by its rowid where the table has no key,
/// where part of the key is NULL, and where the key is too long to be read by a person.
///
/// The object of a key is made only when somebody asks, once a row.
final class RowKey {
    /// A longer key value is not kept where the rowid can stand for it, so that samples stay small.
    private static final int LONGEST_BYTES = 4096;

    private final RowCursor row;
    private final List<Integer> keyColumns;
    private final Optional<Integer> rowidColumn;
    private Hazard.@Nullable Key current;

    /// @param keyColumns the places of the primary key's columns among the cursor's, in key order
    /// @param rowidColumn the place of the rowid; empty for a WITHOUT ROWID table
    RowKey(RowCursor row, List<Integer> keyColumns, Optional<Integer> rowidColumn) {
        this.row = row;
        this.keyColumns = List.copyOf(keyColumns);
        this.rowidColumn = rowidColumn;
    }

    /// Says that the cursor stands on another row.
    void nextRow() {
        current = null;
    }

    /// The key of the current row.
    Hazard.Key current() {
        Hazard.Key key = current;
        if (key == null) {
            key = make();
            current = key;
        }
        return key;
    }

    /// What key ranges are bounded by: the rowid, or the primary key of a WITHOUT ROWID table.
    List<SqliteValue> scanPosition() {
        return rowidColumn.isPresent() ? List.of(row.value(rowidColumn.get())) : values();
    }

    private Hazard.Key make() {
        if (rowidColumn.isPresent() && (keyColumns.isEmpty() || unreadable())) {
            return new Hazard.Key(true, List.of(row.value(rowidColumn.get())));
        }
        return new Hazard.Key(false, values());
    }

    private boolean unreadable() {
        return keyColumns.stream().anyMatch(column -> switch (row.storageClass(column)) {
            case NULL -> true;
            case INTEGER, REAL -> false;
            case TEXT, BLOB -> row.bytes(column).length > LONGEST_BYTES;
        });
    }

    private List<SqliteValue> values() {
        List<SqliteValue> values = new ArrayList<>(keyColumns.size());
        for (int column : keyColumns) {
            values.add(row.value(column));
        }
        return values;
    }
}

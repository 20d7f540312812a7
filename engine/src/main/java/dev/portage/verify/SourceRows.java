package dev.portage.verify;

import dev.portage.schema.StorageClass;
import dev.portage.source.KeyJson;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteValue;
import java.util.ArrayList;
import java.util.List;

/// The rows of one table in the source, and the names of their keys.
///
/// Threads: one at a time.
final class SourceRows implements AutoCloseable {
    private final RowCursor cursor;
    private final Shape shape;
    private long rows;

    private SourceRows(RowCursor cursor, Shape shape) {
        this.cursor = cursor;
        this.shape = shape;
    }

    static SourceRows open(SqliteFile file, String sql, Shape shape) {
        return new SourceRows(file.scan(shape.plan().source(), sql, List.of()), shape);
    }

    /// Steps to the next row; an error is thrown, never read as the end.
    boolean next() {
        boolean more = cursor.next();
        if (more) {
            rows++;
        }
        return more;
    }

    RowCursor cursor() {
        return cursor;
    }

    long rows() {
        return rows;
    }

    /// Whether the current row is told apart by its rowid: the table declares no key, or this key holds NULL.
    private boolean byRowid() {
        if (shape.rowid() < 0) {
            return false;
        }
        for (int place : shape.key()) {
            if (cursor.storageClass(place) == StorageClass.NULL) {
                return true;
            }
        }
        return shape.key().length == 0;
    }

    /// The values of the current row's declared key.
    List<SqliteValue> keyValues() {
        List<SqliteValue> values = new ArrayList<>(shape.key().length);
        for (int place : shape.key()) {
            values.add(cursor.value(place));
        }
        return values;
    }

    /// The current row's key as reports write it.
    String key() {
        return byRowid() ? rowidKey() : KeyJson.of(false, keyValues());
    }

    /// The names under which the quarantine may hold values of the current row: by its declared key, by its rowid.
    List<String> quarantineKeys() {
        List<String> keys = new ArrayList<>(2);
        if (shape.key().length > 0) {
            keys.add(KeyJson.of(false, keyValues()));
        }
        if (shape.rowid() >= 0) {
            keys.add(rowidKey());
        }
        return keys;
    }

    private String rowidKey() {
        return KeyJson.of(true, List.of(cursor.value(shape.rowid())));
    }

    @Override
    public void close() {
        cursor.close();
    }
}

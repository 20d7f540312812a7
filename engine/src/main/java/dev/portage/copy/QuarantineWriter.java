package dev.portage.copy;

import dev.portage.moment.Moment;
import dev.portage.plan.TablePlan;
import dev.portage.schema.StorageClass;
import dev.portage.source.SqliteValue;
import dev.portage.state.TargetState;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Collects values of one range that the target's column cannot hold, or whose class it would not tell, and writes them
/// into `portage.quarantine` in the range's own transaction. Holds at most [#full()] entries' worth of bytes.
final class QuarantineWriter {
    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_BYTES = 8L << 20;

    private final List<Entry> entries = new ArrayList<>();
    private long bytes;
    private long written;

    void add(String key, String column, SqliteValue value, StorageClass storageClass) {
        byte[] raw = raw(value);
        entries.add(new Entry(key, column, storageClass, raw));
        bytes += raw.length;
    }

    /// True when the entries must be written before more are added.
    boolean full() {
        return entries.size() >= MOST_ENTRIES || bytes >= MOST_BYTES;
    }

    long written() {
        return written;
    }

    void flush(Connection connection, TargetState state, TablePlan table) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO portage.quarantine (migration_id, source_id, table_name, key, column_name, class, bytes)
                VALUES (?, ?, ?, ?::jsonb, ?, ?, ?)
                """)) {
            for (Entry entry : entries) {
                statement.setString(1, state.migrationId());
                statement.setString(2, table.sourceId());
                statement.setString(3, table.source().name());
                statement.setString(4, entry.key());
                statement.setString(5, entry.column());
                statement.setString(6, entry.storageClass().name().toLowerCase(Locale.ROOT));
                statement.setBytes(7, entry.bytes());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        Moment.RANGE_QUARANTINED.reached();
        written += entries.size();
        entries.clear();
        bytes = 0;
    }

    /// Forgets what was collected: a dry run has nowhere to write it.
    void discard() {
        entries.clear();
        bytes = 0;
    }

    /// Numbers as 8 bytes big-endian, TEXT and BLOB as they are.
    private static byte[] raw(SqliteValue value) {
        return switch (value) {
            case SqliteValue.Null _ -> new byte[0];
            case SqliteValue.Int(long number) -> ByteBuffer.allocate(Long.BYTES).putLong(number).array();
            case SqliteValue.Real(double number) -> ByteBuffer.allocate(Double.BYTES).putDouble(number).array();
            case SqliteValue.Text(byte[] utf8) -> utf8.clone();
            case SqliteValue.Blob(byte[] blob) -> blob.clone();
        };
    }

    private record Entry(String key, String column, StorageClass storageClass, byte[] bytes) {}
}

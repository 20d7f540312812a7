package dev.portage.verify;

import dev.portage.schema.StorageClass;
import dev.portage.source.RowCursor;

/// The bytes that stand for a stored value in `portage.quarantine` and in classed columns: 8 bytes big-endian for
/// INTEGER and REAL, the bytes themselves for TEXT and BLOB.
final class StoredBytes {
    private StoredBytes() {}

    static byte[] of(RowCursor row, int column, StorageClass stored) {
        return switch (stored) {
            case INTEGER -> eight(row.integer(column));
            case REAL -> eight(Double.doubleToRawLongBits(row.real(column)));
            case TEXT, BLOB -> row.bytes(column);
            case NULL -> new byte[0];
        };
    }

    private static byte[] eight(long bits) {
        byte[] bytes = new byte[Long.BYTES];
        BigEndian.putLong(bytes, 0, bits);
        return bytes;
    }
}

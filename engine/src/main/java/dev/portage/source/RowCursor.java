package dev.portage.source;

import dev.portage.schema.StorageClass;

/// The rows of one query, read forwards, each value in the storage class in which it lies in the file.
///
/// A value is looked at by class first and then read by the accessor of that class; another accessor is a mistake
/// of the caller, and what it returns is not defined. Columns count from 0.
///
/// Threads: one at a time.
public interface RowCursor extends AutoCloseable {
    /// Steps to the next row; false after the last one. An error of SQLite is never read as the end.
    ///
    /// @throws dev.portage.SourceException the file is damaged or cannot be read
    boolean next();

    /// How many columns a row has.
    int columns();

    /// The storage class of the current row's value.
    StorageClass storageClass(int column);

    /// The value of an INTEGER.
    long integer(int column);

    /// The value of a REAL, bit for bit.
    double real(int column);

    /// The bytes of a TEXT (UTF-8, possibly invalid; an empty array for '') or of a BLOB. The array is the caller's to
    /// read, not to change, and is valid until the next call of [#next()].
    byte[] bytes(int column);

    /// How many bytes the TEXT or BLOB has.
    default int length(int column) {
        return bytes(column).length;
    }

    /// Copies the TEXT or BLOB, which has `length` bytes, to `into`, from `offset` on.
    default void copy(int column, byte[] into, int offset, int length) {
        System.arraycopy(bytes(column), 0, into, offset, length);
    }

    /// The value as an object of its own, copied.
    default SqliteValue value(int column) {
        return switch (storageClass(column)) {
            case NULL -> SqliteValue.Null.NULL;
            case INTEGER -> new SqliteValue.Int(integer(column));
            case REAL -> new SqliteValue.Real(real(column));
            case TEXT -> new SqliteValue.Text(bytes(column).clone());
            case BLOB -> new SqliteValue.Blob(bytes(column).clone());
        };
    }

    @Override
    void close();
}

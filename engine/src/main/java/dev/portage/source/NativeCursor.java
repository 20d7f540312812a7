package dev.portage.source;

import dev.portage.schema.StorageClass;
import java.util.function.Consumer;

/// Reads rows through the system's own library: no JNI, and no array where the caller has room of its own.
///
/// Only of files whose text is UTF-8, so that bytes are as they lie in the file.
final class NativeCursor implements RowCursor {
    private static final byte[] NOTHING = {};
    private final NativeFile file;
    private final Consumer<RowCursor> whenClosed;
    private final int columns;
    private long statement;
    private boolean ended;

    NativeCursor(NativeFile file, long statement, Consumer<RowCursor> whenClosed) {
        this.file = file;
        this.statement = statement;
        this.whenClosed = whenClosed;
        this.columns = NativeSqlite.columnCount(statement);
    }

    @Override
    public boolean next() {
        if (ended) {
            return false;
        }
        int code = NativeSqlite.step(statement);
        if (code == NativeSqlite.ROW) {
            return true;
        }
        ended = true;
        if (code != NativeSqlite.DONE) {
            throw file.failed();
        }
        return false;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public StorageClass storageClass(int column) {
        return StorageClass.ofCode(NativeSqlite.columnType(statement, column));
    }

    @Override
    public long integer(int column) {
        return NativeSqlite.columnLong(statement, column);
    }

    @Override
    public double real(int column) {
        return NativeSqlite.columnDouble(statement, column);
    }

    @Override
    public int length(int column) {
        return NativeSqlite.columnBytes(statement, column);
    }

    @Override
    public void copy(int column, byte[] into, int offset, int length) {
        if (length > 0) {
            NativeSqlite.copy(NativeSqlite.columnBlob(statement, column), into, offset, length);
        }
    }

    @Override
    public byte[] bytes(int column) {
        int length = length(column);
        if (length == 0) {
            return NOTHING;
        }
        byte[] bytes = new byte[length];
        copy(column, bytes, 0, length);
        return bytes;
    }

    /// Finalises the statement; a second call does nothing.
    @Override
    public void close() {
        if (statement != 0) {
            NativeSqlite.finish(statement);
            statement = 0;
            ended = true;
            whenClosed.accept(this);
        }
    }
}

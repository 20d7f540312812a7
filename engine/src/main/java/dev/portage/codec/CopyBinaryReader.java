package dev.portage.codec;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a binary COPY, from chunks that may end anywhere.
///
/// Memory: one row, however large, and the chunk at hand.
///
/// Threads: one at a time.
///
/// Source: PostgreSQL documentation, COPY, "Binary Format".
public final class CopyBinaryReader {
    private static final int HEADER = 19;
    private static final int EXTENSION_LENGTH_AT = 15;

    /// Where the bytes come from: pgjdbc's `CopyOut::readFromCopy`.
    @FunctionalInterface
    public interface Chunks {
        /// The next bytes, null after the last.
        byte @Nullable [] next() throws SQLException;
    }

    private final Chunks chunks;
    private byte[] buffer = {};
    private int at;
    private int end;
    private boolean begun;
    private final List<byte @Nullable []> fields = new ArrayList<>();

    /// Reads from `chunks`.
    public CopyBinaryReader(Chunks chunks) {
        this.chunks = chunks;
    }

    /// Steps to the next row; false after the trailer. A stream that ends without one is an error, not an end.
    ///
    /// @throws SQLException the server's own error, or a stream that is cut off or not of the format
    public boolean next() throws SQLException {
        if (!begun) {
            require(HEADER);
            int extension = ByteBuffer.wrap(buffer).getInt(at + EXTENSION_LENGTH_AT);
            require(HEADER + extension);
            at += HEADER + extension;
            begun = true;
        }
        int count = takeShort();
        if (count < 0) {
            return false;
        }
        fields.clear();
        for (int i = 0; i < count; i++) {
            fields.add(takeField());
        }
        return true;
    }

    /// How many fields the row has.
    public int fields() {
        return fields.size();
    }

    /// The bytes of a field, from 0; null for NULL.
    public byte @Nullable [] field(int index) {
        return fields.get(index);
    }

    private byte @Nullable [] takeField() throws SQLException {
        require(Integer.BYTES);
        int length = ByteBuffer.wrap(buffer).getInt(at);
        at += Integer.BYTES;
        if (length < 0) {
            return null;
        }
        require(length);
        byte[] field = Arrays.copyOfRange(buffer, at, at + length);
        at += length;
        return field;
    }

    private int takeShort() throws SQLException {
        require(Short.BYTES);
        short value = ByteBuffer.wrap(buffer).getShort(at);
        at += Short.BYTES;
        return value;
    }

    private void require(int bytes) throws SQLException {
        while (end - at < bytes) {
            byte[] more = chunks.next();
            if (more == null) {
                throw new SQLException("the COPY stream ends %d bytes before its next field does".formatted(bytes - (end - at)));
            }
            int left = end - at;
            byte[] joined = left == 0 ? more : Arrays.copyOfRange(buffer, at, end + more.length);
            if (left > 0) {
                System.arraycopy(more, 0, joined, left, more.length);
            }
            buffer = joined;
            at = 0;
            end = left + more.length;
        }
    }
}

package dev.portage.codec;

import dev.portage.source.RowCursor;
import java.io.Serial;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.sql.SQLException;

/// Writes rows in PostgreSQL's binary COPY format through one buffer of fixed size.
///
/// ```
/// signature(11) flags(int32 0) extension(int32 0)
/// { fields(int16) { length(int32, -1 = NULL) bytes }* }*
/// trailer(int16 -1)
/// ```
///
/// All integers are big-endian. A value larger than half the buffer is not copied into it: its header goes out, then
/// the caller's own array is handed to the sink in pieces of at most the buffer's size.
///
/// Threads: one at a time.
///
/// Source: PostgreSQL documentation, COPY, "Binary Format".
public final class CopyBinaryWriter {
    /// The largest field in bytes: PostgreSQL's allocation limit less the header of a value and its own growth.
    public static final int LARGEST_FIELD = 0x3FFF_FFFF - 16;

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final int SMALLEST_BUFFER = 64;

    /// Where the bytes go: pgjdbc's `CopyIn::writeToCopy`, or a counter.
    @FunctionalInterface
    public interface Sink {
        /// Takes `length` bytes from `offset`; the array is used again as soon as this returns.
        void write(byte[] bytes, int offset, int length) throws SQLException;
    }

    /// The sink failed; the cause is its own error.
    public static final class SinkFailed extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final SQLException error;

        SinkFailed(SQLException error) {
            super(error);
            this.error = error;
        }

        /// The sink's own error.
        public SQLException error() {
            return error;
        }
    }

    private final Sink sink;
    private final byte[] buffer;
    private int used;
    private int fieldsLeft;
    private long rows;
    private long flushedBytes;

    /// Begins a stream; its header is in the buffer, not yet in the sink.
    ///
    /// @param bufferBytes at least 64; some 64 KiB suit a socket
    public CopyBinaryWriter(Sink sink, int bufferBytes) {
        if (bufferBytes < SMALLEST_BUFFER) {
            throw new IllegalArgumentException("a buffer of %d bytes is below %d".formatted(bufferBytes, SMALLEST_BUFFER));
        }
        this.sink = sink;
        this.buffer = new byte[bufferBytes];
        System.arraycopy(SIGNATURE, 0, buffer, 0, SIGNATURE.length);
        used = SIGNATURE.length;
        putInt(0);
        putInt(0);
    }

    /// Begins a row of `fields` fields (0..1600); the row before has all of its own.
    public void startRow(int fields) {
        complete();
        ensure(Short.BYTES);
        putShort((short) fields);
        fieldsLeft = fields;
        rows++;
    }

    /// SQL NULL.
    public void nullField() {
        header(-1, 0);
    }

    /// A `smallint`.
    public void int2(short value) {
        header(Short.BYTES, Short.BYTES);
        putShort(value);
    }

    /// An `integer`.
    public void int4(int value) {
        header(Integer.BYTES, Integer.BYTES);
        putInt(value);
    }

    /// A `bigint`.
    public void int8(long value) {
        header(Long.BYTES, Long.BYTES);
        putLong(value);
    }

    /// A `real`, bit for bit.
    public void float4(float value) {
        int4(Float.floatToRawIntBits(value));
    }

    /// A `double precision`, bit for bit.
    public void float8(double value) {
        int8(Double.doubleToRawLongBits(value));
    }

    /// A `boolean`.
    public void bool(boolean value) {
        header(1, 1);
        buffer[used++] = value ? (byte) 1 : 0;
    }

    /// A `date` as days since 2000-01-01.
    public void date(int days) {
        int4(days);
    }

    /// A `time` as microseconds since midnight.
    public void time(long micros) {
        int8(micros);
    }

    /// A `timestamp` or `timestamptz` as microseconds since 2000-01-01T00:00 (UTC).
    public void timestamp(long micros) {
        int8(micros);
    }

    /// A `uuid` by its two halves.
    public void uuid(long high, long low) {
        header(2 * Long.BYTES, 2 * Long.BYTES);
        putLong(high);
        putLong(low);
    }

    /// A `text`, `varchar`, `bytea` or `json` as it is.
    public void bytes(byte[] bytes, int offset, int length) {
        header(length, 0);
        raw(bytes, offset, length);
    }

    /// A `text` whose bytes go from the row to the buffer without an array between, where they fit it and PostgreSQL can hold
    /// them: valid UTF-8 without U+0000.
    ///
    /// @return whether the field was written; else nothing was
    boolean textOf(RowCursor row, int column, int length) {
        if (length > buffer.length / 2) {
            return false;
        }
        ensure(Integer.BYTES + length);
        int from = used + Integer.BYTES;
        row.copy(column, buffer, from, length);
        if (!Utf8.fitsText(buffer, from, length)) {
            return false;
        }
        header(length, 0);
        used += length;
        return true;
    }

    /// A `bytea` of one byte and then the others.
    public void prefixedBytes(byte prefix, byte[] bytes, int offset, int length) {
        header(Math.addExact(length, 1), 1);
        buffer[used++] = prefix;
        raw(bytes, offset, length);
    }

    /// A `bytea` of one byte and a big-endian number of eight.
    public void prefixedLong(byte prefix, long value) {
        header(1 + Long.BYTES, 1 + Long.BYTES);
        buffer[used++] = prefix;
        putLong(value);
    }

    /// A `jsonb` by its text; its binary form is a version byte of 1 and the text.
    public void jsonb(byte[] utf8, int offset, int length) {
        prefixedBytes((byte) 1, utf8, offset, length);
    }

    /// A `numeric`, with the scale it has.
    ///
    /// @throws ArithmeticException PostgreSQL's numeric cannot hold it, see [PgNumeric]; nothing is written then
    public void numeric(BigDecimal value) {
        byte[] bytes = PgNumeric.encode(value);
        bytes(bytes, 0, bytes.length);
    }

    /// A whole `numeric` without an object.
    public void numeric(long value) {
        header(PgNumeric.size(value), PgNumeric.LARGEST_LONG);
        used = PgNumeric.put(value, buffer, used);
    }

    /// A `numeric` that is no number: NaN, Infinity or -Infinity (the two from PostgreSQL 14 on, without precision).
    public void numericSpecial(double notFinite) {
        byte[] bytes = PgNumeric.special(notFinite);
        bytes(bytes, 0, bytes.length);
    }

    /// How many rows were started.
    public long rows() {
        return rows;
    }

    /// How many bytes the stream has so far, header included.
    public long bytes() {
        return flushedBytes + used;
    }

    /// Ends the stream and hands everything to the sink.
    public void finish() {
        complete();
        ensure(Short.BYTES);
        putShort((short) -1);
        flush();
    }

    private void header(int length, int room) {
        if (fieldsLeft == 0) {
            throw new IllegalStateException("a field too many in row " + rows);
        }
        if (length > LARGEST_FIELD) {
            throw new IllegalArgumentException("a field of %d bytes is above %d".formatted(length, LARGEST_FIELD));
        }
        fieldsLeft--;
        ensure(Integer.BYTES + room);
        putInt(length);
    }

    private void raw(byte[] bytes, int offset, int length) {
        if (length <= buffer.length / 2) {
            ensure(length);
            System.arraycopy(bytes, offset, buffer, used, length);
            used += length;
            return;
        }
        flush();
        for (int done = 0; done < length; done += buffer.length) {
            send(bytes, offset + done, Math.min(buffer.length, length - done));
        }
    }

    private void complete() {
        if (fieldsLeft != 0) {
            throw new IllegalStateException("row %d lacks %d fields".formatted(rows, fieldsLeft));
        }
    }

    private void ensure(int room) {
        if (buffer.length - used < room) {
            flush();
        }
    }

    private void flush() {
        int length = used;
        used = 0;
        if (length > 0) {
            send(buffer, 0, length);
        }
    }

    private void send(byte[] bytes, int offset, int length) {
        try {
            sink.write(bytes, offset, length);
        } catch (SQLException e) {
            throw new SinkFailed(e);
        }
        flushedBytes += length;
    }

    private void putShort(short value) {
        SHORTS.set(buffer, used, value);
        used += Short.BYTES;
    }

    private void putInt(int value) {
        INTS.set(buffer, used, value);
        used += Integer.BYTES;
    }

    private void putLong(long value) {
        LONGS.set(buffer, used, value);
        used += Long.BYTES;
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
    }
}

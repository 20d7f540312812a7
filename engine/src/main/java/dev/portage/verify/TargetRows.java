package dev.portage.verify;

import dev.portage.UnverifiedException;
import java.sql.Connection;
import java.util.Arrays;

/// The rows of one query in PostgreSQL, in binary, each field where it lies in the message that brought it.
///
/// Source: "COPY", section "Binary Format" of the PostgreSQL documentation.
///
/// Threads: one at a time.
final class TargetRows implements AutoCloseable {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};

    private final CopyStream stream;
    private final String subject;
    private final int[] offsets;
    private final int[] lengths;
    private byte[] message = new byte[0];
    private int at;
    private boolean headerSeen;
    private boolean ended;
    private long rows;

    private TargetRows(CopyStream stream, String subject, int columns) {
        this.stream = stream;
        this.subject = subject;
        this.offsets = new int[columns];
        this.lengths = new int[columns];
    }

    /// Starts reading `query`, which has so many columns.
    static TargetRows open(Connection connection, String query, int columns, String subject) {
        String sql = "COPY (" + query + ") TO STDOUT (FORMAT binary)";
        return new TargetRows(new CopyStream(connection, sql, subject), subject, columns);
    }

    /// Steps to the next row; false after the last one, when the trailer has been read and PostgreSQL has acknowledged
    /// as many rows as were read.
    ///
    /// @throws UnverifiedException PT-701 the connection broke, PT-702 the stream is not what it should be
    boolean next() {
        if (ended) {
            return false;
        }
        try {
            return readRow();
        } catch (BrokenStreamException e) {
            throw new UnverifiedException(702, "what the target sent for %s is not a binary COPY: %s".formatted(subject,
                    e.getMessage()), "Nothing was changed; please report this with the server's version", e);
        }
    }

    private boolean readRow() {
        if (!headerSeen) {
            readHeader();
        }
        while (available() < 2) {
            append();
        }
        int fields = BigEndian.getShort(message, at);
        if (fields == -1) {
            readEnd();
            return false;
        }
        if (fields != offsets.length) {
            throw new BrokenStreamException("a row of %d fields, not %d".formatted(fields, offsets.length));
        }
        while (!locate()) {
            append();
        }
        rows++;
        return true;
    }

    private void readHeader() {
        while (available() < SIGNATURE.length + 8) {
            append();
        }
        if (!Arrays.equals(SIGNATURE, 0, SIGNATURE.length, message, at, at + SIGNATURE.length)) {
            throw new BrokenStreamException("no signature");
        }
        int extension = BigEndian.getInt(message, at + SIGNATURE.length + 4);
        if (extension < 0) {
            throw new BrokenStreamException("a header of negative length");
        }
        at += SIGNATURE.length + 8;
        while (available() < extension) {
            append();
        }
        at += extension;
        headerSeen = true;
    }

    private void readEnd() {
        at += 2;
        if (available() > 0 || stream.take() != null) {
            throw new BrokenStreamException("more bytes after the trailer");
        }
        if (stream.acknowledgedRows() != rows) {
            throw new BrokenStreamException("%d rows read, %d acknowledged".formatted(rows, stream.acknowledgedRows()));
        }
        ended = true;
    }

    /// Notes where the fields of the row at `at` lie and steps over it; false where the message ends before the row.
    private boolean locate() {
        int position = at + 2;
        for (int i = 0; i < offsets.length; i++) {
            if (message.length - position < 4) {
                return false;
            }
            int length = BigEndian.getInt(message, position);
            position += 4;
            if (length < -1) {
                throw new BrokenStreamException("a field of negative length");
            }
            offsets[i] = position;
            lengths[i] = length;
            if (length > message.length - position) {
                return false;
            }
            position += Math.max(0, length);
        }
        at = position;
        return true;
    }

    private int available() {
        return message.length - at;
    }

    /// Puts the next message behind what is left of this one.
    private void append() {
        byte[] more = stream.take();
        if (more == null) {
            throw new BrokenStreamException("it ends after %d rows without a trailer".formatted(rows));
        }
        if (available() == 0) {
            message = more;
        } else {
            byte[] joined = Arrays.copyOfRange(message, at, message.length + more.length);
            System.arraycopy(more, 0, joined, message.length - at, more.length);
            message = joined;
        }
        at = 0;
    }

    /// The bytes in which the current row's fields lie; another array after [#next()].
    byte[] bytes() {
        return message;
    }

    int offset(int field) {
        return offsets[field];
    }

    /// The field's length in bytes, -1 for NULL.
    int length(int field) {
        return lengths[field];
    }

    /// How many rows were read.
    long rows() {
        return rows;
    }

    @Override
    public void close() {
        stream.close();
    }
}

package dev.portage.verify;

import dev.portage.source.RowCursor;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One value in logical form, the form in which both sides are compared. It is written again for every value, so that
/// integers, doubles and texts are compared without an object a value.
///
/// Threads: one at a time.
final class Cell {
    /// What a cell holds. ODD: a stored value for which the mapping names no target value; it equals nothing.
    enum Kind {
        NULL, WHOLE, DOUBLE, DECIMAL, BYTES, JSON, SPECIAL, ODD
    }

    private static final byte[] EMPTY = new byte[0];
    /// Room for larger values is not kept for the next one.
    private static final int MOST_ROOM = 1 << 16;

    private Kind kind = Kind.NULL;
    private long bits;
    private byte[] array = EMPTY;
    private byte[] room = EMPTY;
    private int offset;
    private int length;
    private BigDecimal decimal = BigDecimal.ZERO;
    private String text = "";
    private boolean quarantine;

    /// SQL NULL.
    void setNull() {
        set(Kind.NULL);
    }

    /// An integer, a boolean (0 or 1), days or microseconds.
    void setWhole(long value) {
        set(Kind.WHOLE);
        bits = value;
    }

    /// A double by its bits.
    void setDouble(long rawBits) {
        set(Kind.DOUBLE);
        bits = rawBits;
    }

    /// An exact decimal; equality is by value, not by scale.
    void setDecimal(BigDecimal value) {
        set(Kind.DECIMAL);
        decimal = value;
    }

    /// Bytes in place: the array is not copied.
    void setBytes(byte[] bytes, int from, int count) {
        set(Kind.BYTES);
        array = bytes;
        offset = from;
        length = count;
    }

    /// A TEXT or BLOB of a row, copied into room of the cell's own.
    void setBytesOf(RowCursor row, int column) {
        int count = row.length(column);
        if (room.length < count) {
            room = new byte[Math.max(count, Math.min(2 * room.length, MOST_ROOM))];
        }
        row.copy(column, room, 0, count);
        setBytes(room, 0, count);
        if (count > MOST_ROOM) {
            room = EMPTY;
        }
    }

    /// All bytes of an array, in place.
    void setBytes(byte[] bytes) {
        setBytes(bytes, 0, bytes.length);
    }

    /// A JSON document, by its text: the canonical form is derived from it, equality is by that form.
    void setJson(String canonical, byte[] bytes, int from, int count) {
        setBytes(bytes, from, count);
        kind = Kind.JSON;
        text = canonical;
    }

    /// A value outside the type's ordinary ones: `infinity`, `-infinity`, `nan`.
    void setSpecial(String name) {
        set(Kind.SPECIAL);
        text = name;
    }

    /// A stored value for which the mapping has no target value.
    ///
    /// @param why the class of the difference: `storage-class`, `encoding`, `rounding`, `boolean` …
    void setOdd(String why) {
        set(Kind.ODD);
        text = why;
    }

    private void set(Kind newKind) {
        kind = newKind;
        quarantine = false;
    }

    /// Says that the value's class and bytes must lie in the quarantine.
    void requireQuarantine() {
        quarantine = true;
    }

    /// Whether the value's class and bytes must lie in the quarantine.
    boolean quarantineRequired() {
        return quarantine;
    }

    Kind kind() {
        return kind;
    }

    boolean isNull() {
        return kind == Kind.NULL;
    }

    long whole() {
        return bits;
    }

    double real() {
        return Double.longBitsToDouble(bits);
    }

    BigDecimal decimal() {
        return decimal;
    }

    /// The name of a special value, the class of an odd one, the canonical form of a JSON document.
    String text() {
        return text;
    }

    /// The bytes, copied.
    byte[] copiedBytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /// The bytes read as UTF-8; for comparisons that only choose a word.
    String decoded() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    int length() {
        return length;
    }

    /// Whether both hold the same logical value.
    boolean same(Cell other) {
        if (kind != other.kind) {
            return false;
        }
        return switch (kind) {
            case NULL -> true;
            case WHOLE, DOUBLE -> bits == other.bits;
            case DECIMAL -> decimal.compareTo(other.decimal) == 0;
            case BYTES -> Arrays.equals(array, offset, offset + length, other.array, other.offset, other.offset + other.length);
            case JSON, SPECIAL -> text.equals(other.text);
            case ODD -> false;
        };
    }

    /// The order of a key column: by value, bytes as unsigned, NULL last (as PostgreSQL's indexes have it).
    int compareKey(Cell other) {
        if (kind != other.kind) {
            return Integer.compare(isNull() ? Integer.MAX_VALUE : kind.ordinal(),
                    other.isNull() ? Integer.MAX_VALUE : other.kind.ordinal());
        }
        return switch (kind) {
            case WHOLE -> Long.compare(bits, other.bits);
            case DOUBLE -> compareReal(real(), other.real());
            case BYTES -> Arrays.compareUnsigned(array, offset, offset + length, other.array, other.offset,
                    other.offset + other.length);
            case DECIMAL -> decimal.compareTo(other.decimal);
            case NULL, JSON, SPECIAL, ODD -> 0;
        };
    }

    // Both databases hold -0.0 and 0.0 for the same key, other than Double.compare.
    private static int compareReal(double left, double right) {
        return left == right ? 0 : Double.compare(left, right);
    }

    /// Adds the value to a hash, length-prefixed, so that no two lists of values give the same bytes.
    void hashInto(Hash hash) {
        hash.octet(kind.ordinal());
        switch (kind) {
            case NULL -> {}
            case WHOLE, DOUBLE -> hash.number(bits);
            case DECIMAL -> hash.add(decimal.stripTrailingZeros().toString());
            case JSON, SPECIAL, ODD -> hash.add(text);
            case BYTES -> {
                hash.number(length);
                hash.bytes(array, offset, length);
            }
        }
    }

    /// A cell of its own with the same value; bytes are copied.
    Cell copy() {
        Cell copy = new Cell();
        copy.keep(this);
        return copy;
    }

    /// Becomes a copy of `other` that outlives its row; the array of the copy before is used again where it is large
    /// enough.
    void keep(Cell other) {
        kind = other.kind;
        bits = other.bits;
        decimal = other.decimal;
        text = other.text;
        quarantine = other.quarantine;
        if (kind == Kind.BYTES || kind == Kind.JSON) {
            if (array.length < other.length) {
                array = new byte[other.length];
            }
            System.arraycopy(other.array, other.offset, array, 0, other.length);
            offset = 0;
            length = other.length;
        }
    }
}

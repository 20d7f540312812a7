package dev.portage.verify;

import dev.portage.mapping.TargetType;
import dev.portage.source.SqliteValue;
import java.util.Optional;

/// PostgreSQL's binary value as a logical value.
///
/// Source: the `*_send` functions in src/backend/utils/adt.
final class Received {
    private final TargetType.Kind kind;

    Received(TargetType type) {
        this.kind = type.kind();
    }

    /// Reads a field; `length` is -1 for NULL.
    void read(byte[] row, int offset, int length, Cell out) {
        if (length < 0) {
            out.setNull();
            return;
        }
        switch (kind) {
            case SMALLINT, INTEGER, BIGINT -> whole(row, offset, length, out);
            case BOOLEAN -> out.setWhole(row[offset] == 0 ? 0 : 1);
            case DOUBLE_PRECISION -> out.setDouble(BigEndian.getLong(row, offset));
            case REAL -> out.setDouble(Double.doubleToRawLongBits(Float.intBitsToFloat(BigEndian.getInt(row, offset))));
            case NUMERIC -> NumericBytes.read(row, offset, out);
            case TEXT, VARCHAR, CHAR, CITEXT, ENUM, BYTEA, JSON, UUID -> out.setBytes(row, offset, length);
            case JSONB -> jsonb(row, offset, length, out);
            case DATE -> day(BigEndian.getInt(row, offset), out);
            case TIME -> out.setWhole(BigEndian.getLong(row, offset));
            case TIMESTAMP, TIMESTAMPTZ -> moment(BigEndian.getLong(row, offset), out);
        }
    }

    private static void whole(byte[] row, int offset, int length, Cell out) {
        out.setWhole(switch (length) {
            case 2 -> BigEndian.getShort(row, offset);
            case 4 -> BigEndian.getInt(row, offset);
            case 8 -> BigEndian.getLong(row, offset);
            default -> throw new BrokenStreamException("an integer of %d bytes".formatted(length));
        });
    }

    private static void jsonb(byte[] row, int offset, int length, Cell out) {
        if (length < 1 || row[offset] != 1) {
            throw new BrokenStreamException("a jsonb of a version other than 1");
        }
        Optional<String> canonical = JsonForm.of(row, offset + 1, length - 1);
        out.setJson(canonical.orElseThrow(() -> new BrokenStreamException("a jsonb that is not JSON")), row, offset + 1,
                length - 1);
    }

    private static void day(int days, Cell out) {
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            out.setSpecial(days > 0 ? "infinity" : "-infinity");
        } else {
            out.setWhole(days);
        }
    }

    private static void moment(long micros, Cell out) {
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            out.setSpecial(micros > 0 ? "infinity" : "-infinity");
        } else {
            out.setWhole(micros);
        }
    }

    /// The value of a key that only the target has, in SQLite's words as far as they go.
    SqliteValue asKey(Cell cell) {
        return switch (cell.kind()) {
            case NULL -> SqliteValue.Null.NULL;
            case WHOLE -> new SqliteValue.Int(cell.whole());
            case DOUBLE -> new SqliteValue.Real(cell.real());
            case BYTES -> kind == TargetType.Kind.BYTEA || kind == TargetType.Kind.UUID
                    ? new SqliteValue.Blob(cell.copiedBytes())
                    : new SqliteValue.Text(cell.copiedBytes());
            case DECIMAL, JSON, SPECIAL, ODD ->
                new SqliteValue.Text(Shown.text(cell, kind).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        };
    }
}

package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.source.SqliteValue;

/// Lets what fits through; what does not becomes NULL, and itself goes to the quarantine.
final class QuarantiningCodec extends ColumnCodec {
    private final ColumnCodec plain;

    QuarantiningCodec(ColumnMapping mapping, ColumnCodec plain) {
        super(mapping);
        this.plain = plain;
    }

    @Override
    void integer(long value, CopyBinaryWriter out, EncodeLog log) {
        try {
            plain.integer(value, out, log);
        } catch (Surprise _) {
            instead(new SqliteValue.Int(value), out, log);
        }
    }

    @Override
    void real(double value, CopyBinaryWriter out, EncodeLog log) {
        try {
            plain.real(value, out, log);
        } catch (Surprise _) {
            instead(new SqliteValue.Real(value), out, log);
        }
    }

    @Override
    void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
        try {
            plain.text(utf8, out, log);
        } catch (Surprise _) {
            instead(new SqliteValue.Text(utf8), out, log);
        }
    }

    @Override
    void blob(byte[] bytes, CopyBinaryWriter out, EncodeLog log) {
        try {
            plain.blob(bytes, out, log);
        } catch (Surprise _) {
            instead(new SqliteValue.Blob(bytes), out, log);
        }
    }

    private static void instead(SqliteValue value, CopyBinaryWriter out, EncodeLog log) {
        out.nullField();
        quarantine(value, log);
    }
}

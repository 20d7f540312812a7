package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.source.SqliteValue;
import java.nio.charset.StandardCharsets;

/// Any class into text; what the column's affinity would not give back goes to the quarantine as well.
///
/// A BLOB, and a TEXT that PostgreSQL cannot hold, become NULL with their bytes in the quarantine.
final class AnyAsTextCodec extends TextCodecs.OfText {
    AnyAsTextCodec(ColumnMapping mapping) {
        super(mapping);
    }

    @Override
    void integer(long value, CopyBinaryWriter out, EncodeLog log) {
        number(Long.toString(value), new SqliteValue.Int(value), out, log);
    }

    @Override
    void real(double value, CopyBinaryWriter out, EncodeLog log) {
        number(ShortestDecimal.text(value), new SqliteValue.Real(value), out, log);
    }

    @Override
    void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
        if (!Utf8.fitsText(utf8, 0, utf8.length)) {
            out.nullField();
            quarantine(new SqliteValue.Text(utf8), log);
            return;
        }
        write(utf8, out, log);
        if (mapping.affinity().numeric() && RestoredClass.isNumber(utf8)) {
            quarantine(new SqliteValue.Text(utf8), log);
        }
    }

    @Override
    void blob(byte[] bytes, CopyBinaryWriter out, EncodeLog log) {
        out.nullField();
        quarantine(new SqliteValue.Blob(bytes), log);
    }

    private void number(String text, SqliteValue value, CopyBinaryWriter out, EncodeLog log) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        write(ascii, out, log);
        if (!RestoredClass.restored(mapping.affinity(), ascii).equals(value)) {
            quarantine(value, log);
        }
    }
}

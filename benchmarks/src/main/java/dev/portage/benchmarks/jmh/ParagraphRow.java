package dev.portage.benchmarks.jmh;

import dev.portage.codec.ColumnCodec;
import dev.portage.codec.CopyBinaryWriter;
import dev.portage.codec.EncodeLog;
import dev.portage.mapping.ColumnMapping;
import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Affinity;
import dev.portage.schema.StorageClass;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One row of the novels' paragraphs in memory, with the mapping that Portage chooses for it.
///
/// Threads: one at a time.
public final class ParagraphRow implements RowCursor {
    private static final ValueForm PLAIN = new ValueForm.Plain();
    private static final ValueForm ISO = new ValueForm.IsoText(
            new IsoPattern(true, ' ', IsoPattern.TimePart.SECONDS, IsoPattern.Fraction.NONE, 0, IsoPattern.Zone.NONE),
            Optional.empty());
    private static final List<SqliteValue> VALUES = List.of(text("p3kx0q9zt41b"), text("c81hw2mmz07d"), new SqliteValue.Int(17),
            text("The ferryman carried a letter from São Paulo before dawn, and nobody spoke. ".repeat(2)), text("narrator"),
            SqliteValue.Null.NULL, new SqliteValue.Int(31), new SqliteValue.Real(1.065), new SqliteValue.Int(1),
            text("2025-03-09 21:14:36"));
    /// The columns, in order.
    public static final List<ColumnMapping> MAPPINGS = List.of(plain("id", TargetType.Kind.TEXT),
            plain("chapter_id", TargetType.Kind.TEXT), plain("paragraph_number", TargetType.Kind.BIGINT),
            plain("content", TargetType.Kind.TEXT), plain("role", TargetType.Kind.TEXT), plain("voice_id", TargetType.Kind.TEXT),
            plain("word_count", TargetType.Kind.BIGINT), plain("speed", TargetType.Kind.DOUBLE_PRECISION),
            plain("is_dialogue", TargetType.Kind.BOOLEAN), mapping("created_at", TargetType.Kind.TIMESTAMP, ISO));

    private static SqliteValue text(String text) {
        return new SqliteValue.Text(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ColumnMapping plain(String column, TargetType.Kind kind) {
        return mapping(column, kind, PLAIN);
    }

    private static ColumnMapping mapping(String column, TargetType.Kind kind, ValueForm form) {
        return new ColumnMapping(column, Affinity.TEXT, TargetType.of(kind), form, List.of(), false);
    }

    /// Encoders of all columns.
    public static List<ColumnCodec> codecs() {
        return MAPPINGS.stream().map(ColumnCodec::of).toList();
    }

    /// Writes the row once.
    public void encode(List<ColumnCodec> codecs, CopyBinaryWriter out, EncodeLog log) {
        out.startRow(codecs.size());
        for (int i = 0; i < codecs.size(); i++) {
            codecs.get(i).encode(this, i, out, log);
        }
    }

    /// A whole binary COPY of `rows` such rows.
    public byte[] stream(int rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CopyBinaryWriter out = new CopyBinaryWriter(bytes::write, 1 << 16);
        List<ColumnCodec> codecs = codecs();
        for (int i = 0; i < rows; i++) {
            encode(codecs, out, new NothingLost());
        }
        out.finish();
        return bytes.toByteArray();
    }

    @Override
    public boolean next() {
        return true;
    }

    @Override
    public int columns() {
        return VALUES.size();
    }

    @Override
    public StorageClass storageClass(int column) {
        return VALUES.get(column).storageClass();
    }

    @Override
    public long integer(int column) {
        return ((SqliteValue.Int) VALUES.get(column)).value();
    }

    @Override
    public double real(int column) {
        return ((SqliteValue.Real) VALUES.get(column)).value();
    }

    @Override
    public byte[] bytes(int column) {
        return ((SqliteValue.Text) VALUES.get(column)).utf8();
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    /// Fails when a value does not arrive as it is: every one of the row does.
    public static final class NothingLost implements EncodeLog {
        @Override
        public void lost(Loss loss) {
            throw new IllegalStateException(loss.meaning());
        }

        @Override
        public void quarantine(StorageClass storageClass, SqliteValue value) {
            throw new IllegalStateException("a value was sent to the quarantine");
        }
    }
}

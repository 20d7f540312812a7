package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.mapping.ValueForm;

import dev.portage.mapping.TargetType;

import dev.portage.schema.Affinity;
import dev.portage.source.SqliteValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of one value: its field in the stream, and what the log heard.
record Encoded(ColumnMapping mapping, Optional<byte[]> field, List<EncodeLog.Loss> losses, List<SqliteValue> quarantined) {
    static ColumnMapping mapping(Affinity affinity, String type, ValueForm form) {
        return new ColumnMapping("c", affinity, TargetType.parse(type), form, List.of(), false);
    }

    static ColumnMapping lossy(Affinity affinity, String type, ValueForm form) {
        return new ColumnMapping("c", affinity, TargetType.parse(type), form, List.of(), true);
    }

    static SqliteValue text(String text) {
        return new SqliteValue.Text(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Encodes a value as the only field of a row, and reads the stream again.
    static Encoded of(ColumnMapping mapping, SqliteValue value) {
        var log = new FakeLog();
        var stream = new ByteArrayOutputStream();
        var out = new CopyBinaryWriter(stream::write, 64);
        out.startRow(1);
        ColumnCodec.of(mapping).encode(FakeRow.of(value), 0, out, log);
        out.finish();
        return new Encoded(mapping, Optional.ofNullable(onlyField(stream.toByteArray())), log.losses, log.quarantined);
    }

    /// What comes back: of the quarantine where it has an entry, else of the column.
    SqliteValue back() {
        return quarantined.isEmpty() ? InverseCodec.of(mapping).decode(field.orElse(null)) : quarantined.getFirst();
    }

    private static byte @Nullable [] onlyField(byte[] stream) {
        var chunks = new ArrayDeque<byte[]>(List.of(stream));
        var reader = new CopyBinaryReader(chunks::poll);
        try {
            if (!reader.next()) {
                throw new IllegalStateException("no row");
            }
            byte[] field = reader.field(0);
            if (reader.next()) {
                throw new IllegalStateException("a second row");
            }
            return field;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

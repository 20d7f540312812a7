package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.mapping.ValueForm;

import dev.portage.mapping.TargetType;

import dev.portage.ConfigException;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the values of one column as fields of a binary COPY, exactly, or says what is not.
///
/// A value ends in one of four ways: it is written so that [InverseCodec] gives it back bit for bit; it is written and
/// [EncodeLog#lost] counts what a person has accepted; it goes to the quarantine by [EncodeLog#quarantine] (the column then
/// holds NULL, or the value without its class); or it is a [Surprise] and nothing of the field has been written.
///
/// Threads: one at a time; each worker makes its own.
public abstract class ColumnCodec {
    final ColumnMapping mapping;
    private final byte[][] nullIf;

    ColumnCodec(ColumnMapping mapping) {
        this.mapping = mapping;
        this.nullIf = mapping.nullIf().stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    /// The codec of a mapping.
    ///
    /// @throws ConfigException PT-105: the type cannot take the form
    public static ColumnCodec of(ColumnMapping mapping) {
        @Nullable
        ColumnCodec codec = switch (mapping.form()) {
            case ValueForm.Plain _ -> plain(mapping);
            case ValueForm.Quarantined _ -> quarantining(mapping);
            case ValueForm.Words words when mapping.type().kind() == TargetType.Kind.BOOLEAN -> new BooleanCodec(mapping,
                    words.trueWords(), words.falseWords());
            case ValueForm.IsoText iso when IsoTextCodec.takes(mapping.type(), iso) -> new IsoTextCodec(mapping, iso);
            case ValueForm.Epoch epoch when timestamp(mapping) -> new EpochCodec(mapping, epoch.unit());
            case ValueForm.AnyAsText _ when mapping.type().kind().characters() -> new AnyAsTextCodec(mapping);
            case ValueForm.Escaped _ when mapping.type().kind().characters() -> new TextCodecs.Escaped(mapping);
            case ValueForm.Stripped _ when mapping.type().kind().characters() -> new TextCodecs.Stripped(mapping);
            case ValueForm.Transcoded form when mapping.type().kind().characters() -> new TextCodecs.Transcoded(mapping,
                    form.charset());
            case ValueForm.ClassedBytes _ when mapping.type().kind() == TargetType.Kind.BYTEA -> new BytesCodecs.Classed(mapping);
            case ValueForm.UuidBytes _ when mapping.type().kind() == TargetType.Kind.UUID -> new UuidCodec.OfBlob(mapping);
            case ValueForm.Digits _ when mapping.type().kind() == TargetType.Kind.NUMERIC -> new NumericCodec(mapping);
            case ValueForm.Label(var labels) when mapping.type().kind() == TargetType.Kind.ENUM ->
                new LabelCodec(mapping, labels);
            case ValueForm.TextBytes _ when mapping.type().kind() == TargetType.Kind.BYTEA -> new BytesCodecs.OfText(mapping);
            default -> null;
        };
        if (codec == null) {
            throw new ConfigException(105, "column %s: type %s cannot take form %s".formatted(mapping.column(),
                    mapping.type().sql(), mapping.form().word()),
                    "Nothing was written; give the column in plan.yaml another type or form, then run the same command again");
        }
        return codec;
    }

    /// Writes the value of `column` of the row at which the cursor stands as one field.
    ///
    /// @throws Surprise the mapping cannot hold the value; nothing of the field has been written
    public void encode(RowCursor row, int column, CopyBinaryWriter out, EncodeLog log) {
        switch (row.storageClass(column)) {
            case NULL -> out.nullField();
            case INTEGER -> integer(row.integer(column), out, log);
            case REAL -> real(row.real(column), out, log);
            case TEXT -> {
                if (nullIf.length == 0 && textInPlace(row, column, out)) {
                    return;
                }
                byte[] utf8 = row.bytes(column);
                if (isNull(utf8)) {
                    out.nullField();
                    log.lost(EncodeLog.Loss.NULL_IF);
                } else {
                    text(utf8, out, log);
                }
            }
            case BLOB -> blob(row.bytes(column), out, log);
        }
    }

    void integer(long value, CopyBinaryWriter out, EncodeLog log) {
        throw misfit("an INTEGER");
    }

    void real(double value, CopyBinaryWriter out, EncodeLog log) {
        throw misfit("a REAL");
    }

    void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
        throw misfit("a TEXT");
    }

    /// Writes a TEXT without taking its bytes out of the row; false where nothing was written and [#text] must look at them.
    boolean textInPlace(RowCursor row, int column, CopyBinaryWriter out) {
        return false;
    }

    void blob(byte[] bytes, CopyBinaryWriter out, EncodeLog log) {
        throw misfit("a BLOB");
    }

    final Surprise surprise(String reason) {
        return new Surprise(mapping.column(), reason);
    }

    /// The surprise that a value of a class which the type does not take makes.
    final Surprise misfit(String what) {
        return surprise(what + " in a column of type " + mapping.type().sql());
    }

    /// Counts a loss that a person accepted.
    ///
    /// @throws Surprise nobody did
    final void accept(EncodeLog.Loss loss, String reason, EncodeLog log) {
        if (!mapping.lossy()) {
            throw surprise(reason);
        }
        log.lost(loss);
    }

    /// @throws Surprise the field would be larger than PostgreSQL allows
    final void checkLength(long length) {
        if (length > CopyBinaryWriter.LARGEST_FIELD) {
            throw surprise("%,d bytes, more than the 1 GB of PostgreSQL".formatted(length));
        }
    }

    static void quarantine(SqliteValue value, EncodeLog log) {
        log.quarantine(value.storageClass(), value);
    }

    private boolean isNull(byte[] utf8) {
        for (byte[] word : nullIf) {
            if (Arrays.equals(word, utf8)) {
                return true;
            }
        }
        return false;
    }

    private static boolean timestamp(ColumnMapping mapping) {
        TargetType.Kind kind = mapping.type().kind();
        return kind == TargetType.Kind.TIMESTAMP || kind == TargetType.Kind.TIMESTAMPTZ;
    }

    private static @Nullable ColumnCodec quarantining(ColumnMapping mapping) {
        ColumnCodec plain = plain(mapping);
        return plain == null ? null : new QuarantiningCodec(mapping, plain);
    }

    private static @Nullable ColumnCodec plain(ColumnMapping mapping) {
        return switch (mapping.type().kind()) {
            case SMALLINT, INTEGER, BIGINT -> new NumberCodecs.Whole(mapping);
            case DOUBLE_PRECISION, REAL -> new NumberCodecs.Floating(mapping);
            case NUMERIC -> new NumericCodec(mapping);
            case BOOLEAN -> new BooleanCodec(mapping, List.of(), List.of());
            case TEXT, VARCHAR, CHAR, CITEXT -> new TextCodecs.Plain(mapping);
            case BYTEA -> new BytesCodecs.Plain(mapping);
            case JSON, JSONB -> new JsonCodec(mapping);
            case UUID -> new UuidCodec(mapping);
            case ENUM, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> null;
        };
    }
}

package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.mapping.IsoPattern;

import dev.portage.mapping.ValueForm;

import dev.portage.mapping.TargetType;

import dev.portage.mapping.ValueForm.Epoch.Unit;
import dev.portage.schema.Affinity;
import dev.portage.schema.StorageClass;
import dev.portage.source.SqliteValue;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// From a field in PostgreSQL's binary form back to the value that the source held.
///
/// What [ColumnCodec] wrote without counting a loss comes back with its class and its bytes; where the quarantine has an
/// entry for the field, the entry counts and not this. jsonb gives the text that PostgreSQL prints. A value that an
/// application wrote on PostgreSQL comes back in the form of the column, with as many digits as it needs.
///
/// Threads: one at a time.
public final class InverseCodec {
    private static final long INFINITE = Long.MAX_VALUE;
    private static final long NEGATIVE_INFINITE = Long.MIN_VALUE;

    private final ColumnMapping mapping;
    private final @Nullable WallClock clock;

    private InverseCodec(ColumnMapping mapping) {
        this.mapping = mapping;
        this.clock = mapping.form() instanceof ValueForm.IsoText iso && iso.pattern().zone() == IsoPattern.Zone.NONE
                && mapping.type().kind() == TargetType.Kind.TIMESTAMPTZ ? new WallClock(iso.zone().orElseThrow()) : null;
    }

    /// The way back of a mapping.
    ///
    /// @throws dev.portage.ConfigException PT-105: the type cannot take the form
    public static InverseCodec of(ColumnMapping mapping) {
        var _ = ColumnCodec.of(mapping);
        return new InverseCodec(mapping);
    }

    /// The value of a field; null stands for NULL.
    ///
    /// @throws Surprise SQLite's form cannot show the value: NaN, an infinite time, a year outside 1..9999
    public SqliteValue decode(byte @Nullable [] field) {
        if (field == null) {
            return SqliteValue.Null.NULL;
        }
        return switch (mapping.form()) {
            case ValueForm.Plain _,ValueForm.Quarantined _,ValueForm.Stripped _,ValueForm.Transcoded _,ValueForm.Digits _ ->
                plain(field);
            case ValueForm.Words words -> bool(field, words);
            case ValueForm.IsoText iso -> new SqliteValue.Text(isoText(field, iso.pattern()));
            case ValueForm.Epoch epoch -> epoch(ByteBuffer.wrap(field).getLong(), epoch.unit());
            case ValueForm.AnyAsText _ -> RestoredClass.restored(mapping.affinity(), field);
            case ValueForm.ClassedBytes _ -> classed(field);
            case ValueForm.TextBytes _,ValueForm.Label _ -> new SqliteValue.Text(field);
            case ValueForm.UuidBytes _ -> new SqliteValue.Blob(field);
            case ValueForm.Escaped _ -> new SqliteValue.Text(unescape(field));
        };
    }

    private SqliteValue plain(byte[] field) {
        var in = ByteBuffer.wrap(field);
        return switch (mapping.type().kind()) {
            case SMALLINT -> new SqliteValue.Int(in.getShort());
            case INTEGER -> new SqliteValue.Int(in.getInt());
            case BIGINT -> new SqliteValue.Int(in.getLong());
            case REAL -> floating(in.getFloat());
            case DOUBLE_PRECISION -> floating(in.getDouble());
            case NUMERIC -> numeric(field);
            case BOOLEAN -> new SqliteValue.Int(field[0]);
            case TEXT, VARCHAR, CHAR, CITEXT, ENUM, JSON -> new SqliteValue.Text(field);
            case JSONB -> new SqliteValue.Text(Arrays.copyOfRange(field, 1, field.length));
            case BYTEA -> new SqliteValue.Blob(field);
            case UUID -> text(new UUID(in.getLong(), in.getLong()).toString());
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> throw new IllegalStateException("no plain form");
        };
    }

    private SqliteValue floating(double value) {
        if (Double.isNaN(value)) {
            throw surprise("NaN, which SQLite does not hold");
        }
        return switch (mapping.affinity()) {
            case INTEGER, NUMERIC -> RestoredClass.ofDouble(value);
            case REAL, TEXT, BLOB -> new SqliteValue.Real(value);
        };
    }

    private SqliteValue numeric(byte[] field) {
        if (PgNumeric.isSpecial(field)) {
            return floating(PgNumeric.decodeSpecial(field));
        }
        BigDecimal value = PgNumeric.decode(field);
        return switch (mapping.affinity()) {
            case TEXT -> text(value.toPlainString());
            case REAL -> new SqliteValue.Real(value.doubleValue());
            case INTEGER, NUMERIC -> wholeOrReal(value);
            case BLOB -> mapping.type().precision() == 0 && value.scale() > 0
                    ? new SqliteValue.Real(value.doubleValue())
                    : wholeOrReal(value);
        };
    }

    private static SqliteValue wholeOrReal(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        boolean whole = stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 19
                && stripped.toBigInteger().bitLength() < Long.SIZE;
        return whole ? new SqliteValue.Int(stripped.longValueExact()) : new SqliteValue.Real(value.doubleValue());
    }

    private SqliteValue bool(byte[] field, ValueForm.Words words) {
        boolean yes = field[0] != 0;
        var list = yes ? words.trueWords() : words.falseWords();
        return mapping.affinity() == Affinity.TEXT && !list.isEmpty() ? text(list.getFirst()) : new SqliteValue.Int(yes ? 1 : 0);
    }

    private byte[] isoText(byte[] field, IsoPattern pattern) {
        var in = ByteBuffer.wrap(field);
        long micros = switch (mapping.type().kind()) {
            case DATE -> in.getInt() * IsoReader.MICROS_PER_DAY;
            case TIME -> in.getLong();
            default -> finite(in.getLong());
        };
        long shown = clock == null ? micros : clock.toWall(micros);
        try {
            return IsoTexts.write(pattern, shown).getBytes(StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            throw surprise("a time that the form %s cannot show: %s".formatted(pattern.form(), e.getMessage()));
        }
    }

    private SqliteValue epoch(long field, Unit unit) {
        long micros = finite(field);
        try {
            if (mapping.affinity() != Affinity.REAL && EpochMicros.isWhole(unit, micros)) {
                return new SqliteValue.Int(EpochMicros.toInteger(unit, micros));
            }
            return new SqliteValue.Real(EpochMicros.toReal(unit, micros));
        } catch (ArithmeticException _) {
            throw surprise("a time too late to count in microseconds");
        }
    }

    private long finite(long micros) {
        if (micros == INFINITE || micros == NEGATIVE_INFINITE) {
            throw surprise("an infinite time, for which SQLite's form has no words");
        }
        return micros;
    }

    private static SqliteValue classed(byte[] field) {
        byte[] rest = Arrays.copyOfRange(field, 1, field.length);
        return switch (StorageClass.ofCode(field[0])) {
            case NULL -> SqliteValue.Null.NULL;
            case INTEGER -> new SqliteValue.Int(ByteBuffer.wrap(rest).getLong());
            case REAL -> new SqliteValue.Real(ByteBuffer.wrap(rest).getDouble());
            case TEXT -> new SqliteValue.Text(rest);
            case BLOB -> new SqliteValue.Blob(rest);
        };
    }

    private byte[] unescape(byte[] field) {
        var text = new ByteArrayOutputStream(field.length);
        for (int at = 0; at < field.length; at++) {
            if (field[at] != '\\') {
                text.write(field[at]);
            } else if (at + 1 < field.length && field[at + 1] == '\\') {
                text.write('\\');
                at++;
            } else if (at + 3 < field.length && field[at + 1] == 'x') {
                text.write(Character.digit(field[at + 2], 16) << 4 | Character.digit(field[at + 3], 16));
                at += 3;
            } else {
                throw surprise("a backslash that begins no escape");
            }
        }
        return text.toByteArray();
    }

    private static SqliteValue text(String text) {
        return new SqliteValue.Text(text.getBytes(StandardCharsets.UTF_8));
    }

    private Surprise surprise(String reason) {
        return new Surprise(mapping.column(), reason);
    }
}

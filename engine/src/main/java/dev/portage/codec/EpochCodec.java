package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.codec.EncodeLog.Loss;
import dev.portage.mapping.ValueForm.Epoch.Unit;
import dev.portage.schema.Affinity;
import dev.portage.source.SqliteValue;

/// Numbers that count time into timestamp (in UTC) and timestamptz.
final class EpochCodec extends ColumnCodec {
    private final Unit unit;

    EpochCodec(ColumnMapping mapping, Unit unit) {
        super(mapping);
        this.unit = unit;
    }

    @Override
    void integer(long value, CopyBinaryWriter out, EncodeLog log) {
        out.timestamp(inside(EpochMicros.ofInteger(unit, value)));
        if (mapping.affinity() == Affinity.REAL) {
            quarantine(new SqliteValue.Int(value), log);
        }
    }

    @Override
    void real(double value, CopyBinaryWriter out, EncodeLog log) {
        long micros = inside(EpochMicros.ofReal(unit, value));
        boolean exact = EpochMicros.exact(unit, value);
        if (!exact) {
            accept(Loss.ROUNDED, "a REAL that microseconds would round", log);
        }
        out.timestamp(micros);
        boolean real = mapping.affinity() == Affinity.REAL || !EpochMicros.isWhole(unit, micros);
        if (exact && !real) {
            quarantine(new SqliteValue.Real(value), log);
        }
    }

    private long inside(long micros) {
        if (micros == EpochMicros.OUTSIDE) {
            throw surprise("a number outside the range of " + mapping.type().sql());
        }
        return micros;
    }
}

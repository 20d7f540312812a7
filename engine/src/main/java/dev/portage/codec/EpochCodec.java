package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.codec.EncodeLog.Loss;
import dev.portage.mapping.ValueForm.Epoch.Unit;
import dev.portage.schema.Affinity;
import dev.portage.source.SqliteValue;

/// Numbers that count time into timestamp (in UTC) and timestamptz.
final class EpochCodec extends ColumnCodec {
    private final Unit unit;
    private final long grid;

    EpochCodec(ColumnMapping mapping, Unit unit) {
        super(mapping);
        this.unit = unit;
        this.grid = mapping.type().grid();
    }

    @Override
    void integer(long value, CopyBinaryWriter out, EncodeLog log) {
        long micros = inside(EpochMicros.ofInteger(unit, value));
        boolean exact = micros % grid == 0;
        out.timestamp(exact ? micros : rounded(micros, "an INTEGER", log));
        if (exact && mapping.affinity() == Affinity.REAL) {
            quarantine(new SqliteValue.Int(value), log);
        }
    }

    @Override
    void real(double value, CopyBinaryWriter out, EncodeLog log) {
        long micros = inside(EpochMicros.ofReal(unit, value));
        boolean onGrid = micros % grid == 0;
        boolean exact = onGrid && EpochMicros.exact(unit, value);
        if (onGrid && !exact) {
            accept(Loss.ROUNDED, "a REAL that microseconds would round", log);
        }
        out.timestamp(onGrid ? micros : rounded(micros, "a REAL", log));
        boolean real = mapping.affinity() == Affinity.REAL || !EpochMicros.isWhole(unit, micros);
        if (exact && !real) {
            quarantine(new SqliteValue.Real(value), log);
        }
    }

    // Half up; PostgreSQL would round times before 2000 the other way.
    private long rounded(long micros, String what, EncodeLog log) {
        long nearest = inside(EpochMicros.nearest(unit, micros, grid));
        accept(Loss.ROUNDED, "%s with more digits after the seconds than %s".formatted(what, mapping.type().sql()), log);
        return nearest;
    }

    private long inside(long micros) {
        if (micros == EpochMicros.OUTSIDE) {
            throw surprise("a number outside the range of " + mapping.type().sql());
        }
        return micros;
    }
}

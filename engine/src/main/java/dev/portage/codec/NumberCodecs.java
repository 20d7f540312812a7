package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.mapping.TargetType;

import dev.portage.schema.Affinity;
import dev.portage.source.SqliteValue;

/// Numbers into PostgreSQL's integers and floats.
final class NumberCodecs {
    private static final double TWO_63 = 0x1p63;

    private NumberCodecs() {}

    /// INTEGER into smallint, integer, bigint; a REAL only rounded, where a person has said so.
    static final class Whole extends ColumnCodec {
        private final long min;
        private final long max;

        Whole(ColumnMapping mapping) {
            super(mapping);
            max = switch (mapping.type().kind()) {
                case SMALLINT -> Short.MAX_VALUE;
                case INTEGER -> Integer.MAX_VALUE;
                default -> Long.MAX_VALUE;
            };
            min = -max - 1;
        }

        @Override
        void integer(long value, CopyBinaryWriter out, EncodeLog log) {
            if (value < min || value > max) {
                throw surprise("an INTEGER outside " + mapping.type().sql());
            }
            switch (mapping.type().kind()) {
                case SMALLINT -> out.int2((short) value);
                case INTEGER -> out.int4((int) value);
                default -> out.int8(value);
            }
        }

        @Override
        void real(double value, CopyBinaryWriter out, EncodeLog log) {
            // Half to even, as PostgreSQL's own cast of a double does.
            double rounded = Math.rint(value);
            if (!(rounded >= -TWO_63 && rounded < TWO_63) || rounded < min || rounded > max) {
                throw surprise("a REAL outside " + mapping.type().sql());
            }
            if (!mapping.lossy()) {
                throw misfit("a REAL");
            }
            integer((long) rounded, out, log);
            log.lost(EncodeLog.Loss.ROUNDED);
        }
    }

    /// INTEGER and REAL into double precision and real.
    static final class Floating extends ColumnCodec {
        private final boolean narrow;

        Floating(ColumnMapping mapping) {
            super(mapping);
            narrow = mapping.type().kind() == TargetType.Kind.REAL;
        }

        @Override
        void integer(long value, CopyBinaryWriter out, EncodeLog log) {
            double wide = narrow ? (float) value : (double) value;
            boolean exact = (long) wide == value && wide < TWO_63;
            if (!exact) {
                accept(EncodeLog.Loss.ROUNDED, "an INTEGER that " + mapping.type().sql() + " would round", log);
            }
            write(wide, out);
            if (exact && !integerComesBack(mapping.affinity(), wide)) {
                quarantine(new SqliteValue.Int(value), log);
            }
        }

        @Override
        void real(double value, CopyBinaryWriter out, EncodeLog log) {
            double wide = narrow ? (double) (float) value : value;
            boolean exact = Double.doubleToRawLongBits(wide) == Double.doubleToRawLongBits(value);
            if (!exact) {
                accept(EncodeLog.Loss.ROUNDED, "a REAL that real would round", log);
            }
            write(wide, out);
            if (exact && !realComesBack(mapping.affinity(), value)) {
                quarantine(new SqliteValue.Real(value), log);
            }
        }

        private void write(double value, CopyBinaryWriter out) {
            if (narrow) {
                out.float4((float) value);
            } else {
                out.float8(value);
            }
        }

        private static boolean integerComesBack(Affinity affinity, double value) {
            return (affinity == Affinity.INTEGER || affinity == Affinity.NUMERIC) && RestoredClass.becomesInteger(value);
        }

        private static boolean realComesBack(Affinity affinity, double value) {
            return switch (affinity) {
                case INTEGER, NUMERIC -> !RestoredClass.becomesInteger(value);
                case REAL, TEXT, BLOB -> true;
            };
        }
    }
}

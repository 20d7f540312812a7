package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.schema.StorageClass;
import dev.portage.source.SqliteValue;

/// Values into bytea.
final class BytesCodecs {
    private BytesCodecs() {}

    /// BLOB as it is.
    static final class Plain extends ColumnCodec {
        Plain(ColumnMapping mapping) {
            super(mapping);
        }

        @Override
        void blob(byte[] bytes, CopyBinaryWriter out, EncodeLog log) {
            checkLength(bytes.length);
            out.bytes(bytes, 0, bytes.length);
        }
    }

    /// TEXT as its raw bytes; a BLOB too, whose class then lies in the quarantine.
    static final class OfText extends ColumnCodec {
        OfText(ColumnMapping mapping) {
            super(mapping);
        }

        @Override
        void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
            checkLength(utf8.length);
            out.bytes(utf8, 0, utf8.length);
        }

        @Override
        void blob(byte[] bytes, CopyBinaryWriter out, EncodeLog log) {
            text(bytes, out, log);
            quarantine(new SqliteValue.Blob(bytes), log);
        }
    }

    /// Any class, as one byte for the class and then the value.
    static final class Classed extends ColumnCodec {
        Classed(ColumnMapping mapping) {
            super(mapping);
        }

        @Override
        void integer(long value, CopyBinaryWriter out, EncodeLog log) {
            out.prefixedLong((byte) StorageClass.INTEGER.code(), value);
        }

        @Override
        void real(double value, CopyBinaryWriter out, EncodeLog log) {
            out.prefixedLong((byte) StorageClass.REAL.code(), Double.doubleToRawLongBits(value));
        }

        @Override
        void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
            write(StorageClass.TEXT, utf8, out);
        }

        @Override
        void blob(byte[] bytes, CopyBinaryWriter out, EncodeLog log) {
            write(StorageClass.BLOB, bytes, out);
        }

        private void write(StorageClass storageClass, byte[] bytes, CopyBinaryWriter out) {
            checkLength(bytes.length + 1L);
            out.prefixedBytes((byte) storageClass.code(), bytes, 0, bytes.length);
        }
    }
}

package dev.portage.source;

import dev.portage.schema.StorageClass;
import java.util.Arrays;

/// One value as SQLite stores it, with its storage class: for keys, bounds, samples and quarantine. Rows in bulk go
/// through [RowCursor] instead, without an object a value.
///
/// Source: "Datatypes In SQLite", section 2 (sqlite.org/datatype3.html).
public sealed interface SqliteValue {
    /// The storage class.
    StorageClass storageClass();

    /// SQL NULL.
    enum Null implements SqliteValue {
        NULL;

        @Override
        public StorageClass storageClass() {
            return StorageClass.NULL;
        }
    }

    /// A signed integer of 64 bits.
    record Int(long value) implements SqliteValue {
        @Override
        public StorageClass storageClass() {
            return StorageClass.INTEGER;
        }
    }

    /// An IEEE double; equality is by bits.
    record Real(double value) implements SqliteValue {
        @Override
        public StorageClass storageClass() {
            return StorageClass.REAL;
        }
    }

    /// A text as its bytes: UTF-8, which may be invalid; for a UTF-16 file the bytes after strict conversion.
    record Text(byte[] utf8) implements SqliteValue {
        @Override
        public StorageClass storageClass() {
            return StorageClass.TEXT;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text text && Arrays.equals(utf8, text.utf8);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(utf8);
        }

        @Override
        public String toString() {
            return new String(utf8, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /// A blob.
    record Blob(byte[] bytes) implements SqliteValue {
        @Override
        public StorageClass storageClass() {
            return StorageClass.BLOB;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "x'" + java.util.HexFormat.of().formatHex(bytes) + "'";
        }
    }
}

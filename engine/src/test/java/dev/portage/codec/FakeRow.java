package dev.portage.codec;

import dev.portage.schema.StorageClass;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteValue;
import java.util.List;

/// One row of given values.
record FakeRow(List<SqliteValue> values) implements RowCursor {
    static FakeRow of(SqliteValue... values) {
        return new FakeRow(List.of(values));
    }

    @Override
    public boolean next() {
        return true;
    }

    @Override
    public int columns() {
        return values.size();
    }

    @Override
    public StorageClass storageClass(int column) {
        return values.get(column).storageClass();
    }

    @Override
    public long integer(int column) {
        return ((SqliteValue.Int) values.get(column)).value();
    }

    @Override
    public double real(int column) {
        return ((SqliteValue.Real) values.get(column)).value();
    }

    @Override
    public byte[] bytes(int column) {
        return switch (values.get(column)) {
            case SqliteValue.Text(byte[] utf8) -> utf8;
            case SqliteValue.Blob(byte[] bytes) -> bytes;
            case SqliteValue.Null _,SqliteValue.Int _,SqliteValue.Real _ -> throw new IllegalStateException("no bytes");
        };
    }

    @Override
    public void close() {}
}

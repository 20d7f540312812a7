package dev.portage.codec;

import dev.portage.schema.StorageClass;
import dev.portage.source.SqliteValue;
import java.util.ArrayList;
import java.util.List;

/// Keeps what it hears.
final class FakeLog implements EncodeLog {
    final List<Loss> losses = new ArrayList<>();
    final List<SqliteValue> quarantined = new ArrayList<>();

    @Override
    public void lost(Loss loss) {
        losses.add(loss);
    }

    @Override
    public void quarantine(StorageClass storageClass, SqliteValue value) {
        if (value.storageClass() != storageClass) {
            throw new IllegalArgumentException("the class is not the value's");
        }
        quarantined.add(value);
    }
}

package dev.portage.copy;

import dev.portage.codec.EncodeLog;
import dev.portage.plan.ColumnPlan;
import dev.portage.schema.StorageClass;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteValue;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the codecs report while one range is encoded: values for the quarantine and counts of what a rule lost.
final class RangeLog implements EncodeLog {
    final QuarantineWriter quarantine = new QuarantineWriter();
    private final Map<Loss, Long> lost = new EnumMap<>(Loss.class);
    private final RangeQuery query;
    final List<ColumnPlan> columns;
    private @Nullable RowCursor row;
    String column = "";

    RangeLog(RangeQuery query, List<ColumnPlan> columns) {
        this.query = query;
        this.columns = columns;
    }

    void at(RowCursor current) {
        row = current;
    }

    /// The current row's key as JSON.
    String key() {
        return row == null ? "[]" : RangeCopier.keyJson(row, query);
    }

    @Override
    public void lost(Loss loss) {
        lost.merge(loss, 1L, Long::sum);
    }

    @Override
    public void quarantine(StorageClass storageClass, SqliteValue value) {
        quarantine.add(key(), column, value, storageClass);
    }

    /// The counts as `ROUNDED=3,NULL_IF=1`; empty where nothing was lost.
    String lost() {
        return lost.entrySet().stream().map(entry -> entry.getKey().name() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}

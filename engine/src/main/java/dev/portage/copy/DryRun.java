package dev.portage.copy;

import dev.portage.Phase;
import dev.portage.codec.ColumnCodec;
import dev.portage.codec.CopyBinaryWriter;
import dev.portage.observe.Event;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteFile;
import java.util.ArrayList;
import java.util.List;

/// Encodes every row as the copy would and sends nothing anywhere.
public final class DryRun {
    private static final int PROGRESS_ROWS = 5_000;

    private DryRun() {}

    /// Encodes all rows and returns how many bytes the copy would send.
    ///
    /// @throws dev.portage.PlanException PT-241 a value does not fit its mapped type; names table, key and column
    public static long encodeAll(MigrationPlan plan, SqliteFile source, Event.Listener listener) {
        long total = plan.moved().stream().mapToLong(TablePlan::rows).sum();
        long done = 0;
        long bytes = 0;
        for (TablePlan table : plan.moved()) {
            CopyBinaryWriter out = new CopyBinaryWriter((content, offset, length) -> {}, RangeCopier.BUFFER_BYTES);
            encode(table, source, out, done, total, listener);
            out.finish();
            done += out.rows();
            bytes += out.bytes();
        }
        return bytes;
    }

    private static void encode(TablePlan table, SqliteFile source, CopyBinaryWriter out, long before, long total,
            Event.Listener listener) {
        KeyRange whole = new KeyRange(table, 0, List.of(), List.of());
        RangeQuery query = RangeQuery.of(whole);
        RangeLog log = new RangeLog(query, table.copied());
        List<ColumnCodec> codecs = new ArrayList<>();
        table.copied().forEach(column -> codecs.add(ColumnCodec.of(column.mapping())));
        try (RowCursor cursor = source.rows(query.sql(), query.parameters())) {
            while (cursor.next()) {
                RangeCopier.encodeRow(table, cursor, codecs, log, out);
                if (log.quarantine.full()) {
                    log.quarantine.discard();
                }
                if (out.rows() % PROGRESS_ROWS == 0) {
                    listener.on(new Event.Progressed(Phase.COPY, "encode", table.source().name(), before + out.rows(), total));
                }
            }
        }
    }
}

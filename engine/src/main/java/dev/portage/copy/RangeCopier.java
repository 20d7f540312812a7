package dev.portage.copy;

import dev.portage.MismatchException;
import dev.portage.PlanException;
import dev.portage.UnreachableException;
import dev.portage.codec.ColumnCodec;
import dev.portage.codec.CopyBinaryWriter;
import dev.portage.codec.Surprise;
import dev.portage.moment.Moment;
import dev.portage.plan.ColumnPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.source.KeyJson;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteValue;
import dev.portage.state.ControlRow;
import dev.portage.state.TargetState;
import dev.portage.target.TargetErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Copies one key range: its rows, its quarantine and its checkpoint commit together, or nothing does.
///
/// Threads: one; owns one source and one target connection while it runs.
final class RangeCopier {
    private static final int PROGRESS_ROWS = 5_000;
    static final int BUFFER_BYTES = 1 << 18;

    private final SqliteFile source;
    private final TargetState state;
    private final ControlRow control;

    RangeCopier(SqliteFile source, TargetState state, ControlRow control) {
        this.source = source;
        this.state = state;
        this.control = control;
    }

    /// Copies the range in one transaction of `connection` and returns its checkpoint, committed.
    ///
    /// @param rowsSeen hears how many more rows were encoded
    /// @throws PlanException PT-241 a value does not fit what the plan promised; names table, key and column; PT-246 a
    ///         constraint of the application's own table refuses a row
    /// @throws dev.portage.UnreachableException PostgreSQL stopped answering; the range is as if never started
    TargetState.Checkpoint copy(KeyRange range, Connection connection, LongConsumer rowsSeen) {
        RangeQuery query = RangeQuery.of(range);
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(TableFence.pass(control.applierToken()));
            }
            state.requireState(connection, ControlRow.State.COPYING);
            Moment.RANGE_BEGUN.reached();
            TargetShape.require(connection, state, range.table());
            TargetState.Checkpoint done = stream(range, query, connection, rowsSeen);
            if (state.saveCheckpoint(connection, done)) {
                Moment.RANGE_COMMITS.reached();
                connection.commit();
                Moment.RANGE_COMMITTED.reached();
            } else {
                connection.rollback();
            }
            return done;
        } catch (SQLException e) {
            if (TargetErrors.state(e).equals("54000")) {
                throw new PlanException(243,
                        "a row of table %s does not fit a page of PostgreSQL: %s".formatted(range.table().source().name(),
                                TargetErrors.message(e)),
                        "The range was undone; skip columns of that table in plan.yaml, then run with --restart",
                        TargetErrors.clean(e));
            }
            if (TargetErrors.state(e).startsWith("23")) {
                throw new PlanException(246,
                        "the target's table refuses a row of %s: %s".formatted(range.table().source().name(),
                                TargetErrors.message(e)),
                        "The range was undone; change the row, or the constraint in the target, then run with --restart",
                        TargetErrors.clean(e));
            }
            throw TargetErrors.unreachableOr(e,
                    "copying range %d of table %s".formatted(range.number(), range.table().source().name()));
        }
    }

    private TargetState.Checkpoint stream(KeyRange range, RangeQuery query, Connection connection, LongConsumer rowsSeen)
            throws SQLException {
        TablePlan table = range.table();
        RangeLog log = new RangeLog(query, table.copied());
        List<ColumnCodec> codecs = table.copied().stream().map(column -> ColumnCodec.of(column.mapping())).toList();
        long rows = 0;
        long bytes = 0;
        try (RowCursor cursor = source.scan(range.table().source(), query.sql(), query.parameters())) {
            boolean more = cursor.next();
            do {
                Part part = copyPart(table, cursor, more, codecs, log, connection, rowsSeen);
                rows += part.rows();
                bytes += part.bytes();
                more = part.more();
                log.quarantine.flush(connection, state, table);
            } while (more);
        }
        return new TargetState.Checkpoint(table.sourceId(), table.source().name(), range.number(), rows, bytes,
                log.quarantine.written(),
                log.lost());
    }

    /// One COPY statement: to the end of the range, or until the quarantine is full and must be written first.
    private Part copyPart(TablePlan table, RowCursor cursor, boolean hasRow, List<ColumnCodec> codecs, RangeLog log,
            Connection connection, LongConsumer rowsSeen) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copyStatement(table));
        try {
            CopyBinaryWriter out = new CopyBinaryWriter((bytes, offset, length) -> write(copy, bytes, offset, length),
                    BUFFER_BYTES);
            boolean more = encode(table, cursor, hasRow, codecs, log, out, rowsSeen);
            out.finish();
            long acknowledged = copy.endCopy();
            Moment.RANGE_ROWS_TAKEN.reached();
            if (acknowledged != out.rows()) {
                throw new MismatchException(501,
                        "PostgreSQL counted %d rows of table %s where %d were sent".formatted(acknowledged, table.target(),
                                out.rows()),
                        "The range was undone; run the same command again");
            }
            return new Part(out.rows(), out.bytes(), more);
        } catch (CopyBinaryWriter.SinkFailed e) {
            cancel(copy, e.error());
            throw e.error();
        } catch (SQLException | RuntimeException | Error e) {
            cancel(copy, e);
            throw e;
        }
    }

    /// Ends a COPY that failed; what failed first is what is told.
    static void cancel(CopyIn copy, Throwable reason) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            reason.addSuppressed(TargetErrors.clean(e));
        }
    }

    /// Encodes rows from the cursor's current one on; true when rows are left.
    private static boolean encode(TablePlan table, RowCursor cursor, boolean hasRow, List<ColumnCodec> codecs, RangeLog log,
            CopyBinaryWriter out, LongConsumer rowsSeen) {
        boolean more = hasRow;
        long reported = 0;
        while (more && !log.quarantine.full()) {
            encodeRow(table, cursor, codecs, log, out);
            if (out.rows() - reported == PROGRESS_ROWS) {
                rowsSeen.accept(PROGRESS_ROWS);
                reported = out.rows();
            }
            more = cursor.next();
        }
        rowsSeen.accept(out.rows() - reported);
        return more;
    }

    static void encodeRow(TablePlan table, RowCursor cursor, List<ColumnCodec> codecs, RangeLog log, CopyBinaryWriter out) {
        out.startRow(codecs.size());
        encodeFields(table, cursor, codecs, log, out);
    }

    /// The fields of the current row, which has been started.
    static void encodeFields(TablePlan table, RowCursor cursor, List<ColumnCodec> codecs, RangeLog log, CopyBinaryWriter out) {
        List<ColumnPlan> columns = log.columns;
        log.at(cursor);
        for (int i = 0; i < codecs.size(); i++) {
            log.column = columns.get(i).source().name();
            try {
                codecs.get(i).encode(cursor, i, out, log);
            } catch (Surprise surprise) {
                throw new PlanException(241, "table %s, row %s, column %s: %s".formatted(table.source().name(), log.key(),
                        log.column, surprise.reason()),
                        "The range was undone, other ranges are kept; change the column in plan.yaml and run with --restart",
                        surprise);
            }
        }
    }

    private static String copyStatement(TablePlan table) {
        String columns = table.copied().stream().map(ColumnPlan::target).map(Identifier::quote).collect(Collectors.joining(", "));
        return "COPY " + Identifier.qualified(table.targetSchema(), table.target()) + " (" + columns
                + ") FROM STDIN (FORMAT binary)";
    }

    static void write(CopyIn copy, byte[] bytes, int offset, int length) throws SQLException {
        if (Thread.currentThread().isInterrupted()) {
            throw new UnreachableException(365, "interrupted while copying",
                    "The range was undone, finished ranges are kept; type the same command again to go on");
        }
        copy.writeToCopy(bytes, offset, length);
        Moment.RANGE_ROWS_SENT.reached();
    }

    private record Part(long rows, long bytes, boolean more) {}

    /// The key of the current row, for messages and the quarantine; made only when it is asked for.
    static List<SqliteValue> key(RowCursor cursor, RangeQuery query) {
        List<SqliteValue> values = new ArrayList<>();
        for (int i = 0; i < query.keyColumns(); i++) {
            values.add(cursor.value(query.copied() + i));
        }
        return values;
    }

    static String keyJson(RowCursor cursor, RangeQuery query) {
        return KeyJson.of(query.byRowid(), key(cursor, query));
    }
}

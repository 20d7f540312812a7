package dev.portage.verify;

import dev.portage.UnverifiedException;
import dev.portage.mapping.TargetType;
import dev.portage.plan.ColumnPlan;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteValue;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Compares one table of the source with its table in the target, every row and every value.
///
/// Where both sides lie in the order of their key, they are read in that order and merged. All others are tallied from front
/// to back first ([TallyCompare]); only where that finds a difference they are read again to name it: by their key where both
/// sides can be read in its order, else as multisets. A comparison that ends has read as many rows on each side as
/// `count(*)` gives there.
///
/// Threads: one at a time; each comparison reads the target by one more thread.
final class TableComparer {
    private final SqliteFile source;
    private final Connection target;
    private final Path temporaryFolder;
    private final String migrationId;
    private final boolean showValues;

    /// What a comparison gave, and the keys of some rows for the spot check.
    ///
    /// @param counted what `count(*)` gave beside it
    record Result(TableVerdict verdict, List<List<SqliteValue>> sample, Counted counted) {}

    /// How many rows `count(*)` gives of both sides of a table.
    record Counted(long source, long target) {}

    TableComparer(SqliteFile source, Connection target, Path temporaryFolder, String migrationId, boolean showValues) {
        this.source = source;
        this.target = target;
        this.temporaryFolder = temporaryFolder;
        this.migrationId = migrationId;
        this.showValues = showValues;
    }

    /// Compares within the target's current transaction.
    ///
    /// @throws OutOfOrderException one side's keys do not come in the order of their values: compare the table again with
    ///         [Shape#withoutOrder()] and on another connection
    /// @throws UnverifiedException PT-701 to PT-705 the comparison could not be ended; never to be read as equal
    Result compare(Shape shape, Sample sample, LongConsumer progress) throws OutOfOrderException {
        try {
            requireTypes(shape);
            if (!shape.inPlace()) {
                Optional<Result> same = compared(shape, sample, progress, comparison -> new TallyCompare(comparison).run(sample));
                if (same.isPresent()) {
                    return same.get();
                }
            }
            return compared(shape, sample, progress, comparison -> Optional.of(named(comparison, sample))).orElseThrow();
        } catch (SQLException e) {
            throw new UnverifiedException(704, "the target could not be asked about %s (SQLSTATE %s)".formatted(shape.table(),
                    e.getSQLState()), "Nothing was changed; see that PostgreSQL runs, then run the same command again", e);
        }
    }

    private interface Way {
        /// Reads both sides; empty where they differ and the way cannot say how.
        Optional<Comparison.Read> read(Comparison comparison) throws OutOfOrderException;
    }

    private Optional<Result> compared(Shape shape, Sample sample, LongConsumer progress, Way way)
            throws SQLException, OutOfOrderException {
        try (var quarantine = QuarantineIndex.load(target, migrationId, shape, temporaryFolder)) {
            var comparison = new Comparison(shape, source, target, temporaryFolder, quarantine, showValues, progress);
            Optional<Comparison.Read> read = way.read(comparison);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            if (sample.whole()) {
                quarantine.reportUnseen(target, shape, comparison.differences);
            }
            Counted counted = requireCounts(shape, sample, read.get());
            return Optional.of(new Result(comparison.differences.verdict(read.get().rows(), read.get().targetRows()),
                    sample.keys(), counted));
        }
    }

    private static Comparison.Read named(Comparison comparison, Sample sample) throws OutOfOrderException {
        return comparison.shape.ordered()
                ? new OrderedCompare(comparison).run(sample)
                : new MultisetCompare(comparison).run(sample);
    }

    private Counted requireCounts(Shape shape, Sample sample, Comparison.Read read) throws SQLException {
        Counted counted = counted(source.connection(), "(" + sample.limited("SELECT 1 FROM "
                + shape.plan().source().sqlName()) + ")", target, shape.from());
        if (counted.source() != read.rows() || counted.target() != read.targetRows()) {
            throw new UnverifiedException(703, "%d rows of %s were read from the source, which counts %d, and %d from the target,"
                    .formatted(read.rows(), shape.table(), counted.source(), read.targetRows()) + " which counts "
                    + counted.target(),
                    "Nothing was changed; see that nobody writes to either side, then run the same command again");
        }
        return counted;
    }

    /// Counts the rows of a FROM clause of each side.
    static Counted counted(Connection source, String here, Connection target, String there) throws SQLException {
        return new Counted(count(source, "SELECT count(*) FROM " + here), count(target,
                "SELECT pg_catalog.count(*) FROM " + there));
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /// A value is read by the type that the plan names, so the target's column must have it, or a domain over it.
    private void requireTypes(Shape shape) throws SQLException {
        Map<String, Found> types = new HashMap<>();
        try (PreparedStatement statement = target.prepareStatement("""
                WITH RECURSIVE base (name, type) AS (
                    SELECT attname, atttypid FROM pg_catalog.pg_attribute
                    WHERE attrelid = pg_catalog.to_regclass(?) AND attnum > 0 AND NOT attisdropped
                    UNION ALL
                    SELECT base.name, t.typbasetype FROM base JOIN pg_catalog.pg_type t ON t.oid = base.type
                    WHERE t.typtype = 'd')
                SELECT base.name, t.oid::pg_catalog.int8, t.typname, t.typtype = 'e'
                FROM base JOIN pg_catalog.pg_type t ON t.oid = base.type WHERE t.typtype <> 'd'
                """)) {
            statement.setString(1, shape.relation());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1), new Found(rows.getLong(2), rows.getString(3), rows.getBoolean(4)));
                }
            }
        }
        if (types.isEmpty() && !shape.columns().isEmpty()) {
            throw new UnverifiedException(705, "the target has no table %s".formatted(shape.relation()),
                    "Nothing was changed; copy the table first");
        }
        shape.columns().forEach(column -> requireType(shape, column, types.get(column.target())));
    }

    /// The type of a target's column underneath its domains.
    private record Found(long oid, String name, boolean isEnum) {
        // All of these come in binary as the bytes of their text.
        boolean text() {
            return isEnum || name.equals("citext") || oid == TargetType.Kind.TEXT.oid() || oid == TargetType.Kind.VARCHAR.oid();
        }

        boolean is(TargetType.Kind planned) {
            return switch (planned) {
                case TEXT, VARCHAR, CITEXT, ENUM -> text();
                default -> oid == planned.oid();
            };
        }
    }

    private static void requireType(Shape shape, ColumnPlan column, @Nullable Found found) {
        TargetType.Kind planned = column.mapping().type().kind();
        if (found == null || !found.is(planned)) {
            throw new UnverifiedException(705, "column %s of %s is %s in the plan and %s in the target".formatted(column.target(),
                    shape.relation(), planned.sqlName(), found == null ? "missing" : "of the type " + found.name()),
                    "Nothing was changed; plan again, or give the column the planned type");
        }
    }
}

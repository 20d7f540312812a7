package dev.portage.copy;

import dev.portage.codec.ColumnCodec;
import dev.portage.codec.CopyBinaryWriter;
import dev.portage.plan.ColumnPlan;
import dev.portage.plan.Hazard;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteFile;
import dev.portage.state.TakenTable;
import dev.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// The columns of one table that constraints need, as the copy would bring them, in a temporary table; `portage_row` is the
/// row's place in the order in which the source is read, NULL for a row that is there already and stays.
///
/// Threads: one.
final class ProbeTable {
    static final String ROW = "portage_row";
    private static final Pattern CONSTANT = Pattern
            .compile("(?s)(?:'(?:[^']|'')*'|-?[0-9.]+|true|false|NULL)(?:::[\\w .()\"]+)?");

    private final TablePlan plan;
    private final TargetTable there;
    private final String relation;
    private final Set<String> columns = new LinkedHashSet<>();
    private final Set<String> generated = new LinkedHashSet<>();

    /// @param number tells it from the other probe tables of the session
    ProbeTable(TablePlan plan, int number) {
        this.plan = plan;
        this.there = plan.there().orElseThrow();
        this.relation = "pg_temp.portage_probe_" + number;
    }

    TablePlan plan() {
        return plan;
    }

    TargetTable there() {
        return there;
    }

    String relation() {
        return relation;
    }

    /// Says that these columns are needed; false where one of them cannot be told without running a default.
    boolean need(List<String> names) {
        Set<String> stored = new LinkedHashSet<>();
        Set<String> computed = new LinkedHashSet<>();
        for (String name : names) {
            boolean isComputed = there.findColumn(name).flatMap(TargetTable.Column::generatedSql).isPresent();
            (isComputed ? computed : stored).add(name);
        }
        if (!computed.isEmpty()) {
            there.columns().stream().filter(column -> column.generatedSql().isEmpty())
                    .forEach(column -> stored.add(column.name()));
        }
        if (!stored.stream().allMatch(this::told)) {
            return false;
        }
        columns.addAll(stored);
        generated.addAll(computed);
        return true;
    }

    private boolean told(String column) {
        return brings(column) || there.findColumn(column)
                .filter(each -> each.identity() == TargetTable.Identity.NONE)
                .filter(each -> each.defaultSql().map(sql -> CONSTANT.matcher(sql).matches()).orElse(true)).isPresent();
    }

    boolean needed() {
        return !columns.isEmpty();
    }

    /// SQL of the rows with all needed columns, under the name of the real table.
    String from() {
        String name = Identifier.quote(there.name());
        if (generated.isEmpty()) {
            return "%s AS %s".formatted(relation, name);
        }
        String computed = generated.stream().map(column -> "(%s) AS %s".formatted(
                there.findColumn(column).flatMap(TargetTable.Column::generatedSql).orElseThrow(), Identifier.quote(column)))
                .collect(Collectors.joining(", "));
        return "(SELECT p.*, p.ctid, %s FROM %s AS p) AS %s".formatted(computed, relation, name);
    }

    /// Whether the copy brings the column.
    boolean brings(String column) {
        return plan.copied().stream().anyMatch(each -> each.target().equals(column));
    }

    /// Makes the table and fills it: with what the copy would bring, and with the rows that stay.
    ///
    /// @param staying SQL of the FROM clause with the rows that stay; empty where none do
    void fill(Connection connection, SqliteFile source, Optional<String> staying) throws SQLException {
        List<ColumnPlan> sent = plan.copied().stream().filter(column -> columns.contains(column.target())).toList();
        Map<String, String> types = baseTypes(connection);
        List<String> made = new ArrayList<>(List.of(ROW + " pg_catalog.int8"));
        for (String column : columns) {
            String constant = brings(column)
                    ? ""
                    : there.findColumn(column).flatMap(TargetTable.Column::defaultSql).map(" DEFAULT "::concat).orElse("");
            made.add(Identifier.quote(column) + " " + types.get(column) + constant);
        }
        Statements.execute(connection, "CREATE TEMPORARY TABLE %s (%s)".formatted(relation, String.join(", ", made)));
        send(connection, source, sent);
        if (staying.isPresent()) {
            String names = columns.stream().map(Identifier::quote).collect(Collectors.joining(", "));
            Statements.execute(connection,
                    "INSERT INTO %s (%s) SELECT %2$s FROM %s".formatted(relation, names, staying.get()));
        }
        Statements.execute(connection, "ANALYZE " + relation);
    }

    /// Each column's type with its domains resolved and its collation, as CREATE TABLE takes it.
    private Map<String, String> baseTypes(Connection connection) throws SQLException {
        Map<String, String> types = new HashMap<>();
        for (List<String> row : Statements.texts(connection, """
                WITH RECURSIVE base AS (
                    SELECT a.attnum, a.attname, a.attcollation, a.atttypid AS type, a.atttypmod AS modifier
                    FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = ?::pg_catalog.regclass AND a.attnum > 0 AND NOT a.attisdropped
                    UNION ALL
                    SELECT b.attnum, b.attname, b.attcollation, t.typbasetype, t.typtypmod
                    FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type WHERE t.typtype = 'd')
                SELECT b.attname, pg_catalog.format_type(b.type, b.modifier), n.nspname, o.collname
                FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type AND t.typtype <> 'd'
                LEFT JOIN pg_catalog.pg_collation o ON o.oid = b.attcollation AND o.collname <> 'default'
                LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
                """, Identifier.qualified(there.schema(), there.name()))) {
            String collation = row.get(3).isEmpty() ? "" : " COLLATE " + Identifier.qualified(row.get(2), row.get(3));
            types.put(row.get(0), row.get(1) + collation);
        }
        return types;
    }

    private void send(Connection connection, SqliteFile source, List<ColumnPlan> sent) throws SQLException {
        String names = sent.stream().map(column -> ", " + Identifier.quote(column.target())).collect(Collectors.joining());
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyIn("COPY %s (%s%s) FROM STDIN (FORMAT binary)".formatted(relation, ROW, names));
        try {
            CopyBinaryWriter out = new CopyBinaryWriter((bytes, offset, length) -> RangeCopier.write(copy, bytes, offset, length),
                    RangeCopier.BUFFER_BYTES);
            encode(source, sent, out);
            out.finish();
            copy.endCopy();
        } catch (CopyBinaryWriter.SinkFailed e) {
            RangeCopier.cancel(copy, e.error());
            throw e.error();
        } catch (SQLException | RuntimeException | Error e) {
            RangeCopier.cancel(copy, e);
            throw e;
        }
    }

    private void encode(SqliteFile source, List<ColumnPlan> sent, CopyBinaryWriter out) {
        RangeQuery query = query(sent);
        RangeLog log = new RangeLog(query, sent);
        List<ColumnCodec> codecs = sent.stream().map(column -> ColumnCodec.of(column.mapping())).toList();
        try (RowCursor cursor = source.rows(query.sql(), query.parameters())) {
            while (cursor.next()) {
                out.startRow(codecs.size() + 1);
                out.int8(out.rows());
                RangeCopier.encodeFields(plan, cursor, codecs, log, out);
                if (log.quarantine.full()) {
                    log.quarantine.discard();
                }
            }
        }
    }

    private RangeQuery query(List<ColumnPlan> sent) {
        return RangeQuery.of(new KeyRange(plan.with(sent), 0, List.of(), List.of()));
    }

    /// The keys of rows by their places, read from the source again.
    Map<Long, Hazard.Key> keys(SqliteFile source, Set<Long> places) {
        Map<Long, Hazard.Key> keys = new HashMap<>();
        Set<Long> left = new HashSet<>(places);
        RangeQuery query = query(List.of());
        try (RowCursor cursor = source.rows(query.sql(), query.parameters())) {
            for (long place = 1; !left.isEmpty() && cursor.next(); place++) {
                if (left.remove(place)) {
                    keys.put(place, new Hazard.Key(query.byRowid(), RangeCopier.key(cursor, query)));
                }
            }
        }
        return keys;
    }

    /// SQL of the rows that are there and stay, as the migration that was begun before has noted them.
    static Optional<String> staying(TargetTable there, Optional<TakenTable> before, boolean append) {
        String relation = Identifier.qualified(there.schema(), there.name());
        if (!append) {
            return Optional.empty();
        }
        if (before.isEmpty()) {
            return Optional.of(relation);
        }
        return switch (before.get().rows()) {
            case NONE -> Optional.empty();
            case KEPT -> Optional.of("%s AS t WHERE %s".formatted(relation, before.get().wasThere("t")));
            case REPLACED -> Optional.of(before.get().replacedRelation());
        };
    }
}

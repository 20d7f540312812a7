package dev.portage.verify;

import dev.portage.plan.ColumnPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteValue;
import dev.portage.verify.Verdict.Check;
import dev.portage.verify.Verdict.Outcome;
import dev.portage.verify.Verdict.TableResult;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads some rows again by their keys, through ordinary prepared statements and the JDBC getters that an application
/// uses, and compares what these give: a path that shares nothing with the comparison of tables.
///
/// Tables without an integer, text or bytea key are left to the comparison of tables, and so are columns in forms that no
/// getter gives back ([SpotValue]); the check says how many values it has looked at.
final class SpotCheck {
    private static final String NAME = "spot check";

    private final Verifier.SourceOpener source;
    private final Verifier.TargetConnections target;
    private final KeptRows kept;
    private final List<String> wrong = new ArrayList<>();
    private long rows;
    private long values;

    SpotCheck(Verifier.SourceOpener source, Verifier.TargetConnections target, KeptRows kept) {
        this.source = source;
        this.target = target;
        this.kept = kept;
    }

    Check run(List<TableResult> tables, Map<TablePlan, List<List<SqliteValue>>> samples) {
        try (SqliteFile file = source.open(); TargetSession session = TargetSession.reading(target, "verify spots")) {
            int looked = 0;
            for (TableResult table : tables) {
                // A table that is known to differ need not be told so again.
                if (table.verdict() instanceof TableVerdict.Equal && reachable(table.table())) {
                    look(table.table(), samples.getOrDefault(table.table(), List.of()), file, session.connection());
                    session.renewAfter(++looked);
                }
            }
        } catch (SQLException e) {
            return new Check(NAME, Outcome.UNVERIFIED, "rows could not be read again: SQLSTATE " + e.getSQLState());
        }
        String looked = "%d rows, %d values read again".formatted(rows, values);
        // Two paths that disagree prove neither side right.
        return wrong.isEmpty()
                ? new Check(NAME, Outcome.EQUAL, looked)
                : new Check(NAME, Outcome.UNVERIFIED, looked + "; other than in the comparison: " + String.join(", ", wrong));
    }

    private static boolean reachable(TablePlan table) {
        return !table.source().key().isEmpty() && table.orderedKey().isPresent()
                && table.orderedKey().get().stream().allMatch(SpotValue::keyable);
    }

    private void look(TablePlan table, List<List<SqliteValue>> keys, SqliteFile file, Connection connection)
            throws SQLException {
        List<ColumnPlan> columns = table.compared();
        String here = "SELECT %s FROM %s WHERE %s".formatted(
                columns.stream().map(column -> column.source().select()).collect(Collectors.joining(", ")),
                table.source().sqlName(),
                table.source().key().stream().map(SpotCheck::sourceKey).collect(Collectors.joining(" AND ")));
        String there = "SELECT %s FROM %s WHERE %s".formatted(
                columns.stream().map(column -> Identifier.quote(column.target())).collect(Collectors.joining(", ")),
                kept.brought(Shape.relationOf(table)), table.orderedKey().orElseThrow().stream()
                        .map(column -> Identifier.quote(column.target()) + " = ?").collect(Collectors.joining(" AND ")));
        try (PreparedStatement left = file.connection().prepareStatement(here);
                PreparedStatement right = connection.prepareStatement(there)) {
            for (List<SqliteValue> key : keys) {
                bind(left, key);
                bind(right, key);
                look(table, columns, left, right);
            }
        }
    }

    private static String sourceKey(Table.Column column) {
        return Identifier.quote(column.name()) + (column.collation().equals("BINARY") ? "" : " COLLATE BINARY") + " = ?";
    }

    private static void bind(PreparedStatement statement, List<SqliteValue> key) throws SQLException {
        for (int i = 0; i < key.size(); i++) {
            switch (key.get(i)) {
                case SqliteValue.Int(long whole) -> statement.setLong(i + 1, whole);
                case SqliteValue.Real(double real) -> statement.setDouble(i + 1, real);
                case SqliteValue.Text(byte[] utf8) -> statement.setString(i + 1, new String(utf8, StandardCharsets.UTF_8));
                case SqliteValue.Blob(byte[] bytes) -> statement.setBytes(i + 1, bytes);
                case SqliteValue.Null _ -> statement.setNull(i + 1, java.sql.Types.NULL);
            }
        }
    }

    private void look(TablePlan table, List<ColumnPlan> columns, PreparedStatement left, PreparedStatement right)
            throws SQLException {
        try (ResultSet here = left.executeQuery(); ResultSet there = right.executeQuery()) {
            if (!here.next() || !there.next()) {
                wrong.add("a row of " + table.source().name());
                return;
            }
            rows++;
            for (int i = 0; i < columns.size(); i++) {
                switch (SpotValue.compare(columns.get(i).mapping(), here, there, i + 1)) {
                    case SAME -> values++;
                    case OTHER -> wrong.add(table.source().name() + "." + columns.get(i).source().name());
                    case NOT_COMPARED -> {}
                }
            }
        }
    }
}

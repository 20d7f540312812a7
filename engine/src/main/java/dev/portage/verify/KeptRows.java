package dev.portage.verify;

import dev.portage.state.TakenTable;
import dev.portage.verify.Verdict.Check;
import dev.portage.verify.Verdict.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The rows of the application's own tables that were there before: they are left out of every comparison, and proved to
/// be as they were by the hashes that were kept of them.
final class KeptRows {
    private static final String NAME = "rows that were there";

    private final Verifier.TargetConnections target;
    private final Map<String, TakenTable> taken = new TreeMap<>();

    private KeptRows(Verifier.TargetConnections target) {
        this.target = target;
    }

    static KeptRows read(Verifier.TargetConnections target, String migrationId) {
        var kept = new KeptRows(target);
        try (TargetSession session = TargetSession.reading(target, "verify kept")) {
            TakenTable.read(session.connection(), migrationId).stream()
                    .filter(table -> table.rows() == TakenTable.Rows.KEPT)
                    .forEach(table -> kept.taken.put(table.relation(), table));
            return kept;
        } catch (SQLException e) {
            throw TargetSession.failed("could not tell which rows were there before", e);
        }
    }

    /// SQL of the rows of a relation that the migration brought, for a FROM clause; all where none was there.
    String brought(String relation) {
        return Optional.ofNullable(taken.get(relation)).map(
                table -> "(SELECT t.*, t.ctid FROM %s AS t WHERE NOT %s) AS brought".formatted(relation, table.wasThere("t")))
                .orElse(relation);
    }

    /// Looks whether every row that was there is there as it was; nothing where none was.
    List<Check> run() {
        if (taken.isEmpty()) {
            return List.of();
        }
        long rows = 0;
        List<String> different = new ArrayList<>();
        try (TargetSession session = TargetSession.reading(target, "verify kept")) {
            for (TakenTable table : taken.values()) {
                rows += number(session.connection(), "SELECT pg_catalog.count(*) FROM " + table.keptRelation());
                long other = number(session.connection(), """
                        SELECT pg_catalog.count(*) FROM %s AS k WHERE NOT EXISTS (SELECT FROM %s AS t WHERE %s AND k.hash = %s)
                        """.formatted(table.keptRelation(), table.relation(), table.sameKey("k", "t"), table.hash("t")));
                if (other > 0) {
                    different.add("%d of %s".formatted(other, table.relation()));
                }
            }
        } catch (SQLException e) {
            return List.of(new Check(NAME, Outcome.UNVERIFIED, "they could not be read: SQLSTATE " + e.getSQLState()));
        }
        return List.of(different.isEmpty()
                ? new Check(NAME, Outcome.EQUAL, "%d rows as they were".formatted(rows))
                : new Check(NAME, Outcome.DIFFERENT, "changed or gone: " + String.join(", ", different)));
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}

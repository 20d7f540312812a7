package dev.portage.verify;

import dev.portage.PortageException;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.source.SqliteFile;
import dev.portage.verify.Verdict.Check;
import dev.portage.verify.Verdict.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// `count(*)` of every table on both sides: the cheapest look, before the long one.
final class RowCounts {
    private static final String NAME = "row counts";

    private final MigrationPlan plan;
    private final Verifier.SourceOpener source;
    private final Verifier.TargetConnections target;
    private final KeptRows kept;

    RowCounts(MigrationPlan plan, Verifier.SourceOpener source, Verifier.TargetConnections target, KeptRows kept) {
        this.plan = plan;
        this.source = source;
        this.target = target;
        this.kept = kept;
    }

    Check run() {
        try (SqliteFile file = source.open(); TargetSession session = TargetSession.reading(target, "verify counts")) {
            return compare(file, session);
        }
    }

    private Check compare(SqliteFile file, TargetSession session) {
        Connection connection = session.connection();
        int counted = 0;
        List<String> different = new ArrayList<>();
        long rows = 0;
        for (TablePlan table : plan.moved()) {
            try (Statement here = file.connection().createStatement(); Statement there = connection.createStatement()) {
                long sourceRows = count(here, "SELECT count(*) FROM " + table.source().sqlName());
                long targetRows = count(there,
                        "SELECT pg_catalog.count(*) FROM " + kept.brought(Shape.relationOf(table)));
                rows += sourceRows;
                session.renewAfter(++counted);
                if (sourceRows != targetRows) {
                    different.add("%s: %d in the source, %d in the target".formatted(table.source().name(), sourceRows,
                            targetRows));
                }
            } catch (SQLException | PortageException e) {
                return new Check(NAME, Outcome.UNVERIFIED, "the rows of %s could not be counted: %s".formatted(
                        table.source().name(), e.getMessage()));
            }
        }
        return different.isEmpty()
                ? new Check(NAME, Outcome.EQUAL, "%d tables, %d rows on each side".formatted(
                        plan.moved().size(), rows))
                : new Check(NAME, Outcome.DIFFERENT, String.join("; ", different));
    }

    private static long count(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}

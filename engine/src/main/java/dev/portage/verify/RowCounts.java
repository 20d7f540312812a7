package dev.portage.verify;

import dev.portage.PortageException;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.source.SqliteFile;
import dev.portage.verify.Verdict.Check;
import dev.portage.verify.Verdict.Outcome;
import dev.portage.verify.TableComparer.Counted;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Whether `count(*)` gives the same for every table on both sides. What a comparison of a table has counted is not counted
/// again; a table whose comparison failed is.
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

    /// @param known what was counted by comparisons that came to their end
    Check run(Map<TablePlan, Counted> known) {
        Map<TablePlan, Counted> counted = new HashMap<>(known);
        List<TablePlan> missing = plan.moved().stream().filter(table -> !known.containsKey(table)).toList();
        return missing.isEmpty() ? compare(counted) : count(missing, counted).orElseGet(() -> compare(counted));
    }

    /// Counts what was not counted; a check where that fails.
    private Optional<Check> count(List<TablePlan> missing, Map<TablePlan, Counted> counted) {
        try (SqliteFile file = source.open(); TargetSession session = TargetSession.reading(target, "verify counts")) {
            int tables = 0;
            for (TablePlan table : missing) {
                try {
                    counted.put(table, TableComparer.counted(file.connection(), table.source().sqlName(),
                            session.connection(), kept.brought(Shape.relationOf(table))));
                    session.renewAfter(++tables);
                } catch (SQLException | PortageException e) {
                    return Optional.of(new Check(NAME, Outcome.UNVERIFIED, "the rows of %s could not be counted: %s".formatted(
                            table.source().name(), e.getMessage())));
                }
            }
            return Optional.empty();
        }
    }

    private Check compare(Map<TablePlan, Counted> counted) {
        List<String> different = new ArrayList<>();
        long rows = 0;
        for (TablePlan table : plan.moved()) {
            Counted there = Objects.requireNonNull(counted.get(table));
            rows += there.source();
            if (there.source() != there.target()) {
                different.add("%s: %d in the source, %d in the target".formatted(table.source().name(), there.source(),
                        there.target()));
            }
        }
        return different.isEmpty()
                ? new Check(NAME, Outcome.EQUAL, "%d tables, %d rows on each side".formatted(
                        plan.moved().size(), rows))
                : new Check(NAME, Outcome.DIFFERENT, String.join("; ", different));
    }
}

package dev.portage.copy;

import dev.portage.plan.HazardCode;
import java.util.Optional;

/// One question to the probe tables: which rows would a constraint of the target's table refuse.
///
/// @param subject the constraint's name, or the domain's
/// @param column the target's column, where it is about one
/// @param sql gives `portage_row` of each row that would be refused
record ProbeRule(ProbeTable table, HazardCode code, String subject, Optional<String> column, String sql) {
    /// Rows of the table for which `condition` holds, those that stay left out.
    static ProbeRule where(ProbeTable table, HazardCode code, String subject, Optional<String> column, String condition) {
        return new ProbeRule(table, code, subject, column, "SELECT %s FROM %s WHERE %1$s IS NOT NULL AND %s".formatted(
                ProbeTable.ROW, table.from(), condition));
    }
}

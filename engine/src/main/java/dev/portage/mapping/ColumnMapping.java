package dev.portage.mapping;

import dev.portage.schema.Affinity;
import java.util.List;

/// Everything a codec must know of one column.
///
/// @param column the source column's name
/// @param affinity its affinity
/// @param type the target type
/// @param form how values become that type
/// @param nullIf texts (by their exact characters) that become NULL; each one is counted as lost
/// @param lossy whether a person has said that values which do not fit may be rounded or cut (numeric scale, fractions
///        beyond microseconds, varchar length); each one is counted as lost. Never true by default.
public record ColumnMapping(String column, Affinity affinity, TargetType type, ValueForm form, List<String> nullIf,
        boolean lossy) {
    public ColumnMapping {
        nullIf = List.copyOf(nullIf);
    }
}

package dev.portage.plan;

import dev.portage.source.SqliteValue;
import java.util.List;
import java.util.Optional;

/// One thing about the data that a person must decide or know.
///
/// @param table the source table, empty where the hazard is of the whole file or of a view
/// @param column the source column, where it is about one
/// @param subject what else it is about: the name of an index, CHECK, foreign key, view or trigger; empty otherwise
/// @param rows how many rows it touches, all of them counted
/// @param samples the keys of the first 20
/// @param message one sentence with numbers
/// @param choices what a person may choose, the suggestion first; empty where nothing can be chosen
/// @param chosen what was chosen, in plan.yaml or by `--accept-suggestions`
public record Hazard(HazardCode code, Optional<String> table, Optional<String> column, Optional<String> subject, long rows,
        List<Key> samples, String message, List<String> choices, Optional<String> chosen) {
    public Hazard {
        samples = List.copyOf(samples);
        choices = List.copyOf(choices);
    }

    /// True where a person still has to choose.
    public boolean open() {
        return code.severity() == Severity.BLOCKER && chosen.isEmpty();
    }

    /// The key of one row in key order, or `rowid` and its number for a table without a key.
    ///
    /// @param byRowid whether the one value is the rowid
    public record Key(boolean byRowid, List<SqliteValue> values) {
        public Key {
            values = List.copyOf(values);
        }
    }
}

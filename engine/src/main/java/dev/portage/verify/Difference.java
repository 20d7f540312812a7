package dev.portage.verify;

import java.util.Locale;
import java.util.Optional;

/// One place where the two sides differ.
///
/// @param table the source table
/// @param key the row's key as a JSON array, `[1]`, `["a",2]`, `["rowid",5]`; `["ctid","(0,1)"]` for a row that only
///        the target has in a table without a key
/// @param column the source column; empty for a whole row
/// @param clazz how they differ: `null`, `encoding`, `rounding`, `timestamp`, `case`, `whitespace`, `truncated`,
///        `boolean`, `json-semantic`, `scale`, `sign`, `storage-class`, `quarantine`, `row` or `value`
/// @param sourceText what the target was expected to hold, empty unless values may be shown; so is `targetText`
public record Difference(String table, String key, Optional<String> column, Kind kind, String clazz,
        Optional<String> sourceText, Optional<String> targetText) {
    /// How many of them are kept for each table; all are counted.
    public static final int KEPT = 1_000;

    /// What differs.
    public enum Kind {
        /// A value of a row that both sides have.
        VALUE,
        /// A row that only the source has.
        MISSING,
        /// A row that only the target has.
        EXTRA;

        /// The word in reports: `value`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A whole row.
    static Difference row(String table, String key, Kind kind) {
        return new Difference(table, key, Optional.empty(), kind, "row", Optional.empty(), Optional.empty());
    }
}

package dev.portage.snapshot;

import java.util.List;

/// What [IntegrityCheck] found in a file that is not damaged.
///
/// @param violations how many rows break a NOT NULL, UNIQUE or STRICT rule of their own table: the file is
///        sound, its application wrote them past the rule
/// @param messages the first 20 of them in SQLite's words
/// @param orphans tables with rows whose parent row is missing
public record IntegrityReport(long violations, List<String> messages, List<Orphans> orphans) {
    public IntegrityReport {
        messages = List.copyOf(messages);
        orphans = List.copyOf(orphans);
    }

    /// Rows of one foreign key without a parent.
    ///
    /// @param key SQLite's number of the foreign key in `PRAGMA foreign_key_list`, 0 being the last one of the text
    /// @param rowids the first 20; fewer than `rows` too where the table is WITHOUT ROWID
    public record Orphans(String table, String parent, int key, long rows, List<Long> rowids) {
        public Orphans {
            rowids = List.copyOf(rowids);
        }
    }
}

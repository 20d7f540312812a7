package dev.portage.snapshot;

import java.util.List;

/// What [IntegrityCheck] found in a file that is not damaged.
///
/// @param violations how many rows break a NOT NULL, UNIQUE or STRICT rule of their own table: the file is
///        sound, its application wrote them past the rule
/// @param messages the first 20 of them in SQLite's words
public record IntegrityReport(long violations, List<String> messages) {
    public IntegrityReport {
        messages = List.copyOf(messages);
    }
}

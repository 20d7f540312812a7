package dev.portage.plan;

import dev.portage.codec.JsonFacts;

/// Looks at the texts of a JSON column: which of them are JSON, and which would not come back from `jsonb` with the same
/// meaning.
final class JsonScan {
    private final ColumnProfile profile;
    private final boolean wanted;

    /// @param wanted whether the column is one of JSON; nothing is looked at otherwise
    JsonScan(ColumnProfile profile, boolean wanted) {
        this.profile = profile;
        this.wanted = wanted;
    }

    /// Takes a text that PostgreSQL's text could hold, or not: what it cannot hold is no JSON either.
    void text(byte[] value, RowKey key) {
        if (!wanted) {
            return;
        }
        JsonFacts facts = JsonFacts.examine(value);
        if (!facts.valid()) {
            profile.notJson.add(key);
        } else if (!facts.jsonbSafe()) {
            profile.notForJsonb.add(key);
        }
    }
}

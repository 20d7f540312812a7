package dev.portage.source;

import java.util.Locale;

/// One row of `sqlite_schema` that has a text.
///
/// @param type `table`, `index`, `view` or `trigger`
/// @param table the table it belongs to, its own name for a table
record SchemaObject(String type, String name, String table, String sql) {
    boolean is(String wanted) {
        return type.equals(wanted);
    }

    /// True for what belongs to SQLite (`sqlite_…`) or to Portage (`_portage_…`), which is never the application's.
    boolean internal() {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("sqlite_") || lower.startsWith("_portage_");
    }
}

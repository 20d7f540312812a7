package dev.portage.sql;

import java.util.List;
import java.util.Optional;

/// What the text of a CREATE INDEX says. Names are bare, without their quotes.
///
/// @param where the predicate of a partial index
public record IndexText(String name, String table, boolean unique, List<PartText> parts, Optional<String> where) {
    public IndexText {
        parts = List.copyOf(parts);
    }

    /// One column or expression.
    ///
    /// @param column the name where the part is one alone
    /// @param sql the text without its COLLATE, ASC and DESC
    /// @param collation in upper case, empty where none is named
    public record PartText(Optional<String> column, String sql, Optional<String> collation, boolean descending) {}
}

package dev.portage.sql;

import java.util.List;
import java.util.Map;

/// What the text of a CREATE VIRTUAL TABLE says. Names are bare, without their quotes.
///
/// @param module in lower case
/// @param columns the arguments that are no options
/// @param options by their names in lower case, without the quotes around the value
public record VirtualTableText(String name, String module, List<Column> columns, Map<String, String> options) {
    public VirtualTableText {
        columns = List.copyOf(columns);
        options = Map.copyOf(options);
    }

    /// One column.
    ///
    /// @param indexed false where it says UNINDEXED (FTS5) or `notindexed=` names it (FTS4)
    public record Column(String name, boolean indexed) {}
}

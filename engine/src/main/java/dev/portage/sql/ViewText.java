package dev.portage.sql;

import java.util.List;

/// What the text of a CREATE VIEW says. Names are bare, without their quotes.
///
/// @param columns the names in brackets behind the view's, empty where there are none
/// @param select the query
public record ViewText(String name, List<String> columns, String select) {
    public ViewText {
        columns = List.copyOf(columns);
    }
}

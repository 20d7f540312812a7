package dev.portage.sql;

import java.util.List;

/// A written query.
///
/// @param sql without brackets around it
/// @param columns its results; their pieces hold the SQL of each within the query
/// @param single whether it gives one row at most
record Query(String sql, List<Field> columns, boolean single) {
    Query {
        columns = List.copyOf(columns);
    }
}

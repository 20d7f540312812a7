package dev.portage.copy;

import dev.portage.PortageException;
import dev.portage.schema.Identifier;
import dev.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// Rows of other tables that refer to rows which are to be deleted: a foreign key would refuse, or worse, delete them too.
final class References {
    private References() {}

    interface Refusal {
        PortageException of(TargetTable.Reference reference, long rows);
    }

    /// Refuses where rows of other tables refer to rows of `parent` that `doomed` (SQL about the row `p`) names. Foreign keys
    /// that are taken off meanwhile are not in the catalog, and so do not count.
    static void requireNone(Connection connection, TargetTable parent, String doomed, Refusal refusal) throws SQLException {
        String relation = Identifier.qualified(parent.schema(), parent.name());
        for (List<String> row : Statements.texts(connection, """
                SELECT n.nspname, c.relname, k.conname, k.oid FROM pg_catalog.pg_constraint k
                JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE k.confrelid = ?::pg_catalog.regclass AND k.contype = 'f' AND k.conparentid = 0
                    AND k.conrelid <> k.confrelid ORDER BY 1, 2, 3
                """, relation)) {
            var reference = new TargetTable.Reference(row.get(0), row.get(1), row.get(2), "");
            String same = Statements.texts(connection, """
                    SELECT a.attname, b.attname FROM pg_catalog.pg_constraint k,
                        LATERAL ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) AS u (child, parent)
                    JOIN pg_catalog.pg_attribute a ON a.attnum = u.child
                    JOIN pg_catalog.pg_attribute b ON b.attnum = u.parent
                    WHERE k.oid = ?::pg_catalog.oid AND a.attrelid = k.conrelid AND b.attrelid = k.confrelid
                    """, row.get(3)).stream()
                    .map(pair -> "c.%s = p.%s".formatted(Identifier.quote(pair.get(0)), Identifier.quote(pair.get(1))))
                    .collect(Collectors.joining(" AND "));
            long rows = Statements.number(connection,
                    "SELECT pg_catalog.count(*) FROM %s AS c WHERE EXISTS (SELECT FROM %s AS p WHERE %s AND %s)".formatted(
                            Identifier.qualified(reference.schema(), reference.table()), relation, same, doomed));
            if (rows > 0) {
                throw refusal.of(reference, rows);
            }
        }
    }

    /// Triggers for each statement of tables that refer to `relation` by a foreign key that acts when a row is deleted: the
    /// statement of that action fires them although it finds no row. Those of tables that are taken are off already.
    static List<TakenParts> statementTriggers(Connection connection, String relation) throws SQLException {
        return Statements.texts(connection, """
                SELECT DISTINCT n.nspname, c.relname, t.tgname, t.tgenabled FROM pg_catalog.pg_constraint k
                JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_catalog.pg_trigger t ON t.tgrelid = k.conrelid
                WHERE k.confrelid = ?::pg_catalog.regclass AND k.contype = 'f' AND k.confdeltype IN ('c', 'n', 'd')
                    AND k.conrelid <> k.confrelid AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 1 = 0
                """, relation).stream().map(row -> new TakenParts(row.get(0), row.get(1),
                List.of(new TakenParts.State(row.get(2), row.get(3))), List.of(), List.of())).toList();
    }
}

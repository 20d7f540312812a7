package dev.portage.cli;

import dev.portage.schema.Identifier;
import dev.portage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Everything that a database holds, as lines of text that can be compared.
final class WholeTarget {
    private static final String OURS = " NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_' ";
    private static final String CATALOG = """
            WITH place AS (SELECT oid, nspname, nspowner, nspacl FROM pg_namespace WHERE nspname%1$s),
                relation AS (SELECT c.*, nspname, nspname || '.' || relname AS spelt FROM pg_class c
                    JOIN place ON place.oid = relnamespace)
            SELECT concat_ws(' ', 'schema', nspname, nspowner::regrole, nspacl) AS line FROM place
            UNION ALL SELECT concat_ws(' ', 'relation', spelt, relkind, relowner::regrole, relacl, reloptions,
                    CASE WHEN relkind = 'r' AND nspname <> 'portage' THEN 'analyzed ' || (reltuples >= 0) END) FROM relation
            UNION ALL SELECT concat_ws(' ', 'column', spelt, attnum, attname, format_type(atttypid, atttypmod), attnotnull,
                    attidentity, attgenerated, attcollation, pg_get_expr(adbin, adrelid))
                FROM pg_attribute a JOIN relation c ON c.oid = attrelid
                LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                WHERE relkind IN ('r', 'v', 'm', 'p') AND attnum > 0 AND NOT attisdropped
            UNION ALL SELECT concat_ws(' ', 'constraint', spelt, conname, pg_get_constraintdef(k.oid), convalidated,
                    obj_description(k.oid, 'pg_constraint'))
                FROM pg_constraint k JOIN relation c ON c.oid = conrelid WHERE contype <> 'n'
            UNION ALL SELECT concat_ws(' ', 'trigger', spelt, tgname, tgenabled, pg_get_triggerdef(t.oid))
                FROM pg_trigger t JOIN relation c ON c.oid = tgrelid WHERE NOT tgisinternal
            UNION ALL SELECT concat_ws(' ', 'internal triggers', count(*), spelt, tgenabled)
                FROM pg_trigger t JOIN relation c ON c.oid = tgrelid WHERE tgisinternal GROUP BY spelt, tgenabled
            UNION ALL SELECT concat_ws(' ', 'rule', spelt, rulename, ev_enabled, pg_get_ruledef(r.oid))
                FROM pg_rewrite r JOIN relation c ON c.oid = ev_class
            UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid, indisprimary)
                FROM pg_index JOIN relation c ON c.oid = indrelid
            UNION ALL SELECT concat_ws(' ', 'function', proowner::regrole, proacl, pg_get_functiondef(p.oid))
                FROM pg_proc p JOIN place ON place.oid = pronamespace WHERE prokind IN ('f', 'p')
            UNION ALL SELECT concat_ws(' ', 'type', nspname, typname, typtype) FROM pg_type t JOIN place
                ON place.oid = typnamespace WHERE typtype IN ('d', 'e')
            UNION ALL SELECT concat_ws(' ', 'sequence', schemaname, sequencename, last_value) FROM pg_sequences
            ORDER BY line
            """.formatted(OURS);
    private static final String TABLES = """
            SELECT quote_ident(nspname), quote_ident(relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
            WHERE relkind IN ('r', 'm') AND nspname%s ORDER BY 1, 2
            """.formatted(OURS);

    private WholeTarget() {}

    /// What two runs of the same work leave alike: no number of a transaction, no time, no token.
    static List<String> alike(TestDatabase database) {
        return lines(database, "", "(to_jsonb(t) - '{at,actor,applier_token,created_at,updated_at}'::"
                + "text[])::text");
    }

    /// The same with all that tells whether a row was written again, be it with the same values.
    static List<String> exact(TestDatabase database) {
        return lines(database, " || '@' || t.xmin || t.ctid", "t::text");
    }

    /// The numbers of ranges that are done, each with the transaction that did it; empty before the first.
    static List<String> checkpoints(TestDatabase database) {
        return database.query("SELECT to_regclass('portage.checkpoint') IS NOT NULL").equals(List.of("t"))
                ? database
                        .query("SELECT concat_ws(' ', source_id, table_name, range_no, xmin) FROM portage.checkpoint ORDER BY 1")
                : List.of();
    }

    private static List<String> lines(TestDatabase database, String more, String row) {
        try (Connection connection = database.connect()) {
            List<String> lines = new ArrayList<>(texts(connection, CATALOG, 1));
            for (String table : texts(connection, TABLES, 2)) {
                boolean state = table.startsWith("portage.");
                lines.add("rows of " + table + " " + texts(connection,
                        "SELECT count(*) || ' ' || md5(coalesce(string_agg(line, ',' ORDER BY line COLLATE \"C\"), '')) FROM "
                                + "(SELECT %s%s AS line FROM %s AS t) AS lines".formatted(state ? row : "t::text", more, table),
                        1).getFirst());
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException("the target cannot be read", e);
        }
    }

    /// How many rows a table has.
    static long count(TestDatabase database, String schema, String table) {
        return Long.parseLong(database.query("SELECT count(*) FROM " + Identifier.qualified(schema, table)).getFirst());
    }

    private static List<String> texts(Connection connection, String sql, int columns) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (row.next()) {
                found.add(columns == 1 ? row.getString(1) : row.getString(1) + "." + row.getString(2));
            }
            return found;
        }
    }
}

package dev.portage.target;

/// What [TargetTables] asks of a server: one statement for each sort of thing, for all tables at once.
///
/// `?` is the array of the tables' OIDs, but in [#tables].
///
/// @param major the server's major version
record CatalogQueries(int major) {
    private static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname, c.relkind, pg_catalog.row_security_active(c.oid) AS secured,
                pg_catalog.pg_has_role(c.relowner, 'USAGE') AS owned,
                c.relispartition OR EXISTS (SELECT FROM pg_catalog.pg_inherits h
                    WHERE (h.inhparent = c.oid OR h.inhrelid = c.oid) AND c.relkind = 'r') AS inheritance
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY (?) AND (?::text IS NULL OR c.relname = ?) AND c.relkind <> 't'
            ORDER BY n.nspname, c.relname
            """;

    private static final String COLUMNS = """
            SELECT a.attrelid, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity, a.attgenerated,
                pg_catalog.format_type(a.atttypid, a.atttypmod) AS written,
                pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression,
                coalesce(o.collisdeterministic, true) AS deterministic,
                s.nspname AS sequence_schema, s.relname AS sequence_name, s.seqincrement, s.seqmax
            FROM pg_catalog.pg_attribute a
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation
            LEFT JOIN LATERAL (
                SELECT n.nspname, c.relname, q.seqincrement, q.seqmax
                FROM (SELECT p.objid AS oid, CASE p.deptype WHEN 'i' THEN 1 ELSE 3 END AS rank
                    FROM pg_catalog.pg_depend p
                    WHERE p.classid = 'pg_catalog.pg_class'::regclass AND p.refclassid = 'pg_catalog.pg_class'::regclass
                        AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype IN ('a', 'i')
                    UNION ALL
                    SELECT p.refobjid, 2 FROM pg_catalog.pg_depend p
                    WHERE p.classid = 'pg_catalog.pg_attrdef'::regclass AND p.objid = d.oid
                        AND p.refclassid = 'pg_catalog.pg_class'::regclass) AS found
                JOIN pg_catalog.pg_sequence q ON q.seqrelid = found.oid
                JOIN pg_catalog.pg_class c ON c.oid = found.oid
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                ORDER BY found.rank, n.nspname, c.relname LIMIT 1) AS s ON true
            WHERE a.attrelid = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attrelid, a.attnum
            """;

    private static final String CONSTRAINTS = """
            SELECT k.conrelid, k.conname, k.contype, k.convalidated, k.condeferrable, %s AS enforced,
                pg_catalog.pg_get_constraintdef(k.oid) AS definition,
                ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (number, place)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
                    ORDER BY u.place) AS columns,
                n.nspname AS parent_schema, c.relname AS parent,
                ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u (number, place)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number
                    ORDER BY u.place) AS parent_columns
            FROM pg_catalog.pg_constraint k
            LEFT JOIN pg_catalog.pg_class c ON c.oid = k.confrelid
            LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE k.conrelid = ANY (?) AND k.contype IN ('p', 'u', 'c', 'f', 'x')
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint of
                    WHERE of.oid = k.conparentid AND of.conrelid = k.conrelid)
            ORDER BY k.conrelid, k.conname
            """;

    private static final String INDEXES = """
            SELECT i.indrelid, c.relname, i.indisunique, %s AS nulls_not_distinct, i.indpred IS NOT NULL AS partial,
                pg_catalog.pg_get_indexdef(i.indexrelid) AS definition,
                CASE WHEN i.indexprs IS NULL
                    THEN ARRAY(SELECT a.attname::text
                        FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS u (number, place)
                        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number
                        WHERE u.place <= i.indnkeyatts ORDER BY u.place)
                    ELSE '{}'::text[] END AS columns
            FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = ANY (?)
            ORDER BY i.indrelid, c.relname
            """;

    private static final String TRIGGERS = """
            SELECT t.tgrelid, t.tgname, t.tgenabled, pg_catalog.pg_get_triggerdef(t.oid) AS definition
            FROM pg_catalog.pg_trigger t
            WHERE t.tgrelid = ANY (?) AND NOT t.tgisinternal
            ORDER BY t.tgrelid, t.tgname
            """;

    private static final String REFERENCES = """
            SELECT k.confrelid, n.nspname, c.relname, k.conname, k.confdeltype
            FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE k.confrelid = ANY (?) AND k.contype = 'f' AND k.conrelid <> k.confrelid AND k.conparentid = 0
            ORDER BY k.confrelid, n.nspname, c.relname, k.conname
            """;

    /// Of the schemas in the first `?`, and of the name in the second and third where it is not NULL.
    String tables() {
        return TABLES;
    }

    String columns() {
        return COLUMNS;
    }

    String constraints() {
        return CONSTRAINTS.formatted(major >= 18 ? "k.conenforced" : "true");
    }

    String indexes() {
        return INDEXES.formatted(major >= 15 ? "i.indnullsnotdistinct" : "false");
    }

    String triggers() {
        return TRIGGERS;
    }

    String references() {
        return REFERENCES;
    }
}

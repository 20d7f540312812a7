package dev.portage.copy;

import dev.portage.plan.ColumnPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The unique indexes and exclusion constraints of a table, those behind keys too, as expressions that can be asked of
/// other rows.
final class ProbeKeys {
    private ProbeKeys() {}

    /// @param expressions of the key's parts, each with the index's collation
    /// @param operators of an exclusion, one for each part; empty for a unique index
    /// @param predicate of a partial index
    /// @param columns that expressions and predicate read
    record Key(String name, List<String> expressions, List<String> operators, Optional<String> predicate,
            boolean nullsNotDistinct, List<String> columns, boolean plain) {

        /// Whether the source's own key says that no two rows have the same.
        boolean proved(TablePlan plan) {
            Optional<List<ColumnPlan>> key = plan.orderedKey();
            return plain && operators.isEmpty() && key.isPresent() && !key.get().isEmpty()
                    && columns.containsAll(key.get().stream().map(ColumnPlan::target).toList())
                    && key.get().stream().allMatch(column -> plan.there().flatMap(there -> there.findColumn(column.target()))
                            .filter(TargetTable.Column::deterministic).isPresent());
        }

        /// SQL: `portage_row` of the rows that share the key with another row, or exclude one another.
        String refused(ProbeTable table) {
            String parts = IntStream.range(0, expressions.size())
                    .mapToObj(i -> "(%s) AS e%d".formatted(expressions.get(i), i)).collect(Collectors.joining(", "));
            String rows = "SELECT ctid AS place, %s, %s FROM %s%s".formatted(ProbeTable.ROW, parts, table.from(),
                    predicate.map(" WHERE "::concat).orElse(""));
            return operators.isEmpty() ? shared(rows) : excluded(rows);
        }

        private String shared(String rows) {
            String names = names("e%d", ", ");
            String filled = nullsNotDistinct ? "" : " WHERE " + names("e%d IS NOT NULL", " AND ");
            return """
                    SELECT %1$s FROM (SELECT %1$s, pg_catalog.count(*) OVER (PARTITION BY %2$s) AS same FROM (%3$s) AS r%4$s)
                    AS s WHERE same > 1 AND %1$s IS NOT NULL
                    """.formatted(ProbeTable.ROW, names, rows, filled);
        }

        private String excluded(String rows) {
            String conflict = IntStream.range(0, expressions.size())
                    .mapToObj(i -> "a.e%1$d %2$s b.e%1$d".formatted(i, operators.get(i))).collect(Collectors.joining(" AND "));
            return """
                    WITH r AS MATERIALIZED (%2$s) SELECT a.%1$s FROM r AS a WHERE a.%1$s IS NOT NULL
                        AND EXISTS (SELECT FROM r AS b WHERE b.place <> a.place AND %3$s)
                    """.formatted(ProbeTable.ROW, rows, conflict);
        }

        private String names(String format, String between) {
            return IntStream.range(0, expressions.size()).mapToObj(format::formatted).collect(Collectors.joining(between));
        }
    }

    static List<Key> of(Connection connection, ProbeTable table) throws SQLException {
        String relation = Identifier.qualified(table.there().schema(), table.there().name());
        List<Key> keys = new ArrayList<>();
        for (List<String> index : Statements.texts(connection, """
                SELECT i.indexrelid, c.relname, coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid), ''),
                    i.indisexclusion, pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct', i.indexprs IS NULL
                FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                WHERE i.indrelid = ?::pg_catalog.regclass AND (i.indisunique OR i.indisexclusion) AND i.indislive
                ORDER BY c.relname
                """, relation)) {
            boolean exclusion = index.get(3).equals("t");
            keys.add(new Key(index.get(1), expressions(connection, index.get(0)),
                    exclusion ? operators(connection, index.get(0)) : List.of(),
                    Optional.of(index.get(2)).filter(predicate -> !predicate.isEmpty()), index.get(4).equals("true"),
                    columns(connection, index.get(0)), index.get(5).equals("t")));
        }
        return keys;
    }

    private static List<String> expressions(Connection connection, String index) throws SQLException {
        return Statements.texts(connection, """
                SELECT pg_catalog.pg_get_indexdef(i.indexrelid, k.n, false), n.nspname, o.collname
                FROM pg_catalog.pg_index i
                CROSS JOIN LATERAL pg_catalog.generate_series(1, i.indnkeyatts::int4) AS k (n)
                LEFT JOIN pg_catalog.pg_collation o ON o.oid = (i.indcollation::oid[])[k.n - 1] AND o.collname <> 'default'
                LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
                WHERE i.indexrelid = ?::pg_catalog.oid ORDER BY k.n
                """, index).stream()
                .map(row -> row.get(2).isEmpty()
                        ? row.get(0)
                        : "(%s) COLLATE %s".formatted(row.get(0), Identifier.qualified(row.get(1), row.get(2))))
                .toList();
    }

    private static List<String> operators(Connection connection, String index) throws SQLException {
        return Statements.texts(connection, """
                SELECT n.nspname, o.oprname FROM pg_catalog.pg_constraint k
                CROSS JOIN LATERAL pg_catalog.unnest(k.conexclop) WITH ORDINALITY AS u (operator, place)
                JOIN pg_catalog.pg_operator o ON o.oid = u.operator
                JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
                WHERE k.conindid = ?::pg_catalog.oid AND k.conexclop IS NOT NULL ORDER BY u.place
                """, index).stream().map(row -> "OPERATOR(%s.%s)".formatted(Identifier.quote(row.get(0)), row.get(1))).toList();
    }

    private static List<String> columns(Connection connection, String index) throws SQLException {
        return Statements.texts(connection, """
                SELECT a.attname FROM pg_catalog.pg_index i
                JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE i.indexrelid = ?::pg_catalog.oid AND (a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
                    OR EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                        AND d.objid = i.indexrelid AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                        AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum))
                ORDER BY a.attnum
                """, index).stream().map(List::getFirst).toList();
    }
}

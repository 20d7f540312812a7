package dev.portage.faults;

import dev.portage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Everything that a move leaves in a database, a line for each thing: tables with a digest of their rows in order, indexes,
/// constraints, triggers, views, functions, sequences, and Portage's own state but for times, tokens and the journal.
final class Image {
    private static final String SHAPE = """
            SELECT 'index ' || i.indrelid::regclass || ' ' || pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            WHERE c.relnamespace::regnamespace::text IN ('public', 'portage')
            UNION ALL
            SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
            FROM pg_constraint WHERE connamespace::regnamespace::text IN ('public', 'portage')
            UNION ALL
            SELECT 'trigger ' || pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL
            SELECT 'view ' || oid::regclass || ' ' || pg_get_viewdef(oid) FROM pg_class
            WHERE relkind = 'v' AND relnamespace::regnamespace::text IN ('public', 'portage')
            UNION ALL
            SELECT 'function ' || oid::regprocedure FROM pg_proc
            WHERE pronamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
            UNION ALL
            SELECT 'sequence ' || schemaname || '.' || sequencename || ' ' || coalesce(last_value, 0) FROM pg_sequences
            UNION ALL
            SELECT 'schema ' || nspname FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
            ORDER BY 1
            """;
    private static final String TABLES = """
            SELECT c.oid::regclass::text, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text IN ('public', 'portage')
              AND c.oid::regclass::text <> 'portage.journal'
              AND a.attname NOT IN ('created_at', 'updated_at', 'applier_token', 'definition')
            GROUP BY c.oid ORDER BY 1
            """;

    private Image() {}

    static List<String> of(TestDatabase database) {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            List<String> lines = new ArrayList<>(lines(statement, SHAPE));
            List<List<String>> tables = rows(statement, TABLES);
            if (!tables.isEmpty()) {
                lines.addAll(lines(statement, tables.stream().map(Image::digest)
                        .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY 1"))));
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException("the image of a database cannot be read", e);
        }
    }

    private static String digest(List<String> table) {
        return """
                SELECT 'rows of %1$s ' || count(*) || ' ' || coalesce(md5(string_agg(ROW(%2$s)::text, E'\\n'
                    ORDER BY ROW(%2$s)::text)), '') FROM %1$s
                """.formatted(table.get(0), table.get(1));
    }

    private static List<String> lines(Statement statement, String sql) throws SQLException {
        return rows(statement, sql).stream().map(List::getFirst).toList();
    }

    private static List<List<String>> rows(Statement statement, String sql) throws SQLException {
        List<List<String>> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                found.add(row);
            }
        }
        return found;
    }
}

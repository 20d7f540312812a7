package dev.portage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.mapping.TargetType;
import dev.portage.schema.Identifier;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A DEFAULT, a CHECK, an index and a generated column that were translated are accepted by PostgreSQL and do what they did.
class DefaultDifferentialIT {
    /// Declared type in SQLite, target type, DEFAULT, and a pattern that the stored value has as text on both sides.
    private record Default(String declared, String target, String sql, String pattern) {}

    private static final String DATE = "\\d{4}-\\d\\d-\\d\\d";
    private static final String TIME = "\\d\\d:\\d\\d:\\d\\d";
    private static final String BYTE = "[0-9a-f]{2}";

    private static final List<Default> DEFAULTS = List.of(new Default("TEXT", "text", "'it''s \\ x'", "it's \\\\ x"),
            new Default("INTEGER", "bigint", "-1", "-1"), new Default("INT", "integer", "'42'", "42"),
            new Default("TEXT", "text", "5", "5"),
            new Default("REAL", "double precision", "1.5", "1\\.5"), new Default("NUMERIC", "numeric(10,2)", "0.25", "0\\.25"),
            new Default("TEXT", "text", "CURRENT_TIMESTAMP", DATE + " " + TIME),
            new Default("TEXT", "text", "(datetime('now', '+1 day'))", DATE + " " + TIME),
            new Default("TEXT", "date", "(date('now', 'start of month'))", "\\d{4}-\\d\\d-01"),
            new Default("TEXT", "text", "CURRENT_DATE", DATE),
            new Default("TEXT", "text", "(strftime('%Y-%m-%dT%H:%M:%fZ','now'))", DATE + "T" + TIME + "\\.\\d{3}Z"),
            new Default("TEXT", "text", "(strftime('%H:%M:%S','now','-3 hours'))", TIME),
            new Default("TEXT", "text", "(strftime('%j','now'))", "\\d{3}"),
            new Default("INTEGER", "bigint", "(strftime('%s','now'))", "\\d{10}"),
            new Default("INTEGER", "bigint", "(unixepoch())", "\\d{10}"),
            new Default("INTEGER", "bigint", "(CAST(strftime('%s','now') AS INTEGER) * 1000)", "\\d{10}000"),
            new Default("REAL", "double precision", "(julianday('now'))", "2[0-9]{6}\\.\\d+"),
            new Default("INTEGER", "bigint", "(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))", "\\d{13}"),
            new Default("REAL", "double precision", "(unixepoch('subsec'))", "\\d\\.\\d+E9"),
            new Default("TEXT", "text", "(lower(hex(randomblob(16))))", "(" + BYTE + "){16}"),
            new Default("TEXT", "text", "(hex(randomblob(40)))", "[0-9A-F]{80}"),
            new Default("INTEGER", "bigint", "(abs(random()) % 10)", "\\d"),
            new Default("INTEGER", "bigint", "(random())", "-?\\d+"),
            new Default("TEXT", "text",
                    "(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' "
                            + "|| substr('89ab', abs(random()) % 4 + 1, 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))",
                    BYTE + "{4}-(" + BYTE + "){2}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-(" + BYTE + "){6}"));

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void each_default_stores_a_value_of_the_same_form(TestPostgres server) throws Exception {
        try (TestDatabase database = server.freshDatabase();
                Connection postgres = database.connect();
                Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            for (int i = 0; i < DEFAULTS.size(); i++) {
                Default each = DEFAULTS.get(i);
                TargetType type = TargetType.parse(each.target());
                String written = PostgresWriter.write(each.sql(), Scope.defaultOf(type));
                String before = stored(sqlite, "t" + i, each.declared() + " DEFAULT " + each.sql());
                String after = stored(postgres, "public.t" + i, type.sql() + " DEFAULT " + written);
                assertThat(before).as("SQLite " + each.sql()).matches(each.pattern().replace(BYTE + "{4}", "(" + BYTE + "){4}"));
                assertThat(after).as("PostgreSQL " + written).matches(each.pattern().replace(BYTE + "{4}", "(" + BYTE + "){4}"));
            }
        }
    }

    private static String stored(Connection connection, String table, String column) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + "(id integer, v " + column + ")");
            statement.execute("INSERT INTO " + table + "(id) VALUES (1)");
            try (ResultSet row = statement.executeQuery("SELECT v FROM " + table)) {
                row.next();
                Object value = row.getObject(1);
                return value instanceof Double number ? Double.toString(number) : String.valueOf(row.getString(1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void each_listed_expression_may_be_an_index_a_check_and_a_generated_column(TestPostgres server) throws Exception {
        try (TestDatabase database = server.freshDatabase();
                Connection postgres = database.connect();
                Statement statement = postgres.createStatement()) {
            StringBuilder columns = new StringBuilder();
            ExpressionRows.COLUMNS
                    .forEach(c -> columns.append(columns.isEmpty() ? "" : ", ").append(Identifier.quote(c.target())).append(' ')
                            .append(c.type().sql()));
            statement.execute("CREATE TABLE public.t(" + columns + ")");
            int indexes = 0;
            var expressions = new ArrayList<>(ExpressionList.SAME);
            expressions.addAll(FunctionExpressions.ALL);
            for (String sql : expressions) {
                try {
                    statement.execute("ALTER TABLE public.t ADD CONSTRAINT c CHECK ("
                            + PostgresWriter.write(sql, Scope.check(ExpressionRows.COLUMNS)) + ")");
                    statement.execute("ALTER TABLE public.t DROP CONSTRAINT c");
                } catch (Untranslatable e) {
                    assertThat(e.reason()).contains("for a condition");
                }
                try {
                    statement.execute("CREATE INDEX i ON public.t("
                            + PostgresWriter.write(sql, Scope.indexExpression(ExpressionRows.COLUMNS)) + ")");
                    statement.execute("DROP INDEX public.i");
                    indexes++;
                } catch (Untranslatable e) {
                    assertThat(e.reason()).as(sql).containsAnyOf("time or chance", "would be another one", "longer than");
                }
            }
            assertThat(indexes).isGreaterThan(1400);
        }
    }
}

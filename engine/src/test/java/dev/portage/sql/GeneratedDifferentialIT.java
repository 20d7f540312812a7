package dev.portage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a generated column stores and what a CHECK takes is the same on both sides.
class GeneratedDifferentialIT {
    private static final String OUT_OF_RANGE = "22003";
    private static final String INVALID_TEXT = "22P02";
    private static final String CHECK_VIOLATION = "23514";
    private static final List<ColumnTarget> TARGETS = List.of(ColumnTarget.of("g", TargetType.of(Kind.TEXT)),
            ColumnTarget.of("g", TargetType.of(Kind.BIGINT)), ColumnTarget.of("g", TargetType.of(Kind.DOUBLE_PRECISION)),
            ColumnTarget.of("g", TargetType.of(Kind.BYTEA)), ColumnTarget.of("g", TargetType.of(Kind.BOOLEAN)));
    private static final List<String> JSON = List.of("", " ", "1", "-0", "01", "1.", ".5", "1e5", "1E+5", "1e", "+1", "NaN",
            "Infinity", "true", "True", "null", "nul", "\"a\"", "'a'", "\"a", "\"\\u12\"", "\"\\u0000\"", "\"\\ud800\"",
            "\"\\x\"",
            "\"\\'\"", "\"\t\"", "\"\u0001\"", "\"\u007f\"", "\"\u2028\"", "\u00a01", "\ufeff1", "\f1", "\t\r\n 1 ", "[]", "[1,]",
            "[1 2]", "[", "]", "[[]]]", "{}", "{a:1}", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "{\"a\"}", "{1:1}", "// c\n1", "1 1",
            "0x10",
            "\"\\/\"", "{\"a\":[{\"b\":null}]}", "123456789012345678901234567890", "1e400");
    private static final String ALPHABET = "[]{},:\" 1a\\-.e";
    private static final List<String> CHECKS = List.of("json_valid(s)", "s IS NULL OR json_valid(s)", "json_valid(s) = 1",
            "json_valid(s) AND length(s) < 6", "length(s) > 2 AND json_valid(s) = TRUE");

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void each_translated_function_stores_the_same_in_a_generated_column(TestPostgres server) throws Exception {
        try (TestDatabase database = server.freshDatabase();
                Connection postgres = database.connect();
                Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            ExpressionRows.fill(sqlite, postgres, 60, new Random(20_251_121L));
            postgres.setAutoCommit(false);
            int compared = 0;
            for (String sql : FunctionExpressions.ALL) {
                for (ColumnTarget target : TARGETS) {
                    compared += same(sqlite, postgres, sql, target) ? 1 : 0;
                }
            }
            System.out.println(compared + " generated columns");
            assertThat(compared).isGreaterThan(1400);
        }
    }

    private static boolean same(Connection sqlite, Connection postgres, String sql, ColumnTarget target) throws SQLException {
        String written;
        try {
            written = PostgresWriter.write(sql, Scope.generated(ExpressionRows.COLUMNS, target));
        } catch (Untranslatable _) {
            return false;
        }
        Kind kind = target.type().kind();
        try (Statement one = sqlite.createStatement(); Statement other = postgres.createStatement()) {
            one.execute("ALTER TABLE t ADD COLUMN g " + declared(kind) + " GENERATED ALWAYS AS (" + sql + ") VIRTUAL");
            try {
                other.execute("ALTER TABLE public.t ADD COLUMN g " + target.type().sql() + " GENERATED ALWAYS AS (" + written
                        + ") STORED");
                assertThat(values(other, "public.t", kind)).as(sql + " -> " + written).isEqualTo(values(one, "t", kind));
                return true;
            } catch (SQLException e) {
                // A number beyond 64 bits stops PostgreSQL, and abs() of the smallest one SQLite too.
                assertThat(e.getSQLState()).as(sql + " -> " + written + ": " + e.getMessage()).isEqualTo(OUT_OF_RANGE);
                return false;
            } finally {
                // A column that is dropped still counts among the 1600 that a table may have.
                postgres.rollback();
                one.execute("ALTER TABLE t DROP COLUMN g");
            }
        }
    }

    private static String declared(Kind kind) {
        return switch (kind) {
            case TEXT -> "TEXT";
            case BIGINT -> "INTEGER";
            case DOUBLE_PRECISION -> "REAL";
            case BYTEA -> "BLOB";
            default -> "NUMERIC";
        };
    }

    private static List<String> values(Statement statement, String table, Kind kind) throws SQLException {
        var values = new ArrayList<String>();
        try (ResultSet rows = statement.executeQuery("SELECT id, g FROM " + table + " ORDER BY id")) {
            while (rows.next()) {
                String value = switch (kind) {
                    case BYTEA -> Arrays.toString(rows.getBytes(2));
                    case DOUBLE_PRECISION -> Double.toString(rows.getDouble(2) + 0.0);
                    case BIGINT -> Long.toString(rows.getLong(2));
                    case BOOLEAN -> Boolean.toString(rows.getBoolean(2));
                    default -> String.valueOf(rows.getString(2));
                };
                values.add(rows.getLong(1) + " " + (rows.getObject(2) == null ? "NULL" : value));
            }
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void a_check_of_json_takes_and_refuses_the_same_texts(TestPostgres server) throws Exception {
        long seed = Long.getLong("portage.test.seed", new Random().nextLong());
        System.out.println("seed " + seed);
        List<String> texts = texts(new Random(seed));
        try (TestDatabase database = server.freshDatabase();
                Connection postgres = database.connect();
                Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            for (String check : CHECKS) {
                var column = ColumnTarget.of("s", TargetType.of(Kind.TEXT));
                String written = PostgresWriter.writeCheck(SqliteExpressionParser.parse(check), Scope.check(List.of(column)));
                assertThat(taken(postgres, "public.c", written, texts)).as("seed " + seed + ", " + written)
                        .isEqualTo(taken(sqlite, "c", check, texts));
            }
        }
    }

    private static List<String> texts(Random random) {
        var texts = new ArrayList<>(JSON);
        while (texts.size() < 400) {
            var text = new StringBuilder();
            for (int parts = random.nextInt(8); parts >= 0; parts--) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            texts.add(random.nextBoolean() ? "[" + text + "]" : JSON.get(random.nextInt(JSON.size())) + text);
        }
        return texts;
    }

    private static List<String> taken(Connection connection, String table, String check, List<String> texts) throws SQLException {
        var taken = new ArrayList<String>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + "(s text CHECK (" + check + "))");
            statement.execute("INSERT INTO " + table + " VALUES (NULL)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?)")) {
                for (String text : texts) {
                    try {
                        insert.setString(1, text);
                        insert.execute();
                        taken.add(text);
                    } catch (SQLException e) {
                        boolean refused = List.of(INVALID_TEXT, CHECK_VIOLATION).contains(String.valueOf(e.getSQLState()))
                                || String.valueOf(e.getMessage()).contains("CHECK constraint failed");
                        assertThat(refused).as(text + ": " + e.getMessage()).isTrue();
                    }
                }
            }
            statement.execute("DROP TABLE " + table);
        }
        assertThat(taken).hasSizeBetween(5, texts.size() - 5);
        return taken;
    }
}

package dev.portage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.sql.Piece.ValueKind;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every translated expression gives in PostgreSQL what it gives in SQLite, row by row.
class ExpressionDifferentialIT {
    private static final int ROWS = 150;
    // Of a number, and of a time.
    private static final Set<String> OUT_OF_RANGE = Set.of("22003", "22008");

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void each_listed_expression_is_translated_and_gives_the_same_values(TestPostgres server) throws Exception {
        long seed = 20_251_121L;
        try (var sides = new Sides(server, new Random(seed))) {
            var different = new ArrayList<String>();
            for (String sql : ExpressionList.SAME) {
                sides.compare(sql, translated(sql), different);
            }
            for (String sql : FunctionExpressions.ALL) {
                sides.compare(sql, translated(sql), different);
            }
            assertThat(ExpressionList.SAME).hasSizeGreaterThan(100);
            assertThat(FunctionExpressions.ALL).hasSizeGreaterThan(250);
            assertThat(different).as("seed " + seed).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void each_random_expression_that_is_translated_gives_the_same_values(TestPostgres server) throws Exception {
        long seed = Long.getLong("portage.test.seed", new Random().nextLong());
        System.out.println("seed " + seed);
        var random = new Random(seed);
        try (var sides = new Sides(server, random)) {
            var expressions = new RandomExpression(random);
            var different = new ArrayList<String>();
            int compared = 0;
            for (int i = 0; i < Integer.getInteger("portage.test.expressions", 3000); i++) {
                String sql = expressions.next(1 + random.nextInt(4));
                Piece piece = sides.findTranslation(sql);
                if (piece != null && piece.kind() != ValueKind.OPAQUE && piece.kind() != ValueKind.JSON) {
                    sides.compare(sql, piece, different);
                    compared++;
                }
            }
            assertThat(different).as("seed " + seed).isEmpty();
            assertThat(compared).isGreaterThan(500);
        }
    }

    @Test
    void each_translated_function_is_compared_over_each_column_that_it_takes() {
        var untested = new TreeSet<String>();
        int pairs = 0;
        for (FunctionTable.Entry entry : FunctionTable.translated()) {
            var compared = FunctionExpressions.of(entry.name());
            if (compared.isEmpty()) {
                untested.add(entry.name());
            }
            for (ColumnTarget column : ExpressionRows.COLUMNS) {
                String call = entry.name() + "(" + column.source() + ")";
                if (!entry.name().startsWith("current_") && findPiece(call) != null) {
                    pairs++;
                    if (compared.stream().noneMatch(sql -> FunctionExpressions.names(sql, column.source()))) {
                        untested.add(call);
                    }
                }
            }
        }
        System.out.printf("%d functions translated, %d named, %d expressions, %d pairs of function and column%n",
                FunctionTable.translated().size(), FunctionTable.named().size(), FunctionExpressions.ALL.size(), pairs);
        assertThat(untested).isEmpty();
        assertThat(pairs).isGreaterThan(200);
    }

    private static @Nullable Piece findPiece(String sql) {
        try {
            return new Translation(Scope.check(ExpressionRows.COLUMNS)).piece(SqliteExpressionParser.parse(sql));
        } catch (Untranslatable _) {
            return null;
        }
    }

    private static Piece translated(String sql) {
        try {
            return new Translation(Scope.check(ExpressionRows.COLUMNS)).piece(SqliteExpressionParser.parse(sql));
        } catch (Untranslatable e) {
            return fail(sql + " is not translated: " + e.reason(), e);
        }
    }

    /// The two databases with the same rows.
    private static final class Sides implements AutoCloseable {
        private final TestDatabase database;
        private final Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
        private final Connection postgres;

        Sides(TestPostgres server, Random random) throws SQLException {
            database = server.freshDatabase();
            postgres = database.connect();
            ExpressionRows.fill(sqlite, postgres, ROWS, random);
        }

        @Nullable
        Piece findTranslation(String sql) {
            try {
                return new Translation(Scope.check(ExpressionRows.COLUMNS)).piece(SqliteExpressionParser.parse(sql));
            } catch (Untranslatable _) {
                return null;
            } catch (SqlSyntaxException e) {
                assertThatThrownBy(() -> sqlite.prepareStatement("SELECT " + sql + " FROM t").close()).as(e.getMessage())
                        .hasMessageContaining("syntax error");
                return null;
            }
        }

        void compare(String sql, Piece piece, List<String> different) throws SQLException {
            try (Statement one = sqlite.createStatement();
                    ResultSet rows = one.executeQuery(
                            "SELECT id, typeof(" + sql + "), " + sql + " FROM t ORDER BY id")) {
                List<String> expected = new ArrayList<>();
                while (rows.next()) {
                    expected.add(ofSqlite(rows, piece));
                }
                compare(sql, piece, expected, different);
            } catch (SQLException e) {
                // An overflow, such as abs() of the smallest number, is an error on both sides.
                assertThat(e.getMessage()).as(sql).contains("integer overflow");
            }
        }

        private void compare(String sql, Piece piece, List<String> expected, List<String> different) throws SQLException {
            for (int id = 1; id <= expected.size(); id++) {
                String found;
                try {
                    List<String> all = postgres(piece, "");
                    different(sql, piece, expected, all, different);
                    return;
                } catch (SQLException e) {
                    if (!OUT_OF_RANGE.contains(Objects.requireNonNullElse(e.getSQLState(), ""))) {
                        different.add("%s -> %s: %s".formatted(sql, piece.sql(), e.getMessage()));
                        return;
                    }
                    found = single(piece, id);
                }
                // PostgreSQL stops where SQLite leaves the whole numbers, the range of a double or the days since 4714 BC.
                if (!found.equals("out of range") && !found.equals(expected.get(id - 1))) {
                    different.add("%s -> %s: row %d is %s, not %s".formatted(sql, piece.sql(), id, found, expected.get(id - 1)));
                    return;
                }
            }
        }

        private String single(Piece piece, int id) throws SQLException {
            try {
                return postgres(piece, " WHERE id = " + id).getFirst();
            } catch (SQLException e) {
                assertThat(OUT_OF_RANGE).contains(e.getSQLState());
                return "out of range";
            }
        }

        private List<String> postgres(Piece piece, String where) throws SQLException {
            try (Statement other = postgres.createStatement();
                    ResultSet rows = other.executeQuery(
                            "SELECT id, " + piece.sql() + " FROM public.t" + where + " ORDER BY t.id")) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(ofPostgres(rows, piece));
                }
                return found;
            }
        }

        private static void different(String sql, Piece piece, List<String> expected, List<String> found,
                List<String> different) {
            for (int i = 0; i < expected.size(); i++) {
                if (!expected.get(i).equals(found.get(i))) {
                    different.add(
                            "%s -> %s: row %d is %s, not %s".formatted(sql, piece.sql(), i + 1, found.get(i), expected.get(i)));
                    return;
                }
            }
        }

        private static String ofSqlite(ResultSet row, Piece piece) throws SQLException {
            String storage = row.getString(2);
            ValueKind kind = piece.kind();
            return switch (storage) {
                case "null" -> "null";
                case "integer" -> kind == ValueKind.NUMBER ? number(new BigDecimal(row.getLong(3))) : "integer " + row.getLong(3);
                case "real" -> kind == ValueKind.NUMBER ? number(row.getDouble(3)) : "real " + positive(row.getDouble(3));
                case "text" -> kind == ValueKind.TEMPORAL
                        ? "time " + moment(piece.type(), row.getString(3))
                        : "text " + row.getString(3);
                default -> "blob " + Arrays.toString(row.getBytes(3));
            };
        }

        private static String ofPostgres(ResultSet row, Piece piece) throws SQLException {
            ValueKind kind = piece.kind();
            if (row.getObject(2) == null) {
                return "null";
            }
            return switch (kind) {
                case NULL -> "null";
                case INTEGER -> "integer " + row.getLong(2);
                case BOOLEAN -> "integer " + (row.getBoolean(2) ? 1 : 0);
                case REAL -> "real " + positive(row.getDouble(2));
                case NUMBER -> row.getObject(2) instanceof BigDecimal decimal ? number(decimal) : number(row.getDouble(2));
                case TEXT -> "text " + new String(row.getBytes(2), StandardCharsets.UTF_8);
                case BYTES -> "blob " + Arrays.toString(row.getBytes(2));
                case TEMPORAL -> "time " + switch (piece.type()) {
                    case DATE -> row.getObject(2, LocalDate.class);
                    case TIME -> row.getObject(2, LocalTime.class);
                    case TIMESTAMP -> row.getObject(2, LocalDateTime.class);
                    case TIMESTAMPTZ -> row.getObject(2, OffsetDateTime.class).toLocalDateTime();
                    default -> fail("no type of dates or times");
                };
                case JSON, OPAQUE -> fail("no such column");
            };
        }

        // A column of dates or times passes its values on, whatever form their texts had. All are in UTC.
        private static String moment(Kind type, String text) {
            String iso = text.replace(' ', 'T').replace("Z", "");
            return switch (type) {
                case DATE -> LocalDate.parse(iso).toString();
                case TIME -> LocalTime.parse(iso).toString();
                default -> LocalDateTime.parse(iso).toString();
            };
        }

        private static String number(double value) {
            return Double.isInfinite(value) ? "number " + value : number(new BigDecimal(Double.toString(value)));
        }

        private static String number(BigDecimal value) {
            return "number " + (value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
        }

        // SQLite does not keep the sign of a zero everywhere.
        private static double positive(double value) {
            return value == 0 ? 0.0 : value;
        }

        @Override
        public void close() throws SQLException {
            postgres.close();
            sqlite.close();
            database.close();
        }
    }
}

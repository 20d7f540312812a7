package dev.portage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.portage.SourceException;
import dev.portage.schema.Table;
import dev.portage.testing.SqliteScript;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Reads the same rows through the system's library and through the driver: both must give the same classes and bytes.
class NativeScanTest {
    private static final Path SCENARIOS = Path.of("../scenarios");

    @TempDir
    private Path folder;

    @Test
    void the_library_is_there_and_used() {
        Path file = SqliteScript.run(folder.resolve("x.db"), "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
        try (SqliteFile open = SqliteFile.openPrivate(file)) {
            Table table = SqliteSchemaReader.read(open).tables().getFirst();

            assertThat(open.scan(table, "SELECT a FROM t", List.of())).isInstanceOf(NativeCursor.class);
            assertThat(open.rows("SELECT a FROM t", List.of())).isNotInstanceOf(NativeCursor.class);
        }
    }

    @TestFactory
    Stream<DynamicTest> every_scenario_is_read_alike() throws IOException {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders.filter(scenario -> Files.exists(scenario.resolve("source.sql"))).sorted().toList().stream()
                    .map(scenario -> dynamicTest(String.valueOf(scenario.getFileName()), () -> {
                        Path file = Files.createTempFile(folder, "scenario", ".db");
                        readAlike(SqliteScript.run(file, scenario.resolve("source.sql")));
                    }));
        }
    }

    @Test
    void random_values_are_read_alike() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var script = new StringBuilder(
                "PRAGMA page_size=512; BEGIN; CREATE TABLE t(a INTEGER, b REAL, c TEXT, d BLOB, e, f NUMERIC);");
        for (int row = 0; row < 2_000; row++) {
            script.append("INSERT INTO t VALUES (");
            for (int column = 0; column < 6; column++) {
                script.append(column == 0 ? "" : ", ").append(literal(random));
            }
            script.append(");");
        }

        assertThat(readAlike(SqliteScript.run(folder.resolve("random.db"), script.append("COMMIT").toString()))).isEqualTo(2_000);
    }

    private static String literal(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> "NULL";
            case 1 -> String.valueOf(random.nextLong() >> random.nextInt(64));
            case 2 -> String.valueOf(Double.longBitsToDouble(random.nextLong())).replace("NaN", "9e999").replace("Infinity",
                    "9e999");
            case 3 -> "CAST(x'" + hex(random, random.nextInt(40)) + "' AS TEXT)";
            case 4 -> "x'" + hex(random, random.nextInt(2_000)) + "'";
            case 5 -> "'" + "ä€😀a".repeat(random.nextInt(300)) + "'";
            default -> "zeroblob(" + random.nextInt(3_000) + ")";
        };
    }

    private static String hex(Random random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    @Test
    void parameters_keep_their_class() {
        Path file = SqliteScript.run(folder.resolve("x.db"),
                "CREATE TABLE t(a); INSERT INTO t VALUES (1), (1.5), ('1'), (x'31'), (CAST(x'ff00' AS TEXT)), (''), (x''), (NULL)");
        try (SqliteFile open = SqliteFile.openPrivate(file)) {
            Table table = SqliteSchemaReader.read(open).tables().getFirst();
            for (SqliteValue value : rows(open.scan(table, "SELECT a FROM t", List.of())).stream().map(List::getFirst).toList()) {
                String sql = "SELECT a FROM t WHERE a IS ?";

                assertThat(rows(open.scan(table, sql, List.of(value)))).containsExactly(List.of(value));
            }
        }
    }

    @Test
    void computed_columns_and_utf16_are_left_to_the_driver() {
        Path computed = SqliteScript.run(folder.resolve("x.db"), "CREATE TABLE t(a, b AS (a || 'x')); INSERT INTO t VALUES (1)");
        Path utf16 = SqliteScript.run(folder.resolve("y.db"),
                "PRAGMA encoding='UTF-16le'; CREATE TABLE t(a, b); INSERT INTO t VALUES ('é', 1)");
        for (Path file : List.of(computed, utf16)) {
            try (SqliteFile open = SqliteFile.openPrivate(file)) {
                Table table = SqliteSchemaReader.read(open).tables().getFirst();

                assertThat(open.scan(table, "SELECT a, b FROM t", List.of())).isNotInstanceOf(NativeCursor.class);
            }
        }
        readAlike(utf16);
    }

    @Test
    void a_damaged_page_is_told_and_never_the_end() throws IOException {
        Path file = SqliteScript.run(folder.resolve("x.db"), "PRAGMA page_size=1024; CREATE TABLE t(a); WITH RECURSIVE n(i) AS "
                + "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t SELECT printf('%0200d', i) FROM n");
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(700 * 1024L);
            byte[] damage = new byte[1024];
            Arrays.fill(damage, (byte) 0xff);
            bytes.write(damage);
        }
        try (SqliteFile open = SqliteFile.openPrivate(file)) {
            Table table = SqliteSchemaReader.read(open).tables().getFirst();

            assertThatThrownBy(() -> rows(open.scan(table, "SELECT a FROM t", List.of())))
                    .isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.code()).isEqualTo("PT-160"))
                    .hasMessageContaining("malformed");
        }
    }

    @Test
    void a_cursor_ends_with_its_file() {
        Path file = SqliteScript.run(folder.resolve("x.db"), "CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)");
        SqliteFile open = SqliteFile.openPrivate(file);
        RowCursor cursor = open.scan(SqliteSchemaReader.read(open).tables().getFirst(), "SELECT a FROM t", List.of());
        assertThat(cursor.next()).isTrue();

        open.close();

        assertThat(cursor.next()).isFalse();
        cursor.close();
    }

    /// How many rows both gave.
    private static int readAlike(Path file) {
        int rows = 0;
        try (SqliteFile open = SqliteFile.openPrivate(file)) {
            for (Table table : SqliteSchemaReader.read(open).tables()) {
                String columns = table.columns().stream().map(Table.Column::select).collect(Collectors.joining(", "));
                String sql = "SELECT " + columns + " FROM " + table.sqlName();
                List<List<SqliteValue>> natively = rows(open.scan(table, sql, List.of()));

                assertThat(natively).as(table.name()).isEqualTo(rows(open.rows(sql, List.of())));
                assertThat(copied(open.scan(table, sql, List.of()))).as(table.name())
                        .isEqualTo(copied(open.rows(sql, List.of())));
                rows += natively.size();
            }
        }
        return rows;
    }

    private static List<List<SqliteValue>> rows(RowCursor cursor) {
        List<List<SqliteValue>> rows = new ArrayList<>();
        try (cursor) {
            while (cursor.next()) {
                List<SqliteValue> row = new ArrayList<>();
                for (int i = 0; i < cursor.columns(); i++) {
                    row.add(cursor.value(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /// The bytes of texts and blobs by the accessors that need no array of their own.
    private static List<String> copied(RowCursor cursor) {
        List<String> values = new ArrayList<>();
        byte[] room = new byte[1 << 20];
        try (cursor) {
            while (cursor.next()) {
                for (int i = 0; i < cursor.columns(); i++) {
                    switch (cursor.storageClass(i)) {
                        case TEXT, BLOB -> {
                            int length = Math.min(room.length - 1, cursor.length(i));
                            cursor.copy(i, room, 1, length);
                            values.add(new String(room, 1, length, StandardCharsets.ISO_8859_1));
                        }
                        case NULL, INTEGER, REAL -> values.add("");
                    }
                }
            }
        }
        return values;
    }
}

package dev.portage.source;

import static dev.portage.source.SqliteFixtures.sqlite;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.PortageException;
import dev.portage.SourceException;
import dev.portage.UnreachableException;
import dev.portage.schema.StorageClass;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    Path folder;

    private SqliteFile open(String... statements) throws SQLException {
        return SqliteFile.openPrivate(sqlite(folder.resolve("x.db"), statements));
    }

    private static List<SqliteValue> row(SqliteFile file, String sql, SqliteValue... parameters) {
        try (var rows = file.rows(sql, List.of(parameters))) {
            assertThat(rows.next()).isTrue();
            var values = new SqliteValue[rows.columns()];
            Arrays.setAll(values, rows::value);
            assertThat(rows.next()).isFalse();
            return List.of(values);
        }
    }

    private static SqliteValue text(String hex) {
        return new SqliteValue.Text(HEX.parseHex(hex));
    }

    private static SqliteValue blob(String hex) {
        return new SqliteValue.Blob(HEX.parseHex(hex));
    }

    @Test
    void every_value_arrives_in_its_storage_class_bit_for_bit() throws Exception {
        try (var file = open()) {
            assertThat(row(file, "SELECT NULL, 9223372036854775807, -1, 5e-324, 0.1+0.2, 9e999, 'a', x'00ff', '', x''"))
                    .containsExactly(SqliteValue.Null.NULL, new SqliteValue.Int(Long.MAX_VALUE), new SqliteValue.Int(-1),
                            new SqliteValue.Real(Double.MIN_VALUE), new SqliteValue.Real(0.1 + 0.2),
                            new SqliteValue.Real(Double.POSITIVE_INFINITY), text("61"), blob("00ff"), text(""), blob(""));
        }
    }

    @Test
    void texts_with_nul_and_invalid_utf8_keep_their_bytes() throws Exception {
        try (var file = open("CREATE TABLE t(a)",
                "INSERT INTO t VALUES (CAST(x'610062' AS TEXT) || CAST(x'ffc080eda080' AS TEXT))")) {
            assertThat(row(file, "SELECT a FROM t")).containsExactly(text("610062ffc080eda080"));
        }
    }

    @Test
    void parameters_are_bound_with_their_storage_class() throws Exception {
        SqliteValue[] values = {SqliteValue.Null.NULL, new SqliteValue.Int(Long.MIN_VALUE), new SqliteValue.Real(-0.0),
                new SqliteValue.Real(1e300), text(""), text("610062"), text("f09f9880"), text("ff00fe"), text("eda080"), blob(""),
                blob("00")};
        try (var file = open()) {
            for (SqliteValue value : values) {
                assertThat(row(file, "SELECT '?' AS \"?\", typeof(?) /* ? */, ? -- ?", value, value))
                        .as(value.storageClass() + " " + value)
                        .containsExactly(text("3f"),
                                new SqliteValue.Text(value.storageClass().name().toLowerCase(java.util.Locale.ROOT)
                                        .getBytes(UTF_8)),
                                value);
            }
        }
    }

    @Test
    void a_key_of_invalid_text_is_found_and_paged_over_like_any_other() throws Exception {
        try (var file = open("CREATE TABLE t(k PRIMARY KEY) WITHOUT ROWID",
                "INSERT INTO t VALUES (1), ('a'), (CAST(x'ff' AS TEXT)), (CAST(x'ff61' AS TEXT)), (x'00')")) {
            assertThat(row(file, "SELECT count(*) FROM t WHERE k = ?", text("ff"))).containsExactly(new SqliteValue.Int(1));
            assertThat(row(file, "SELECT min(k) FROM t WHERE k > ?", text("ff"))).containsExactly(text("ff61"));
            assertThat(row(file, "SELECT min(k) FROM t WHERE k > ?", text("ff61"))).containsExactly(blob("00"));
        }
    }

    @Test
    void utf16_files_give_utf8_and_show_what_is_invalid() throws Exception {
        for (String encoding : List.of("UTF-16le", "UTF-16be")) {
            Path path = sqlite(folder.resolve(encoding), "PRAGMA encoding='" + encoding + "'", "CREATE TABLE t(a, b BLOB)",
                    "INSERT INTO t VALUES ('aé€😀' || char(0) || 'z', x'd83d')",
                    "INSERT INTO t VALUES (CAST(x'%s' AS TEXT), NULL)"
                            .formatted(encoding.endsWith("le") ? "61003dd8" : "0061d83d"),
                    "INSERT INTO t VALUES ('', 'x')");
            try (var file = SqliteFile.openPrivate(path)) {
                assertThat(row(file, "SELECT a, b FROM t WHERE rowid = 1"))
                        .containsExactly(new SqliteValue.Text("aé€😀\0z".getBytes(UTF_8)), blob("d83d"));
                assertThat(row(file, "SELECT a FROM t WHERE rowid = 2")).containsExactly(text("61eda0bd"));
                assertThat(row(file, "SELECT a FROM t WHERE rowid = 3")).containsExactly(text(""));
                assertThat(row(file, "SELECT rowid FROM t WHERE a = ?", text("61eda0bd")))
                        .containsExactly(new SqliteValue.Int(2));
            }
        }
    }

    @Test
    void any_utf16_survives_the_way_to_utf8_and_back() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            byte[] text = new byte[random.nextInt(20)];
            random.nextBytes(text);
            for (int i = 0; i + 1 < text.length; i += 2) {
                if (random.nextBoolean()) {
                    text[i + 1] = (byte) (0xD8 + random.nextInt(8));
                }
            }
            byte[] utf8 = Utf16.toUtf8(text, false);
            assertThat(Utf16.fromUtf8(utf8, false)).as("seed %d, %s", seed, HEX.formatHex(text)).isEqualTo(text);
            String decoded = new String(text, UTF_16LE);
            if (text.length % 2 == 0 && Arrays.equals(decoded.getBytes(UTF_16LE), text)) {
                assertThat(utf8).isEqualTo(decoded.getBytes(UTF_8));
            }
        }
    }

    @Test
    void a_damaged_page_is_an_error_and_never_the_end_of_the_rows() throws Exception {
        Path path = sqlite(folder.resolve("x.db"), "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<20000) INSERT INTO t SELECT i, 'row ' || i FROM n");
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            byte[] bad = new byte[4096];
            Arrays.fill(bad, (byte) 0xFF);
            channel.write(ByteBuffer.wrap(bad), 20 * 4096);
        }
        try (var file = SqliteFile.openPrivate(path); var rows = file.rows("SELECT a, b FROM t", List.of())) {
            assertThatThrownBy(() -> {
                while (rows.next()) {
                    rows.bytes(1);
                }
            }).isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.code()).isEqualTo("PT-160"))
                    .hasMessageContainingAll("x.db", "malformed");
        }
    }

    @Test
    void an_interrupted_statement_is_an_error() throws Exception {
        try (var file = open(); var _ = file.within(Duration.ofMillis(100))) {
            assertThatThrownBy(
                    () -> file.rows("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n",
                            List.of()))
                    .isInstanceOfSatisfying(UnreachableException.class, e -> assertThat(e.code()).isEqualTo("PT-353"));
        }
    }

    @Test
    void closing_the_file_closes_its_cursors() throws Exception {
        var file = open("CREATE TABLE t(a)", "INSERT INTO t VALUES (1), (2)");
        var rows = file.rows("SELECT a FROM t", List.of());
        assertThat(rows.next()).isTrue();

        file.close();
        file.close();
        file.interrupt();

        assertThat(rows.next()).isFalse();
        assertThatThrownBy(() -> rows.integer(0)).isInstanceOf(PortageException.class);
        rows.close();
    }

    @Test
    void nothing_can_be_written_attached_or_loaded() throws Exception {
        try (var file = open("CREATE TABLE t(a)"); var statement = file.connection().createStatement()) {
            for (String sql : List.of("INSERT INTO t VALUES (1)", "ATTACH '" + folder.resolve("y.db") + "' AS y",
                    "SELECT load_extension('x')", "PRAGMA query_only=OFF; INSERT INTO t VALUES (1)")) {
                assertThatThrownBy(() -> {
                    statement.execute(sql);
                    statement.execute("INSERT INTO t VALUES (2)");
                }).as(sql).isInstanceOf(SQLException.class);
            }
        }
        assertThat(folder.resolve("y.db")).doesNotExist();
    }

    @Test
    void an_end_stays_the_end_and_null_is_a_class() throws Exception {
        try (var file = open("CREATE TABLE t(a)"); var rows = file.rows("SELECT a FROM t", List.of())) {
            assertThat(rows.next()).isFalse();
            assertThat(rows.next()).isFalse();
        }
        try (var file = open(); var rows = file.rows("SELECT NULL", List.of())) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.storageClass(0)).isEqualTo(StorageClass.NULL);
            assertThat(rows.next()).isFalse();
            assertThat(rows.next()).isFalse();
        }
    }
}

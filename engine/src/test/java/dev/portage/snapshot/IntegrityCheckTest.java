package dev.portage.snapshot;

import static dev.portage.source.SqliteFixtures.sqlite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.SourceException;
import dev.portage.UnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntegrityCheckTest {
    private static final String MANY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<20000) ";

    @TempDir
    Path folder;

    private Path file(String... statements) throws Exception {
        return sqlite(folder.resolve("x.db"), statements);
    }

    private static IntegrityReport check(Path file) {
        return new IntegrityCheck(file, IntegrityCheck.Depth.QUICK).call();
    }

    @Test
    void a_sound_file_has_nothing_to_report() throws Exception {
        assertThat(check(file("CREATE TABLE t(a PRIMARY KEY, b REFERENCES t)", "INSERT INTO t VALUES (1, NULL), (2, 1)")))
                .isEqualTo(new IntegrityReport(0, List.of()));
    }

    @Test
    void rows_that_break_a_rule_are_counted_and_are_no_damage() throws Exception {
        Path file = file("CREATE TABLE t(a, b)", MANY + "INSERT INTO t SELECT i, NULL FROM n", "INSERT INTO t VALUES (1, 2)",
                "PRAGMA writable_schema=ON", "UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a, b NOT NULL)' WHERE name = 't'");

        var report = check(file);

        assertThat(report.violations()).isEqualTo(20_000);
        assertThat(report.messages()).hasSize(20).containsOnly("NULL value in t.b");
    }

    @Test
    void duplicates_in_a_unique_index_are_violations_and_missing_entries_are_damage() throws Exception {
        Path file = file("CREATE TABLE t(a)", "CREATE INDEX i ON t(a)", "INSERT INTO t VALUES (1), (1)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX i ON t(a)' WHERE name = 'i'");
        assertThat(new IntegrityCheck(file, IntegrityCheck.Depth.FULL).call().messages())
                .containsExactly("non-unique entry in index i");

        Path other = sqlite(folder.resolve("y.db"), "CREATE TABLE t(a)", "CREATE INDEX i ON t(a) WHERE a > 5",
                "INSERT INTO t VALUES (1)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t(a) WHERE a > 0' WHERE name = 'i'");
        assertThatThrownBy(() -> new IntegrityCheck(other, IntegrityCheck.Depth.FULL).call()).isInstanceOf(SourceException.class)
                .hasMessageContaining("missing from index i");
    }

    @Test
    void a_page_of_ff_is_damage_with_its_number() throws Exception {
        Path file = file("CREATE TABLE t(a INTEGER PRIMARY KEY, b)", MANY + "INSERT INTO t SELECT i, 'row ' || i FROM n");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] bad = new byte[4096];
            Arrays.fill(bad, (byte) 0xFF);
            channel.write(ByteBuffer.wrap(bad), 20 * 4096);
        }

        assertThatThrownBy(() -> check(file))
                .isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.code()).isEqualTo("PT-165"))
                .hasMessageContainingAll("x.db is damaged", "page 21");
    }

    @Test
    void a_cancelled_check_says_so() throws Exception {
        var check = new IntegrityCheck(file("CREATE TABLE t(a)"), IntegrityCheck.Depth.QUICK);
        check.cancel();

        assertThatThrownBy(check::call).isInstanceOfSatisfying(UnreachableException.class,
                e -> assertThat(e.code()).isEqualTo("PT-353"));
    }
}

package dev.portage.source;

import static dev.portage.source.SqliteFixtures.sqlite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceSnifferTest {
    @TempDir
    Path folder;

    private void refused(Path file, String code, String... words) {
        assertThatThrownBy(() -> SourceSniffer.requireSqlite(file)).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.line()).contains(words).contains(file.getFileName().toString());
        });
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.db"), bytes);
    }

    private Path file(String text) throws IOException {
        return file(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_missing_file_is_refused_and_not_made() {
        refused(folder.resolve("none.db"), "PT-150", "there is no file");
        assertThat(folder.resolve("none.db")).doesNotExist();
    }

    @Test
    void a_dangling_link_is_refused() throws IOException {
        refused(Files.createSymbolicLink(folder.resolve("link.db"), folder.resolve("none.db")), "PT-150", "leads nowhere");
    }

    @Test
    void folders_and_devices_are_refused() throws IOException {
        refused(Files.createDirectory(folder.resolve("app.db")), "PT-151", "a folder");
        refused(Path.of("/dev/zero"), "PT-151", "device");
    }

    @Test
    void an_empty_file_is_refused() throws IOException {
        refused(file(""), "PT-152", "empty (0 bytes)");
    }

    @Test
    void compressed_files_are_named() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(new byte[1000]);
        }
        refused(file(zipped.toByteArray()), "PT-153", "a gzip file", "unpack");
        refused(file("PK\003\004rest"), "PT-153", "a zip file");
    }

    @Test
    void other_files_are_named() throws IOException {
        refused(file(HexFormat.of().parseHex("89504e470d0a1a0a0000000d")), "PT-154", "a PNG picture");
        refused(file(HexFormat.of().parseHex("377f0682002de218")), "PT-154", "-wal file");
        refused(file("\uFEFF {\"users\":[]}"), "PT-154", "JSON");
        refused(file("id,name\n1,x\n"), "PT-154", "a text file");
    }

    @Test
    void a_dump_is_named_with_the_command_that_loads_it() throws IOException {
        refused(file("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n"), "PT-155", "sqlite3 new.db < x.db");
        refused(file("-- made by hand\ncreate table t(a);"), "PT-155", "SQL text");
    }

    @Test
    void random_bytes_count_as_encrypted() throws IOException {
        byte[] bytes = new byte[8192];
        new Random(1).nextBytes(bytes);
        bytes[0] = 0x01;
        refused(file(bytes), "PT-158", "encrypted (SQLCipher?)", "plain copy");
    }

    @Test
    void a_file_that_is_cut_short_is_refused() throws Exception {
        byte[] whole = Files.readAllBytes(sqlite(folder.resolve("whole.db"), "CREATE TABLE t(a)"));
        refused(file(Arrays.copyOf(whole, 50)), "PT-156", "cut short (50 bytes");
        refused(file(Arrays.copyOf(whole, 1000)), "PT-156", "one page has 4096");
        refused(file(new byte[]{0, 1, 2}), "PT-156", "too short");
    }

    @Test
    void a_sqlite_file_is_told_with_page_size_and_journal_mode_even_through_a_link() throws Exception {
        Path plain = sqlite(folder.resolve("plain.db"), "PRAGMA page_size=65536", "CREATE TABLE t(a)");
        Path wal = sqlite(folder.resolve("wal.db"), "PRAGMA journal_mode=WAL", "CREATE TABLE t(a)");
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), plain);

        assertThat(SourceSniffer.requireSqlite(link)).isEqualTo(new SourceHeader(plain.toRealPath(), 65_536, false));
        assertThat(SourceSniffer.requireSqlite(wal)).isEqualTo(new SourceHeader(wal.toRealPath(), 4096, true));
    }
}

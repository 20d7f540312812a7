package dev.portage.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.UnreachableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class PostgresBinariesIT {
    private static final String PROGRAM = "#!/bin/sh\necho 'postgres (PostgreSQL) 17.4'\n";

    @TempDir
    Path cache;

    private static byte[] archive(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            entry.setSize(content.length);
            entry.setMode(0755);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private PostgresBinaries unpacked(byte[] archive) {
        return PostgresBinaries.unpacked("postgres-test.txz", () -> new ByteArrayInputStream(archive), cache);
    }

    @ParameterizedTest
    @CsvSource({"Linux,amd64,postgres-linux-x86_64.txz", "Linux,aarch64,postgres-linux-arm_64.txz",
            "Mac OS X,aarch64,postgres-darwin-arm_64.txz", "Windows 11,amd64,postgres-windows-x86_64.txz",
            "Linux,riscv64,postgres-linux-riscv64.txz"})
    void the_archive_of_each_machine_has_its_name(String system, String processor, String expected) {
        assertThat(PostgresBinaries.archiveName(system, processor)).isEqualTo(expected);
    }

    @Test
    void eight_at_once_unpack_one_copy() throws Exception {
        byte[] archive = archive("./bin/postgres", PROGRAM);
        Callable<PostgresBinaries> unpacking = () -> unpacked(archive);

        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (Future<PostgresBinaries> each : pool.invokeAll(List.of(unpacking, unpacking, unpacking, unpacking, unpacking,
                    unpacking, unpacking, unpacking))) {
                assertThat(each.get().majorVersion()).isEqualTo(17);
            }
        }

        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left.filter(path -> !path.endsWith("lock"))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "bin/../../outside", "/outside"})
    void a_file_outside_the_folder_is_not_written(String name) throws IOException {
        byte[] archive = archive(name, "x");

        assertThatThrownBy(() -> unpacked(archive)).isInstanceOf(UnreachableException.class).hasMessageContaining("outside");
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left.filter(path -> !path.endsWith("lock"))).isEmpty();
        }
        assertThat(cache.resolveSibling("outside")).doesNotExist();
    }

    @Test
    void programs_that_do_not_run_here_are_named() throws IOException {
        byte[] archive = archive("bin/postgres", "#!/bin/sh\necho 'wrong processor'; exit 1\n");

        assertThatThrownBy(() -> unpacked(archive)).isInstanceOfSatisfying(UnreachableException.class,
                error -> assertThat(error.line()).startsWith("PT-313").contains("wrong processor", cache.toString()));
    }
}

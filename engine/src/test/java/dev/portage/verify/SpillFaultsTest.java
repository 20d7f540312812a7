package dev.portage.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portage.UnreachableException;
import dev.portage.source.SourceFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every step that writes a temporary file of the verification fails in its turn: that is told, and no file stays.
class SpillFaultsTest {
    @TempDir
    Path folder;

    private interface Work {
        void run(Path spill) throws IOException;
    }

    @AfterEach
    void hear_nothing() {
        SourceFaults.stop();
    }

    /// Returns how many steps were made to fail before a run passed.
    private int sweep(boolean lasting, String code, Work work) throws IOException {
        for (int number = 1;; number++) {
            AtomicInteger count = new AtomicInteger();
            int failing = number;
            SourceFaults.hearFiles((_, _) -> {
                int step = count.incrementAndGet();
                if (step == failing || (lasting && step > failing)) {
                    throw new IOException("No space left on device");
                }
            });
            Path spill = folder.resolve("spill-" + number);

            Throwable told = catchThrowable(() -> work.run(spill));

            if (count.get() < number) {
                assertThat(told).isNull();
                assertEmpty(spill);
                return number - 1;
            }
            assertThat(told).as("step %d", number).isInstanceOfSatisfying(UnreachableException.class,
                    error -> assertThat(error.code()).isEqualTo(code));
            assertThat(told).hasMessageContaining("No space left on device");
            assertEmpty(spill);
        }
    }

    private static void assertEmpty(Path spill) throws IOException {
        if (Files.exists(spill)) {
            try (Stream<Path> left = Files.list(spill)) {
                assertThat(left).isEmpty();
            }
        }
    }

    private static void sort(Path spill) {
        try (var sorter = new HashSorter(spill, 100)) {
            for (int i = 0; i < 1_000; i++) {
                sorter.add(i, -i);
            }
            sorter.sort();
            for (int i = 0; i < 1_000; i++) {
                assertThat(sorter.next().high()).isEqualTo(i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sorted_hashes_that_cannot_be_kept_leave_no_file(boolean lasting) throws IOException {
        assertThat(sweep(lasting, "PT-372", SpillFaultsTest::sort)).isEqualTo(1 + 9 * 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_index_of_the_quarantine_that_cannot_be_kept_leaves_no_file(boolean lasting) throws IOException {
        assertThat(sweep(lasting, "PT-371", spill -> new QuarantineIndex(40_000, "", spill).close())).isEqualTo(1 + 1 + 80);
    }

    @Test
    void a_large_index_takes_its_room_at_once_and_has_no_name() throws IOException {
        try (var index = new QuarantineIndex(40_000, "", folder)) {
            assertEmpty(folder);
            assertThat(index.holds("v")).isFalse();
        }
    }
}

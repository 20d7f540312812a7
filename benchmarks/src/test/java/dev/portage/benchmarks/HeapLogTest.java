package dev.portage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lines are those that JDK 25 writes.
class HeapLogTest {
    @TempDir
    Path folder;

    @Test
    void the_peak_is_the_most_before_a_collection_and_not_what_was_committed() throws IOException {
        assertThat(peak("[0.9s][info][gc] GC(0) Pause Young (Allocation Failure) 101M->6M(360M) 5.1ms",
                "[1.2s][info][gc] GC(1) Pause Young (Allocation Failure) 99M->7M(360M) 4.0ms",
                "[3.2s][info][gc,heap,exit]  DefNew     total 116160K, used 70424K [0x1, 0x2, 0x3)"))
                .isEqualTo(101L << 20);
    }

    @Test
    void without_a_collection_the_peak_is_what_all_generations_hold_at_the_end() throws IOException {
        assertThat(peak("[3.2s][info][gc,heap,exit]  DefNew     total 116160K, used 70424K [0x1, 0x2, 0x3)",
                "[3.2s][info][gc,heap,exit]   eden space 103296K,  68% used [0x1, 0x2, 0x3)",
                "[3.2s][info][gc,heap,exit]  Tenured    total 258048K, used 1166K [0x1, 0x2, 0x3)",
                "[3.2s][info][gc,heap,exit]  Metaspace       used 15914K, committed 16256K, reserved 1114112K"))
                .isEqualTo((70_424L + 1_166) << 10);
    }

    private long peak(String... lines) throws IOException {
        Path log = folder.resolve("collector.log");
        Files.write(log, List.of(lines));
        return HeapLog.peakBytes(log);
    }
}

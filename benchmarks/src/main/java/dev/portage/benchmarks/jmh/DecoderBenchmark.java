package dev.portage.benchmarks.jmh;

import dev.portage.codec.CopyBinaryReader;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Takes rows of ten fields out of a binary COPY that arrives in chunks of 8 KiB.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecoderBenchmark {
    private static final int ROWS = 1_000;
    private static final int CHUNK = 8 << 10;

    private final byte[] stream = new ParagraphRow().stream(ROWS);

    /// One row; a stream has a thousand.
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int row() throws SQLException {
        int[] at = {0};
        CopyBinaryReader reader = new CopyBinaryReader(() -> {
            int from = at[0];
            at[0] = Math.min(stream.length, from + CHUNK);
            return from == stream.length ? null : Arrays.copyOfRange(stream, from, at[0]);
        });
        int fields = 0;
        while (reader.next()) {
            fields += reader.fields();
        }
        if (fields != ROWS * ParagraphRow.MAPPINGS.size()) {
            throw new IllegalStateException(fields + " fields");
        }
        return fields;
    }
}

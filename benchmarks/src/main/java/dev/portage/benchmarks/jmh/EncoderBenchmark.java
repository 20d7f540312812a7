package dev.portage.benchmarks.jmh;

import dev.portage.codec.ColumnCodec;
import dev.portage.codec.CopyBinaryWriter;
import dev.portage.codec.EncodeLog;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Encodes one row of ten columns into a buffer that is thrown away when it is full.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncoderBenchmark {
    private final ParagraphRow row = new ParagraphRow();
    private final List<ColumnCodec> codecs = ParagraphRow.codecs();
    private final EncodeLog log = new ParagraphRow.NothingLost();
    private final CopyBinaryWriter out = new CopyBinaryWriter((_, _, _) -> {}, 1 << 18);

    /// Encoder and writer.
    @Benchmark
    public long row() {
        row.encode(codecs, out, log);
        return out.bytes();
    }
}

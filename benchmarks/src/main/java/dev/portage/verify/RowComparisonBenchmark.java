package dev.portage.verify;

import dev.portage.benchmarks.jmh.ParagraphRow;
import dev.portage.codec.CopyBinaryReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What the comparison does with one received row of ten fields.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RowComparisonBenchmark {
    private final List<byte[]> fields = fields();
    private final List<Received> columns = ParagraphRow.MAPPINGS.stream().map(mapping -> new Received(mapping.type())).toList();
    private final Cell cell = new Cell();
    private final Hash hash = new Hash();

    private static List<byte[]> fields() {
        byte[] stream = new ParagraphRow().stream(1);
        byte[][] chunks = {stream};
        CopyBinaryReader reader = new CopyBinaryReader(() -> chunks[0]);
        List<byte[]> fields = new ArrayList<>();
        try {
            reader.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        for (int i = 0; i < reader.fields(); i++) {
            byte[] field = reader.field(i);
            fields.add(field == null ? new byte[0] : field);
        }
        return fields;
    }

    /// PostgreSQL's bytes as logical values.
    @Benchmark
    public int received() {
        int kinds = 0;
        for (int i = 0; i < fields.size(); i++) {
            read(i);
            kinds += cell.kind().hashCode();
        }
        return kinds;
    }

    /// The same, and their digest.
    @Benchmark
    public long digest() {
        for (int i = 0; i < fields.size(); i++) {
            read(i);
            hash.add(cell);
        }
        hash.end();
        return hash.high();
    }

    private void read(int column) {
        byte[] field = fields.get(column);
        columns.get(column).read(field, 0, field.length == 0 ? -1 : field.length, cell);
    }
}

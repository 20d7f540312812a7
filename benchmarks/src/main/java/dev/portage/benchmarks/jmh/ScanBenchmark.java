package dev.portage.benchmarks.jmh;

import dev.portage.benchmarks.ScanProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Reads every value of a table of ten columns, as a move does.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScanBenchmark {
    private static final int ROWS = 20_000;

    private Path folder = Path.of("");
    private Path file = Path.of("");

    /// Makes the file.
    @Setup
    public void make() throws IOException, SQLException {
        folder = Files.createTempDirectory("portage-jmh-");
        file = ScanProgram.makeFile(folder, ROWS);
    }

    /// Removes it.
    @TearDown
    public void remove() throws IOException {
        Files.delete(file);
        Files.delete(folder);
    }

    /// One row, the opening of the file shared among all.
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public String row() {
        return ScanProgram.scan(file, "paragraphs");
    }
}

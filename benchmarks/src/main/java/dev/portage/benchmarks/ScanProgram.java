package dev.portage.benchmarks;

import dev.portage.schema.Table;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteSchemaReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/// What `scan.c` does, by Portage's own means: reads every value of one table and prints seconds, rows and bytes, a line a
/// time. Texts and blobs are copied once, as into the buffer of a COPY. The first line is a scan in a new JVM, as a move's is.
public final class ScanProgram {
    private ScanProgram() {}

    /// `ScanProgram FILE TABLE TIMES`.
    public static void main(String[] arguments) {
        int times = Integer.parseInt(arguments[2]);
        for (int i = 0; i < times; i++) {
            System.out.println(scan(Path.of(arguments[0]), arguments[1]));
        }
    }

    /// The novels with so many paragraphs, in `folder`.
    public static Path makeFile(Path folder, int paragraphs) throws IOException, SQLException {
        return NovelsFile.make(folder, paragraphs);
    }

    /// Scans once: seconds, rows, bytes of texts and blobs, the sum of integers and that of reals.
    public static String scan(Path path, String table) {
        long start = System.nanoTime();
        long rows = 0;
        Sums sums = new Sums();
        try (SqliteFile file = SqliteFile.openPrivate(path); RowCursor cursor = scanOf(file, table)) {
            int columns = cursor.columns();
            while (cursor.next()) {
                rows++;
                for (int i = 0; i < columns; i++) {
                    sums.add(cursor, i);
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return String.format(Locale.ROOT, "%.6f %d %d %d %g", seconds, rows, sums.bytes, sums.integers, sums.reals);
    }

    private static RowCursor scanOf(SqliteFile file, String table) {
        Table found = SqliteSchemaReader.read(file).findTable(table).orElseThrow();
        return file.scan(found, "SELECT * FROM \"" + table + "\"", List.of());
    }

    private static final class Sums {
        private final byte[] buffer = new byte[1 << 16];
        private long bytes;
        private long integers;
        private double reals;

        void add(RowCursor cursor, int column) {
            switch (cursor.storageClass(column)) {
                case NULL -> {}
                case INTEGER -> integers += cursor.integer(column);
                case REAL -> reals += cursor.real(column);
                case TEXT, BLOB -> {
                    int length = cursor.length(column);
                    cursor.copy(column, buffer, 0, Math.min(length, buffer.length));
                    bytes += length;
                }
            }
        }
    }
}

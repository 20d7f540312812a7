package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The most that a JVM's heap held, from its own log: before a collection, or at the end.
///
/// Between two collections the heap only grows, so one of these moments is its peak.
final class HeapLog {
    private static final Pattern COLLECTION = Pattern.compile(" (\\d+)([KMG])->\\d+[KMG]\\(\\d+[KMG]\\)");
    private static final Pattern AT_END = Pattern.compile(" total \\d+K, used (\\d+)K");

    private HeapLog() {}

    /// The flag that makes a JVM write the log.
    static String flag(Path log) {
        return "-Xlog:gc,gc+heap+exit:file=" + log;
    }

    static long peakBytes(Path log) throws IOException {
        long peak = 0;
        long atEnd = 0;
        for (String line : Files.readAllLines(log)) {
            Matcher collection = COLLECTION.matcher(line);
            if (collection.find()) {
                peak = Math.max(peak, Long.parseLong(collection.group(1)) << shift(collection.group(2)));
            }
            Matcher end = AT_END.matcher(line);
            if (end.find()) {
                atEnd += Long.parseLong(end.group(1)) << 10;
            }
        }
        return Math.max(peak, atEnd);
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "K" -> 10;
            case "M" -> 20;
            default -> 30;
        };
    }
}

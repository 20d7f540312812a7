package dev.portage.benchmarks;

import java.util.List;
import java.util.Locale;

/// A Markdown page, line after line.
final class TextPage {
    private final StringBuilder text = new StringBuilder();

    void heading(String title) {
        text.append(text.isEmpty() ? "# " : "\n## ").append(title).append("\n\n");
    }

    void line(String line) {
        text.append(line).append('\n');
    }

    void table(List<String> columns) {
        row(columns);
        row(columns.stream().map(_ -> "---").toList());
    }

    void row(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /// A number with two digits behind the point; with one from 100 on.
    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.1f" : "%.2f", value);
    }

    /// The median and, in brackets, the smallest and largest.
    static String spread(Statistics statistics) {
        return "%s (%s..%s)".formatted(number(statistics.median()), number(statistics.least()), number(statistics.most()));
    }

    /// Bytes as MB of 2^20; nothing for 0, which means not measured.
    static String megabytes(double bytes) {
        return bytes == 0 ? "" : String.format(Locale.ROOT, "%.0f", bytes / (1 << 20));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

package dev.portage.testing;

import dev.portage.observe.Report;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A report as lines that a person can review in a diff: exit code, verdict, hazards, types, differences. Notes and
/// figures that depend on the machine are left out.
public final class Outcome {
    private Outcome() {}

    /// The whole, as text.
    public static String of(Report report) {
        StringBuilder text = new StringBuilder("exit %d %s%n".formatted(report.exitCode(), report.verdict()));
        report.error().ifPresent(error -> text.append("error %s%n".formatted(error.code())));
        hazards(report).forEach(line -> text.append(line).append('\n'));
        for (Report.TableLine table : report.tables()) {
            text.append("table %s %s rows=%d quarantined=%d%n".formatted(table.source(), table.verdict(), table.rows(),
                    table.quarantined()));
            for (Report.ColumnLine column : table.columns()) {
                text.append("  %s: %s, %s%n".formatted(column.source(), column.type(), column.form()));
            }
        }
        report.differences()
                .forEach(each -> text.append("difference %s %s %s%n".formatted(each.table(), each.key(), each.column())));
        return text.toString();
    }

    /// `blocker nul-in-text notes.a rows=2 keys=[[1], [3]] chosen=bytea`, sorted; notes too.
    public static List<String> hazards(Report report) {
        return report.hazards().stream().map(Outcome::line).sorted().toList();
    }

    /// `code table.column`, for tests that ask whether something was named.
    public static List<String> named(Report report) {
        return report.hazards().stream()
                .map(hazard -> hazard.code() + " " + hazard.table().orElse("")
                        + hazard.column().map(column -> "." + column).orElse(""))
                .toList();
    }

    private static String line(Report.HazardLine hazard) {
        String place = hazard.table().orElse("") + hazard.column().map(column -> "." + column).orElse("");
        String keys = hazard.samples().stream().map(sample -> sample.key().toString())
                .collect(Collectors.joining(", ", "[", "]"));
        return "%s %s %s%s rows=%d keys=%s%s".formatted(hazard.severity(), hazard.code(), place, in(hazard.subject(), " (%s)"),
                hazard.rows(), keys,
                in(hazard.chosen(), " chosen=%s"));
    }

    private static String in(Optional<String> text, String format) {
        return text.map(format::formatted).orElse("");
    }
}

package dev.portage.cli;

import dev.portage.observe.HazardPlaces;
import dev.portage.observe.Keys;
import dev.portage.observe.Quantities;
import dev.portage.observe.Report;
import dev.portage.observe.Report.DifferenceLine;
import dev.portage.observe.Report.HazardLine;
import dev.portage.observe.Report.TableLine;
import dev.portage.observe.VerdictWords;
import dev.portage.observe.Visible;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Prints a [Report] for people. Every text from a database is made visible first, so that no name moves the cursor.
final class ReportText {
    private static final int SHOWN_DIFFERENCES = 20;
    private static final int SHOWN_KEYS = 3;
    private static final int SHOWN_PLACES = 4;

    private final PrintStream out;
    private final Palette palette;

    ReportText(PrintStream out, Palette palette) {
        this.out = out;
        this.palette = palette;
    }

    /// Prints everything but the last lines: tables, hazards, open decisions, differences, the verdict.
    void print(Report report, Path planFile) {
        tables(report);
        estimate(report);
        checks(report);
        if (!report.command().equals("verify")) {
            hazards(report.hazards());
        }
        decisions(report.hazards().stream().filter(VerdictWords::isOpen).toList(), planFile);
        differences(report);
        verdict(report);
    }

    private void tables(Report report) {
        if (report.tables().isEmpty()) {
            return;
        }
        boolean planned = report.tables().stream().allMatch(table -> table.verdict().equals("planned"));
        TextTable table = planned
                ? new TextTable("table", "#rows", "#bytes")
                : new TextTable("table", "#rows", "#bytes", "#seconds", "verdict");
        for (TableLine line : report.tables()) {
            String rows = Quantities.count(line.rows());
            String bytes = Quantities.bytes(line.bytes());
            if (planned) {
                table.row(name(line), rows, bytes);
            } else {
                table.row(name(line), rows, bytes, String.format(Locale.ROOT, "%.2f", line.seconds()), verdict(line));
            }
        }
        List<String> lines = table.lines();
        out.println(palette.faint(lines.getFirst()));
        lines.stream().skip(1).forEach(out::println);
        out.println();
    }

    private void estimate(Report report) {
        Report.Estimate estimate = report.estimate();
        if (report.timings().containsKey("copy") || estimate.targetBytes() == 0) {
            return;
        }
        out.printf(Locale.ROOT, "A move takes about %s, %s in the work folder and %s in PostgreSQL (estimated).%n%n",
                Quantities.seconds(estimate.seconds()), Quantities.bytes(estimate.workBytes()),
                Quantities.bytes(estimate.targetBytes()));
    }

    private static String name(TableLine line) {
        return Visible.of(line.source().equals(line.target()) ? line.source() : line.source() + " -> " + line.target());
    }

    private static String verdict(TableLine line) {
        StringBuilder verdict = new StringBuilder(line.verdict());
        if (line.differences() > 0) {
            verdict.append(", ").append(Quantities.counted(line.differences(), "difference"));
        }
        if (line.quarantined() > 0) {
            verdict.append(", ").append(Quantities.count(line.quarantined())).append(" in quarantine");
        }
        line.lost().forEach(
                (reason, count) -> verdict.append(", ").append(Quantities.count(count)).append(" lost by ").append(reason));
        return verdict.toString();
    }

    private void checks(Report report) {
        if (!report.command().equals("status") && !report.command().equals("drop")) {
            return;
        }
        report.checks().forEach(check -> out.println("  %s: %s%s".formatted(Visible.of(check.name()), Visible.of(check.result()),
                check.detail().isEmpty() ? "" : " (" + Visible.of(check.detail()) + ")")));
    }

    private void hazards(List<HazardLine> hazards) {
        List<HazardLine> taken = hazards.stream().filter(h -> h.severity().equals("blocker") && h.chosen().isPresent()).toList();
        List<HazardLine> warnings = hazards.stream().filter(h -> h.severity().equals("warning")).toList();
        long notes = hazards.stream().filter(h -> h.severity().equals("note")).count();
        if (!taken.isEmpty()) {
            out.println(palette.strong(Quantities.counted(taken.size(), "decision") + " taken"));
            taken.forEach(h -> hazard(h, " -> " + h.chosen().orElse("")));
            out.println();
        }
        if (!warnings.isEmpty()) {
            out.println(
                    palette.strong(warnings.size() == 1 ? "1 is kept another way" : warnings.size() + " are kept another way"));
            byCode(warnings).values().forEach(this::together);
            out.println();
        }
        if (notes > 0) {
            out.println(palette.faint(Quantities.counted(notes, "note") + ", listed in the report"));
            out.println();
        }
    }

    private static Map<String, List<HazardLine>> byCode(List<HazardLine> hazards) {
        return hazards.stream().collect(Collectors.groupingBy(HazardLine::code, LinkedHashMap::new, Collectors.toList()));
    }

    /// Hazards of one code: all places, and the first one's message.
    private void together(List<HazardLine> hazards) {
        if (hazards.size() == 1) {
            hazard(hazards.getFirst(), "");
            return;
        }
        String places = hazards.stream().limit(SHOWN_PLACES).map(each -> Visible.of(HazardPlaces.of(each)))
                .collect(Collectors.joining(", "));
        int more = hazards.size() - SHOWN_PLACES;
        out.println("  %s  %s%s".formatted(palette.open(hazards.getFirst().code()), palette.strong(places),
                more > 0 ? " and %d more".formatted(more) : ""));
        out.println("    first: " + Visible.of(hazards.getFirst().message()));
    }

    private void hazard(HazardLine hazard, String after) {
        out.println("  %s  %s%s%s".formatted(palette.open(hazard.code()), palette.strong(Visible.of(HazardPlaces.of(hazard))),
                hazard.rows() > 0 ? palette.faint("  " + Quantities.counted(hazard.rows(), "row") + keys(hazard)) : "", after));
        out.println("    " + Visible.of(hazard.message()));
    }

    private static String keys(HazardLine hazard) {
        if (hazard.samples().isEmpty()) {
            return "";
        }
        String keys = hazard.samples().stream().limit(SHOWN_KEYS).map(sample -> Visible.of(Keys.of(sample.key())))
                .collect(Collectors.joining(" "));
        return ", " + keys + (hazard.rows() > SHOWN_KEYS ? " …" : "");
    }

    private void decisions(List<HazardLine> open, Path planFile) {
        if (open.isEmpty()) {
            return;
        }
        out.println(palette.strong(open.size() == 1 ? "1 needs you" : open.size() + " need you"));
        for (HazardLine hazard : open) {
            hazard(hazard, "");
            if (hazard.choices().isEmpty()) {
                out.println(
                        "    " + palette.bad("there is no choice: leave it out with skip in plan.yaml, or change the source"));
            } else {
                out.println("    choices: " + palette.good(hazard.choices().getFirst() + " (suggested)")
                        + hazard.choices().stream().skip(1).map(choice -> ", " + choice).collect(Collectors.joining()));
            }
        }
        out.println();
        if (open.stream().anyMatch(hazard -> !hazard.choices().isEmpty())) {
            out.println("  To answer, open " + planFile);
            out.println("  and put a choice in place of each 'undecided'; or take the first choice of every one:");
            out.println("  run the same command with --accept-suggestions. Then run it again.");
            out.println();
        }
    }

    private void differences(Report report) {
        if (report.differences().isEmpty()) {
            return;
        }
        out.println(palette.strong("What differs"));
        report.differences().stream().limit(SHOWN_DIFFERENCES).forEach(line -> out.println("  " + difference(line)));
        if (report.differences().size() > SHOWN_DIFFERENCES) {
            out.println("  … and %s more, listed in the report"
                    .formatted(Quantities.count(report.differences().size() - SHOWN_DIFFERENCES)));
        }
        out.println();
    }

    private static String difference(DifferenceLine line) {
        String place = "table %s, key %s".formatted(Visible.of(line.table()), Visible.of(Keys.of(line.key())));
        String what = switch (line.kind()) {
            case "missing" -> ": the row is missing in the target";
            case "extra" -> ": the row is only in the target";
            default -> ", column %s: %s".formatted(Visible.of(line.column().orElse("?")), line.kindOfDifference());
        };
        String values = line.sourceValue().isEmpty() && line.targetValue().isEmpty()
                ? ""
                : " (SQLite %s, PostgreSQL %s)".formatted(Visible.of(line.sourceValue().orElse("nothing")),
                        Visible.of(line.targetValue().orElse("nothing")));
        return place + what + values;
    }

    private void verdict(Report report) {
        out.println(palette.tone(VerdictWords.tone(report), VerdictWords.heading(report)) + ". " + VerdictWords.sentence(report));
    }
}

package dev.portage.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Results as a page to read.
final class ResultText {
    private final Results results;
    private final TextPage page = new TextPage();

    private ResultText(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        ResultText text = new ResultText(results);
        text.head();
        text.goals();
        results.comparisons.forEach(text::comparison);
        results.comparisons.forEach(text::phases);
        text.small();
        results.growths.forEach(text::growth);
        results.shapes.forEach(text::shapes);
        text.settings();
        text.notes();
        return text.page.toString();
    }

    private void head() {
        page.heading("%s: %,d paragraphs, %d rounds".formatted(results.date, results.options.rows(), results.options.rounds()));
        page.line("`" + results.options.command() + "`");
        page.line("");
        results.facts.forEach((name, value) -> page.line("- " + name + ": " + value));
        page.line("");
        page.line("Medians of the rounds, with the smallest and largest in brackets. A ratio is taken round by round.");
        page.line("What each line means: [../README.md](../README.md).");
    }

    private void goals() {
        page.heading("Goals");
        page.table(List.of("what", "goal", "measured", "reached"));
        results.goals().forEach(goal -> page.row(List.of(goal.name(), "≤ %s %s".formatted(TextPage.number(goal.limit()),
                goal.unit()), TextPage.spread(goal.measured()), goal.met() ? "yes" : "**no**")));
    }

    private void comparison(Comparison comparison) {
        page.heading("On " + title(comparison));
        page.table(List.of("who", "seconds", "÷ limit", "own CPU s", "server's CPU s", "resident MB", "heap MB"));
        List<Double> limit = comparison.numbers("limit", Run::seconds);
        comparison.contestants().forEach(contestant -> {
            String name = contestant.name();
            page.row(List.of(name, TextPage.spread(Statistics.of(comparison.numbers(name, Run::seconds))),
                    TextPage.spread(Statistics.ratios(comparison.numbers(name, Run::seconds), limit)),
                    TextPage.number(median(comparison, name, Run::cpuSeconds)),
                    TextPage.number(median(comparison, name, Run::serverCpuSeconds)),
                    TextPage.megabytes(Statistics.of(comparison.numbers(name, Run::residentBytes)).most()),
                    TextPage.megabytes(Statistics.of(comparison.numbers(name, Run::heapBytes)).most())));
        });
        page.line("");
        comparison.contestants().forEach(contestant -> page.line("- " + contestant.name() + ": " + contestant.description()));
    }

    private static String title(Comparison comparison) {
        return comparison.server() == Server.Kind.DEBIAN_15 ? "Debian's PostgreSQL 15" : "the embedded PostgreSQL";
    }

    private static double median(Comparison comparison, String name, java.util.function.ToDoubleFunction<Run> number) {
        return Statistics.of(comparison.numbers(name, number)).median();
    }

    private void phases(Comparison comparison) {
        page.heading("By phase, on " + title(comparison));
        page.table(List.of("phase", "portage, s", "limit, s"));
        List<String> names = new ArrayList<>(comparison.runs("portage").getFirst().phases().keySet());
        names.addAll(comparison.runs("limit").getFirst().phases().keySet());
        names.stream().distinct().forEach(name -> page.row(List.of(name, phase(comparison, "portage", name),
                phase(comparison, "limit", name))));
        page.row(List.of("snapshot to constraints",
                TextPage.spread(Statistics.of(comparison.numbers("portage", PortageMove::load))), ""));
    }

    private static String phase(Comparison comparison, String who, String phase) {
        if (!comparison.runs(who).getFirst().phases().containsKey(phase)) {
            return "";
        }
        return TextPage.spread(Statistics.of(comparison.numbers(who, run -> run.phase(phase))));
    }

    private void small() {
        page.heading("Starts and scans");
        page.table(List.of("what", "seconds"));
        Starts starts = results.starts;
        if (starts != null) {
            page.row(List.of("portage --help", TextPage.spread(Statistics.of(starts.help()))));
            page.row(List.of("portage plan of 200 paragraphs", TextPage.spread(Statistics.of(starts.plan()))));
        }
        Scans scans = results.scans;
        if (scans != null) {
            page.row(List.of("scan of the largest table: " + scans.floorName(), TextPage.spread(Statistics.of(scans.floor()))));
            page.row(List.of("the same by Portage, first in its JVM", TextPage.spread(Statistics.of(scans.cold()))));
            page.row(List.of("the same by Portage, third in its JVM", TextPage.spread(Statistics.of(scans.warm()))));
        }
    }

    private void growth(Growth growth) {
        page.heading("Growth, on " + growth.server().word());
        page.table(List.of("paragraphs", "seconds", "own CPU s", "resident MB", "heap MB"));
        growthRow(growth.rows(), growth.small());
        growthRow((long) growth.rows() * Growth.FACTOR, growth.large());
    }

    private void growthRow(long rows, List<Run> runs) {
        page.row(List.of("%,d".formatted(rows), TextPage.spread(Statistics.of(runs.stream().map(Run::seconds).toList())),
                TextPage.number(Statistics.of(runs.stream().map(Run::cpuSeconds).toList()).median()),
                TextPage.megabytes(runs.stream().mapToDouble(Run::residentBytes).max().orElse(0)),
                TextPage.megabytes(runs.stream().mapToDouble(Run::heapBytes).max().orElse(0))));
    }

    private void shapes(String server, List<Shapes.Measured> shapes) {
        page.heading("Shapes, on " + server);
        page.line("One move each. A cliff would be a row or a megabyte that costs many times what it does in the first line.");
        page.line("");
        page.table(List.of("shape", "tables", "rows", "file MB", "seconds", "µs a row", "MB/s", "ms a table", "resident MB",
                "heap MB"));
        for (Shapes.Measured shape : shapes) {
            double seconds = shape.run().seconds();
            double bytes = shape.bytes();
            double rows = shape.rows();
            page.row(List.of(shape.name(), "%,d".formatted(shape.tables()), "%,d".formatted(shape.rows()),
                    TextPage.megabytes(bytes), TextPage.number(seconds),
                    TextPage.number(seconds / rows * 1e6), TextPage.number(bytes / seconds / (1 << 20)),
                    TextPage.number(seconds / shape.tables() * 1e3), TextPage.megabytes((double) shape.run().residentBytes()),
                    TextPage.megabytes((double) shape.run().heapBytes())));
        }
    }

    private void settings() {
        page.heading("Settings of the servers, the same for everybody");
        List<String> columns = new ArrayList<>(List.of("setting"));
        columns.addAll(results.settings.keySet());
        page.table(columns);
        Set<String> names = new TreeSet<>();
        results.settings.values().forEach(server -> names.addAll(server.keySet()));
        for (String name : names) {
            List<String> row = new ArrayList<>(List.of(name));
            for (Map<String, String> server : results.settings.values()) {
                row.add(server.getOrDefault(name, ""));
            }
            page.row(row);
        }
    }

    private void notes() {
        if (!results.notes.isEmpty()) {
            page.heading("Notes");
            results.notes.forEach(note -> page.line("- " + note));
        }
    }
}

package dev.portage.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// The figures that a move is to reach, with what was measured.
final class Goals {
    private static final double MEGABYTE = 1 << 20;
    private static final double LOAD = 1.3;
    private static final double WHOLE = 1.7;
    private static final double PGLOADER = 0.8;
    private static final double HEAP = 256;
    private static final double RESIDENT = 400;
    private static final double SCAN = 1.5;
    private static final double HELP = 0.3;
    private static final double PLAN = 0.6;
    private static final double GROWTH = 10.5;

    private Goals() {}

    static List<Goal> of(Comparison comparison) {
        String on = " (" + comparison.server().word() + ")";
        List<Double> limit = comparison.numbers("limit", Run::seconds);
        List<Double> whole = comparison.numbers("portage", Run::seconds);
        List<Goal> goals = new ArrayList<>();
        goals.add(Goal.ofTimes("snapshot, data, indexes, foreign keys ÷ limit" + on, LOAD, "×",
                Statistics.ratios(comparison.numbers("portage", PortageMove::load), limit)));
        goals.add(Goal.ofTimes("whole move ÷ limit" + on, WHOLE, "×", Statistics.ratios(whole, limit)));
        if (comparison.has("pgloader")) {
            goals.add(Goal.ofTimes("whole move ÷ pgloader" + on, PGLOADER, "×",
                    Statistics.ratios(whole, comparison.numbers("pgloader", Run::seconds))));
        }
        goals.addAll(memory(comparison.runs("portage"), on));
        return goals;
    }

    static List<Goal> of(Growth growth) {
        String on = " (" + growth.server().word() + ")";
        List<Goal> goals = new ArrayList<>();
        goals.add(Goal.ofTimes("ten times the rows ÷ once" + on, GROWTH, "×", Statistics.ratios(seconds(growth.large()),
                seconds(growth.small()))));
        goals.addAll(memory(growth.large(), " at ten times the rows" + on));
        return goals;
    }

    static List<Goal> of(Scans scans) {
        return List.of(Goal.ofTimes("scan ÷ " + scans.floorName(), SCAN, "×", Statistics.ratios(scans.cold(), scans.floor())));
    }

    static List<Goal> of(Starts starts) {
        return List.of(Goal.ofTimes("portage --help", HELP, "s", Statistics.of(starts.help())),
                Goal.ofTimes("portage plan of a small file", PLAN, "s", Statistics.of(starts.plan())));
    }

    private static List<Goal> memory(List<Run> runs, String where) {
        return List.of(
                Goal.ofMemory("heap" + where, HEAP,
                        Statistics.of(runs.stream().map(run -> run.heapBytes() / MEGABYTE).toList())),
                Goal.ofMemory("resident" + where, RESIDENT,
                        Statistics.of(runs.stream().map(run -> run.residentBytes() / MEGABYTE).toList())));
    }

    private static List<Double> seconds(List<Run> runs) {
        return runs.stream().map(Run::seconds).toList();
    }
}

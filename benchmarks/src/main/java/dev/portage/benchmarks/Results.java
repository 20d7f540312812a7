package dev.portage.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that one run of the benchmarks found; [ResultText] writes it for people, [ResultJson] for programs.
final class Results {
    final Options options;
    final String date;
    final Map<String, String> facts;
    /// Settings of each server, by its name.
    final Map<String, Map<String, String>> settings = new LinkedHashMap<>();
    final List<Comparison> comparisons = new ArrayList<>();
    final List<Growth> growths = new ArrayList<>();
    final Map<String, List<Shapes.Measured>> shapes = new LinkedHashMap<>();
    final Set<String> notes = new LinkedHashSet<>();
    @Nullable
    Scans scans;
    @Nullable
    Starts starts;

    Results(Options options, String date, Map<String, String> facts) {
        this.options = options;
        this.date = date;
        this.facts = new LinkedHashMap<>(facts);
    }

    /// All goals whose figures were measured.
    List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        comparisons.forEach(comparison -> goals.addAll(Goals.of(comparison)));
        growths.forEach(growth -> goals.addAll(Goals.of(growth)));
        if (scans != null) {
            goals.addAll(Goals.of(scans));
        }
        if (starts != null) {
            goals.addAll(Goals.of(starts));
        }
        return goals;
    }
}

package dev.portage.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Results with the numbers of every round.
final class ResultJson {
    private ResultJson() {}

    static String of(Results results) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("date", results.date);
        json.put("command", results.options.command());
        json.put("rows", results.options.rows());
        json.put("rounds", results.options.rounds());
        json.put("machine", results.facts);
        json.put("settings", results.settings);
        json.put("goals", results.goals());
        Map<String, Object> comparisons = new LinkedHashMap<>();
        results.comparisons.forEach(comparison -> comparisons.put(comparison.server().word(), runs(comparison)));
        json.put("comparisons", comparisons);
        json.put("scans", results.scans);
        json.put("starts", results.starts);
        json.put("growth", results.growths);
        json.put("shapes", results.shapes);
        json.put("notes", results.notes);
        return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(json) + "\n";
    }

    private static Map<String, Object> runs(Comparison comparison) {
        Map<String, Object> runs = new LinkedHashMap<>();
        comparison.contestants().forEach(contestant -> runs.put(contestant.name(), comparison.runs(contestant.name())));
        return runs;
    }
}

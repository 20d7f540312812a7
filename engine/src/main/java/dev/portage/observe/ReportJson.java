package dev.portage.observe;

import dev.portage.observe.Report.ColumnLine;
import dev.portage.observe.Report.DifferenceLine;
import dev.portage.observe.Report.Failure;
import dev.portage.observe.Report.HazardLine;
import dev.portage.observe.Report.TableLine;
import dev.portage.state.WorkDir;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A [Report] as JSON: the document of `--json` and of `report.json`. Its keys are a contract that scripts rely on; keys
/// come in the order of the record's components, absent things are `null`, seconds have three decimals.
public final class ReportJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ReportJson() {}

    /// The report as one indented JSON document, ending with a line feed.
    public static String render(Report report) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document(report)) + "\n";
    }

    /// Writes the report so that after a crash either the old or the new one is there, readable by the owner only.
    ///
    /// @throws dev.portage.UnreachableException PT-360 the disk is full or cannot be written
    public static void write(Report report, Path file) {
        WorkDir.writeDurably(file, render(report));
    }

    private static Map<String, @Nullable Object> document(Report report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("formatVersion", report.formatVersion());
        json.put("command", report.command());
        json.put("verdict", report.verdict());
        json.put("exitCode", report.exitCode());
        json.put("sourceChanged", report.sourceChanged());
        json.put("sources", report.sources().stream().map(ReportJson::source).toList());
        json.put("target", target(report.target()));
        json.put("tables", report.tables().stream().map(ReportJson::table).toList());
        json.put("hazards", report.hazards().stream().map(ReportJson::hazard).toList());
        json.put("differences", report.differences().stream().map(ReportJson::difference).toList());
        json.put("timings", timings(report.timings()));
        json.put("checks", report.checks().stream().map(ReportJson::check).toList());
        json.put("estimate", estimate(report.estimate()));
        json.put("error", report.error().map(ReportJson::failure).orElse(null));
        return json;
    }

    private static Map<String, Object> source(Report.Source source) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", text(source.id()));
        json.put("kind", source.kind());
        json.put("tables", source.tables());
        json.put("rows", source.rows());
        json.put("bytes", source.bytes());
        json.put("fingerprint", source.fingerprint());
        return json;
    }

    private static Map<String, Object> target(Report.Target target) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("server", target.server());
        json.put("schema", text(target.schema()));
        json.put("address", text(target.address()));
        json.put("tls", target.tls());
        return json;
    }

    private static Map<String, Object> table(TableLine table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", text(table.source()));
        json.put("sourceId", text(table.sourceId()));
        json.put("target", text(table.target()));
        json.put("rows", table.rows());
        json.put("targetRows", table.targetRows());
        json.put("bytes", table.bytes());
        json.put("quarantined", table.quarantined());
        json.put("lost", new LinkedHashMap<>(table.lost()));
        json.put("verdict", table.verdict());
        json.put("differences", table.differences());
        json.put("seconds", seconds(table.seconds()));
        json.put("columns", table.columns().stream().map(ReportJson::column).toList());
        return json;
    }

    private static Map<String, Object> column(ColumnLine column) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", text(column.source()));
        json.put("declared", text(column.declared()));
        json.put("stored", text(column.stored()));
        json.put("target", text(column.target()));
        json.put("type", text(column.type()));
        json.put("form", text(column.form()));
        return json;
    }

    private static Map<String, @Nullable Object> hazard(HazardLine hazard) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("code", hazard.code());
        json.put("severity", hazard.severity());
        json.put("table", text(hazard.table()));
        json.put("column", text(hazard.column()));
        json.put("subject", text(hazard.subject()));
        json.put("rows", hazard.rows());
        json.put("samples", hazard.samples().stream().map(sample -> Map.of("key", key(sample.key()))).toList());
        json.put("message", text(hazard.message()));
        json.put("choices", hazard.choices());
        json.put("chosen", text(hazard.chosen()));
        return json;
    }

    private static Map<String, @Nullable Object> difference(DifferenceLine difference) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("table", text(difference.table()));
        json.put("key", key(difference.key()));
        json.put("column", text(difference.column()));
        json.put("kind", difference.kind());
        json.put("class", difference.kindOfDifference());
        difference.sourceValue().ifPresent(value -> json.put("sourceValue", text(value)));
        difference.targetValue().ifPresent(value -> json.put("targetValue", text(value)));
        return json;
    }

    private static List<@Nullable Object> key(List<Object> values) {
        List<@Nullable Object> key = new ArrayList<>();
        for (Object value : values) {
            key.add(switch (value) {
                case Optional<?> none when none.isEmpty() -> null;
                case Optional<?> some -> some.orElseThrow();
                case String string -> text(string);
                default -> value;
            });
        }
        return key;
    }

    private static Map<String, Double> timings(Map<String, Double> timings) {
        Map<String, Double> json = new LinkedHashMap<>();
        timings.forEach((step, seconds) -> json.put(step, seconds(seconds)));
        return json;
    }

    private static Map<String, Object> check(Report.Check check) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", text(check.name()));
        json.put("result", text(check.result()));
        json.put("detail", text(check.detail()));
        return json;
    }

    private static Map<String, Object> estimate(Report.Estimate estimate) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seconds", seconds(estimate.seconds()));
        json.put("workBytes", estimate.workBytes());
        json.put("targetBytes", estimate.targetBytes());
        return json;
    }

    private static Map<String, Object> failure(Failure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", failure.code());
        json.put("message", text(failure.message()));
        json.put("next", text(failure.next()));
        return json;
    }

    private static @Nullable String text(Optional<String> text) {
        return text.map(WellFormed::of).orElse(null);
    }

    private static String text(String text) {
        return WellFormed.of(text);
    }

    private static double seconds(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}

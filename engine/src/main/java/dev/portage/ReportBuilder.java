package dev.portage;

import dev.portage.mapping.ValueForm;
import dev.portage.observe.Report;
import dev.portage.plan.ColumnPlan;
import dev.portage.plan.Hazard;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.source.SqliteValue;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gathers what a command learns, step by step, into its [Report].
///
/// Threads: one.
final class ReportBuilder {
    private final String command;
    private final Map<String, Double> timings = new LinkedHashMap<>();
    private final Map<String, Report.TableLine> tables = new LinkedHashMap<>();
    private final List<Report.HazardLine> hazards = new ArrayList<>();
    private final List<Report.DifferenceLine> differences = new ArrayList<>();
    private final List<Report.Check> checks = new ArrayList<>();
    private final List<Report.Source> sources = new ArrayList<>();
    private Report.Target target = new Report.Target("", "", "", "");
    private Report.Estimate estimate = new Report.Estimate(0, 0, 0);
    private boolean sourceChanged;

    ReportBuilder(String command) {
        this.command = command;
    }

    /// Adds the seconds of a step to what it took before.
    void timing(String step, double seconds) {
        timings.merge(step, seconds, Double::sum);
    }

    void sources(List<Report.Source> all) {
        sources.clear();
        sources.addAll(all);
    }

    void target(Report.Target newTarget) {
        target = newTarget;
    }

    Report.Target target() {
        return target;
    }

    void estimate(Report.Estimate newEstimate) {
        estimate = newEstimate;
    }

    void check(String name, String result, String detail) {
        checks.add(new Report.Check(name, result, detail));
    }

    void difference(Report.DifferenceLine line) {
        differences.add(line);
    }

    void sourceChanged() {
        sourceChanged = true;
    }

    /// Takes over tables, columns and hazards of a plan.
    void plan(MigrationPlan plan) {
        tables.clear();
        hazards.clear();
        for (TablePlan table : plan.tables()) {
            List<Report.ColumnLine> columns = table.columns().stream().map(ReportBuilder::column).toList();
            tables.put(table.source().name(),
                    new Report.TableLine(table.source().name(), table.sourceId(), table.target(), table.rows(), 0, table.bytes(),
                            0, Map.of(),
                            table.skip() ? "skipped" : "planned", 0, 0, columns));
        }
        plan.hazards().forEach(hazard -> hazards.add(line(hazard)));
    }

    /// Replaces the line of a table.
    void table(String source, java.util.function.UnaryOperator<Report.TableLine> change) {
        tables.computeIfPresent(source, (_, line) -> change.apply(line));
    }

    private static Report.ColumnLine column(ColumnPlan column) {
        String type = column.skip() ? "" : column.mapping().type().sql();
        return new Report.ColumnLine(column.source().name(), column.source().declaredType(), column.evidence(), column.target(),
                type,
                form(column.mapping().form()));
    }

    private static String form(ValueForm form) {
        return switch (form) {
            case ValueForm.Plain _ -> "as it is";
            case ValueForm.Words _ -> "0 and 1, and words, as boolean";
            case ValueForm.IsoText _ -> "ISO text";
            case ValueForm.Epoch(var unit) -> "counted in " + unit.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            case ValueForm.AnyAsText _ -> "any class as text";
            case ValueForm.ClassedBytes _ -> "class byte and value";
            case ValueForm.TextBytes _ -> "the text's bytes";
            case ValueForm.UuidBytes _ -> "the blob's 16 bytes";
            case ValueForm.Digits _ -> "numbers, and texts by their digits";
            case ValueForm.Label _ -> "text as a label of the enum";
            case ValueForm.Escaped _ -> "text with escapes";
            case ValueForm.Stripped _ -> "text without what cannot be kept";
            case ValueForm.Transcoded(var charset) -> "text, invalid ones read as " + charset.name();
            case ValueForm.Quarantined _ -> "text, what does not fit in quarantine";
        };
    }

    private static Report.HazardLine line(Hazard hazard) {
        List<Report.Sample> samples = hazard.samples().stream().map(key -> new Report.Sample(key(key))).toList();
        return new Report.HazardLine(hazard.code().code(), hazard.code().severity().word(), hazard.table(), hazard.column(),
                hazard.subject(), hazard.rows(), samples, hazard.message(), hazard.choices(), hazard.chosen());
    }

    /// A key as JSON values in key order, `["rowid", n]` for a row that has only that.
    static List<Object> key(Hazard.Key key) {
        List<Object> values = new ArrayList<>();
        if (key.byRowid()) {
            values.add("rowid");
        }
        key.values().forEach(value -> values.add(json(value)));
        return values;
    }

    private static Object json(SqliteValue value) {
        return switch (value) {
            case SqliteValue.Null _ -> Optional.empty();
            case SqliteValue.Int(long number) -> number;
            case SqliteValue.Real(double number) -> number;
            case SqliteValue.Text text -> text.toString();
            case SqliteValue.Blob(byte[] bytes) -> Map.of("blob", HexFormat.of().formatHex(bytes));
        };
    }

    /// The report as it stands.
    Report build(String verdict, int exitCode, Optional<PortageException> error) {
        Optional<Report.Failure> failure = error
                .map(e -> new Report.Failure(e.code(), String.valueOf(e.getMessage()), e.next()));
        return new Report(1, command, verdict, exitCode, sourceChanged, List.copyOf(sources), target,
                List.copyOf(tables.values()),
                List.copyOf(hazards), List.copyOf(differences), new LinkedHashMap<>(timings), List.copyOf(checks), estimate,
                failure);
    }
}

package dev.portage.observe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a command found and did: the contents of `report.json`, of `--json` and of `report.html`. Component names are
/// the JSON keys, which are a contract.
///
/// @param verdict `planned`, `equal`, `different`, `decisions-needed`, `unverified`, `refused`, `dropped` or `failed`
/// @param timings seconds by step: plan, snapshot, copy, indexes, constraints, verify
public record Report(int formatVersion, String command, String verdict, int exitCode, boolean sourceChanged,
        List<Source> sources, Target target, List<TableLine> tables, List<HazardLine> hazards, List<DifferenceLine> differences,
        Map<String, Double> timings, List<Check> checks, Estimate estimate, Optional<Failure> error) {

    /// One source.
    public record Source(String id, String kind, int tables, long rows, long bytes, String fingerprint) {}

    /// The target: the server's version and the schema; the address without any secret; how the connection is protected.
    public record Target(String server, String schema, String address, String tls) {}

    /// One table. `verdict` is `equal`, `different`, `skipped`, `planned` or `unverified`; `lost` counts values that an
    /// override changed, by reason.
    public record TableLine(String source, String sourceId, String target, long rows, long targetRows, long bytes,
            long quarantined, Map<String, Long> lost, String verdict, long differences, double seconds,
            List<ColumnLine> columns) {}

    /// How one column arrives: its declared type, what lies in it, its type in PostgreSQL and the form.
    public record ColumnLine(String source, String declared, String stored, String target, String type, String form) {}

    /// One hazard; keys as ARCHITECTURE, section 5 names them.
    public record HazardLine(String code, String severity, Optional<String> table, Optional<String> column,
            Optional<String> subject, long rows, List<Sample> samples, String message, List<String> choices,
            Optional<String> chosen) {}

    /// The key of a row, as JSON values in key order.
    public record Sample(List<Object> key) {}

    /// One difference: `kind` is `value`, `missing` (in the target) or `extra`; values only with `--show-values` and
    /// never of masked columns.
    public record DifferenceLine(String table, List<Object> key, Optional<String> column, String kind, String kindOfDifference,
            Optional<String> sourceValue, Optional<String> targetValue) {}

    /// Something else that was checked: an invariant, the spot check, the self-check, the integrity check.
    public record Check(String name, String result, String detail) {}

    /// What the plan expects: seconds, bytes in the work folder, bytes in the target.
    public record Estimate(double seconds, long workBytes, long targetBytes) {}

    /// The error that ended the command.
    public record Failure(String code, String message, String next) {}
}

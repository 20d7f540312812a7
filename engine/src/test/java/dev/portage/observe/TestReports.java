package dev.portage.observe;

import dev.portage.observe.Report.Check;
import dev.portage.observe.Report.ColumnLine;
import dev.portage.observe.Report.DifferenceLine;
import dev.portage.observe.Report.Failure;
import dev.portage.observe.Report.HazardLine;
import dev.portage.observe.Report.Sample;
import dev.portage.observe.Report.TableLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reports for tests: one with everything in it, one as small as can be.
final class TestReports {
    static final String HOSTILE = "<script>console.error('owned')</script><img src=x onerror=console.error(1)>";

    private TestReports() {}

    static Report small(String verdict, int exitCode) {
        return new Report(1, "plan", verdict, exitCode, false, List.of(), new Report.Target("", "", "", ""), List.of(), List.of(),
                List.of(), Map.of(), List.of(), new Report.Estimate(0, 0, 0), Optional.empty());
    }

    /// A move of a hostile database that ended with differences.
    static Report full() {
        Map<String, Double> timings = new LinkedHashMap<>();
        timings.put("plan", 1.23456);
        timings.put("snapshot", 0.05);
        timings.put("copy", 8.4);
        timings.put("indexes", 2.2);
        timings.put("constraints", 0.3);
        timings.put("verify", 5.1);
        return new Report(1, "move", "different", 6, false,
                List.of(new Report.Source("novels.db", "sqlite", 4, 1_024_338, 412_345_678, "9f86d081884c7d65")),
                new Report.Target("18.6", "public", "db.example.org:5432/novels as app", "verify-full (default)"), tables(),
                hazards(),
                differences(), timings,
                List.of(new Check("quick_check", "ok", "100,670 pages"), new Check("self-check", "ok", "")),
                new Report.Estimate(18.5, 412_345_678, 700_000_000),
                Optional.of(new Failure("PT-500", "2 rows differ in " + HOSTILE,
                        "The target stays as it is; look at the differences")));
    }

    private static List<TableLine> tables() {
        List<ColumnLine> columns = List.of(
                new ColumnLine("id", "INTEGER", "1,000,000 integer", "id", "bigint", "as it is"),
                new ColumnLine(HOSTILE, "TEXT\"><b>", "999,998 text, 2 null", "script", "text", "as it is"),
                new ColumnLine("created_at", "DATETIME", "1,000,000 text", "created_at", "timestamptz", "ISO text"),
                new ColumnLine("note", "", "", "note", "", "as it is"));
        return List.of(
                new TableLine("novels", "novels.db", "novels", 10, 10, 2_134, 0, Map.of(), "equal", 0, 0.01, columns),
                new TableLine("paragraphs", "novels.db", "paragraphs", 1_000_000, 999_999, 345_000_000, 3,
                        Map.of("varchar length", 2L), "different", 2, 4.2, columns),
                new TableLine(HOSTILE, "novels.db", "renamed_<b>", 24_328, 24_328, 67_000_000, 0, Map.of(), "equal", 0, 0.9,
                        columns),
                new TableLine("old_stuff", "novels.db", "old_stuff", 0, 0, 0, 0, Map.of(), "skipped", 0, 0, List.of()));
    }

    private static List<HazardLine> hazards() {
        return List.of(
                new HazardLine("nul-in-text", "blocker", Optional.of("paragraphs"), Optional.of("body"), Optional.empty(), 3,
                        List.of(new Sample(List.of(4L)), new Sample(List.of("a\u0000b")), new Sample(List.of("rowid", 12L))),
                        "3 texts hold U+0000, which PostgreSQL's text cannot", List.of("bytea", "escape", "strip", "quarantine"),
                        Optional.empty()),
                new HazardLine("fk-orphan", "blocker", Optional.of(HOSTILE), Optional.empty(), Optional.of("uid -> u(id)"), 1,
                        List.of(new Sample(List.of(Optional.empty(), Map.of("blob", "00ff")))),
                        "1 row refers to a parent that does not exist", List.of("not-valid", "drop-constraint"),
                        Optional.of("not-valid")),
                new HazardLine("nocase", "warning", Optional.of("novels"), Optional.of("title"), Optional.of("idx_title"), 0,
                        List.of(),
                        "the column compares without case; its unique index becomes one on lower()", List.of(), Optional.empty()),
                new HazardLine("rollback-lossy", "warning", Optional.of("novels"), Optional.of("rating"), Optional.empty(), 10,
                        List.of(), "values arrive, but their form in SQLite cannot be written again", List.of(),
                        Optional.empty()),
                new HazardLine("uuid-forms", "note", Optional.of("novels"), Optional.of("id"), Optional.empty(), 10, List.of(),
                        "the column holds UUIDs; they stay text", List.of(), Optional.empty()));
    }

    private static List<DifferenceLine> differences() {
        return List.of(
                new DifferenceLine("paragraphs", List.of(17L), Optional.of("body"), "value", "text-differs", Optional.of(HOSTILE),
                        Optional.of("\u202etxet")),
                new DifferenceLine("paragraphs", List.of("k", 2L), Optional.empty(), "missing", "row", Optional.empty(),
                        Optional.empty()));
    }
}

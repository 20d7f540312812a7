package dev.portage;

import dev.portage.observe.Report;
import dev.portage.verify.Difference;
import dev.portage.verify.TableVerdict;
import dev.portage.verify.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Tells a verdict in the words of the report.
final class Verdicts {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<Object>> KEY = new TypeReference<>() {
    };

    private Verdicts() {}

    /// Adds the verdict's tables, differences and checks to a report.
    static void into(ReportBuilder report, Verdict verdict) {
        for (Verdict.TableResult result : verdict.tables()) {
            report.table(result.table().source().name(), line -> told(line, result));
            switch (result.verdict()) {
                case TableVerdict.Different different -> different.differences().forEach(each -> report.difference(line(each)));
                case TableVerdict.Unverified(var reason) ->
                    report.check("table " + result.table().source().name(), "unverified", reason);
                case TableVerdict.Equal _ -> {}
            }
        }
        verdict.checks().forEach(check -> report.check(check.name(), check.outcome().word(), check.detail()));
    }

    private static Report.TableLine told(Report.TableLine line, Verdict.TableResult result) {
        long targetRows = switch (result.verdict()) {
            case TableVerdict.Equal(var rows) -> rows;
            case TableVerdict.Different different -> different.targetRows();
            case TableVerdict.Unverified _ -> line.targetRows();
        };
        long differences = result.verdict() instanceof TableVerdict.Different different ? different.count() : 0;
        double seconds = line.seconds() + result.took().toNanos() / 1e9;
        return new Report.TableLine(line.source(), line.sourceId(), line.target(), line.rows(), targetRows, line.bytes(),
                line.quarantined(), line.lost(), result.outcome().name().toLowerCase(Locale.ROOT), differences, seconds,
                line.columns());
    }

    private static Report.DifferenceLine line(Difference difference) {
        return new Report.DifferenceLine(difference.table(), JSON.readValue(difference.key(), KEY), difference.column(),
                difference.kind().word(), difference.clazz(), difference.sourceText(), difference.targetText());
    }

    /// How a command ends that came to this verdict.
    static Ending ending(Verdict verdict) {
        try {
            verdict.requireEqual();
            return Ending.of("equal");
        } catch (MismatchException | UnverifiedException e) {
            return new Ending(verdict.outcome().word(), e.exitCode(), Optional.of(e));
        }
    }
}

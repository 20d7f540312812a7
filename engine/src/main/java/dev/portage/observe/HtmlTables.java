package dev.portage.observe;

import dev.portage.observe.Report.Check;
import dev.portage.observe.Report.ColumnLine;
import dev.portage.observe.Report.DifferenceLine;
import dev.portage.observe.Report.TableLine;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The tables of a report: what differs, what arrived and how, how long it took, what else was checked.
final class HtmlTables {
    private static final int SHOWN_DIFFERENCES = 500;

    private HtmlTables() {}

    static void differences(Html html, Report report) {
        List<DifferenceLine> lines = report.differences();
        if (lines.isEmpty()) {
            return;
        }
        boolean values = lines.stream().anyMatch(line -> line.sourceValue().isPresent() || line.targetValue().isPresent());
        html.raw("<section id=\"differences\">\n").element("h2", "", "What differs").raw("\n<table class=\"cards\">");
        if (values) {
            html.headRow("Table", "Key", "Column", "What", "Class", "In SQLite", "In PostgreSQL");
        } else {
            html.headRow("Table", "Key", "Column", "What", "Class");
        }
        html.raw("<tbody>\n");
        lines.stream().limit(SHOWN_DIFFERENCES).forEach(line -> difference(html, line, values));
        html.raw("</tbody></table>\n");
        if (lines.size() > SHOWN_DIFFERENCES) {
            html.element("p", "lead", "The first %s of %s; report.json has all."
                    .formatted(Quantities.count(SHOWN_DIFFERENCES), Quantities.count(lines.size())));
        }
        html.raw("</section>\n");
    }

    private static void difference(Html html, DifferenceLine line, boolean values) {
        html.raw("<tr>").cell("Table", "name", line.table()).cell("Key", "code", Keys.of(line.key()))
                .cell("Column", "name", line.column().orElse("")).cell("What", "", kind(line.kind()))
                .cell("Class", "", line.kindOfDifference());
        if (values) {
            html.cell("In SQLite", "code", line.sourceValue().orElse("")).cell("In PostgreSQL", "code",
                    line.targetValue().orElse(""));
        }
        html.raw("</tr>\n");
    }

    private static String kind(String kind) {
        return switch (kind) {
            case "missing" -> "row missing in the target";
            case "extra" -> "row only in the target";
            default -> kind;
        };
    }

    static void tables(Html html, Report report) {
        if (report.tables().isEmpty()) {
            return;
        }
        boolean sources = report.sources().size() > 1;
        html.raw("<section>\n").element("h2", "", "Tables").raw("\n<table class=\"cards tables\">")
                .headRow("Table", "#Rows", "#In the target", "#Bytes", "#Seconds", "Verdict").raw("<tbody>\n");
        report.tables().forEach(table -> line(html, table, sources));
        html.raw("</tbody></table>\n</section>\n<section>\n").element("h2", "", "How each column arrives").raw("\n");
        report.tables().forEach(table -> mapping(html, table));
        html.raw("</section>\n");
    }

    private static void line(Html html, TableLine table, boolean sources) {
        html.raw("<tr>").cell("Table", "name", sources ? table.sourceId() + ": " + table.source() : table.source())
                .cell("Rows", "number", Quantities.count(table.rows()))
                .cell("In the target", "number", table.verdict().equals("planned") ? "–" : Quantities.count(table.targetRows()))
                .cell("Bytes", "number", Quantities.bytes(table.bytes()))
                .cell("Seconds", "number", String.format(Locale.ROOT, "%.2f", table.seconds()))
                .raw("<td data-label=\"Verdict\"><span class=\"pill ").raw(tone(table.verdict())).raw("\">").text(verdict(table))
                .raw("</span>").text(asides(table)).raw("</td></tr>\n");
    }

    private static String verdict(TableLine table) {
        return table.differences() == 0
                ? table.verdict()
                : table.verdict() + ", " + Quantities.counted(table.differences(), "difference");
    }

    private static String asides(TableLine table) {
        StringBuilder asides = new StringBuilder();
        if (table.quarantined() > 0) {
            asides.append(' ').append(Quantities.count(table.quarantined())).append(" in quarantine");
        }
        table.lost().forEach((reason, count) -> asides.append(asides.isEmpty() ? " " : ", ").append(Quantities.count(count))
                .append(" lost by ").append(reason));
        return asides.toString();
    }

    private static String tone(String verdict) {
        return switch (verdict) {
            case "equal" -> "good";
            case "different" -> "bad";
            case "skipped", "planned" -> "none";
            default -> "open";
        };
    }

    private static void mapping(Html html, TableLine table) {
        html.raw("<details class=\"mapping\"><summary><bdi>").text(table.source()).raw("</bdi>");
        if (!table.target().equals(table.source())) {
            html.raw(" → <bdi>").text(table.target()).raw("</bdi>");
        }
        html.element("span", "rows", Quantities.counted(table.columns().size(), "column")).raw("</summary>\n")
                .raw("<table class=\"cards\">").headRow("Column", "Declared", "Stored", "In PostgreSQL", "Type", "How")
                .raw("<tbody>\n");
        table.columns().forEach(column -> column(html, column));
        html.raw("</tbody></table></details>\n");
    }

    private static void column(Html html, ColumnLine column) {
        html.raw("<tr>").cell("Column", "name", column.source())
                .cell("Declared", "code", column.declared().isEmpty() ? "(nothing)" : column.declared())
                .cell("Stored", "", column.stored()).cell("In PostgreSQL", "name", column.target())
                .cell("Type", "code", column.type().isEmpty() ? "left out" : column.type()).cell("How", "", column.form())
                .raw("</tr>\n");
    }

    /// Bars drawn by the width of an SVG rectangle: the page's policy allows no style attributes.
    static void timings(Html html, Map<String, Double> timings) {
        double longest = timings.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        if (longest <= 0) {
            return;
        }
        html.raw("<section>\n").element("h2", "", "Where the time went").raw("\n<table class=\"bars\"><tbody>\n");
        timings.forEach((step, seconds) -> html.raw("<tr>").element("th", "", step)
                .raw("<td class=\"bar\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">")
                .raw("<rect class=\"track\" width=\"100\" height=\"10\"></rect><rect class=\"fill\" height=\"10\" width=\"")
                .raw(String.format(Locale.ROOT, "%.2f", Math.max(0.4, 100 * seconds / longest))).raw("\"></rect></svg></td>")
                .element("td", "number", Quantities.seconds(seconds)).raw("</tr>\n"));
        html.raw("</tbody></table>\n</section>\n");
    }

    static void checks(Html html, List<Check> checks) {
        if (checks.isEmpty()) {
            return;
        }
        html.raw("<section>\n").element("h2", "", "What else was checked").raw("\n<table class=\"cards\">")
                .headRow("Check", "Result", "Detail").raw("<tbody>\n");
        checks.forEach(check -> html.raw("<tr>").cell("Check", "name", check.name()).cell("Result", "", check.result())
                .cell("Detail", "", check.detail()).raw("</tr>\n"));
        html.raw("</tbody></table>\n</section>\n");
    }
}

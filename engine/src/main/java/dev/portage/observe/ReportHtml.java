package dev.portage.observe;

import dev.portage.DefectException;
import dev.portage.source.Fingerprint;
import dev.portage.observe.Report.Failure;
import dev.portage.observe.Report.TableLine;
import dev.portage.state.WorkDir;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// A [Report] as one HTML file that needs nothing else: no script, no font, no picture, no network. Its content security
/// policy allows the one style sheet inside and nothing more, and every text from a database is escaped.
public final class ReportHtml {
    private static final String STYLE = style();
    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; base-uri 'none'; form-action 'none'";

    private ReportHtml() {}

    /// The report as a complete HTML document in UTF-8.
    public static String render(Report report) {
        Html html = new Html();
        html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"").raw(POLICY).raw("\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>").text(title(report))
                .raw("</title>\n<style>").raw(STYLE).raw("</style>\n</head>\n<body>\n<main>\n");
        head(html, report);
        HtmlTables.differences(html, report);
        HtmlHazards.sections(html, report.hazards());
        HtmlTables.tables(html, report);
        HtmlTables.timings(html, report.timings());
        HtmlTables.checks(html, report.checks());
        html.raw("<footer>Portage · ").text(report.command()).raw(" · exit code ").text(Integer.toString(report.exitCode()))
                .raw(" · report.json beside this page holds the same for programs</footer>\n</main>\n</body>\n</html>\n");
        return html.toString();
    }

    /// Writes the page so that after a crash either the old or the new one is there, readable by the owner only.
    ///
    /// @throws dev.portage.UnreachableException PT-360 the disk is full or cannot be written
    public static void write(Report report, Path file) {
        WorkDir.writeDurably(file, render(report));
    }

    private static String title(Report report) {
        return sourceNames(report) + " · " + VerdictWords.heading(report) + " · Portage";
    }

    private static String sourceNames(Report report) {
        List<String> ids = report.sources().stream().map(Report.Source::id).toList();
        return ids.isEmpty() ? "portage " + report.command() : String.join(", ", ids);
    }

    private static void head(Html html, Report report) {
        html.raw("<header>\n<p class=\"brand\">portage ").text(report.command()).raw("</p>\n<h1><bdi>")
                .text(sourceNames(report)).raw("</bdi>");
        if (!report.target().server().isEmpty()) {
            html.raw(" <span class=\"arrow\">→</span> PostgreSQL ").text(report.target().server());
        }
        html.raw("</h1>\n<div class=\"verdict ").raw(VerdictWords.tone(report)).raw("\">\n");
        html.element("strong", "", VerdictWords.heading(report)).element("p", "", VerdictWords.sentence(report))
                .raw("\n</div>\n");
        report.error().ifPresent(error -> failure(html, error));
        facts(html, report);
        html.raw("</header>\n");
    }

    private static void failure(Html html, Failure error) {
        html.raw("<div class=\"error\"><p><code>").text(error.code()).raw("</code> <bdi>").text(error.message())
                .raw("</bdi>.</p><p class=\"next\"><bdi>").text(error.next()).raw("</bdi>.</p></div>\n");
    }

    private static void facts(Html html, Report report) {
        long rows = report.tables().stream().mapToLong(TableLine::rows).sum();
        long bytes = report.tables().stream().mapToLong(TableLine::bytes).sum();
        double seconds = report.timings().values().stream().mapToDouble(Double::doubleValue).sum();
        html.raw("<dl class=\"facts\">");
        fact(html, "Tables", Quantities.count(report.tables().stream().filter(t -> !t.verdict().equals("skipped")).count()));
        fact(html, "Rows", Quantities.count(rows));
        fact(html, "Values", Quantities.bytes(bytes));
        fact(html, "Time", Quantities.seconds(seconds));
        html.raw("</dl>\n<dl class=\"places\">");
        for (Report.Source source : report.sources()) {
            place(html, "Source", source.id());
            place(html, "Fingerprint", source.fingerprint());
        }
        place(html, "Target", report.target().address());
        place(html, "Schema", report.target().schema());
        place(html, "Encryption", report.target().tls());
        html.raw("</dl>\n");
    }

    private static void fact(Html html, String name, String value) {
        html.raw("<div>").element("dt", "", name).element("dd", "", value).raw("</div>");
    }

    private static void place(Html html, String name, String value) {
        if (!value.isEmpty()) {
            html.raw("<div>").element("dt", "", name).raw("<dd><bdi>").text(value).raw("</bdi></dd></div>");
        }
    }

    private static String style() {
        try (InputStream css = ReportHtml.class.getResourceAsStream("report.css")) {
            if (css == null) {
                throw noStyle(null);
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw noStyle(e);
        }
    }

    private static DefectException noStyle(@org.jspecify.annotations.Nullable IOException cause) {
        return new DefectException(902, "report.css is missing in this build of Portage",
                "The data is not touched by this; build Portage again", cause);
    }

    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(Fingerprint.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}

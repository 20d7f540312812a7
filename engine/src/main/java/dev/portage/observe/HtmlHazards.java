package dev.portage.observe;

import dev.portage.observe.Report.HazardLine;
import java.util.List;
import java.util.stream.Collectors;

/// The hazards of a report in three groups: what needs a person, what is kept another way, and notes.
final class HtmlHazards {
    private HtmlHazards() {}

    static void sections(Html html, List<HazardLine> hazards) {
        List<HazardLine> open = hazards.stream().filter(VerdictWords::isOpen).toList();
        List<HazardLine> chosen = hazards.stream().filter(h -> h.severity().equals("blocker") && h.chosen().isPresent()).toList();
        section(html, "open", Quantities.count(open.size()) + (open.size() == 1 ? " needs you" : " need you"),
                "A person must choose. Nothing is made in the target before.", open);
        section(html, "chosen", Quantities.counted(chosen.size(), "decision") + " taken",
                "Somebody chose this in plan.yaml or by --accept-suggestions.", chosen);
        List<HazardLine> warnings = bySeverity(hazards, "warning");
        section(html, "warning",
                Quantities.count(warnings.size()) + (warnings.size() == 1 ? " is" : " are") + " kept another way",
                "Every value is kept, and somebody must know.", warnings);
        notes(html, bySeverity(hazards, "note"));
    }

    private static List<HazardLine> bySeverity(List<HazardLine> hazards, String severity) {
        return hazards.stream().filter(hazard -> hazard.severity().equals(severity)).toList();
    }

    private static void section(Html html, String cssClass, String heading, String sentence, List<HazardLine> hazards) {
        if (hazards.isEmpty()) {
            return;
        }
        html.raw("<section>\n").element("h2", "", heading).element("p", "lead", sentence).raw("\n<div class=\"hazards\">\n");
        hazards.forEach(hazard -> hazard(html, cssClass, hazard));
        html.raw("</div>\n</section>\n");
    }

    private static void notes(Html html, List<HazardLine> notes) {
        if (notes.isEmpty()) {
            return;
        }
        html.raw("<section>\n<details class=\"notes\"><summary><h2>").text(Quantities.counted(notes.size(), "note"))
                .raw("</h2></summary>\n<div class=\"hazards\">\n");
        notes.forEach(hazard -> hazard(html, "note", hazard));
        html.raw("</div></details>\n</section>\n");
    }

    private static void hazard(Html html, String cssClass, HazardLine hazard) {
        html.open("article", "hazard " + cssClass).raw("<p class=\"where\"><code>").text(hazard.code()).raw("</code> <bdi>")
                .text(HazardPlaces.of(hazard)).raw("</bdi>");
        if (hazard.rows() > 0) {
            html.element("span", "rows", Quantities.counted(hazard.rows(), "row"));
        }
        html.raw("</p>").element("p", "message", hazard.message());
        if (!hazard.samples().isEmpty()) {
            html.raw("<p class=\"samples\">").text(sampleWords(hazard)).raw(" <bdi>").text(keys(hazard)).raw("</bdi></p>");
        }
        if (!hazard.choices().isEmpty()) {
            choices(html, hazard);
        }
        html.raw("</article>\n");
    }

    private static String sampleWords(HazardLine hazard) {
        return hazard.samples().size() < hazard.rows() ? "First keys:" : hazard.samples().size() == 1 ? "Key:" : "Keys:";
    }

    private static String keys(HazardLine hazard) {
        return hazard.samples().stream().map(sample -> Keys.of(sample.key())).collect(Collectors.joining(", "));
    }

    private static void choices(Html html, HazardLine hazard) {
        html.raw("<ol class=\"choices\">");
        for (int i = 0; i < hazard.choices().size(); i++) {
            String choice = hazard.choices().get(i);
            boolean taken = hazard.chosen().filter(choice::equals).isPresent();
            html.open("li", taken ? "taken" : "").element("code", "", choice);
            if (taken) {
                html.element("span", "tag", "chosen");
            } else if (i == 0) {
                html.element("span", "tag", "suggested");
            }
            html.raw("</li>");
        }
        html.raw("</ol>");
    }
}

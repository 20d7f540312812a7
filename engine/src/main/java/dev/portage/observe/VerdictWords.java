package dev.portage.observe;

import dev.portage.observe.Report.HazardLine;
import dev.portage.observe.Report.TableLine;

/// What a verdict means, in words that the terminal and the HTML report share.
public final class VerdictWords {
    private VerdictWords() {}

    /// One or two words: `Equal`, `Different`, `Decisions needed`.
    public static String heading(Report report) {
        return switch (report.verdict()) {
            case "equal" -> report.sourceChanged() ? "Equal to the copy" : "Equal";
            case "different" -> "Different";
            case "planned" -> "Planned";
            case "decisions-needed" -> "Decisions needed";
            case "unverified" -> "Not verified";
            case "refused" -> "Refused";
            case "dropped" -> "Dropped";
            default -> "Failed";
        };
    }

    /// The colour of the verdict, a CSS class: `good`, `bad` or `open`.
    public static String tone(Report report) {
        return switch (report.verdict()) {
            case "equal" -> report.exitCode() == 0 ? "good" : "open";
            case "planned", "dropped" -> "good";
            case "decisions-needed", "unverified", "refused" -> "open";
            default -> "bad";
        };
    }

    /// One sentence with numbers, without a full stop at its end where it is short.
    public static String sentence(Report report) {
        long tables = report.tables().stream().filter(table -> !table.verdict().equals("skipped")).count();
        long rows = report.tables().stream().filter(table -> !table.verdict().equals("skipped")).mapToLong(TableLine::rows).sum();
        String amount = Quantities.counted(rows, "row") + " in " + Quantities.counted(tables, "table");
        return switch (report.verdict()) {
            case "equal" -> report.tables().isEmpty()
                    ? "The move ended with both sides equal; verify compares them again."
                    : "Every value of " + amount + " was compared, and both sides are equal."
                            + (report.sourceChanged() ? " The source was written to after the copy was taken." : "");
            case "different" -> Quantities.counted(differences(report), "difference") + " in " + amount
                    + ". The target stays as it is until somebody decides.";
            case "planned" -> amount + " looked at, every value of them. Nothing was made in the target.";
            case "decisions-needed" -> Quantities.counted(openDecisions(report), "decision")
                    + " must be taken by a person. Nothing was made in the target.";
            case "unverified" -> "It is not known whether both sides are equal; do not use the target yet.";
            case "dropped" -> "The target is without this migration; the source is as it was.";
            case "refused" -> "The step is unsafe now and was not begun.";
            default -> "The command could not finish.";
        };
    }

    /// How many blockers wait for a choice.
    public static long openDecisions(Report report) {
        return report.hazards().stream().filter(VerdictWords::isOpen).count();
    }

    /// Whether a hazard waits for a choice.
    public static boolean isOpen(HazardLine hazard) {
        return hazard.severity().equals("blocker") && hazard.chosen().isEmpty();
    }

    private static long differences(Report report) {
        return Math.max(report.differences().size(), report.tables().stream().mapToLong(TableLine::differences).sum());
    }
}

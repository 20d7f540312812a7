package dev.portage.observe;

import dev.portage.observe.Report.HazardLine;

/// Where a hazard lies, in words that the terminal and the HTML report share.
public final class HazardPlaces {
    private HazardPlaces() {}

    /// `notes.body`, `notes (idx_title)`, or `the file` where the hazard is of all of it.
    public static String of(HazardLine hazard) {
        StringBuilder place = new StringBuilder();
        hazard.table().ifPresent(place::append);
        hazard.column().ifPresent(column -> place.append(place.isEmpty() ? "" : ".").append(column));
        hazard.subject().ifPresent(subject -> place.append(place.isEmpty() ? subject : " (" + subject + ")"));
        return place.isEmpty() ? "the file" : place.toString();
    }
}

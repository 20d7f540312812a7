package dev.portage;

import dev.portage.moment.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Takes one migration back and tells what became of it.
final class Dropping {
    private Dropping() {}

    /// Removes what the migration made, forgets it, and lets schema `portage` go with the last one. Killed after the
    /// forgetting, the next one does the rest.
    ///
    /// @param begunMark the file that ties the work folder to the target; removed
    static Ending run(Destination to, String schema, ReportBuilder report, Path begunMark) {
        boolean there = to.control().isPresent();
        if (!there && !to.isForgotten()) {
            return nothing(report);
        }
        report.target(to.described(schema));
        if (there) {
            to.dropList().forEach(line -> report.check("drop", "done", line));
            to.dropAll().forEach(line -> report.check("rows", "done", line));
        }
        forget(begunMark);
        boolean gone = to.dropState();
        report.check("schema portage", gone ? "dropped" : "kept", gone ? "" : "other migrations have their state there");
        return Ending.of("dropped");
    }

    /// The end where nothing was ever begun.
    static Ending nothing(ReportBuilder report) {
        report.check("drop", "nothing", "this migration has made nothing there");
        return Ending.of("dropped");
    }

    private static void forget(Path begunMark) {
        try {
            Files.deleteIfExists(begunMark);
            Moment.BEGUN_MARK_DELETED.reached();
        } catch (IOException e) {
            throw new UnreachableException(360, "the mark %s could not be removed (%s)".formatted(begunMark, e.getMessage()),
                    "Everything was dropped in the target; remove that file", e);
        }
    }
}

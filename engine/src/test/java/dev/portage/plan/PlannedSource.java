package dev.portage.plan;

import dev.portage.plan.Choices.ColumnChoice;
import dev.portage.plan.Choices.Decision;
import dev.portage.plan.Choices.TableChoice;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteSchemaReader;
import dev.portage.source.SqliteValue;
import dev.portage.testing.SqliteScript;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plans a small SQLite file made of a script, and finds things in the plan.
record PlannedSource(MigrationPlan plan) {
    static final ColumnChoice UNSAID = new ColumnChoice(false, Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), false);

    static PlannedSource of(Path folder, String script) {
        return of(folder, script, Choices.none("public"));
    }

    static PlannedSource of(Path folder, String script, Choices choices) {
        Path file = SqliteScript.run(folder.resolve("app.db"), script);
        try (SqliteFile source = SqliteFile.openPrivate(file)) {
            return new PlannedSource(
                    Planner.plan("app.db", source, SqliteSchemaReader.read(source), choices, Planner.Progress.NONE));
        }
    }

    /// Choices for one column of a table.
    static Choices column(String table, String column, ColumnChoice choice) {
        return new Choices("public",
                Map.of(table, new TableChoice(false, Optional.empty(), Optional.empty(), Map.of(column, choice))),
                List.of(), List.of(), false);
    }

    /// An answer to one blocker of a column.
    static Choices answer(HazardCode code, String table, String column, String choice) {
        return new Choices("public", Map.of(),
                List.of(new Decision(code, Optional.of(table), Optional.of(column), Optional.empty(), choice)), List.of(), false);
    }

    /// Every blocker answered with its first choice.
    static Choices suggestions() {
        return new Choices("public", Map.of(), List.of(), List.of(), true);
    }

    TablePlan table(String name) {
        return plan.tables().stream().filter(table -> table.source().name().equals(name)).findFirst().orElseThrow();
    }

    ColumnPlan column(String table, String column) {
        return table(table).findColumn(column).orElseThrow();
    }

    /// The type and form of a column: `text any-as-text`.
    String mapping(String table, String column) {
        var mapping = column(table, column).mapping();
        return mapping.type() + " " + mapping.form().word();
    }

    /// The only hazard of that code.
    Hazard hazard(HazardCode code) {
        List<Hazard> found = plan.hazards().stream().filter(hazard -> hazard.code() == code).toList();
        if (found.size() != 1) {
            throw new AssertionError("%d hazards %s among %s".formatted(found.size(), code, codes()));
        }
        return found.getFirst();
    }

    /// The hazard of that code about the table.
    Hazard hazardOf(HazardCode code, String table) {
        return plan.hazards().stream().filter(h -> h.code() == code && h.table().equals(Optional.of(table))).findFirst()
                .orElseThrow();
    }

    /// The hazard of that code about the subject.
    Hazard hazardOn(HazardCode code, String subject) {
        return plan.hazards().stream().filter(h -> h.code() == code && h.subject().equals(Optional.of(subject))).findFirst()
                .orElseThrow();
    }

    List<HazardCode> codes() {
        return plan.hazards().stream().map(Hazard::code).toList();
    }

    /// The keys of a hazard's samples where each is one integer.
    static List<Long> keys(Hazard hazard) {
        return hazard.samples().stream().map(key -> ((SqliteValue.Int) key.values().getFirst()).value()).toList();
    }
}

package dev.portage.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The hazards that steer the statements, and those that writing them brings up.
final class DdlHazards {
    private final Map<Place, List<Hazard>> known = new HashMap<>();
    private final List<Hazard> raised = new ArrayList<>();
    private final Choices choices;

    private record Place(HazardCode code, String table) {}

    DdlHazards(List<Hazard> soFar, Choices choices) {
        this.choices = choices;
        soFar.forEach(this::remember);
    }

    /// Those that came up.
    List<Hazard> raised() {
        return raised;
    }

    /// What was chosen for a hazard of that kind about the table; its first choice where nothing was chosen yet; empty
    /// where there is no such hazard.
    Optional<String> choice(HazardCode code, TablePlan table, Predicate<Hazard> about) {
        return of(code, table).stream().filter(about)
                .map(hazard -> hazard.chosen().orElseGet(() -> hazard.choices().isEmpty() ? "" : hazard.choices().getFirst()))
                .findFirst();
    }

    /// The same for a hazard about that subject.
    Optional<String> choice(HazardCode code, TablePlan table, String subject) {
        return choice(code, table, hazard -> hazard.subject().equals(Optional.of(subject)));
    }

    /// True where it was said already that something of the table does not arrive: then it must not.
    boolean told(HazardCode code, TablePlan table, String subject) {
        return of(code, table).stream().anyMatch(hazard -> hazard.subject().equals(Optional.of(subject)));
    }

    /// Adds a warning about a column, unless it is there.
    void warnColumn(HazardCode code, TablePlan table, ColumnPlan column, String message) {
        raise(code, table, Optional.of(column.source().name()), Optional.empty(), message, List.of());
    }

    /// Adds a warning about something of the table, unless it is there.
    void warn(HazardCode code, TablePlan table, String subject, String message) {
        raise(code, table, Optional.empty(), Optional.of(subject), message, List.of());
    }

    /// Adds a blocker about something of the table, unless it is there.
    void block(HazardCode code, TablePlan table, String subject, String message, List<String> offered) {
        raise(code, table, Optional.empty(), Optional.of(subject), message, offered);
    }

    /// Adds a warning or note about something of the file that is of no planned table.
    void warnFile(HazardCode code, String subject, String message) {
        add(code, Optional.empty(), Optional.empty(), Optional.of(subject), message, List.of());
    }

    /// Adds a warning about a table of the source by its name, whether it is planned or not, unless it is there.
    void warnTable(HazardCode code, String table, String message) {
        raise(code, table, Optional.empty(), Optional.empty(), message, List.of());
    }

    /// True where it was said already that the table of that name does not arrive as it is.
    boolean told(HazardCode code, String table) {
        return !of(code, table).isEmpty();
    }

    private void raise(HazardCode code, TablePlan table, Optional<String> column, Optional<String> subject, String message,
            List<String> offered) {
        raise(code, table.source().name(), column, subject, message, offered);
    }

    private void raise(HazardCode code, String table, Optional<String> column, Optional<String> subject, String message,
            List<String> offered) {
        boolean there = of(code, table).stream()
                .anyMatch(hazard -> hazard.subject().equals(subject) && (column.isEmpty() || hazard.column().equals(column)));
        if (!there) {
            add(code, Optional.of(table), column, subject, message, offered);
        }
    }

    private void add(HazardCode code, Optional<String> name, Optional<String> column, Optional<String> subject, String message,
            List<String> offered) {
        Optional<String> chosen = offered.isEmpty() ? Optional.empty() : choices.chosen(code, name, column, subject, offered);
        var hazard = new Hazard(code, name, column, subject, 0, List.of(), message, offered, chosen);
        remember(hazard);
        raised.add(hazard);
    }

    private List<Hazard> of(HazardCode code, TablePlan table) {
        return of(code, table.source().name());
    }

    private List<Hazard> of(HazardCode code, String table) {
        return known.getOrDefault(new Place(code, lower(table)), List.of());
    }

    private void remember(Hazard hazard) {
        hazard.table().ifPresent(
                table -> known.computeIfAbsent(new Place(hazard.code(), lower(table)), _ -> new ArrayList<>()).add(hazard));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

package dev.portage.plan;

import dev.portage.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects what is found, and looks up what a person chose for it.
final class HazardList {
    private final Choices choices;
    private final List<Hazard> hazards = new ArrayList<>();

    HazardList(Choices choices) {
        this.choices = choices;
    }

    /// What a hazard is about.
    record Place(Optional<String> table, Optional<String> column, Optional<String> subject) {
        static Place of(String table) {
            return new Place(Optional.of(table), Optional.empty(), Optional.empty());
        }

        static Place of(String table, String column) {
            return new Place(Optional.of(table), Optional.of(column), Optional.empty());
        }

        static Place ofSubject(String table, String subject) {
            return new Place(Optional.of(table), Optional.empty(), Optional.of(subject));
        }

        static Place ofFile(Optional<String> subject) {
            return new Place(Optional.empty(), Optional.empty(), subject);
        }
    }

    /// Rows and the first of their keys.
    record Rows(long count, List<Hazard.Key> keys) {
        static final Rows NONE = new Rows(0, List.of());

        static Rows of(KeySamples samples) {
            return new Rows(samples.rows(), samples.keys());
        }

        static Rows count(long rows) {
            return new Rows(rows, List.of());
        }
    }

    /// Adds a blocker and returns what was chosen for it; where nothing was, the suggestion, so that the plan shows what it
    /// would do.
    ///
    /// @param offered what may be chosen, the suggestion first, never empty
    /// @throws ConfigException PT-107: plan.yaml answers with something that is not offered
    String ask(HazardCode code, Place place, Rows rows, String message, List<String> offered) {
        Optional<String> chosen = choices.chosen(code, place.table(), place.column(), place.subject(), offered);
        chosen.ifPresent(answer -> check(code, place, answer, offered));
        return answered(code, place, rows, message, offered, chosen);
    }

    /// As [#ask], for a hazard whose answer stands in the column's own settings.
    String answered(HazardCode code, Place place, Rows rows, String message, List<String> offered, Optional<String> chosen) {
        hazards.add(new Hazard(code, place.table(), place.column(), place.subject(), rows.count(), rows.keys(), message, offered,
                chosen));
        return chosen.orElse(offered.getFirst());
    }

    /// Adds a hazard about which nothing can be chosen.
    void tell(HazardCode code, Place place, Rows rows, String message) {
        hazards.add(
                new Hazard(code, place.table(), place.column(), place.subject(), rows.count(), rows.keys(), message, List.of(),
                        Optional.empty()));
    }

    /// All of them, in the order in which they were found.
    List<Hazard> all() {
        return List.copyOf(hazards);
    }

    private static void check(HazardCode code, Place place, String answer, List<String> offered) {
        String word = answer.contains(":") ? answer.substring(0, answer.indexOf(':')) : answer;
        if (!offered.contains(answer) && !offered.contains(word)) {
            throw new ConfigException(107, "plan.yaml answers %s of %s with '%s', which is not one of %s".formatted(code.code(),
                    where(place), answer, String.join(", ", offered)),
                    "Nothing was written; choose one of those and run the same command again");
        }
    }

    private static String where(Place place) {
        StringBuilder where = new StringBuilder(place.table().map(table -> "table " + table).orElse("the file"));
        place.column().ifPresent(column -> where.append(", column ").append(column));
        place.subject().ifPresent(subject -> where.append(", ").append(subject));
        return where.toString();
    }
}

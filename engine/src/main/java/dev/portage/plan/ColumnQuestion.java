package dev.portage.plan;

import dev.portage.schema.StorageClass;
import dev.portage.source.SqliteValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One column whose type is to be chosen: what lies in it, what a person said, and where hazards go.
///
/// @param key whether the column is part of a primary key or unique index, or a foreign key refers to it, or no row of
///        the table can be named: its values cannot lie in the quarantine
/// @param mergesAsText whether two different values of the key would be the same text; asked only of mixed keys
/// @param types in which types values arrive
record ColumnQuestion(String table, ColumnProfile profile, Choices.ColumnChoice choice, HazardList hazards, boolean key,
        java.util.function.BooleanSupplier mergesAsText, PlanOptions.Types types) {

    HazardList.Place place() {
        return HazardList.Place.of(table, profile.column.name());
    }

    /// `table.column`.
    String name() {
        return table + "." + profile.column.name();
    }

    String ask(HazardCode code, HazardList.Rows rows, String message, List<String> offered) {
        return hazards.ask(code, place(), rows, message, offered);
    }

    String ask(HazardCode code, HazardList.Rows rows, String message, List<String> offered, Optional<String> answer) {
        return answer.isPresent()
                ? hazards.answered(code, place(), rows, message, offered, answer)
                : ask(code, rows, message, offered);
    }

    void tell(HazardCode code, HazardList.Rows rows, String message) {
        hazards.tell(code, place(), rows, message);
    }

    /// The rows whose class is none of `expected` and not NULL.
    HazardList.Rows othersThan(StorageClass... expected) {
        List<KeySamples> others = profile.present().stream().filter(c -> !Arrays.asList(expected).contains(c)).map(profile::of)
                .toList();
        return together(others);
    }

    static HazardList.Rows together(List<KeySamples> samples) {
        long rows = samples.stream().mapToLong(KeySamples::rows).sum();
        List<Hazard.Key> keys = KeySamples.merged(samples);
        boolean numbered = keys.stream()
                .allMatch(k -> k.values().size() == 1 && k.values().getFirst() instanceof SqliteValue.Int);
        return new HazardList.Rows(rows, numbered
                ? keys.stream().sorted(Comparator.comparingLong(k -> ((SqliteValue.Int) k.values().getFirst()).value())).toList()
                : keys);
    }
}

package dev.portage.plan;

import java.util.ArrayList;
import java.util.List;

/// How many rows show one oddity, and the keys of the first 20 of them; never more, whatever the table.
final class KeySamples {
    /// How many keys are kept.
    static final int KEPT = 20;

    private long rows;
    private final List<Hazard.Key> keys = new ArrayList<>(0);

    /// Counts one row.
    void add(RowKey key) {
        if (rows++ < KEPT) {
            keys.add(key.current());
        }
    }

    /// How many rows were counted.
    long rows() {
        return rows;
    }

    /// True where at least one row was counted.
    boolean any() {
        return rows > 0;
    }

    /// The keys of the first rows, in scan order.
    List<Hazard.Key> keys() {
        return List.copyOf(keys);
    }

    /// The first keys of several oddities together, without repeats.
    static List<Hazard.Key> merged(List<KeySamples> samples) {
        return samples.stream().flatMap(s -> s.keys.stream()).distinct().limit(KEPT).toList();
    }
}

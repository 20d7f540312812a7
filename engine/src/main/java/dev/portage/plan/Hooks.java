package dev.portage.plan;

import java.util.List;
import java.util.Map;

/// A person's own SQL for the target, and who may use what is made.
///
/// @param before statements that run before the first table is made, each once
/// @param after statements that run after the last constraint and before the verdict, each once
/// @param grants privileges on every moved table by role: `reader` to `SELECT`
public record Hooks(List<String> before, List<String> after, Map<String, String> grants) {
    /// None.
    public static final Hooks NONE = new Hooks(List.of(), List.of(), Map.of());

    public Hooks {
        before = List.copyOf(before);
        after = List.copyOf(after);
        grants = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(grants));
    }
}

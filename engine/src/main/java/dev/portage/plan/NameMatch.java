package dev.portage.plan;

import dev.portage.plan.PlanOptions.Identifiers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Finds for the names of the source those of the target that stand for the same thing: the one that a person gave, the
/// one that the chosen spelling makes, the same, the only one that is equal without case, the only one whose letters and
/// digits are the same, so that `AlbumId` finds `album_id`.
final class NameMatch {
    private final Map<String, String> found = new LinkedHashMap<>();
    private final Set<String> open;
    private final Set<String> free;

    private NameMatch(List<String> source, List<String> target) {
        this.open = new LinkedHashSet<>(source);
        this.free = new LinkedHashSet<>(target);
    }

    /// The target's names by those of the source; what has none is left out, and no name of the target stands for two.
    ///
    /// @param given names that a person gave; where the target has no such name, nothing else is looked for
    static Map<String, String> find(List<String> source, List<String> target, Map<String, String> given, Identifiers spelling) {
        var match = new NameMatch(source, target);
        given.forEach(match::given);
        match.by(name -> spelled(name, spelling), name -> name);
        match.by(name -> name, name -> name);
        match.by(NameMatch::lower, NameMatch::lower);
        match.by(NameMatch::bare, NameMatch::bare);
        return match.found;
    }

    /// Whether nobody asked for that spelling, so that it must be said.
    static boolean unasked(String source, String target, Map<String, String> given, Identifiers spelling) {
        return !given.containsKey(source) && !source.equals(target) && !spelled(source, spelling).equals(target);
    }

    private void given(String source, String target) {
        if (open.remove(source) && free.remove(target)) {
            found.put(source, target);
        }
    }

    private void by(UnaryOperator<String> ofSource, UnaryOperator<String> ofTarget) {
        Map<String, List<String>> targets = free.stream().collect(Collectors.groupingBy(ofTarget));
        Map<String, List<String>> sources = new HashMap<>();
        open.forEach(name -> sources.computeIfAbsent(ofSource.apply(name), _ -> new ArrayList<>()).add(name));
        sources.forEach((key, names) -> {
            List<String> same = targets.getOrDefault(key, List.of());
            if (names.size() == 1 && same.size() == 1) {
                given(names.getFirst(), same.getFirst());
            }
        });
    }

    private static String spelled(String name, Identifiers spelling) {
        return Spelling.of(spelling, name);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String bare(String name) {
        String bare = lower(name).replaceAll("[^\\p{L}\\p{N}]", "");
        return bare.isEmpty() ? name : bare;
    }
}

package dev.portage;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Adds up what overrides lost, range by range.
final class Losses {
    private Losses() {}

    /// `known` and the counts of one checkpoint (`ROUNDED=3,NULL_IF=1`, possibly empty), by reason: `null-if`.
    static Map<String, Long> add(Map<String, Long> known, String more) {
        if (more.isEmpty()) {
            return known;
        }
        Map<String, Long> sum = new LinkedHashMap<>(known);
        for (String entry : more.split(",")) {
            int equals = entry.indexOf('=');
            String reason = entry.substring(0, equals).toLowerCase(Locale.ROOT).replace('_', '-');
            sum.merge(reason, Long.parseLong(entry.substring(equals + 1)), Long::sum);
        }
        return sum;
    }
}

package dev.portage.observe;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Numbers as people read them, the same on the terminal and in the reports, in every locale.
public final class Quantities {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    private Quantities() {}

    /// `1,234,567`.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `1 row`, `2 rows`: the count and its noun; the plural has an `s`.
    public static String counted(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /// `999 B`, `1.5 kB`, `12 MB`: decimal units, two digits at least.
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.size() - 1) {
            value /= 1000;
            unit++;
        }
        boolean whole = unit == 0 || value >= 99.95;
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", value, UNITS.get(unit));
    }

    /// `0.04 s`, `12.3 s`, `4 min 10 s`, `2 h 5 min`.
    public static String seconds(double seconds) {
        if (seconds < 9.995) {
            return String.format(Locale.ROOT, "%.2f s", seconds);
        }
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        Duration whole = Duration.ofSeconds(Math.round(seconds));
        return whole.toHours() > 0
                ? "%d h %d min".formatted(whole.toHours(), whole.toMinutesPart())
                : "%d min %d s".formatted(whole.toMinutes(), whole.toSecondsPart());
    }
}

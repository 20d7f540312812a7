package dev.portage.benchmarks;

/// A figure to reach, and what was measured.
///
/// @param name what is measured
/// @param limit the most it may be
/// @param unit `×`, `s` or `MB`
/// @param measured of all rounds
/// @param judged the number that counts: the median of times and ratios, the largest of memory
record Goal(String name, double limit, String unit, Statistics measured, double judged) {
    static Goal ofTimes(String name, double limit, String unit, Statistics measured) {
        return new Goal(name, limit, unit, measured, measured.median());
    }

    static Goal ofMemory(String name, double limit, Statistics measured) {
        return new Goal(name, limit, "MB", measured, measured.most());
    }

    /// Whether it was reached.
    boolean met() {
        return judged <= limit;
    }
}

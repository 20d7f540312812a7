package dev.portage.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/// Numbers of several rounds: the one in the middle, and how far they lie apart.
///
/// @param median the middle one, or the mean of the two in the middle
/// @param least the smallest
/// @param most the largest
record Statistics(double median, double least, double most) {
    /// @throws IllegalArgumentException there is no number
    static Statistics of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no number to take the median of");
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Statistics(median, sorted.getFirst(), sorted.getLast());
    }

    /// The ratios round by round: each round's numbers are measured minutes apart at most, so what slows the machine for a
    /// while slows both.
    static Statistics ratios(List<Double> dividends, List<Double> divisors) {
        return of(pairs(dividends, divisors, (a, b) -> a / b));
    }

    private static List<Double> pairs(List<Double> first, List<Double> second, DoubleBinaryOperator operator) {
        if (first.size() != second.size()) {
            throw new IllegalArgumentException("%d rounds against %d".formatted(first.size(), second.size()));
        }
        List<Double> results = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            results.add(operator.applyAsDouble(first.get(i), second.get(i)));
        }
        return results;
    }
}

package dev.portage.codec;

import dev.portage.mapping.IsoPattern;

import dev.portage.mapping.ValueForm.Epoch.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Counts the date and time forms of a column's values.
///
/// Threads: one at a time.
public final class IsoSummary {
    /// How many values have one form.
    public record Count(String form, long rows) {
        @Override
        public String toString() {
            return "%,d × %s".formatted(rows, form);
        }
    }

    private static final class Counter {
        private long rows;
    }

    private final Map<IsoShape, Counter> shapes = new LinkedHashMap<>();
    private final Map<String, Counter> numbers = new LinkedHashMap<>();
    private IsoShape lastShape = IsoShape.OTHER;
    private Counter lastCounter = new Counter();
    private long texts;

    /// Counts a text of that shape.
    public void add(IsoShape shape) {
        if (texts++ == 0 || shape != lastShape) {
            lastShape = shape;
            lastCounter = shapes.computeIfAbsent(shape, _ -> new Counter());
        }
        lastCounter.rows++;
    }

    /// Counts an INTEGER by the unit in which it could count time.
    public void add(long integer) {
        addNumber(EpochGuess.unitOf(integer));
    }

    /// Counts a REAL by the unit in which it could count time.
    public void add(double real) {
        addNumber(EpochGuess.unitOf(real));
    }

    /// The one pattern that every value has; empty where there is none, or no value at all. A pattern whose fraction is
    /// MIXED, and one with offsets ([#offsetRows()]), cannot be written again exactly.
    public Optional<IsoPattern> uniform() {
        if (shapes.isEmpty() || !numbers.isEmpty() || shapes.containsKey(IsoShape.OTHER)
                || !same(IsoShape::date) || !same(IsoShape::separator) || !same(IsoShape::time) || !same(IsoShape::zone)) {
            return Optional.empty();
        }
        IsoShape first = shapes.keySet().iterator().next();
        int digits = shapes.keySet().stream().mapToInt(IsoShape::fractionDigits).max().orElse(0);
        return Optional.of(new IsoPattern(first.date(), first.separator(), first.time(), fraction(digits), digits, first.zone()));
    }

    /// How many texts have a digit other than zero after the sixth of the fraction.
    public long beyondMicrosRows() {
        return rows(IsoShape::beyondMicros);
    }

    /// How many texts have an offset that is not zero (or is `-00:00`), so that it would not be kept.
    public long offsetRows() {
        return rows(shape -> !shape.zeroOffset());
    }

    /// How many texts are of no ISO form.
    public long otherRows() {
        Counter other = shapes.get(IsoShape.OTHER);
        return other == null ? 0 : other.rows;
    }

    /// The forms found, the most frequent first: `12 × YYYY-MM-DD HH:MM:SS`, `1 × epoch seconds`.
    public List<Count> counts() {
        Map<String, Long> byForm = new LinkedHashMap<>();
        shapes.forEach((shape, counter) -> byForm.merge(shape.form(), counter.rows, Long::sum));
        numbers.forEach((form, counter) -> byForm.merge(form, counter.rows, Long::sum));
        List<Count> counts = new ArrayList<>();
        byForm.forEach((form, rows) -> counts.add(new Count(form, rows)));
        counts.sort(Comparator.comparingLong(Count::rows).reversed().thenComparing(Count::form));
        return counts;
    }

    private void addNumber(Optional<Unit> unit) {
        String form = unit.map(IsoSummary::name).orElse("number");
        numbers.computeIfAbsent(form, _ -> new Counter()).rows++;
    }

    private static String name(Unit unit) {
        return switch (unit) {
            case SECONDS -> "epoch seconds";
            case MILLISECONDS -> "epoch milliseconds";
            case MICROSECONDS -> "epoch microseconds";
            case JULIAN_DAYS -> "Julian day";
        };
    }

    private IsoPattern.Fraction fraction(int most) {
        if (most == 0) {
            return IsoPattern.Fraction.NONE;
        }
        if (beyondMicrosRows() > 0) {
            return IsoPattern.Fraction.MIXED;
        }
        if (same(IsoShape::fractionDigits)) {
            return IsoPattern.Fraction.FIXED;
        }
        boolean omitted = shapes.keySet().stream()
                .allMatch(shape -> shape.fractionDigits() == 0 || (shape.fractionDigits() == most && !shape.zeroFraction()));
        return omitted ? IsoPattern.Fraction.OMITTED_IF_ZERO : IsoPattern.Fraction.MIXED;
    }

    private boolean same(Function<IsoShape, Object> part) {
        return shapes.keySet().stream().map(part).distinct().count() == 1;
    }

    private long rows(java.util.function.Predicate<IsoShape> wanted) {
        long rows = 0;
        for (var entry : shapes.entrySet()) {
            rows += entry.getKey().valid() && wanted.test(entry.getKey()) ? entry.getValue().rows : 0;
        }
        return rows;
    }
}

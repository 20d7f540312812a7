package dev.portage.sql;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The modifiers of a date function, one after the other.
///
/// Source: `date.c` (`parseModifier`). A month that lacks the day goes on into the next one, as 31 January plus one month
/// does, unless `floor` follows.
final class DateModifiers {
    private static final Pattern SHIFT = Pattern.compile("([+-]?)(\\d{1,6}) +(second|minute|hour|day|month|year)s?");
    private static final Pattern CLOCK = Pattern.compile("([+-]?)(\\d\\d:\\d\\d(?::\\d\\d)?)");
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?");
    private static final long DAY = 86_400;
    // Within it no shift leaves the years that PostgreSQL and SQLite both know, nor the present its four digits.
    private static final long FARTHEST = 4_000 * 366 * DAY;
    private static final long NEAR = 1_000 * 366 * DAY;

    private DateValue value;
    // Whether it is midnight of the first day of a month.
    private boolean first;
    // Whether it may come from the first days that SQLite knows.
    private final boolean deep;
    // Whether it may have left those since it was last looked at.
    private boolean sunk;
    private long back;
    private long ahead;

    DateModifiers(DateValue value) {
        this.value = value;
        this.deep = value.early();
    }

    DateValue apply(List<String> modifiers) throws Untranslatable {
        for (int i = 0; i < modifiers.size(); i++) {
            Optional<String> next = i + 1 < modifiers.size() ? Optional.of(modifiers.get(i + 1)) : Optional.empty();
            if (apply(modifiers.get(i), next.orElse(""))) {
                i++;
            }
        }
        return held();
    }

    /// Whether the next modifier belongs to it.
    private boolean apply(String modifier, String next) throws Untranslatable {
        var shift = SHIFT.matcher(modifier);
        if (shift.matches()) {
            String sign = shift.group(1).equals("-") ? "-" : "";
            long count = Long.parseLong(shift.group(2));
            String unit = shift.group(3);
            switch (unit) {
                case "month", "year" -> {
                    months(sign, Math.multiplyExact(count, unit.equals("year") ? 12 : 1), next);
                    return next.equals("floor") || next.equals("ceiling");
                }
                default -> straight(sign, count * seconds(unit), count + " " + unit + "s");
            }
            return false;
        }
        var clock = CLOCK.matcher(modifier);
        if (clock.matches() && TIME.matcher(clock.group(2)).matches()) {
            straight(clock.group(1).equals("-") ? "-" : "", DAY, clock.group(2));
            return false;
        }
        word(modifier);
        return false;
    }

    private static long seconds(String unit) {
        return switch (unit) {
            case "second" -> 1;
            case "minute" -> 60;
            case "hour" -> 3600;
            default -> DAY;
        };
    }

    private void straight(String sign, long seconds, String interval) throws Untranslatable {
        moved(sign, seconds, "(%s %s interval '%s')".formatted(value.utc(), sign.isEmpty() ? "+" : "-", interval));
    }

    private void months(String sign, long months, String next) throws Untranslatable {
        held();
        String x = value.utc();
        String operator = sign.isEmpty() ? "+" : "-";
        String there = "(%s %s interval '%d months')".formatted(x, operator, months);
        boolean kept = first;
        // The days that the month lacks. Counted from its first day, the first days that SQLite knows would leave the
        // range of PostgreSQL.
        moved(sign, months * 31 * DAY, next.equals("floor") || first
                ? there
                : "(%s + make_interval(days => (extract(day FROM %s) - extract(day FROM %s))::int))".formatted(there, x, there));
        first = kept;
        held();
    }

    private void moved(String sign, long seconds, String utc) throws Untranslatable {
        if (sign.isEmpty()) {
            ahead += seconds;
        } else {
            back += seconds;
            sunk = true;
        }
        if (Math.max(ahead, back) > FARTHEST) {
            throw new Untranslatable("a date is moved by more than 4000 years");
        }
        first = false;
        boolean far = !value.now() || Math.max(ahead, back) > NEAR;
        value = value.shifted(utc, far && !sign.isEmpty(), far && sign.isEmpty());
    }

    private void word(String modifier) throws Untranslatable {
        String x = held().utc();
        String utc = switch (modifier) {
            case "start of day" -> "date_trunc('day', " + x + ")";
            case "start of month" -> "date_trunc('month', " + x + ")";
            case "start of year" -> "date_trunc('year', " + x + ")";
            case "weekday 0", "weekday 1", "weekday 2", "weekday 3", "weekday 4", "weekday 5", "weekday 6" ->
                weekday(Integer.parseInt(modifier.substring(8)));
            case "localtime", "utc" ->
                throw new Untranslatable("'%s' means the time zone of the machine where SQLite ran".formatted(modifier));
            default -> throw new Untranslatable("a modifier of a date has no exact counterpart in PostgreSQL");
        };
        value = value.withUtc(utc);
        sunk |= modifier.startsWith("start");
        first = modifier.equals("start of month") || modifier.equals("start of year");
    }

    private String weekday(int wanted) throws Untranslatable {
        String x = value.utc();
        moved("", 6 * DAY, "(%s + make_interval(days => (%d - extract(dow FROM %s))::int %% 7))".formatted(x, wanted + 7, x));
        return value.utc();
    }

    // SQLite takes a date apart only while it lies within the years it knows, and NULL stays NULL.
    private DateValue held() {
        value = value.held();
        if (deep && sunk) {
            value = value.floored();
            sunk = false;
        }
        return value;
    }
}

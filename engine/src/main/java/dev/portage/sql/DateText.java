package dev.portage.sql;

import dev.portage.mapping.IsoPattern;
import java.util.ArrayList;
import java.util.List;

/// A moment as text, written with functions that are immutable, so that it may stand in an index or a generated column:
/// to_char() is not.
///
/// Source: `date.c` (`strftimeFunc`, `dateFunc`).
final class DateText {
    private final DateValue value;
    private final String utc;

    DateText(DateValue value) {
        this.value = value;
        this.utc = value.utc();
    }

    String date() {
        return joined(List.of(year("-", 4), "'-'", two("month"), "'-'", two("day")));
    }

    String time() {
        return joined(List.of(two("hour"), "':'", two("minute"), "':'", second()));
    }

    String milliseconds() throws Untranslatable {
        value.precise();
        return "lpad(trunc(extract(second FROM " + utc + "), 3)::text, 6, '0')";
    }

    static String joined(List<String> parts) {
        return "(" + String.join(" || ", parts) + ")";
    }

    /// The text that a column of that form holds.
    String of(IsoPattern pattern) {
        var parts = new ArrayList<String>();
        if (pattern.date()) {
            parts.add(date());
        }
        if (pattern.date() && pattern.time() != IsoPattern.TimePart.NONE) {
            parts.add("'" + pattern.separator() + "'");
        }
        switch (pattern.time()) {
            case NONE -> {}
            case MINUTES -> parts.add(joined(List.of(two("hour"), "':'", two("minute"))));
            case SECONDS -> parts.add(time());
        }
        if (pattern.fraction() != IsoPattern.Fraction.NONE) {
            parts.add(fraction(pattern));
        }
        if (pattern.zone() == IsoPattern.Zone.Z) {
            parts.add("'Z'");
        }
        return parts.size() == 1 ? parts.getFirst() : joined(parts);
    }

    private String fraction(IsoPattern pattern) {
        String micros = "(extract(microseconds FROM " + utc + ") % 1000000)";
        String digits = "left(lpad(%s::bigint::text, 6, '0'), %d)".formatted(micros, pattern.fractionDigits());
        return pattern.fraction() == IsoPattern.Fraction.FIXED
                ? "('.' || " + digits + ")"
                : "(CASE WHEN %s = 0 THEN '' ELSE '.' || %s END)".formatted(micros, digits);
    }

    /// What one letter of strftime() writes.
    String part(char letter) throws Untranslatable {
        return switch (letter) {
            case 'd' -> two("day");
            case 'e' -> blank("day");
            case 'f' -> milliseconds();
            case 'F' -> joined(List.of(year("-", 3), "'-'", two("month"), "'-'", two("day")));
            case 'G' -> weekYear("lpad(extract(isoyear FROM %s)::text, 4, '0')");
            case 'g' -> weekYear("lpad((extract(isoyear FROM %s) %% 100)::text, 2, '0')");
            case 'H' -> two("hour");
            case 'I' -> "lpad(" + twelve() + "::text, 2, '0')";
            case 'j' -> "lpad(extract(doy FROM " + utc + ")::text, 3, '0')";
            case 'k' -> blank("hour");
            case 'l' -> "lpad(" + twelve() + "::text, 2)";
            case 'm' -> two("month");
            case 'M' -> two("minute");
            case 'p' -> half("AM", "PM");
            case 'P' -> half("am", "pm");
            case 'R' -> joined(List.of(two("hour"), "':'", two("minute")));
            case 's' -> seconds() + "::text";
            case 'S' -> second();
            case 'T' -> time();
            case 'u' -> "extract(isodow FROM " + utc + ")::text";
            case 'U' -> week("extract(dow FROM %s)");
            case 'V' -> two("week");
            case 'w' -> "extract(dow FROM " + utc + ")::text";
            case 'W' -> week("(extract(isodow FROM %s) - 1)");
            case 'Y' -> year("-", 3);
            case 'J' -> throw new Untranslatable("strftime() has %J, sixteen digits of a floating-point number");
            default -> throw new Untranslatable("strftime() has a letter in its format that SQLite does not know");
        };
    }

    /// Whole seconds since 1970.
    String seconds() {
        return "floor(extract(epoch FROM " + utc + "))::bigint";
    }

    /// Milliseconds since 1970.
    String thousandths() throws Untranslatable {
        value.precise();
        return "floor(extract(epoch FROM " + utc + ") * 1000)::bigint";
    }

    private String two(String field) {
        return "lpad(extract(" + field + " FROM " + utc + ")::text, 2, '0')";
    }

    private String blank(String field) {
        return "lpad(extract(" + field + " FROM " + utc + ")::text, 2)";
    }

    private String second() {
        return "lpad(floor(extract(second FROM " + utc + "))::text, 2, '0')";
    }

    private String half(String first, String second) {
        return "(CASE WHEN extract(hour FROM %s) < 12 THEN '%s' WHEN extract(hour FROM %s) >= 12 THEN '%s' END)".formatted(utc,
                first, utc, second);
    }

    private String twelve() {
        return "((extract(hour FROM " + utc + ") + 11) % 12 + 1)";
    }

    // Days of the year before the week's first day, in weeks.
    private String week(String weekday) {
        return "lpad(div(extract(doy FROM %s) + 6 - %s, 7)::text, 2, '0')".formatted(utc, weekday.formatted(utc));
    }

    private String weekYear(String template) throws Untranslatable {
        if (value.early()) {
            throw new Untranslatable("strftime() asks for the year of a week of a date that may lie before the year 1");
        }
        return template.formatted(utc);
    }

    // PostgreSQL has no year 0: its year -1 is SQLite's 0.
    private String year(String sign, int digits) {
        String year = "extract(year FROM " + utc + ")";
        return value.early()
                ? "(CASE WHEN %s >= 0 THEN lpad(%s::text, 4, '0') WHEN %s = -1 THEN '0000' ELSE '%s' || repeat('0', %d - char_length((- 1 - %s)::text)) || (- 1 - %s)::text END)"
                        .formatted(year, year, year, sign, digits, year, year)
                : "lpad(" + year + "::text, 4, '0')";
    }
}

package dev.portage.cli.docs;

import dev.portage.sql.FunctionTable;
import dev.portage.sql.FunctionTable.Entry;
import dev.portage.sql.FunctionTable.Family;
import java.util.List;

/// The page of functions and operators.
final class ExpressionPage {
    private ExpressionPage() {}

    static String page() {
        int translated = FunctionTable.translated().size();
        int named = FunctionTable.named().size();
        StringBuilder page = new StringBuilder("""
                # Expressions

                DEFAULTs, CHECKs, generated columns and parts of indexes are written for PostgreSQL where the value of every
                row stays the same; where it might not, nothing is written, and a hazard gives the reason.

                %d functions of SQLite: %d translated, %d named with the reason why they are not. A test compares each
                translation with SQLite over generated values, on PostgreSQL 15 and 18. A function that is not in these tables
                is taken for the application's own.

                Whether a call is translated depends on its arguments as well: on the class that a column's values have in
                SQLite, which its target type and form tell, and on what must be a constant. In an index and in a generated
                column PostgreSQL takes only what never changes with time, chance or settings.
                """.formatted(translated + named, translated, named));
        for (Family family : Family.values()) {
            page.append("\n## %s\n".formatted(family.title()));
            List<Entry> entries = FunctionTable.ENTRIES.stream().filter(e -> e.family() == family).toList();
            translated(page, entries.stream().filter(e -> e.translation().isPresent()).toList());
            named(page, entries.stream().filter(e -> e.translation().isEmpty()).toList());
            if (family == Family.DATE) {
                page.append(DATES);
            }
        }
        page.append("\n## Operators\n\n| SQLite | PostgreSQL | limits |\n|---|---|---|\n");
        FunctionTable.OPERATORS
                .forEach(o -> page.append("| %s | %s | %s |\n".formatted(o.sqlite(), o.postgres(), o.note())));
        return page.toString();
    }

    private static final String DATES = """

            What a date function may be given: nothing or `'now'`; a constant date; a column that arrives as `date`, `time`,
            `timestamp` or `timestamptz` from texts of one form without a zone, or with `Z`; a whole number, as a Julian day or
            with `'unixepoch'`; what another date function gave. A column that arrives as text is refused, as is one whose texts
            have other zones, since SQLite reads some of them as NULL. Fractions beyond milliseconds are refused where the
            result tells a fraction.

            Modifiers, as constants: `N` seconds, minutes, hours, days, months or years, up to 4000 years in all, the day going
            on into the next month as in SQLite, or held at its end by `floor`; `±HH:MM`; `start of` day, month or year;
            `weekday N`; `subsec` at the end. `localtime` and `utc` mean the zone of the machine where SQLite ran and are
            refused. Years before 1 and after 9999 come out as in SQLite.
            """;

    private static void translated(StringBuilder page, List<Entry> entries) {
        if (!entries.isEmpty()) {
            page.append("\n| function | in PostgreSQL | limits |\n|---|---|---|\n");
            entries.forEach(
                    e -> page.append("| `%s` | %s | %s |\n".formatted(e.name(), e.translation().orElseThrow(), e.note())));
        }
    }

    private static void named(StringBuilder page, List<Entry> entries) {
        if (!entries.isEmpty()) {
            page.append("\n| not translated | it |\n|---|---|\n");
            entries.forEach(e -> page.append("| `%s` | %s |\n".formatted(e.name(), e.note())));
        }
    }
}

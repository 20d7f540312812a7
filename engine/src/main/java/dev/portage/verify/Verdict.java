package dev.portage.verify;

import dev.portage.MismatchException;
import dev.portage.UnverifiedException;
import dev.portage.plan.TablePlan;
import java.time.Duration;
import java.util.List;

/// What verification found: the token that cutover asks for.
///
/// @param outcome DIFFERENT where anything is known to differ, else UNVERIFIED where anything could not be compared
/// @param tables one for each table of the plan that is not skipped, in the plan's order
/// @param checks row counts, spot check, invariants, self-check
public record Verdict(Outcome outcome, List<TableResult> tables, List<Check> checks) {
    public Verdict {
        tables = List.copyOf(tables);
        checks = List.copyOf(checks);
    }

    /// How a comparison ended.
    public enum Outcome {
        EQUAL, DIFFERENT, UNVERIFIED;

        /// The word in reports: `equal`.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /// The outcome of both: what is known to differ comes before what is not known.
        Outcome and(Outcome other) {
            if (this == DIFFERENT || other == DIFFERENT) {
                return DIFFERENT;
            }
            return this == UNVERIFIED || other == UNVERIFIED ? UNVERIFIED : EQUAL;
        }
    }

    /// One table.
    public record TableResult(TablePlan table, TableVerdict verdict, Duration took) {
        /// The verdict as an outcome.
        public Outcome outcome() {
            return switch (verdict) {
                case TableVerdict.Equal _ -> Outcome.EQUAL;
                case TableVerdict.Different _ -> Outcome.DIFFERENT;
                case TableVerdict.Unverified _ -> Outcome.UNVERIFIED;
            };
        }
    }

    /// Something that was checked besides the tables' rows.
    ///
    /// @param name `row counts`, `spot check`, `self-check`, or `invariant NAME`
    /// @param detail what was looked at, with numbers and without values
    public record Check(String name, Outcome outcome, String detail) {}

    static Verdict of(List<TableResult> tables, List<Check> checks) {
        Outcome outcome = Outcome.EQUAL;
        for (TableResult table : tables) {
            outcome = outcome.and(table.outcome());
        }
        for (Check check : checks) {
            outcome = outcome.and(check.outcome());
        }
        return new Verdict(outcome, tables, checks);
    }

    /// How many differences there are in all tables.
    public long differences() {
        return tables.stream().mapToLong(table -> table.verdict() instanceof TableVerdict.Different d ? d.count() : 0).sum();
    }

    /// Returns when both sides are equal.
    ///
    /// @throws MismatchException PT-500 they differ
    /// @throws UnverifiedException PT-720 it could not be established
    public void requireEqual() {
        switch (outcome) {
            case EQUAL -> {}
            case DIFFERENT -> throw new MismatchException(500,
                    "the sides differ: %d difference%s in %d of %d tables%s".formatted(differences(),
                            differences() == 1 ? "" : "s",
                            count(Outcome.DIFFERENT),
                            tables.size(), failed(Outcome.DIFFERENT)),
                    "Nothing was changed; the report names each difference by table, key and column");
            case UNVERIFIED -> throw new UnverifiedException(720,
                    "%d of %d tables could not be compared%s".formatted(count(Outcome.UNVERIFIED), tables.size(),
                            failed(Outcome.UNVERIFIED)),
                    "Nothing was changed; the report says why; mend that, then run `portage verify` again");
        }
    }

    private long count(Outcome wanted) {
        return tables.stream().filter(table -> table.outcome() == wanted).count();
    }

    private String failed(Outcome wanted) {
        List<String> names = checks.stream().filter(check -> check.outcome() == wanted).map(Check::name).toList();
        return names.isEmpty() ? "" : "; also: " + String.join(", ", names);
    }
}

package dev.portage.copy;

import dev.portage.plan.Ddl;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/// Which statements go into one transaction: with thousands of tables nearly all of the time would go into commits.
///
/// A transaction that alters several tables holds a lock on each until it ends. Nobody waits for the tables that Portage
/// makes; where the plan names tables of the application, every statement is a transaction of its own.
final class StepBatches {
    /// Values of a table in bytes up to which its statements share a transaction with those of others.
    private static final long SMALL_BYTES = 1 << 18;
    private static final int STEPS = 50;

    private StepBatches() {}

    /// How many statements one transaction may have.
    static int size(MigrationPlan plan) {
        return plan.moved().stream().anyMatch(table -> table.there().isPresent()) ? 1 : STEPS;
    }

    /// Steps that are quick whatever their table holds, in the given order.
    static List<List<Ddl.Step>> inOrder(MigrationPlan plan, List<Ddl.Step> steps) {
        return steps.stream().gather(Gatherers.windowFixed(size(plan))).toList();
    }

    /// Whether the steps of a table share transactions with those of others.
    static Predicate<Ddl.Step> shared(MigrationPlan plan) {
        if (size(plan) == 1) {
            return _ -> false;
        }
        Set<String> small = tables(plan).entrySet().stream().filter(table -> table.getValue().bytes() <= SMALL_BYTES)
                .map(Map.Entry::getKey).collect(Collectors.toSet());
        return step -> small.contains(place(step));
    }

    /// Batches of [#largestFirst] in which those of one table stand behind each other: steps that lock their table
    /// against each other must not run at the same time, because waiting for a lock ends soon.
    static List<List<List<Ddl.Step>>> byTable(List<List<Ddl.Step>> batches) {
        Map<String, List<List<Ddl.Step>>> chains = new LinkedHashMap<>();
        batches.forEach(batch -> chains.computeIfAbsent(place(batch.getFirst()), _ -> new ArrayList<>()).add(batch));
        return List.copyOf(chains.values());
    }

    /// Steps for several workers, those of the largest tables first and alone. All steps of a small table stand together,
    /// so that two transactions never wait for each other's tables.
    static List<List<Ddl.Step>> largestFirst(MigrationPlan plan, List<Ddl.Step> steps) {
        Map<String, TablePlan> tables = tables(plan);
        List<List<Ddl.Step>> batches = new ArrayList<>();
        Map<String, List<Ddl.Step>> small = new LinkedHashMap<>();
        Predicate<Ddl.Step> shared = shared(plan);
        steps.stream().sorted(Comparator.comparingLong(step -> -rows(tables, step))).forEach(step -> {
            String place = place(step);
            if (shared.test(step)) {
                small.computeIfAbsent(place, _ -> new ArrayList<>()).add(step);
            } else {
                batches.add(List.of(step));
            }
        });
        List<Ddl.Step> open = new ArrayList<>();
        for (List<Ddl.Step> table : small.values()) {
            open.addAll(table);
            if (open.size() >= STEPS) {
                batches.add(List.copyOf(open));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            batches.add(List.copyOf(open));
        }
        return batches;
    }

    private static long rows(Map<String, TablePlan> tables, Ddl.Step step) {
        TablePlan table = tables.get(place(step));
        return table == null ? 0 : table.rows();
    }

    private static Map<String, TablePlan> tables(MigrationPlan plan) {
        Map<String, TablePlan> tables = new HashMap<>();
        plan.moved().forEach(table -> tables.put(Identifier.qualified(table.targetSchema(), table.target()), table));
        return tables;
    }

    private static String place(Ddl.Step step) {
        return Identifier.qualified(step.schema(), step.targetTable());
    }
}

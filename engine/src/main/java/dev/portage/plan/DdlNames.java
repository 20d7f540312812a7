package dev.portage.plan;

import dev.portage.target.TargetTable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives each index, constraint and sequence a name that is free. In PostgreSQL, tables, indexes and sequences of a schema
/// share one namespace, and the constraints of a table another.
final class DdlNames {
    /// The longest name in bytes of UTF-8 (NAMEDATALEN - 1).
    static final int LONGEST = 63;

    private final PlanOptions.Identifiers spelling;
    private final Map<String, Set<String>> relations = new HashMap<>();
    private final Map<Owner, Set<String>> constraints = new HashMap<>();
    private final Map<Owner, Set<String>> triggers = new HashMap<>();
    private final Map<String, Set<String>> functions = new HashMap<>();

    private record Owner(String schema, String table) {}

    /// Knows the tables, whose names are taken.
    ///
    /// @param there what the target holds and this migration has not made
    /// @param spelling of the names that are asked for
    DdlNames(List<TablePlan> tables, List<TargetTable> there, PlanOptions.Identifiers spelling) {
        this.spelling = spelling;
        there.stream().filter(table -> table.kind() != TargetTable.Kind.OTHER).forEach(this::take);
        tables.stream().filter(table -> !table.skip()).forEach(table -> taken(table).add(table.target()));
    }

    // Indexes and sequences that stand alone may be this migration's own: only those of tables that are there count.
    private void take(TargetTable table) {
        Set<String> names = taken(table.schema());
        names.add(table.name());
        table.indexes().forEach(index -> names.add(index.name()));
        table.columns().stream().flatMap(column -> column.sequence().stream())
                .forEach(sequence -> taken(sequence.schema()).add(sequence.name()));
    }

    /// A free name for an index, or for a constraint that has one.
    String index(TablePlan table, String wanted) {
        Set<String> own = constraints(table);
        String name = free(spelt(wanted), taken(table), own);
        taken(table).add(name);
        own.add(name);
        return name;
    }

    /// A free name for a constraint without an index.
    String constraint(TablePlan table, String wanted) {
        Set<String> own = constraints(table);
        String name = free(spelt(wanted), own);
        own.add(name);
        return name;
    }

    /// A free name for a view, which is then taken.
    String view(String schema, String wanted) {
        Set<String> taken = relations.computeIfAbsent(schema, _ -> new HashSet<>());
        String name = free(TargetNames.cut(spelt(wanted)), taken);
        taken.add(name);
        return name;
    }

    /// True where PostgreSQL will call the sequence of an identity column `name`, which is then taken.
    boolean takeSequence(TablePlan table, String name) {
        return bytes(name) <= LONGEST && taken(table).add(name);
    }

    /// A free name for a sequence.
    String sequence(TablePlan table, String wanted) {
        String name = free(wanted, taken(table));
        taken(table).add(name);
        return name;
    }

    /// The name as the plan spells names.
    String spelt(String name) {
        return Spelling.of(spelling, name);
    }

    /// A free name for a trigger of the table.
    String trigger(TablePlan table, String wanted) {
        Set<String> own = triggers.computeIfAbsent(new Owner(table.targetSchema(), table.target()), _ -> new HashSet<>());
        String name = free(spelt(wanted), own);
        own.add(name);
        return name;
    }

    /// A free name for a function without arguments in the table's schema.
    String function(TablePlan table, String wanted) {
        Set<String> own = functions.computeIfAbsent(table.targetSchema(), _ -> new HashSet<>());
        String name = free(spelt(wanted), own);
        own.add(name);
        return name;
    }

    /// `first_second_suffix`, the part before the suffix cut so that all is short enough.
    static String joined(String first, String second, String suffix) {
        String base = second.isEmpty() ? first : first + "_" + second;
        return cut(base, LONGEST - bytes(suffix) - 1) + "_" + suffix;
    }

    /// True where a name holds a control character, so that it must not reach a statement.
    static boolean unspeakable(String name) {
        return name.codePoints().anyMatch(Character::isISOControl);
    }

    @SafeVarargs
    private static String free(String wanted, Set<String>... taken) {
        var clean = new StringBuilder();
        wanted.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '_' : c));
        String name = cut(clean.toString(), LONGEST);
        for (int count = 2; isTaken(name, taken); count++) {
            String suffix = "_" + count;
            name = cut(clean.toString(), LONGEST - suffix.length()) + suffix;
        }
        return name;
    }

    @SafeVarargs
    private static boolean isTaken(String name, Set<String>... taken) {
        for (Set<String> names : taken) {
            if (names.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static String cut(String name, int most) {
        var out = new StringBuilder();
        int length = 0;
        for (int c : name.codePoints().toArray()) {
            length += bytes(Character.toString(c));
            if (length > most) {
                break;
            }
            out.appendCodePoint(c);
        }
        return out.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private Set<String> taken(TablePlan table) {
        return taken(table.targetSchema());
    }

    private Set<String> taken(String schema) {
        return relations.computeIfAbsent(schema, _ -> new HashSet<>());
    }

    private Set<String> constraints(TablePlan table) {
        return constraints.computeIfAbsent(new Owner(table.targetSchema(), table.target()), _ -> new HashSet<>());
    }
}

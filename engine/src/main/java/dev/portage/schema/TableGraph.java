package dev.portage.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// In which order tables can be filled so that parents come before children, as far as foreign keys allow.
///
/// The same tables give the same answer whatever their order.
///
/// @param order every table once, parents first; tables of one cycle stand together, by name
/// @param cycles groups of two or more tables that refer to each other, each by name
/// @param selfReferences tables with a foreign key to themselves, by name
public record TableGraph(List<Table> order, List<List<Table>> cycles, List<Table> selfReferences) {
    public TableGraph {
        order = List.copyOf(order);
        cycles = List.copyOf(cycles);
        selfReferences = List.copyOf(selfReferences);
    }

    /// The graph of `tables`. Foreign keys to tables that are not among them do not count.
    public static TableGraph of(Collection<Table> tables) {
        var byName = new HashMap<String, Table>();
        tables.forEach(table -> byName.put(key(table.name()), table));
        var parents = new HashMap<String, Set<String>>();
        byName.forEach((name, table) -> parents.put(name, parents(table, byName.keySet())));
        List<Table> selfReferences = sorted(
                byName.keySet().stream().filter(name -> parents.getOrDefault(name, Set.of()).contains(name)).toList(), byName);
        var order = new ArrayList<Table>();
        var cycles = new ArrayList<List<Table>>();
        for (List<String> group : Components.of(parents)) {
            List<Table> members = sorted(group, byName);
            order.addAll(members);
            if (members.size() > 1) {
                cycles.add(members);
            }
        }
        return new TableGraph(order, cycles, selfReferences);
    }

    private static Set<String> parents(Table table, Set<String> known) {
        var parents = new TreeSet<String>();
        table.foreignKeys().stream().map(foreignKey -> key(foreignKey.parentTable())).filter(known::contains)
                .forEach(parents::add);
        return parents;
    }

    private static List<Table> sorted(Collection<String> names, Map<String, Table> byName) {
        return names.stream().sorted().map(byName::get).map(java.util.Objects::requireNonNull)
                .sorted(Comparator.comparing(table -> key(table.name()))).toList();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// Tarjan's strongly connected components, without recursion, so that a chain of 10,000 tables has room.
    ///
    /// Source: R. Tarjan, "Depth-first search and linear graph algorithms", 1972. A component is finished after all
    /// that it points to, so pointing from child to parent gives parents first.
    private static final class Components {
        private final Map<String, Set<String>> edges;
        private final Map<String, Integer> number = new HashMap<>();
        private final Map<String, Integer> lowest = new HashMap<>();
        private final List<String> open = new ArrayList<>();
        private final Set<String> isOpen = new HashSet<>();
        private final List<List<String>> finished = new ArrayList<>();

        /// A node on the way down and the parents that are still to be visited.
        private record Visit(String name, List<String> left) {}

        private Components(Map<String, Set<String>> edges) {
            this.edges = edges;
        }

        static List<List<String>> of(Map<String, Set<String>> edges) {
            var components = new Components(edges);
            for (String name : new TreeSet<>(edges.keySet())) {
                if (!components.number.containsKey(name)) {
                    components.walk(name);
                }
            }
            return components.finished;
        }

        private void walk(String root) {
            var way = new ArrayList<Visit>();
            way.add(enter(root));
            while (!way.isEmpty()) {
                Visit visit = way.getLast();
                if (visit.left().isEmpty()) {
                    way.removeLast();
                    leave(visit.name());
                    if (!way.isEmpty()) {
                        lower(way.getLast().name(), lowest.getOrDefault(visit.name(), 0));
                    }
                    continue;
                }
                String parent = visit.left().removeFirst();
                if (!number.containsKey(parent)) {
                    way.add(enter(parent));
                } else if (isOpen.contains(parent)) {
                    lower(visit.name(), number.getOrDefault(parent, 0));
                }
            }
        }

        private Visit enter(String name) {
            int next = number.size();
            number.put(name, next);
            lowest.put(name, next);
            open.add(name);
            isOpen.add(name);
            return new Visit(name, new ArrayList<>(edges.getOrDefault(name, Set.of())));
        }

        private void lower(String name, int to) {
            lowest.merge(name, to, Math::min);
        }

        private void leave(String name) {
            if (!number.getOrDefault(name, 0).equals(lowest.get(name))) {
                return;
            }
            var group = new ArrayList<String>();
            String member;
            do {
                member = open.removeLast();
                isOpen.remove(member);
                group.add(member);
            } while (!member.equals(name));
            finished.add(group);
        }
    }
}

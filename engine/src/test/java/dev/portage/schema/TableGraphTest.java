package dev.portage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TableGraphTest {
    private static Table table(String name, String... parents) {
        return new Table(name, List.of(), false, false, Optional.empty(), false, OptionalLong.empty(), Arrays.stream(parents)
                .map(parent -> new Table.ForeignKey(Optional.empty(), List.of("a"), parent, List.of("b"), "NO ACTION",
                        "NO ACTION",
                        false, false))
                .toList(), List.of(), List.of(), "");
    }

    private static List<String> names(List<Table> tables) {
        return tables.stream().map(Table::name).toList();
    }

    @Test
    void parents_come_before_children_whatever_the_case_of_the_name() {
        var graph = TableGraph.of(List.of(table("a", "B"), table("b", "c"), table("c"), table("d", "missing")));

        assertThat(names(graph.order())).containsExactly("c", "b", "a", "d");
        assertThat(graph.cycles()).isEmpty();
        assertThat(graph.selfReferences()).isEmpty();
    }

    @Test
    void cycles_and_self_references_are_named() {
        var graph = TableGraph.of(List.of(table("leaf", "y"), table("x", "z", "x"), table("y", "x"), table("z", "y", "root"),
                table("root", "root")));

        assertThat(names(graph.order())).containsExactly("root", "x", "y", "z", "leaf");
        assertThat(graph.cycles()).singleElement().satisfies(cycle -> assertThat(names(cycle)).containsExactly("x", "y", "z"));
        assertThat(names(graph.selfReferences())).containsExactly("root", "x");
    }

    @Test
    void the_order_of_the_input_does_not_matter_and_parents_always_come_first() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var tables = new ArrayList<Table>();
        for (int i = 0; i < 60; i++) {
            int child = i;
            tables.add(table("t" + i, random.ints(3, 0, Math.max(1, i)).filter(p -> p < child).mapToObj(p -> "t" + p)
                    .toArray(String[]::new)));
        }
        var expected = names(TableGraph.of(tables).order());
        Collections.shuffle(tables, random);

        var order = names(TableGraph.of(tables).order());

        assertThat(order).as("seed %d", seed).isEqualTo(expected).hasSize(60);
        for (Table table : tables) {
            for (var key : table.foreignKeys()) {
                assertThat(order.indexOf(key.parentTable())).as("seed %d", seed).isLessThan(order.indexOf(table.name()));
            }
        }
    }

    @Test
    void a_chain_of_20000_tables_has_room() {
        var tables = new ArrayList<Table>();
        for (int i = 0; i < 20_000; i++) {
            tables.add(table("t" + i, "t" + (i + 1)));
        }

        assertThat(TableGraph.of(tables).order().getFirst().name()).isEqualTo("t19999");
    }
}

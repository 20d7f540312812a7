package dev.portage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.sql.FunctionTable.Entry;
import java.sql.DriverManager;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FunctionTableTest {
    @Test
    void the_table_holds_each_function_that_the_sqlite_in_use_calls_its_own() throws Exception {
        var listed = new TreeSet<String>();
        try (var sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
                var statement = sqlite.createStatement();
                var rows = statement.executeQuery("SELECT DISTINCT name FROM pragma_function_list WHERE builtin")) {
            while (rows.next()) {
                listed.add(rows.getString(1));
            }
        }

        assertThat(listed).hasSizeGreaterThan(100)
                .allSatisfy(name -> assertThat(FunctionTable.find(name)).as(name + " is in FunctionEntries").isPresent());
    }

    @Test
    void a_function_that_sqlite_does_not_have_is_not_in_the_table() throws Exception {
        try (var sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
                var statement = sqlite.createStatement();
                var rows = statement.executeQuery("SELECT DISTINCT name FROM pragma_function_list WHERE NOT builtin "
                        + "AND name IN ('reverse', 'square', 'stdev', 'padl')")) {
            int found = 0;
            while (rows.next()) {
                assertThat(FunctionTable.find(rows.getString(1))).isEmpty();
                found++;
            }
            assertThat(found).isEqualTo(4);
        }
    }

    @Test
    void what_the_table_calls_translated_is_what_has_a_rule_and_all_else_has_a_reason() {
        assertThat(FunctionTable.translated()).extracting(Entry::name)
                .containsExactlyInAnyOrderElementsOf(Functions.translated());
        assertThat(FunctionTable.named()).allSatisfy(entry -> assertThat(entry.note()).hasSizeGreaterThan(10));
        assertThat(FunctionTable.ENTRIES).extracting(Entry::name).doesNotHaveDuplicates();
    }
}

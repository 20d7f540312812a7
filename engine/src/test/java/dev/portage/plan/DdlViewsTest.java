package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.plan.Choices.ColumnChoice;
import dev.portage.plan.Choices.TableChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DdlViewsTest {
    private static final String SCRIPT = """
            CREATE TABLE a (id INTEGER PRIMARY KEY, kept TEXT, gone TEXT);
            CREATE TABLE b (id INTEGER PRIMARY KEY);
            CREATE VIEW second AS SELECT kept FROM first;
            CREATE VIEW first AS SELECT id, kept FROM a;
            CREATE VIEW everything AS SELECT * FROM a;
            CREATE VIEW pair AS SELECT a.id FROM a JOIN b ON a.id = b.id;
            CREATE VIEW a_pkey AS SELECT id FROM a;
            CREATE VIEW lost AS SELECT x FROM nowhere;
            """;

    @TempDir
    Path folder;

    @Test
    void a_view_stands_behind_those_that_it_reads() {
        var plan = PlannedSource.of(folder, SCRIPT).plan();

        assertThat(plan.ddl().views().stream().map(Ddl.Step::name)).containsExactly("first", "second", "everything", "pair",
                "a_pkey");
    }

    @Test
    void a_view_keeps_a_name_that_an_index_would_take() {
        var plan = PlannedSource.of(folder, SCRIPT).plan();

        assertThat(plan.ddl().indexes().stream().map(Ddl.Step::name)).contains("a_pkey_2").doesNotContain("a_pkey");
    }

    @Test
    void a_view_over_what_is_left_out_is_named() {
        var gone = new ColumnChoice(true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                List.of(), Optional.empty(), Optional.empty(), List.of(), false);
        var choices = new Choices("public",
                Map.of("a", new TableChoice(false, Optional.empty(), Optional.empty(), Map.of("gone", gone)), "b",
                        new TableChoice(true, Optional.empty(), Optional.empty(), Map.of())),
                List.of(), List.of(), false);

        var plan = PlannedSource.of(folder, SCRIPT, choices).plan();

        assertThat(plan.ddl().views().stream().map(Ddl.Step::name)).containsExactly("first", "second", "a_pkey");
        assertThat(messages(plan, HazardCode.VIEW_UNTRANSLATED)).hasSize(2)
                .anyMatch(message -> message.contains("it needs the column gone, which is left out"))
                .anyMatch(message -> message.contains("it reads the table b, which is left out"));
        assertThat(messages(plan, HazardCode.VIEW_BROKEN)).hasSize(1).allMatch(message -> message.contains("nowhere"));
    }

    private static List<String> messages(MigrationPlan plan, HazardCode code) {
        return plan.hazards().stream().filter(hazard -> hazard.code() == code).map(Hazard::message).toList();
    }
}

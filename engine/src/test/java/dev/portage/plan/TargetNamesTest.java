package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.plan.PlanOptions.Identifiers;
import dev.portage.schema.Affinity;
import dev.portage.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TargetNamesTest {
    @Test
    void a_table_whose_name_an_earlier_source_has_gets_the_name_of_its_file_before_it() {
        var hazards = new HazardList(Choices.none("public"));
        var names = new TargetNames(hazards, Choices.none("public"));

        assertThat(names.table(table("users"))).isEqualTo("users");
        assertThat(names.table(table("users").at("auth.users", new Table.Place("auth", "users"), List.of())))
                .isEqualTo("auth_users");
        assertThat(names.table(table("a.b"))).isEqualTo("a.b");
        assertThat(hazards.all()).extracting(Hazard::code).containsExactly(HazardCode.IDENTIFIER_RENAMED);
    }

    @Test
    void names_that_become_one_are_told_apart_and_the_others_counted() {
        Choices choices = Choices.none("public").with(new PlanOptions("public", Optional.empty(), PlanOptions.Types.NATIVE,
                Identifiers.SNAKE, PlanOptions.Existing.ABORT));
        var hazards = new HazardList(choices);
        var names = new TargetNames(hazards, choices);

        assertThat(names.columns(table("t", "albumId", "album_id", "AlbumID", "plain"))).containsExactly("album_id", "album_id_2",
                "album_id_3", "plain");
        names.sayRespelt();

        assertThat(hazards.all()).extracting(hazard -> hazard.code() + " " + hazard.column().orElse("")).containsExactly(
                "IDENTIFIER_RENAMED album_id", "IDENTIFIER_RENAMED AlbumID", "IDENTIFIER_SPELT ");
        assertThat(hazards.all().getLast().message()).startsWith("2 names of tables and columns are spelt in snake case");
    }

    private static Table table(String name, String... columns) {
        return new Table(name, Stream.of(columns).map(column -> new Table.Column(column, "TEXT", Affinity.TEXT, false, "BINARY",
                Optional.empty(), Optional.empty(), 0)).toList(), false, false, Optional.empty(), false, OptionalLong.empty(),
                List.of(), List.of(), List.of(), "");
    }
}

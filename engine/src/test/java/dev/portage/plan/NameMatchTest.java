package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.plan.PlanOptions.Identifiers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameMatchTest {
    @Test
    void a_name_finds_itself_before_anything_that_only_looks_like_it() {
        assertThat(find(List.of("Name", "name"), List.of("name", "Name"))).containsOnly(Map.entry("Name", "Name"),
                Map.entry("name", "name"));
    }

    @Test
    void words_are_the_same_however_they_are_joined() {
        assertThat(find(List.of("AlbumId", "HTTPPort", "unit price", "createdAt"),
                List.of("album_id", "http_port", "unit_price", "created_at")))
                .containsOnly(Map.entry("AlbumId", "album_id"), Map.entry("HTTPPort", "http_port"),
                        Map.entry("unit price", "unit_price"), Map.entry("createdAt", "created_at"));
    }

    @Test
    void nothing_is_guessed_where_two_look_alike() {
        assertThat(find(List.of("UserId", "USERID"), List.of("userid"))).isEmpty();
        assertThat(find(List.of("UserId"), List.of("userid", "USERID"))).isEmpty();
        assertThat(find(List.of("--"), List.of("++"))).isEmpty();
    }

    @Test
    void a_name_that_a_person_gave_is_the_only_one_looked_for() {
        var given = Map.of("a", "x");
        assertThat(NameMatch.find(List.of("a", "b"), List.of("a", "b"), given, Identifiers.PRESERVE))
                .containsOnly(Map.entry("b", "b"));
        assertThat(NameMatch.find(List.of("a", "x"), List.of("a", "x"), given, Identifiers.PRESERVE))
                .containsOnly(Map.entry("a", "x"));
    }

    @Test
    void the_chosen_spelling_goes_before_the_name_itself() {
        assertThat(NameMatch.find(List.of("AlbumId"), List.of("AlbumId", "album_id"), Map.of(), Identifiers.SNAKE))
                .containsOnly(Map.entry("AlbumId", "album_id"));
        assertThat(NameMatch.find(List.of("AlbumId"), List.of("AlbumId", "albumid"), Map.of(), Identifiers.LOWER))
                .containsOnly(Map.entry("AlbumId", "albumid"));
        assertThat(NameMatch.unasked("AlbumId", "album_id", Map.of(), Identifiers.SNAKE)).isFalse();
        assertThat(NameMatch.unasked("AlbumId", "album_id", Map.of(), Identifiers.PRESERVE)).isTrue();
    }

    private static Map<String, String> find(List<String> source, List<String> target) {
        return NameMatch.find(source, target, Map.of(), Identifiers.PRESERVE);
    }
}

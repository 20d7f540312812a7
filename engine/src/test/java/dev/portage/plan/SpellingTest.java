package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.plan.PlanOptions.Identifiers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"AlbumId, albumid, album_id", "HTTPServer, httpserver, http_server",
            "userID, userid, user_id",
            "Address2, address2, address2", "Address2Line, address2line, address2_line",
            "already_snake, already_snake, already_snake", "Order Details, order details, order_details",
            "Order - Details, order - details, order_details", "2ndPlace, 2ndplace, 2nd_place",
            "ÄpfelUndÖl, äpfelundöl, äpfel_und_öl",
            "a_B, a_b, a_b", "__X, __x, __x", "SELECT, select, select", "` lead`, ` lead`, _lead", "a%B, a%b, a%b", "ID, id, id"})
    void a_name_is_spelt_as_the_mode_says(String name, String lower, String snake) {
        assertThat(Spelling.of(Identifiers.PRESERVE, name)).isEqualTo(name);
        assertThat(Spelling.of(Identifiers.LOWER, name)).isEqualTo(lower);
        assertThat(Spelling.of(Identifiers.SNAKE, name)).isEqualTo(snake);
        assertThat(Spelling.of(Identifiers.SNAKE, snake)).isEqualTo(snake);
    }
}

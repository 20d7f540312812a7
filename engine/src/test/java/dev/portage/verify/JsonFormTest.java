package dev.portage.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonFormTest {
    private static Optional<String> form(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonForm.of(bytes, 0, bytes.length);
    }

    @Test
    void members_have_no_order_and_the_last_duplicate_wins() {
        assertThat(form("{\"a\":1,\"b\":2,\"a\":3}")).isPresent().isEqualTo(form("{ \"b\" : 2, \"a\" : 3 }"));
    }

    @Test
    void numbers_keep_their_scale_as_postgresql_does() {
        assertThat(form("[1.0]")).isNotEqualTo(form("[1.00]"));
        assertThat(form("[1e2]")).isEqualTo(form("[100]"));
        assertThat(form("[1.50e1]")).isEqualTo(form("[15.0]"));
        assertThat(JsonForm.withoutScale("[1.0]".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(JsonForm.withoutScale("[1.00]".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void neighbouring_strings_do_not_read_as_one() {
        assertThat(form("[\"a\",\"b\"]")).isNotEqualTo(form("[\"a\\\",\\\"b\"]"));
        assertThat(form("{\"a\":\"b\",\"c\":\"d\"}")).isNotEqualTo(form("{\"a\":\"b,\\\"1:c=\\\"1:d\"}"));
    }

    @Test
    void what_is_not_one_document_has_no_form() {
        assertThat(form("")).isEmpty();
        assertThat(form("{\"a\":}")).isEmpty();
        assertThat(form("1 2")).isEmpty();
        assertThat(form("[1")).isEmpty();
        assertThat(form("NaN")).isEmpty();
    }

    @Test
    void depth_has_no_bound() {
        String deep = "[".repeat(20_000) + "]".repeat(20_000);

        assertThat(form(deep)).isPresent();
    }

    @Test
    void an_exponent_cannot_use_up_the_memory() {
        assertThat(form("[1e2000000000]")).isEmpty();
        assertThat(form("[1e99999999999]")).isEmpty();
    }
}

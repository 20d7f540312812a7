package dev.portage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MaskingTest {
    @Test
    void whole_words_of_a_secret_are_masked_in_snake_case_and_camel_case() {
        assertThat(List.of("password", "pass", "user_password", "passwordHash", "APIKey", "api_key", "privateKey", "access-token",
                "encrypted_value", "clientSecret", "DB_CREDENTIAL")).allMatch(Masking::masked);
    }

    @Test
    void words_that_only_begin_alike_are_not() {
        assertThat(List.of("passenger", "compass", "tokenizer", "secretary", "key", "api", "apiary_keys", "name"))
                .noneMatch(Masking::masked);
    }
}

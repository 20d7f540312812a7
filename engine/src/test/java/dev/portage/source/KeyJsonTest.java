package dev.portage.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyJsonTest {
    private static SqliteValue text(String text) {
        return new SqliteValue.Text(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_key_is_an_array_in_key_order() {
        assertThat(KeyJson.of(false, List.of(text("a\"\\\n\u0001é"), new SqliteValue.Int(-2), new SqliteValue.Real(1.0),
                SqliteValue.Null.NULL))).isEqualTo("[\"a\\\"\\\\\\n\\u0001é\",-2,1.0,null]");
    }

    @Test
    void a_rowid_is_named_as_one() {
        assertThat(KeyJson.of(true, List.of(new SqliteValue.Int(5)))).isEqualTo("[\"rowid\",5]");
    }

    @Test
    void what_json_cannot_hold_is_written_in_hexadecimal() {
        assertThat(KeyJson.of(false, List.of(new SqliteValue.Blob(new byte[]{0, -1}), text("a\0"),
                new SqliteValue.Text(new byte[]{'a', -1}), new SqliteValue.Real(Double.NEGATIVE_INFINITY))))
                .isEqualTo("[{\"blob\":\"00ff\"},{\"hex\":\"6100\"},{\"hex\":\"61ff\"},{\"real\":\"-Infinity\"}]");
    }
}

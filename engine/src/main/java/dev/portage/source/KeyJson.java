package dev.portage.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The key of a row as the JSON array that reports and `portage.quarantine` hold: `[1]`, `["a",2]`, `["rowid",5]`.
///
/// A blob is `{"blob":"00ff"}`; a text that JSON in PostgreSQL cannot hold (invalid UTF-8 or U+0000) is `{"hex":"61ff"}`;
/// an infinite REAL is `{"real":"Infinity"}`; NULL is `null`. No two keys of one table have the same form.
public final class KeyJson {
    private KeyJson() {}

    /// The form of a key.
    ///
    /// @param byRowid whether the one value is the rowid of a table without a key
    public static String of(boolean byRowid, List<SqliteValue> values) {
        StringBuilder out = new StringBuilder(values.size() * 12 + 10).append('[');
        if (byRowid) {
            out.append(values.isEmpty() ? "\"rowid\"" : "\"rowid\",");
        }
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            append(out, values.get(i));
        }
        return out.append(']').toString();
    }

    private static void append(StringBuilder out, SqliteValue value) {
        switch (value) {
            case SqliteValue.Null _ -> out.append("null");
            case SqliteValue.Int(long whole) -> out.append(whole);
            case SqliteValue.Real(double real) when Double.isInfinite(real) -> object(out, "real", Double.toString(real));
            case SqliteValue.Real(double real) -> out.append(real);
            case SqliteValue.Blob(byte[] bytes) -> object(out, "blob", HexFormat.of().formatHex(bytes));
            case SqliteValue.Text(byte[] utf8) -> decoded(utf8).ifPresentOrElse(text -> string(out, text),
                    () -> object(out, "hex", HexFormat.of().formatHex(utf8)));
        }
    }

    private static Optional<CharBuffer> decoded(byte[] utf8) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            return text.chars().anyMatch(c -> c == 0) ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static void object(StringBuilder out, String name, String value) {
        out.append("{\"").append(name).append("\":\"").append(value).append("\"}");
    }

    private static void string(StringBuilder out, CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}

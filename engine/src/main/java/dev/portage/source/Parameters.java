package dev.portage.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query and its parameters in the form in which sqlite-jdbc binds them with the right storage class.
///
/// The driver binds a text only from a `String`, which cannot hold invalid UTF-8. Such a text is bound as a blob
/// instead, and its `?` becomes `+CAST(? AS TEXT)`: the same bytes as TEXT, and, as a bare parameter, without affinity.
record Parameters(String sql, @Nullable Object[] values) {

    static Parameters of(String sql, List<SqliteValue> parameters, TextEncoding encoding) {
        @Nullable
        Object[] values = new @Nullable Object[parameters.size()];
        var cast = new ArrayList<Integer>();
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (parameters.get(i)) {
                case SqliteValue.Null _ -> null;
                case SqliteValue.Int(long value) -> value;
                case SqliteValue.Real(double value) -> value;
                case SqliteValue.Blob(byte[] bytes) -> bytes;
                case SqliteValue.Text(byte[] utf8) -> text(utf8, encoding);
            };
            if (values[i] instanceof byte[] && parameters.get(i) instanceof SqliteValue.Text) {
                cast.add(i);
            }
        }
        return new Parameters(cast.isEmpty() ? sql : withCasts(sql, cast), values);
    }

    private static Object text(byte[] utf8, TextEncoding encoding) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException _) {
            return encoding.fromUtf8(utf8);
        }
    }

    /// Rewrites the bare `?` whose 0-based place is in `cast`; quoted names, literals and comments are passed over.
    private static String withCasts(String sql, List<Integer> cast) {
        var out = new StringBuilder(sql.length() + 16 * cast.size());
        int place = 0;
        int at = 0;
        while (at < sql.length()) {
            int end = endOfQuoted(sql, at);
            if (end > at) {
                out.append(sql, at, end);
                at = end;
            } else if (sql.charAt(at) == '?') {
                out.append(cast.contains(place++) ? "+CAST(? AS TEXT)" : "?");
                at++;
            } else {
                out.append(sql.charAt(at++));
            }
        }
        return out.toString();
    }

    /// Where the quoted or commented text that starts at `at` ends; `at` where none starts.
    private static int endOfQuoted(String sql, int at) {
        if (sql.startsWith("--", at)) {
            return after(sql, "\n", at + 2);
        }
        if (sql.startsWith("/*", at)) {
            return after(sql, "*/", at + 2);
        }
        return switch (sql.charAt(at)) {
            case '\'' -> after(sql, "'", at + 1);
            case '"' -> after(sql, "\"", at + 1);
            case '`' -> after(sql, "`", at + 1);
            case '[' -> after(sql, "]", at + 1);
            default -> at;
        };
    }

    private static int after(String sql, String end, int from) {
        int found = sql.indexOf(end, from);
        return found < 0 ? sql.length() : found + end.length();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameters p && sql.equals(p.sql) && java.util.Arrays.deepEquals(values, p.values);
    }

    @Override
    public int hashCode() {
        return 31 * sql.hashCode() + java.util.Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return "%s with %d parameters".formatted(sql, values.length);
    }
}

package dev.portage.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// The text of a statement as SQLite's driver takes it, which is UTF-8 only.
///
/// sqlite3 writes the bytes of a text as they are stored, valid or not. A string that is not valid UTF-8 is written here
/// as `CAST(X'…' AS TEXT)`, which in a UTF-8 database is the same bytes.
final class SqlDumpText {
    private static final HexFormat HEX = HexFormat.of();

    private SqlDumpText() {}

    static boolean isUtf8(SqlDumpStatement statement) {
        String text = new String(statement.text(), StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 || valid(statement.text(), 0, statement.text().length);
    }

    /// The statement, which is valid UTF-8.
    static String plain(SqlDumpStatement statement) {
        return new String(statement.text(), StandardCharsets.UTF_8);
    }

    /// The statement with every invalid string written as bytes.
    ///
    /// @throws dev.portage.SourceException PT-173 there are invalid bytes elsewhere: in a name
    static String withBytes(SqlDumpStatement statement, SqlDumpErrors errors) {
        byte[] text = statement.text();
        var out = new StringBuilder(text.length + 64);
        var lexer = new SqlDumpLexer();
        for (int at = 0; lexer.scan(text, at, text.length, true); at = lexer.end()) {
            if (valid(text, at, lexer.end())) {
                out.append(new String(text, at, lexer.end() - at, StandardCharsets.UTF_8));
            } else if (lexer.kind() == SqlDumpLexer.Kind.STRING) {
                out.append("CAST(X'").append(HEX.formatHex(unquoted(text, at, lexer.end()))).append("' AS TEXT)");
            } else if (lexer.kind() == SqlDumpLexer.Kind.SPACE) {
                out.append(' ');
            } else {
                throw errors.notUtf8(statement.line(), "a name is not valid UTF-8");
            }
        }
        return out.toString();
    }

    private static byte[] unquoted(byte[] text, int start, int end) {
        byte[] inner = new byte[end - start];
        int length = 0;
        for (int i = start + 1; i < end - 1; i++) {
            inner[length++] = text[i];
            if (text[i] == '\'') {
                i++;
            }
        }
        return Arrays.copyOf(inner, length);
    }

    private static boolean valid(byte[] text, int start, int end) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, start, end - start));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}

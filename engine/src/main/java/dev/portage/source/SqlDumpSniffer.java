package dev.portage.source;

import dev.portage.SourceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Tells a dump by the beginning of its text, whatever the file is called: after blanks and comments comes a statement.
final class SqlDumpSniffer {
    private static final Set<String> SQLITE_STARTS = Set.of("PRAGMA", "BEGIN", "CREATE", "INSERT", "REPLACE", "DROP", "DELETE",
            "SAVEPOINT", "ANALYZE", "ALTER", "UPDATE", "ROLLBACK", "COMMIT");
    private static final Map<String, String> OTHER_STARTS = Map.of("SET", "another database (it begins with SET)", "USE",
            "another database (it begins with USE)", "LOCK", "MySQL or MariaDB", "COPY", "PostgreSQL", "DELIMITER",
            "MySQL or MariaDB");
    private static final List<Map.Entry<String, String>> SIGNATURES = List.of(
            Map.entry("POSTGRESQL DATABASE", "PostgreSQL"), Map.entry("DUMPED BY PG_DUMP", "PostgreSQL"),
            Map.entry("MARIADB DUMP", "MariaDB"), Map.entry("MARIADB-DUMP", "MariaDB"),
            Map.entry("ENABLE THE SANDBOX MODE", "MariaDB"), Map.entry("MYSQL DUMP", "MySQL"),
            Map.entry("MYSQLDUMP", "MySQL"), Map.entry("PHPMYADMIN SQL DUMP", "MySQL"), Map.entry("/*!4", "MySQL"));

    private SqlDumpSniffer() {}

    /// Whether the text that begins so is a dump of SQLite.
    ///
    /// @throws SourceException PT-172 it is a dump of another database, PT-173 it is SQL in UTF-16
    static boolean isDump(Path source, byte[] start) {
        var errors = new SqlDumpErrors(String.valueOf(source.getFileName()));
        requireUtf8(start, errors);
        int first = firstToken(start);
        String comments = new String(start, 0, first, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        boolean meta = first < start.length && start[first] == '\\';
        for (var signature : SIGNATURES) {
            if (comments.contains(signature.getKey())) {
                throw errors.ofOther(1, signature.getValue());
            }
        }
        if (meta && comments.contains("--")) {
            throw errors.ofOther(1, "PostgreSQL");
        }
        String word = word(start, first);
        String other = OTHER_STARTS.get(word);
        if (other != null && first + word.length() < start.length && start[first + word.length()] == ' ') {
            throw errors.ofOther(1, other);
        }
        boolean onlyComments = first == start.length && comments.matches("(?s)\\W*(--|/\\*).*");
        return SQLITE_STARTS.contains(word) || onlyComments;
    }

    private static void requireUtf8(byte[] start, SqlDumpErrors errors) {
        var charset = start.length < 4
                ? null
                : start[0] == (byte) 0xff && start[1] == (byte) 0xfe
                        ? StandardCharsets.UTF_16LE
                        : start[0] == (byte) 0xfe && start[1] == (byte) 0xff ? StandardCharsets.UTF_16BE : null;
        if (charset != null) {
            byte[] text = new String(start, 2, start.length - 2, charset).getBytes(StandardCharsets.UTF_8);
            if (SQLITE_STARTS.contains(word(text, firstToken(text)))) {
                throw errors.notUtf8(1,
                        "the text is in UTF-16, which a shell made of it and which cannot be undone with certainty");
            }
        }
    }

    /// Where the first token stands that is neither blank nor comment.
    private static int firstToken(byte[] start) {
        var lexer = new SqlDumpLexer();
        int at = 0;
        while (lexer.scan(start, at, start.length, true) && lexer.kind() == SqlDumpLexer.Kind.SPACE) {
            at = lexer.end();
        }
        boolean longComment = at + 1 < start.length && start[at] == '/' && start[at + 1] == '*';
        return longComment ? start.length : at;
    }

    private static String word(byte[] start, int at) {
        var lexer = new SqlDumpLexer();
        return lexer.scan(start, at, start.length, true) && lexer.kind() == SqlDumpLexer.Kind.WORD
                ? new String(start, at, lexer.end() - at, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT)
                : "";
    }
}

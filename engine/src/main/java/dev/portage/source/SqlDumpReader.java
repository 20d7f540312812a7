package dev.portage.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Splits a dump into its statements, as bytes, with their lines. Holds one statement at a time, and of the text no more
/// than twice the longest one.
///
/// A `;` ends a statement but within a trigger, which ends at `; END ;`.
///
/// Threads: one.
final class SqlDumpReader {
    private static final int FIRST_BYTES = 64 * 1024;
    /// What the lexer may look at behind a token.
    private static final int AHEAD = 4;

    private final InputStream in;
    private final SqlDumpErrors errors;
    private final int longest;
    private final SqlDumpLexer lexer = new SqlDumpLexer();
    private byte[] buffer;
    private int from;
    private int filled;
    private boolean ended;
    private long line = 1;

    SqlDumpReader(InputStream in, SqlDumpErrors errors, SqlDumpLimits limits) {
        this.in = in;
        this.errors = errors;
        this.longest = limits.statementBytes();
        this.buffer = new byte[Math.min(FIRST_BYTES, longest + AHEAD)];
    }

    /// The next statement, null after the last one.
    ///
    /// @throws dev.portage.SourceException PT-170 the text ends within a statement, PT-171, PT-172 or PT-173 it has
    ///         something that no dump has, PT-174 a statement is too long
    @Nullable
    SqlDumpStatement next() throws IOException {
        if (!toFirstToken()) {
            return null;
        }
        requireSqlStart();
        var ending = new Ending();
        int at = from;
        while (true) {
            int offset = scan(at - from);
            at = from + offset;
            requireSql(at);
            boolean over = ending.endsWith(lexer.kind(), at);
            at = lexer.end();
            if (over) {
                var statement = new SqlDumpStatement(line, Arrays.copyOfRange(buffer, from, at));
                consume(at);
                return statement;
            }
        }
    }

    /// The line that was reached.
    long line() {
        return line;
    }

    private boolean toFirstToken() throws IOException {
        while (true) {
            while (!lexer.scan(buffer, from, filled, ended)) {
                if (ended && from == filled) {
                    return false;
                }
                if (ended) {
                    return !commentUnfinished();
                }
                fill();
            }
            if (lexer.kind() != SqlDumpLexer.Kind.SPACE && lexer.kind() != SqlDumpLexer.Kind.SEMICOLON) {
                return true;
            }
            consume(lexer.end());
        }
    }

    private boolean commentUnfinished() {
        if (buffer[from] == '/') {
            throw errors.cutShort(line, "it ends within a comment");
        }
        return false;
    }

    /// Scans the token `offset` bytes after [#from], reading on as needed; returns the offset again, as buffers move.
    private int scan(int offset) throws IOException {
        while (!lexer.scan(buffer, from + offset, filled, ended)) {
            if (ended) {
                boolean inside = from + offset < filled;
                throw errors.cutShort(lineOf(from + offset),
                        (inside
                                ? "it ends within a string, a quoted name or a comment that begins here, of the statement "
                                : "it ends without the semicolon of the statement ") + "that begins at line " + line);
            }
            fill();
        }
        return offset;
    }

    private void requireSqlStart() {
        byte first = buffer[from];
        if (first == '\\') {
            throw errors.ofOther(line, "PostgreSQL");
        }
        if (first == '.') {
            throw errors.notInDumps(line, "a command of the sqlite3 program (.…)");
        }
    }

    private void requireSql(int at) {
        if (lexer.kind() == SqlDumpLexer.Kind.NUL) {
            throw errors.notUtf8(lineOf(at), "the text holds a zero byte, where SQLite would stop reading");
        }
        if (lexer.kind() == SqlDumpLexer.Kind.PARAMETER) {
            throw errors.notInDumps(lineOf(at), "a parameter (%c…)".formatted(buffer[at]));
        }
        if (lexer.kind() == SqlDumpLexer.Kind.STRING || lexer.kind() == SqlDumpLexer.Kind.QUOTED) {
            for (int i = at; i < lexer.end(); i++) {
                if (buffer[i] == 0) {
                    throw errors.notUtf8(lineOf(i), "the text holds a zero byte, where SQLite would stop reading");
                }
            }
        }
    }

    private void fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, filled - from);
            filled -= from;
            from = 0;
        }
        if (filled > buffer.length / 2) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, longest + (long) AHEAD));
        }
        if (filled == buffer.length) {
            throw errors.tooMuch(line, "a statement is longer than %,d bytes".formatted(longest));
        }
        int read = in.readNBytes(buffer, filled, buffer.length - filled);
        ended = read < buffer.length - filled;
        filled += read;
    }

    private void consume(int to) {
        line = lineOf(to);
        from = to;
    }

    private long lineOf(int place) {
        long at = line;
        for (int i = from; i < place; i++) {
            if (buffer[i] == '\n') {
                at++;
            }
        }
        return at;
    }

    /// Whether a statement ends, token by token.
    private final class Ending {
        private int words;
        private boolean create;
        private boolean trigger;
        private boolean afterSemicolon;
        private boolean afterEnd;

        boolean endsWith(SqlDumpLexer.Kind kind, int at) {
            if (kind == SqlDumpLexer.Kind.SPACE) {
                return false;
            }
            if (kind == SqlDumpLexer.Kind.SEMICOLON) {
                boolean over = !trigger || afterEnd;
                afterSemicolon = true;
                afterEnd = false;
                return over;
            }
            String word = kind == SqlDumpLexer.Kind.WORD && (words < 3 || afterSemicolon) ? word(at) : "";
            lookForTrigger(word);
            afterEnd = trigger && afterSemicolon && word.equals("END");
            afterSemicolon = false;
            return false;
        }

        private void lookForTrigger(String word) {
            if (words == 0) {
                create = word.equals("CREATE");
            } else if (words < 3 && create) {
                trigger |= word.equals("TRIGGER");
                create = word.equals("TEMP") || word.equals("TEMPORARY");
            }
            words = Math.min(3, words + 1);
        }

        private String word(int at) {
            int length = lexer.end() - at;
            return length > 9
                    ? ""
                    : new String(buffer, at, length, java.nio.charset.StandardCharsets.ISO_8859_1)
                            .toUpperCase(Locale.ROOT);
        }
    }
}

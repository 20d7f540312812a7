package dev.portage.source;

import dev.portage.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/// Runs the statements of a dump on a new file, as `sqlite3 -bail FILE < DUMP` would, under limits.
///
/// The whole dump is one transaction of ours; its own BEGIN and COMMIT are only looked at, to see whether it is whole.
/// Foreign keys and CHECKs are not enforced and triggers come last: the rows arrive as they are written, and the plan
/// tells what is wrong with them.
///
/// Threads: one; an interrupt of it ends the load with PT-353.
final class SqlDumpLoader implements AutoCloseable {
    private static final int FULL = 13;
    private static final int INTERRUPT = 9;
    private static final int OPERATIONS = 100_000;
    /// With more room than this the disk is not what is full.
    private static final long SPARE_BYTES = 1 << 20;
    private static final long NO_HURRY = Duration.ofDays(365).toNanos();
    /// SQLite's default, which no PRAGMA of a dump changes.
    private static final long PAGE_BYTES = 4096;

    private final SqlDumpErrors errors;
    private final SqlDumpRules rules;
    private final SqlDumpLimits limits;
    private final Path file;
    private final SQLiteConnection connection;
    private final Statement statement;
    private final List<SqlDumpStatement> later = new ArrayList<>();
    private final Deque<Open> transactions = new ArrayDeque<>();
    private long laterBytes;
    private boolean schemaWritable;
    private long deadline = System.nanoTime() + NO_HURRY;

    /// A BEGIN (name empty) or SAVEPOINT that is not ended.
    private record Open(String name, long line) {}

    private SqlDumpLoader(Path file, SqlDumpErrors errors, SqlDumpLimits limits, SQLiteConnection connection)
            throws SQLException {
        this.file = file;
        this.errors = errors;
        this.rules = new SqlDumpRules(errors);
        this.limits = limits;
        this.connection = connection;
        this.statement = connection.createStatement();
    }

    /// Opens the new file, which must not exist.
    static SqlDumpLoader open(Path file, SqlDumpErrors errors, SqlDumpLimits limits) throws SQLException {
        SQLiteConnection connection = SqliteConnections.open(file, "mode=rwc", SqliteConnections.BUSY_TIMEOUT);
        try {
            // The file counts only once it is whole, so nothing is journaled.
            SqliteConnections.run(connection,
                    List.of("PRAGMA query_only=OFF", "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF",
                            "PRAGMA locking_mode=EXCLUSIVE", "PRAGMA foreign_keys=OFF", "PRAGMA ignore_check_constraints=ON",
                            "PRAGMA max_page_count=" + Math.max(2, limits.fileBytes() / PAGE_BYTES)));
            connection.setLimit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, SqlDumpLimits.SQLITE_STATEMENT);
            var loader = new SqlDumpLoader(file, errors, limits, connection);
            ProgressHandler.setHandler(connection, OPERATIONS, loader.new Watch());
            return loader;
        } catch (SQLException e) {
            SqliteConnections.closeAfter(connection, e);
            throw e;
        }
    }

    /// Ends a statement that runs too long, and any when this thread is interrupted.
    private final class Watch extends ProgressHandler {
        @Override
        protected int progress() {
            return Thread.currentThread().isInterrupted() || System.nanoTime() - deadline > 0 ? 1 : 0;
        }
    }

    /// Loads the whole text.
    ///
    /// @throws dev.portage.SourceException PT-169 to PT-176, with the line
    /// @throws UnreachableException PT-351 the disk is full, PT-353 interrupted
    void load(InputStream text) throws IOException, SQLException {
        statement.execute("BEGIN");
        var reader = new SqlDumpReader(text, errors, limits);
        for (var next = reader.next(); next != null; next = reader.next()) {
            load(next);
        }
        if (!transactions.isEmpty()) {
            Open open = transactions.getLast();
            throw errors.cutShort(open.line(), open.name().isEmpty()
                    ? "it has a BEGIN without its COMMIT"
                    : "it has a SAVEPOINT without its RELEASE");
        }
        for (SqlDumpStatement trigger : later) {
            run(trigger);
        }
        long temporary = SqliteConnections.number(connection, "SELECT count(*) FROM sqlite_temp_schema");
        if (temporary > 0) {
            throw errors.notInDumps(reader.line(), "a temporary table, index or view somewhere before");
        }
        statement.execute("COMMIT");
    }

    private void load(SqlDumpStatement next) throws SQLException {
        switch (rules.of(next)) {
            case RUN -> run(next);
            case SKIP -> {}
            case BEGIN -> begin(next);
            case COMMIT -> commit(next);
            case SAVEPOINT -> transactions.push(new Open(lastName(next), next.line()));
            case RELEASE -> release(next);
            case LATER -> later(next);
            case SEQUENCE -> sequence(next);
            case SCHEMA_ROW -> schemaRow(next);
            case SCHEMA_WRITABLE -> schemaWritable = true;
            case SCHEMA_SHUT -> schemaWritable = false;
        }
    }

    private void later(SqlDumpStatement next) {
        later.add(next);
        laterBytes += next.text().length;
        if (laterBytes > limits.statementBytes()) {
            throw errors.tooMuch(next.line(), "the triggers are longer than %,d bytes".formatted(limits.statementBytes()));
        }
    }

    private void begin(SqlDumpStatement next) {
        if (!transactions.isEmpty()) {
            throw errors.failed(next.line(), "cannot start a transaction within the one of line %d"
                    .formatted(transactions.getLast().line()), null);
        }
        transactions.push(new Open("", next.line()));
    }

    private void commit(SqlDumpStatement next) {
        if (transactions.isEmpty()) {
            throw errors.failed(next.line(), "cannot commit: no transaction is active", null);
        }
        transactions.clear();
    }

    private void release(SqlDumpStatement next) {
        String name = lastName(next);
        while (!transactions.isEmpty() && !transactions.peek().name().equals(name)) {
            transactions.pop();
        }
        if (transactions.isEmpty()) {
            throw errors.failed(next.line(), "no such savepoint", null);
        }
        transactions.pop();
    }

    /// The name in `SAVEPOINT x` and `RELEASE SAVEPOINT x`.
    private static String lastName(SqlDumpStatement next) {
        SqlDumpTokens tokens = next.tokens();
        String name = "";
        while (tokens.next() && tokens.kind() != SqlDumpLexer.Kind.SEMICOLON) {
            name = tokens.name();
        }
        return name;
    }

    /// A database whose AUTOINCREMENT tables were all dropped still has its `sqlite_sequence`, and its dump fills it.
    private void sequence(SqlDumpStatement next) throws SQLException {
        long there = SqliteConnections.number(connection,
                "SELECT count(*) FROM sqlite_schema WHERE type='table' AND name='sqlite_sequence'");
        if (there == 0) {
            SqliteConnections.run(connection, List.of("CREATE TABLE portage_new(a INTEGER PRIMARY KEY AUTOINCREMENT)",
                    "DROP TABLE portage_new"));
        }
        run(next);
    }

    private void schemaRow(SqlDumpStatement next) throws SQLException {
        if (!schemaWritable || !makesVirtualTable(next)) {
            throw errors.notInDumps(next.line(),
                    "INSERT into sqlite_schema of anything but the row of a virtual table, after PRAGMA "
                            + "writable_schema=ON");
        }
        SqliteConnections.run(connection, List.of("PRAGMA writable_schema=ON"));
        run(next);
        SqliteConnections.run(connection, List.of("PRAGMA writable_schema=OFF"));
    }

    private boolean makesVirtualTable(SqlDumpStatement next) {
        try {
            return SqlDumpSchemaRow.makesVirtualTable(next, connection, errors);
        } catch (SQLException e) {
            throw failed(next, e);
        }
    }

    private void run(SqlDumpStatement next) throws SQLException {
        deadline = System.nanoTime() + limits.statementTime().toNanos();
        try {
            statement.execute(text(next));
        } catch (SQLException e) {
            throw failed(next, e);
        } finally {
            deadline = System.nanoTime() + NO_HURRY;
        }
    }

    private String text(SqlDumpStatement next) throws SQLException {
        if (SqlDumpText.isUtf8(next)) {
            return SqlDumpText.plain(next);
        }
        SqlDumpTokens tokens = next.tokens();
        tokens.next();
        if (!tokens.word().matches("INSERT|REPLACE|UPDATE")) {
            throw errors.notUtf8(next.line(), "the text of a table, index, view or trigger is not valid UTF-8");
        }
        try (var rows = statement.executeQuery("PRAGMA encoding")) {
            if (!rows.next() || !rows.getString(1).equals("UTF-8")) {
                throw errors.notUtf8(next.line(), "a string is not valid UTF-8, and the database is UTF-16");
            }
        }
        return SqlDumpText.withBytes(next, errors);
    }

    private RuntimeException failed(SqlDumpStatement next, SQLException e) {
        int code = SqliteErrors.primaryCode(e);
        if (code == INTERRUPT && !Thread.currentThread().isInterrupted()) {
            return errors.tooMuch(next.line(), "a statement ran longer than %,d s".formatted(limits.statementTime().toSeconds()));
        }
        if (code == FULL && DiskFiles.folderOf(file).toFile().getUsableSpace() > SPARE_BYTES) {
            return errors.tooMuch(next.line(),
                    "the file that the dump makes grows beyond %,d bytes".formatted(limits.fileBytes()));
        }
        if (code == FULL || code == INTERRUPT || SqliteErrors.busy(e)) {
            return SqliteErrors.of(e, file, "loading the dump, line %d".formatted(next.line()));
        }
        return errors.failed(next.line(), words(next, e), e);
    }

    /// SQLite's words, without what they quote of a statement that holds values.
    private static String words(SqlDumpStatement next, SQLException e) {
        String says = String.valueOf(e.getMessage());
        SqlDumpTokens tokens = next.tokens();
        tokens.next();
        if (tokens.word().equals("CREATE")) {
            return says;
        }
        String lower = says.toLowerCase(Locale.ROOT);
        if (lower.contains("syntax error")) {
            return "syntax error";
        }
        return says.replaceAll("(?s)(unrecognized token|no such column|no such function): .*", "$1");
    }

    @Override
    public void close() throws SQLException {
        try {
            statement.close();
        } finally {
            connection.close();
        }
    }
}

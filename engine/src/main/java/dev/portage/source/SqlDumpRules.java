package dev.portage.source;

import java.util.Locale;
import java.util.Set;

/// What is done with a statement of a dump. Only what dumps hold is run, so that a text from a stranger can make tables
/// and rows and nothing else: no SELECT, no function but those by which dumps write characters, no other file.
final class SqlDumpRules {
    /// What becomes of a statement.
    enum Action {
        RUN,
        /// Changes no data: statistics, and settings of whoever loads.
        SKIP, BEGIN, COMMIT, SAVEPOINT, RELEASE,
        /// Run after all rows, so that no trigger fires.
        LATER,
        /// Fills `sqlite_sequence`, which SQLite makes with the first AUTOINCREMENT only.
        SEQUENCE,
        /// The row of a virtual table in the schema.
        SCHEMA_ROW, SCHEMA_WRITABLE, SCHEMA_SHUT
    }

    /// Functions that dumps write characters with, and words before a parenthesis that are no function.
    private static final Set<String> BEFORE_PARENTHESIS = Set.of("VALUES", "CAST", "REPLACE", "CHAR", "UNISTR", "AND", "OR",
            "NOT",
            "IN", "CONFLICT", "SET", "WHERE", "THEN", "ELSE", "WHEN", "CASE", "LIKE", "IS", "BETWEEN");
    private static final Set<String> NOT_IN_VALUES = Set.of("SELECT", "WITH", "RETURNING", "FROM", "CURRENT_TIMESTAMP",
            "CURRENT_DATE", "CURRENT_TIME", "RAISE");
    private static final Set<String> PRAGMAS_RUN = Set.of("encoding", "user_version", "application_id");
    private static final Set<String> PRAGMAS_SKIPPED = Set.of("foreign_keys", "defer_foreign_keys", "journal_mode", "synchronous",
            "page_size", "auto_vacuum", "cache_size", "temp_store", "locking_mode", "recursive_triggers",
            "ignore_check_constraints", "busy_timeout", "optimize", "foreign_key_check", "integrity_check", "quick_check",
            "journal_size_limit", "mmap_size", "wal_autocheckpoint", "automatic_index");
    private static final Set<String> MODULES = Set.of("fts3", "fts4", "fts5", "rtree", "rtree_i32", "geopoly");
    private static final Set<String> STATISTICS = Set.of("sqlite_stat1", "sqlite_stat2", "sqlite_stat3", "sqlite_stat4");

    private final SqlDumpErrors errors;

    SqlDumpRules(SqlDumpErrors errors) {
        this.errors = errors;
    }

    /// @throws dev.portage.SourceException PT-171 it does not belong in a dump, PT-172 it is of another database, PT-176
    ///         it is a ROLLBACK
    Action of(SqlDumpStatement statement) {
        SqlDumpTokens tokens = statement.tokens();
        tokens.next();
        String first = tokens.word();
        return switch (first) {
            case "PRAGMA" -> pragma(statement, tokens);
            case "BEGIN" -> Action.BEGIN;
            case "COMMIT", "END" -> Action.COMMIT;
            case "SAVEPOINT" -> Action.SAVEPOINT;
            case "RELEASE" -> Action.RELEASE;
            case "ROLLBACK" -> throw errors.givenUp(statement.line());
            case "CREATE" -> create(statement, tokens);
            case "INSERT", "REPLACE" -> insert(statement, tokens);
            case "UPDATE" -> update(statement, tokens);
            case "DELETE" -> delete(statement, tokens);
            case "DROP" -> drop(statement, tokens);
            case "ALTER" -> alter(statement, tokens);
            case "ANALYZE" -> Action.SKIP;
            case "COPY" -> throw errors.ofOther(statement.line(), "PostgreSQL");
            case "LOCK", "UNLOCK", "DELIMITER" -> throw errors.ofOther(statement.line(), "MySQL or MariaDB");
            case "SET", "USE" -> throw errors.ofOther(statement.line(), "another database (" + first + ")");
            default -> throw errors.notInDumps(statement.line(), first.isEmpty() || first.length() > 20
                    ? "something that is no statement"
                    : "%s".formatted(first));
        };
    }

    /// Whether a virtual table of that module may be made.
    static boolean mayHaveModule(String module) {
        return MODULES.contains(module.toLowerCase(Locale.ROOT));
    }

    private Action pragma(SqlDumpStatement statement, SqlDumpTokens tokens) {
        tokens.next();
        String name = tokens.name();
        if (PRAGMAS_RUN.contains(name)) {
            return Action.RUN;
        }
        if (PRAGMAS_SKIPPED.contains(name)) {
            return Action.SKIP;
        }
        if (name.equals("writable_schema")) {
            tokens.next();
            tokens.next();
            return Set.of("on", "1", "true", "yes").contains(tokens.name()) ? Action.SCHEMA_WRITABLE : Action.SCHEMA_SHUT;
        }
        throw errors.notInDumps(statement.line(), "PRAGMA " + shown(name));
    }

    private Action create(SqlDumpStatement statement, SqlDumpTokens tokens) {
        tokens.next();
        String what = tokens.word();
        return switch (what) {
            case "TABLE" -> table(statement, tokens);
            case "VIRTUAL" -> virtual(statement, tokens);
            case "UNIQUE", "INDEX", "VIEW" -> Action.RUN;
            case "TRIGGER" -> Action.LATER;
            default -> throw errors.notInDumps(statement.line(), "CREATE " + shown(what));
        };
    }

    private Action table(SqlDumpStatement statement, SqlDumpTokens tokens) {
        String name = named(tokens);
        if (STATISTICS.contains(name) || name.equals("sqlite_sequence")) {
            return Action.SKIP;
        }
        while (tokens.next()) {
            if (tokens.word().equals("SELECT")) {
                throw errors.notInDumps(statement.line(), "CREATE TABLE … AS SELECT");
            }
        }
        return Action.RUN;
    }

    private Action virtual(SqlDumpStatement statement, SqlDumpTokens tokens) {
        while (tokens.next()) {
            if (tokens.word().equals("USING")) {
                tokens.next();
                if (mayHaveModule(tokens.name())) {
                    return Action.RUN;
                }
                break;
            }
        }
        throw errors.notInDumps(statement.line(), "a virtual table of a module other than " + String.join(", ",
                MODULES.stream().sorted().toList()));
    }

    private Action insert(SqlDumpStatement statement, SqlDumpTokens tokens) {
        do {
            if (!tokens.next()) {
                return Action.RUN;
            }
        } while (!tokens.word().equals("INTO"));
        String name = named(tokens);
        if (STATISTICS.contains(name)) {
            return Action.SKIP;
        }
        requireValuesOnly(statement, tokens, name.startsWith("sqlite_") ? "INSERT into " + shown(name) : "INSERT");
        if (name.equals("sqlite_schema") || name.equals("sqlite_master")) {
            return Action.SCHEMA_ROW;
        }
        return name.equals("sqlite_sequence") ? Action.SEQUENCE : Action.RUN;
    }

    private Action update(SqlDumpStatement statement, SqlDumpTokens tokens) {
        String name = named(tokens);
        requireValuesOnly(statement, tokens, "UPDATE");
        if (name.equals("sqlite_sequence")) {
            return Action.SEQUENCE;
        }
        if (name.startsWith("sqlite_")) {
            throw errors.notInDumps(statement.line(), "UPDATE " + shown(name));
        }
        return Action.RUN;
    }

    private Action delete(SqlDumpStatement statement, SqlDumpTokens tokens) {
        tokens.next();
        String name = named(tokens);
        boolean whole = tokens.word().equals(";");
        if (whole && STATISTICS.contains(name)) {
            return Action.SKIP;
        }
        if (whole && name.equals("sqlite_sequence")) {
            return Action.SEQUENCE;
        }
        throw errors.notInDumps(statement.line(), "DELETE of anything but the whole of sqlite_sequence");
    }

    private Action drop(SqlDumpStatement statement, SqlDumpTokens tokens) {
        tokens.next();
        String what = tokens.word();
        tokens.next();
        boolean ifExists = tokens.word().equals("IF");
        if (ifExists && Set.of("TABLE", "VIEW", "INDEX").contains(what)) {
            return Action.RUN;
        }
        if (ifExists && what.equals("TRIGGER")) {
            return Action.LATER;
        }
        throw errors.notInDumps(statement.line(), "DROP without IF EXISTS");
    }

    private Action alter(SqlDumpStatement statement, SqlDumpTokens tokens) {
        tokens.next();
        if (!tokens.word().equals("TABLE")) {
            throw errors.notInDumps(statement.line(), "ALTER " + shown(tokens.word()));
        }
        return Action.RUN;
    }

    /// The name that follows (after `OR word`, `IF NOT EXISTS` and a schema's name), lower case; the token after it is
    /// then the current one.
    private static String named(SqlDumpTokens tokens) {
        tokens.next();
        if (tokens.word().equals("OR")) {
            tokens.next();
            tokens.next();
        }
        if (tokens.word().equals("IF")) {
            tokens.next();
            tokens.next();
            tokens.next();
        }
        String name = tokens.name();
        tokens.next();
        if (tokens.word().equals(".")) {
            tokens.next();
            name = tokens.name();
            tokens.next();
        }
        return name;
    }

    /// From the token after the table's name on: values, and of functions only those that dumps need.
    private void requireValuesOnly(SqlDumpStatement statement, SqlDumpTokens tokens, String what) {
        boolean values = false;
        String before = "";
        boolean named = false;
        do {
            String word = tokens.word();
            if (NOT_IN_VALUES.contains(word)) {
                throw errors.notInDumps(statement.line(), "%s with %s".formatted(what, word));
            }
            if (values && word.equals("(") && named && !BEFORE_PARENTHESIS.contains(before)) {
                throw errors.notInDumps(statement.line(),
                        "%s with a function other than replace, char, unistr and CAST".formatted(what));
            }
            values |= word.equals("VALUES") || word.equals("SET");
            named = tokens.kind() == SqlDumpLexer.Kind.WORD || tokens.kind() == SqlDumpLexer.Kind.QUOTED;
            before = word;
        } while (tokens.next());
    }

    private static String shown(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "…" : name;
    }
}

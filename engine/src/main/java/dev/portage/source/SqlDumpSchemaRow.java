package dev.portage.source;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.sqlite.SQLiteConnection;

/// The statement by which sqlite3's `.dump` writes a virtual table:
/// `INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','docs','docs',0,'CREATE VIRTUAL TABLE …');`.
///
/// It is the only row that a dump may write into the schema. SQLite takes such a row as it is, so everything about it is
/// looked at before: that it has no page of its own, and which module it names.
final class SqlDumpSchemaRow {
    private static final List<String> BEGINNING = List.of("INSERT", "INTO", "", "(", "TYPE", ",", "NAME", ",", "TBL_NAME", ",",
            "ROOTPAGE", ",", "SQL", ")", "VALUES", "(");

    private SqlDumpSchemaRow() {}

    /// Whether the statement is that one, for a module that may be made.
    static boolean makesVirtualTable(SqlDumpStatement statement, SQLiteConnection connection, SqlDumpErrors errors)
            throws SQLException {
        SqlDumpTokens tokens = statement.tokens();
        for (String word : BEGINNING) {
            if (!tokens.next() || !(word.isEmpty() || tokens.word().equals(word))) {
                return false;
            }
        }
        String type = string(tokens);
        String name = string(tokens);
        String table = string(tokens);
        tokens.next();
        boolean noPage = tokens.word().equals("0");
        tokens.next();
        if (!type.equals("'table'") || name.isEmpty() || !name.equals(table) || !noPage || !tokens.word().equals(",")) {
            return false;
        }
        if (!SqlDumpText.isUtf8(statement)) {
            throw errors.notUtf8(statement.line(), "the text of a virtual table is not valid UTF-8");
        }
        String rest = new String(statement.text(), tokens.end(), statement.text().length - tokens.end(), StandardCharsets.UTF_8);
        int end = closing(rest);
        return end > 0 && isAllowed(text(rest.substring(0, end), connection));
    }

    /// The string literal that follows and the comma after it; the literal in lower case with its quotes, empty where
    /// something else stands there.
    private static String string(SqlDumpTokens tokens) {
        tokens.next();
        String found = tokens.kind() == SqlDumpLexer.Kind.STRING ? "'" + tokens.name() + "'" : "";
        tokens.next();
        return tokens.word().equals(",") ? found : "";
    }

    /// Where the parenthesis of VALUES closes, when nothing but `;` follows it; -1 otherwise.
    private static int closing(String rest) {
        byte[] bytes = rest.getBytes(StandardCharsets.UTF_8);
        var tokens = new SqlDumpTokens(bytes);
        int depth = 0;
        while (tokens.next()) {
            String word = tokens.word();
            if (word.equals(",") && depth == 0) {
                return -1;
            }
            if (word.equals("(")) {
                depth++;
            } else if (word.equals(")") && --depth < 0) {
                int close = tokens.start();
                return tokens.next() && tokens.word().equals(";") && !tokens.next()
                        ? new String(bytes, 0, close, StandardCharsets.UTF_8).length()
                        : -1;
            }
        }
        return -1;
    }

    /// The value of an expression of which [SqlDumpRules] knows that it is made of values only.
    private static String text(String expression, SQLiteConnection connection) throws SQLException {
        try (var query = connection.createStatement(); var rows = query.executeQuery("SELECT " + expression)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    private static boolean isAllowed(String sql) {
        var object = new SchemaObject("table", "", "", sql);
        return sql.toUpperCase(Locale.ROOT).startsWith("CREATE VIRTUAL TABLE") && VirtualTables.isVirtual(object)
                && SqlDumpRules.mayHaveModule(VirtualTables.of(object).module());
    }
}

package dev.portage.sql;

import java.util.ArrayList;

/// Reads a CREATE VIEW as SQLite keeps it in its schema table; its query stays text.
///
/// Source: sqlite.org/lang_createview.html.
public final class CreateViewParser {
    private CreateViewParser() {}

    /// What `sql` says.
    ///
    /// @throws SqlSyntaxException it is no CREATE VIEW
    public static ViewText parse(String sql) {
        var tokens = new Tokens(sql);
        tokens.expect("CREATE");
        if (!tokens.accept("TEMP")) {
            tokens.accept("TEMPORARY");
        }
        tokens.expect("VIEW");
        String name = CreateTableParser.tableName(tokens);
        var columns = new ArrayList<String>();
        if (tokens.acceptOperator("(")) {
            do {
                columns.add(tokens.name());
            } while (tokens.acceptOperator(","));
            tokens.expectOperator(")");
        }
        tokens.expect("AS");
        if (!PrimaryParser.startsQuery(tokens.peek())) {
            throw tokens.unexpected("SELECT");
        }
        int start = tokens.peek().start();
        while (!tokens.ended() && !tokens.peek().isOperator(";")) {
            tokens.next();
        }
        String select = tokens.slice(start, tokens.previous().end());
        tokens.expectEnd();
        return new ViewText(name, columns, select);
    }
}

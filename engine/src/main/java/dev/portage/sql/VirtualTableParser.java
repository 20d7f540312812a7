package dev.portage.sql;

import dev.portage.sql.SqlToken.Kind;
import dev.portage.sql.VirtualTableText.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a CREATE VIRTUAL TABLE of a search or spatial index as SQLite keeps it in its schema table.
///
/// Source: sqlite.org/lang_createvtab.html, fts5.html ("FTS5 Table Creation and Initialization"), fts3.html, rtree.html.
public final class VirtualTableParser {
    private VirtualTableParser() {}

    /// What `sql` says.
    ///
    /// @throws SqlSyntaxException it is no CREATE VIRTUAL TABLE, or its arguments are in a language of the module's own
    public static VirtualTableText parse(String sql) {
        var tokens = new Tokens(sql);
        tokens.expect("CREATE");
        tokens.expect("VIRTUAL");
        tokens.expect("TABLE");
        String name = CreateTableParser.tableName(tokens);
        tokens.expect("USING");
        String module = tokens.name().toLowerCase(Locale.ROOT);
        List<Column> columns = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        List<String> unindexed = new ArrayList<>();
        if (tokens.acceptOperator("(") && !tokens.acceptOperator(")")) {
            do {
                argument(tokens, columns, options, unindexed);
            } while (tokens.acceptOperator(","));
            tokens.expectOperator(")");
        }
        tokens.expectEnd();
        List<Column> known = columns.stream().map(column -> new Column(column.name(), column.indexed()
                && unindexed.stream().noneMatch(column.name()::equalsIgnoreCase))).toList();
        return new VirtualTableText(name, module, known, options);
    }

    private static void argument(Tokens tokens, List<Column> columns, Map<String, String> options, List<String> unindexed) {
        tokens.acceptOperator("+"); // an auxiliary column of an R-tree
        if (!tokens.peek(1).isOperator("=")) {
            String name = tokens.name();
            boolean indexed = true;
            while (!tokens.peek().isOperator(",") && !tokens.peek().isOperator(")")) {
                indexed &= !tokens.peek().is("UNINDEXED");
                skip(tokens);
            }
            columns.add(new Column(name, indexed));
            return;
        }
        String option = tokens.name().toLowerCase(Locale.ROOT);
        tokens.expectOperator("=");
        String value = value(tokens);
        if (option.equals("notindexed")) {
            unindexed.add(value);
        } else {
            options.put(option, value);
        }
    }

    /// One quoted word without its quotes, or the words as they stand.
    private static String value(Tokens tokens) {
        if (tokens.peek().isOperator(",") || tokens.peek().isOperator(")")) {
            return "";
        }
        int start = tokens.peek().start();
        SqlToken first = tokens.peek();
        skip(tokens);
        boolean alone = tokens.peek().isOperator(",") || tokens.peek().isOperator(")");
        if (alone && first.isName()) {
            return first.value();
        }
        while (!tokens.peek().isOperator(",") && !tokens.peek().isOperator(")")) {
            skip(tokens);
        }
        return tokens.slice(start, tokens.previous().end());
    }

    private static void skip(Tokens tokens) {
        if (tokens.peek().kind() == Kind.END) {
            throw tokens.unexpected(")");
        }
        if (tokens.peek().isOperator("(")) {
            tokens.bracketed();
        } else {
            tokens.next();
        }
    }
}

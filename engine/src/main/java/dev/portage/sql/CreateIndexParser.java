package dev.portage.sql;

import dev.portage.sql.IndexText.PartText;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/// Reads a CREATE INDEX as SQLite keeps it in its schema table.
///
/// Source: sqlite.org/lang_createindex.html.
public final class CreateIndexParser {
    private CreateIndexParser() {}

    /// What `sql` says.
    ///
    /// @throws SqlSyntaxException it is no CREATE INDEX
    public static IndexText parse(String sql) {
        var tokens = new Tokens(sql);
        tokens.expect("CREATE");
        boolean unique = tokens.accept("UNIQUE");
        tokens.expect("INDEX");
        String name = CreateTableParser.tableName(tokens);
        tokens.expect("ON");
        String table = tokens.name();
        tokens.expectOperator("(");
        var parts = new ArrayList<PartText>();
        do {
            parts.add(part(tokens));
        } while (tokens.acceptOperator(","));
        tokens.expectOperator(")");
        Optional<String> where = Optional.empty();
        if (tokens.accept("WHERE")) {
            int start = tokens.peek().start();
            new SqliteExpressionParser(tokens).expression();
            where = Optional.of(tokens.slice(start, tokens.previous().end()));
        }
        tokens.expectEnd();
        return new IndexText(name, table, unique, parts, where);
    }

    private static PartText part(Tokens tokens) {
        int first = tokens.index();
        int start = tokens.peek().start();
        Expression expression = columnAsString(tokens);
        int end = tokens.previous().end();
        Optional<String> collation = Optional.empty();
        if (expression instanceof Expression.Collate(var inner, var name)) {
            expression = inner;
            collation = Optional.of(name);
            int behind = tokens.index();
            // A COLLATE within brackets ends with a bracket and stays a part of the expression.
            tokens.back(behind - 2);
            if (tokens.index() > first && tokens.peek().is("COLLATE")) {
                end = tokens.previous().end();
            }
            tokens.back(behind);
        }
        boolean descending = tokens.accept("DESC");
        tokens.accept("ASC");
        Optional<String> column = switch (expression) {
            case Expression.ColumnRef(var table, var name, _) when table.isEmpty() -> Optional.of(name);
            case Expression.TextLiteral(var name) -> Optional.of(name);
            default -> Optional.empty();
        };
        return new PartText(column, tokens.slice(start, end), collation.map(c -> c.toUpperCase(Locale.ROOT)), descending);
    }

    // A keyword that is a column's name, which an expression alone would refuse.
    private static Expression columnAsString(Tokens tokens) {
        SqlToken next = tokens.peek(1);
        boolean alone = next.isOperator(",") || next.isOperator(")") || next.is("ASC") || next.is("DESC");
        return alone && tokens.peek().isName()
                ? new Expression.ColumnRef(Optional.empty(), tokens.name(), false)
                : new SqliteExpressionParser(tokens).expression();
    }
}

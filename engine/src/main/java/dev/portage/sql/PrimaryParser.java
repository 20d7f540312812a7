package dev.portage.sql;

import dev.portage.sql.Expression.BlobLiteral;
import dev.portage.sql.Expression.BooleanLiteral;
import dev.portage.sql.Expression.Case;
import dev.portage.sql.Expression.Cast;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Expression.CurrentLiteral;
import dev.portage.sql.Expression.FunctionCall;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.NullLiteral;
import dev.portage.sql.Expression.Parameter;
import dev.portage.sql.Expression.Raise;
import dev.portage.sql.Expression.RealLiteral;
import dev.portage.sql.Expression.RowValue;
import dev.portage.sql.Expression.Subquery;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.SqlToken.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads what stands between operators: constants, names, calls, brackets, CASE, CAST, RAISE.
final class PrimaryParser {
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    /// Words that SQLite never takes for a column's name without quotes, as far as they matter within an expression.
    private static final Set<String> RESERVED = Set.of("AND", "OR", "NOT", "IN", "IS", "BETWEEN", "COLLATE", "ESCAPE", "ISNULL",
            "NOTNULL", "WHEN", "THEN", "ELSE", "AS", "FROM", "WHERE", "SELECT", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION",
            "DEFAULT", "CHECK", "CONSTRAINT", "PRIMARY", "UNIQUE", "REFERENCES", "FOREIGN", "CREATE", "TABLE", "INSERT", "DELETE",
            "UPDATE", "SET", "VALUES", "ON", "DISTINCT", "USING", "JOIN", "EXISTS", "CASE");

    private final Tokens tokens;
    private final SqliteExpressionParser expressions;

    PrimaryParser(Tokens tokens, SqliteExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    static boolean startsQuery(SqlToken token) {
        return token.is("SELECT") || token.is("WITH") || token.is("VALUES");
    }

    static boolean isSmallestInteger(SqlToken token) {
        return token.kind() == Kind.INTEGER && token.value().equals("9223372036854775808");
    }

    Expression primary() {
        expressions.height(1);
        SqlToken token = tokens.peek();
        return switch (token.kind()) {
            case INTEGER -> integer(tokens.next());
            case REAL -> new RealLiteral(Double.parseDouble(tokens.next().value()));
            case STRING -> new TextLiteral(tokens.next().value());
            case BLOB -> new BlobLiteral(tokens.next().value().toLowerCase(Locale.ROOT));
            case PARAMETER -> new Parameter(tokens.next().value());
            case NAME, DOUBLE_QUOTED -> named();
            case WORD -> word(token);
            case OPERATOR -> brackets();
            case END -> throw tokens.unexpected("an expression");
        };
    }

    private static Expression integer(SqlToken token) {
        String text = token.value();
        if (text.length() > 1 && (text.charAt(1) == 'x' || text.charAt(1) == 'X')) {
            String digits = text.substring(2).replaceFirst("^0+(?=.)", "");
            if (digits.length() > 16) {
                throw new SqlSyntaxException("a hexadecimal number has more than 64 bits", token.start());
            }
            return new IntegerLiteral(Long.parseUnsignedLong(digits, 16));
        }
        String digits = text.replaceFirst("^0+(?=.)", "");
        boolean fits = digits.length() <= 19 && new BigInteger(digits).compareTo(LARGEST) <= 0;
        return fits ? new IntegerLiteral(Long.parseLong(digits)) : new RealLiteral(Double.parseDouble(digits));
    }

    private Expression word(SqlToken token) {
        switch (token.keyword()) {
            case "NULL" -> {
                tokens.next();
                return new NullLiteral();
            }
            case "TRUE", "FALSE" -> {
                tokens.next();
                return new BooleanLiteral(token.is("TRUE"));
            }
            case "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP" -> {
                tokens.next();
                return new CurrentLiteral(CurrentLiteral.Moment.valueOf(token.keyword().substring("CURRENT_".length())));
            }
            case "CASE" -> {
                tokens.next();
                return cases();
            }
            case "EXISTS" -> {
                tokens.next();
                return query(new Subquery.Use.Exists());
            }
            default -> {
                if (tokens.peek(1).isOperator("(") && !RESERVED.contains(token.keyword())) {
                    return call();
                }
                if (RESERVED.contains(token.keyword())) {
                    throw tokens.unexpected("an expression");
                }
                return named();
            }
        }
    }

    private Expression named() {
        if (tokens.peek(1).isOperator("(") && tokens.peek().kind() != Kind.WORD) {
            return call();
        }
        boolean quoted = tokens.peek().kind() == Kind.DOUBLE_QUOTED;
        String name = tokens.name();
        Optional<String> table = Optional.empty();
        while (tokens.acceptOperator(".")) {
            table = Optional.of(name);
            quoted = false;
            name = tokens.name();
        }
        return new ColumnRef(table, name, quoted);
    }

    private Expression brackets() {
        if (!tokens.peek().isOperator("(")) {
            throw tokens.unexpected("an expression");
        }
        if (startsQuery(tokens.peek(1))) {
            return query(new Subquery.Use.Scalar());
        }
        tokens.expectOperator("(");
        List<Expression> parts = expressions.list();
        tokens.expectOperator(")");
        return parts.size() == 1 ? parts.getFirst() : new RowValue(parts);
    }

    private Expression query(Subquery.Use use) {
        return new Subquery(use, new SelectParser(tokens, expressions).bracketed());
    }

    private Expression call() {
        String name = tokens.name().toLowerCase(Locale.ROOT);
        tokens.expectOperator("(");
        if (name.equals("cast")) {
            return cast();
        }
        if (name.equals("raise")) {
            return raise();
        }
        boolean star = tokens.acceptOperator("*");
        boolean distinct = tokens.accept("DISTINCT");
        if (!distinct) {
            tokens.accept("ALL");
        }
        List<Expression> arguments = star || tokens.peek().isOperator(")") ? List.of() : expressions.list();
        int height = arguments.isEmpty() ? 0 : expressions.height();
        List<Select.Ordering> order = tokens.acceptAll("ORDER", "BY")
                ? new SelectParser(tokens, expressions).orderings()
                : List.of();
        tokens.expectOperator(")");
        Optional<Expression> filter = filter();
        boolean window = window();
        expressions.height(height + 1);
        return new FunctionCall(name, arguments, star, new FunctionCall.Modifiers(distinct, order, filter, window));
    }

    private Optional<Expression> filter() {
        if (!tokens.peek().is("FILTER") || !tokens.peek(1).isOperator("(")) {
            return Optional.empty();
        }
        tokens.next();
        tokens.expectOperator("(");
        tokens.expect("WHERE");
        Expression condition = expressions.expression();
        tokens.expectOperator(")");
        return Optional.of(condition);
    }

    private boolean window() {
        if (!tokens.peek().is("OVER") || (!tokens.peek(1).isOperator("(") && !tokens.peek(1).isName())) {
            return false;
        }
        tokens.next();
        if (tokens.peek().isOperator("(")) {
            tokens.bracketed();
        } else {
            tokens.name();
        }
        return true;
    }

    private Expression cast() {
        Expression value = expressions.expression();
        int height = expressions.height();
        tokens.expect("AS");
        int start = tokens.peek().start();
        int depth = 0;
        while (depth > 0 || !tokens.peek().isOperator(")")) {
            SqlToken token = tokens.next();
            if (token.kind() == Kind.END) {
                throw tokens.unexpected(")");
            }
            depth += token.isOperator("(") ? 1 : token.isOperator(")") ? -1 : 0;
        }
        String type = tokens.slice(start, tokens.peek().start());
        tokens.expectOperator(")");
        expressions.height(height + 1);
        return new Cast(value, type);
    }

    private Expression raise() {
        String action = tokens.name().toUpperCase(Locale.ROOT);
        Optional<Expression> message = tokens.acceptOperator(",") ? Optional.of(expressions.expression()) : Optional.empty();
        tokens.expectOperator(")");
        return new Raise(action, message);
    }

    private Expression cases() {
        int highest = 0;
        Optional<Expression> base = Optional.empty();
        if (!tokens.peek().is("WHEN")) {
            base = Optional.of(expressions.expression());
            highest = expressions.height();
        }
        var branches = new ArrayList<Case.Branch>();
        while (tokens.accept("WHEN")) {
            Expression when = expressions.expression();
            highest = Math.max(highest, expressions.height());
            tokens.expect("THEN");
            branches.add(new Case.Branch(when, expressions.expression()));
            highest = Math.max(highest, expressions.height());
        }
        Optional<Expression> otherwise = Optional.empty();
        if (tokens.accept("ELSE")) {
            otherwise = Optional.of(expressions.expression());
            highest = Math.max(highest, expressions.height());
        }
        if (branches.isEmpty()) {
            throw tokens.unexpected("WHEN");
        }
        tokens.expect("END");
        expressions.height(highest + 1);
        return new Case(base, branches, otherwise);
    }
}

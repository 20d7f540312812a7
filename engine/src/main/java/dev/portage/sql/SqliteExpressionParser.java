package dev.portage.sql;

import dev.portage.sql.Expression.Between;
import dev.portage.sql.Expression.Binary;
import dev.portage.sql.Expression.Collate;
import dev.portage.sql.Expression.In;
import dev.portage.sql.Expression.IsNull;
import dev.portage.sql.Expression.Like;
import dev.portage.sql.Expression.Subquery;
import dev.portage.sql.Expression.Unary;
import dev.portage.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an expression with SQLite's precedence of operators.
///
/// Source: sqlite.org/lang_expr.html ("Operators, and Parse-Affecting Attributes") and the grammar `parse.y`.
public final class SqliteExpressionParser {
    /// The highest tree that is built, as in SQLite (SQLITE_MAX_EXPR_DEPTH).
    static final int MAX_DEPTH = 1000;

    /// How many expressions may be open at once, each within the one before it: what the parser's own stack allows.
    static final int MAX_OPEN = 250;

    static final int LOWEST = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int EQUALITY = 4;
    private static final int COMPARISON = 5;
    private static final int BITS = 6;
    private static final int COLLATE = 10;
    private static final int PREFIX = 11;

    private final Tokens tokens;
    private final PrimaryParser primaries;
    private int open;
    private int height;

    SqliteExpressionParser(Tokens tokens) {
        this.tokens = tokens;
        this.primaries = new PrimaryParser(tokens, this);
    }

    /// The expression that `text` is, the whole of it.
    ///
    /// @throws SqlSyntaxException it is none, is deeper than 1,000 levels or 250 brackets, or longer than 2,000,000 characters
    public static Expression parse(String text) {
        var tokens = new Tokens(text);
        Expression expression = new SqliteExpressionParser(tokens).expression();
        tokens.expectEnd();
        return expression;
    }

    /// The next expression of `tokens`, as far as it goes.
    Expression expression() {
        return expression(LOWEST);
    }

    Expression expression(int lowest) {
        enter();
        Expression left = prefixed();
        int leftHeight = height;
        while (true) {
            Expression joined = joined(left, leftHeight, lowest);
            if (joined == null) {
                leave();
                height = leftHeight;
                return left;
            }
            left = joined;
            leftHeight = checked(height + 1, MAX_DEPTH);
        }
    }

    /// The height of the expression that was read last, for a caller that builds a node over several.
    int height() {
        return height;
    }

    void height(int value) {
        height = checked(value, MAX_DEPTH);
    }

    /// Counts an expression or query that begins within another; [#leave] is called behind it.
    void enter() {
        open = checked(open + 1, MAX_OPEN);
    }

    void leave() {
        open--;
    }

    private int checked(int value, int most) {
        if (value > most) {
            throw new SqlSyntaxException("the expression is deeper than %d levels".formatted(most), tokens.peek().start());
        }
        return value;
    }

    private Expression prefixed() {
        Unary.@Nullable Prefix operator = prefix(tokens.peek());
        if (operator == null) {
            return primaries.primary();
        }
        if (operator == Unary.Prefix.NOT && tokens.peek(1).is("EXISTS")) {
            tokens.next();
            Expression exists = primaries.primary();
            height(height + 1);
            return new Unary(operator, exists);
        }
        tokens.next();
        if (operator == Unary.Prefix.NEGATE && PrimaryParser.isSmallestInteger(tokens.peek())) {
            tokens.next();
            height(1);
            return new Expression.IntegerLiteral(Long.MIN_VALUE);
        }
        Expression operand = expression(operator == Unary.Prefix.NOT ? NOT : PREFIX);
        height(height + 1);
        return new Unary(operator, operand);
    }

    private static Unary.@Nullable Prefix prefix(SqlToken token) {
        if (token.is("NOT")) {
            return Unary.Prefix.NOT;
        }
        if (token.kind() != Kind.OPERATOR) {
            return null;
        }
        return switch (token.value()) {
            case "-" -> Unary.Prefix.NEGATE;
            case "+" -> Unary.Prefix.PLUS;
            case "~" -> Unary.Prefix.INVERT;
            default -> null;
        };
    }

    /// `left` with the operator that follows it, or null where what follows binds less than `lowest` or is no operator.
    /// Sets the height below the new node.
    private @Nullable Expression joined(Expression left, int leftHeight, int lowest) {
        SqlToken token = tokens.peek();
        if (token.kind() == Kind.OPERATOR || token.is("AND") || token.is("OR")) {
            return simple(left, leftHeight, lowest, token);
        }
        if (token.is("COLLATE") && lowest <= COLLATE) {
            tokens.next();
            height = leftHeight;
            return new Collate(left, tokens.name().toUpperCase(Locale.ROOT));
        }
        return lowest <= EQUALITY && token.kind() == Kind.WORD ? worded(left, leftHeight) : null;
    }

    private @Nullable Expression simple(Expression left, int leftHeight, int lowest, SqlToken token) {
        Infix infix = Infix.of(token);
        if (infix == null || infix.precedence() < lowest) {
            return null;
        }
        tokens.next();
        return new Binary(infix.operator(), left, right(infix.precedence() + 1, leftHeight));
    }

    private Expression right(int lowest, int leftHeight) {
        Expression right = expression(lowest);
        height = Math.max(height, leftHeight);
        return right;
    }

    private @Nullable Expression worded(Expression left, int leftHeight) {
        if (tokens.accept("ISNULL") || tokens.accept("NOTNULL")) {
            boolean negated = tokens.previous().is("NOTNULL");
            height = leftHeight;
            return new IsNull(left, negated);
        }
        if (tokens.acceptAll("NOT", "NULL")) {
            height = leftHeight;
            return new IsNull(left, true);
        }
        if (tokens.accept("IS")) {
            return is(left, leftHeight);
        }
        boolean negated = tokens.peek().is("NOT");
        SqlToken word = negated ? tokens.peek(1) : tokens.peek();
        return switch (word.keyword()) {
            case "BETWEEN", "IN", "LIKE", "GLOB", "REGEXP", "MATCH" -> {
                if (negated) {
                    tokens.next();
                }
                tokens.next();
                yield matched(word.keyword(), left, leftHeight, negated);
            }
            default -> null;
        };
    }

    private Expression matched(String word, Expression left, int leftHeight, boolean negated) {
        return switch (word) {
            case "BETWEEN" -> {
                Expression low = right(NOT, leftHeight);
                tokens.expect("AND");
                yield new Between(left, low, right(COMPARISON, height), negated);
            }
            case "IN" -> in(left, leftHeight, negated);
            default -> {
                Expression pattern = right(COMPARISON, leftHeight);
                Optional<Expression> escape = tokens.accept("ESCAPE") ? Optional.of(right(BITS, height)) : Optional.empty();
                yield new Like(Like.Form.valueOf(word), left, pattern, escape, negated);
            }
        };
    }

    private Expression is(Expression left, int leftHeight) {
        boolean not = tokens.accept("NOT");
        boolean distinct = tokens.acceptAll("DISTINCT", "FROM");
        Expression right = right(COMPARISON, leftHeight);
        boolean negated = not != distinct;
        return right instanceof Expression.NullLiteral
                ? new IsNull(left, negated)
                : new Binary(negated ? Binary.Operator.IS_NOT : Binary.Operator.IS, left, right);
    }

    private Expression in(Expression left, int leftHeight, boolean negated) {
        if (!tokens.peek().isOperator("(") || PrimaryParser.startsQuery(tokens.peek(1))) {
            Subquery subquery = new Subquery(new Subquery.Use.In(left, negated), members());
            height = leftHeight;
            return subquery;
        }
        tokens.expectOperator("(");
        var choices = new ArrayList<Expression>();
        int highest = leftHeight;
        while (!tokens.acceptOperator(")")) {
            if (!choices.isEmpty()) {
                tokens.expectOperator(",");
            }
            choices.add(right(LOWEST, highest));
            highest = height;
        }
        height = highest;
        return new In(left, choices, negated);
    }

    // `IN table` is `IN (SELECT * FROM table)`.
    private Select members() {
        var selects = new SelectParser(tokens, this);
        if (tokens.peek().isOperator("(")) {
            return selects.bracketed();
        }
        var table = new Select.Joined(Select.Join.CROSS, selects.named(), Optional.empty(), false, List.of(), Optional.empty());
        var core = new Select.Core(false, List.of(new Select.Result.All(Optional.empty())), List.of(table), Optional.empty(),
                List.of(), Optional.empty());
        return new Select(List.of(), List.of(new Select.Arm(Optional.empty(), core)), List.of(), Optional.empty(),
                Optional.empty());
    }

    /// Expressions between commas, as far as they go; the height is that of the highest.
    List<Expression> list() {
        var list = new ArrayList<Expression>();
        int highest = 0;
        do {
            list.add(right(LOWEST, highest));
            highest = height;
        } while (tokens.acceptOperator(","));
        return list;
    }

    /// An operator between two expressions and how strongly it binds.
    private record Infix(Binary.Operator operator, int precedence) {
        static @Nullable Infix of(SqlToken token) {
            return switch (token.keyword().isEmpty() ? token.value() : token.keyword()) {
                case "OR" -> new Infix(Binary.Operator.OR, LOWEST);
                case "AND" -> new Infix(Binary.Operator.AND, SqliteExpressionParser.AND);
                case "=", "==" -> new Infix(Binary.Operator.EQUAL, EQUALITY);
                case "<>", "!=" -> new Infix(Binary.Operator.NOT_EQUAL, EQUALITY);
                case "<" -> new Infix(Binary.Operator.LESS, COMPARISON);
                case "<=" -> new Infix(Binary.Operator.LESS_OR_EQUAL, COMPARISON);
                case ">" -> new Infix(Binary.Operator.GREATER, COMPARISON);
                case ">=" -> new Infix(Binary.Operator.GREATER_OR_EQUAL, COMPARISON);
                case "&" -> new Infix(Binary.Operator.BIT_AND, BITS);
                case "|" -> new Infix(Binary.Operator.BIT_OR, BITS);
                case "<<" -> new Infix(Binary.Operator.SHIFT_LEFT, BITS);
                case ">>" -> new Infix(Binary.Operator.SHIFT_RIGHT, BITS);
                case "+" -> new Infix(Binary.Operator.ADD, 7);
                case "-" -> new Infix(Binary.Operator.SUBTRACT, 7);
                case "*" -> new Infix(Binary.Operator.MULTIPLY, 8);
                case "/" -> new Infix(Binary.Operator.DIVIDE, 8);
                case "%" -> new Infix(Binary.Operator.REMAINDER, 8);
                case "||" -> new Infix(Binary.Operator.CONCATENATE, 9);
                case "->" -> new Infix(Binary.Operator.JSON, 9);
                case "->>" -> new Infix(Binary.Operator.JSON_TEXT, 9);
                default -> null;
            };
        }
    }
}

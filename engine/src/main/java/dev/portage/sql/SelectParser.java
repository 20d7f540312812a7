package dev.portage.sql;

import dev.portage.sql.Select.Arm;
import dev.portage.sql.Select.Common;
import dev.portage.sql.Select.Core;
import dev.portage.sql.Select.Join;
import dev.portage.sql.Select.Joined;
import dev.portage.sql.Select.Ordering;
import dev.portage.sql.Select.Result;
import dev.portage.sql.Select.SetOperator;
import dev.portage.sql.Select.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Reads a query: SELECT, VALUES, and WITH before them.
///
/// Source: sqlite.org/lang_select.html and the grammar `parse.y`.
final class SelectParser {
    // What may stand behind a result or a table, and so is no alias without AS.
    private static final Set<String> FOLLOWING = Set.of("FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION",
            "INTERSECT", "EXCEPT", "WINDOW", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "OUTER", "ON", "USING",
            "INDEXED", "NOT", "AS", "SET", "RETURNING", "WHEN", "BEGIN", "END");

    private final Tokens tokens;
    private final SqliteExpressionParser expressions;

    SelectParser(Tokens tokens, SqliteExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /// The query that `text` is, the whole of it.
    ///
    /// @throws SqlSyntaxException it is none, or is deeper than 250 brackets, or longer than 2,000,000 characters
    static Select parse(String text) {
        var tokens = new Tokens(text);
        Select select = new SelectParser(tokens, new SqliteExpressionParser(tokens)).select();
        tokens.expectEnd();
        return select;
    }

    /// The query between the brackets that come next.
    Select bracketed() {
        tokens.expectOperator("(");
        Select select = select();
        tokens.expectOperator(")");
        return select;
    }

    /// The next query of the tokens, as far as it goes.
    Select select() {
        expressions.enter();
        List<Common> with = tokens.accept("WITH") ? commons() : List.of();
        var arms = new ArrayList<Arm>();
        arm(Optional.empty(), arms);
        for (Optional<SetOperator> next = setOperator(); next.isPresent(); next = setOperator()) {
            arm(next, arms);
        }
        List<Ordering> order = tokens.acceptAll("ORDER", "BY") ? orderings() : List.of();
        Optional<Expression> limit = Optional.empty();
        Optional<Expression> offset = Optional.empty();
        if (tokens.accept("LIMIT")) {
            limit = Optional.of(expressions.expression());
            if (tokens.acceptOperator(",")) {
                offset = limit;
                limit = Optional.of(expressions.expression());
            } else if (tokens.accept("OFFSET")) {
                offset = Optional.of(expressions.expression());
            }
        }
        expressions.leave();
        expressions.height(1);
        return new Select(with, arms, order, limit, offset);
    }

    private <T> List<T> separated(Supplier<T> one) {
        var all = new ArrayList<T>();
        do {
            all.add(one.get());
        } while (tokens.acceptOperator(","));
        return all;
    }

    private List<Common> commons() {
        tokens.accept("RECURSIVE");
        return separated(this::common);
    }

    private Common common() {
        String name = tokens.name();
        List<String> columns = tokens.peek().isOperator("(") ? namesInBrackets() : List.of();
        tokens.expect("AS");
        if (tokens.accept("NOT")) {
            tokens.expect("MATERIALIZED");
        } else {
            tokens.accept("MATERIALIZED");
        }
        return new Common(name, columns, bracketed());
    }

    private List<String> namesInBrackets() {
        tokens.expectOperator("(");
        List<String> names = separated(tokens::name);
        tokens.expectOperator(")");
        return names;
    }

    private Optional<SetOperator> setOperator() {
        if (tokens.accept("UNION")) {
            return Optional.of(tokens.accept("ALL") ? SetOperator.UNION_ALL : SetOperator.UNION);
        }
        if (tokens.accept("INTERSECT")) {
            return Optional.of(SetOperator.INTERSECT);
        }
        return tokens.accept("EXCEPT") ? Optional.of(SetOperator.EXCEPT) : Optional.empty();
    }

    private void arm(Optional<SetOperator> operator, List<Arm> arms) {
        if (!tokens.accept("VALUES")) {
            arms.add(new Arm(operator, core()));
            return;
        }
        Optional<SetOperator> before = operator;
        for (Core row : separated(this::row)) {
            arms.add(new Arm(before, row));
            before = Optional.of(SetOperator.UNION_ALL);
        }
    }

    private Core row() {
        tokens.expectOperator("(");
        var results = new ArrayList<Result>();
        for (Expression value : expressions.list()) {
            results.add(new Result.Value(value, Optional.of("column" + (results.size() + 1)), ""));
        }
        tokens.expectOperator(")");
        return new Core(false, results, List.of(), Optional.empty(), List.of(), Optional.empty());
    }

    private Core core() {
        tokens.expect("SELECT");
        boolean distinct = tokens.accept("DISTINCT");
        if (!distinct) {
            tokens.accept("ALL");
        }
        List<Result> results = separated(this::result);
        List<Joined> from = tokens.accept("FROM") ? from() : List.of();
        Optional<Expression> where = optional("WHERE");
        List<Expression> groupBy = tokens.acceptAll("GROUP", "BY") ? expressions.list() : List.of();
        Optional<Expression> having = optional("HAVING");
        if (tokens.accept("WINDOW")) {
            // Only OVER uses it, which is refused there.
            separated(this::window);
        }
        return new Core(distinct, results, from, where, groupBy, having);
    }

    private Optional<Expression> optional(String keyword) {
        return tokens.accept(keyword) ? Optional.of(expressions.expression()) : Optional.empty();
    }

    private String window() {
        String name = tokens.name();
        tokens.expect("AS");
        tokens.bracketed();
        return name;
    }

    private Result result() {
        if (tokens.acceptOperator("*")) {
            return new Result.All(Optional.empty());
        }
        if (tokens.peek().isName() && tokens.peek(1).isOperator(".") && tokens.peek(2).isOperator("*")) {
            String table = tokens.name();
            tokens.next();
            tokens.next();
            return new Result.All(Optional.of(table));
        }
        int start = tokens.peek().start();
        Expression value = expressions.expression();
        String text = tokens.slice(start, tokens.previous().end());
        return new Result.Value(value, alias(), text);
    }

    private Optional<String> alias() {
        boolean named = tokens.accept("AS") || (tokens.peek().isName() && !FOLLOWING.contains(tokens.peek().keyword()));
        return named ? Optional.of(tokens.name()) : Optional.empty();
    }

    private List<Joined> from() {
        var from = new ArrayList<Joined>();
        from.add(joined(Join.CROSS, false));
        while (true) {
            if (tokens.acceptOperator(",")) {
                from.add(joined(Join.CROSS, false));
                continue;
            }
            boolean natural = tokens.accept("NATURAL");
            Join join = join();
            if (!natural && join == Join.INNER && !tokens.peek().is("JOIN")) {
                return from;
            }
            tokens.expect("JOIN");
            from.add(joined(join, natural));
        }
    }

    private Join join() {
        Join join = tokens.accept("LEFT")
                ? Join.LEFT
                : tokens.accept("RIGHT") ? Join.RIGHT : tokens.accept("FULL") ? Join.FULL : Join.INNER;
        if (join != Join.INNER) {
            tokens.accept("OUTER");
        } else if (tokens.accept("CROSS")) {
            join = Join.CROSS;
        } else {
            tokens.accept("INNER");
        }
        return join;
    }

    private Joined joined(Join join, boolean natural) {
        Source source = source();
        Optional<String> alias = alias();
        if (tokens.acceptAll("INDEXED", "BY")) {
            tokens.name();
        } else {
            tokens.acceptAll("NOT", "INDEXED");
        }
        Optional<Expression> on = optional("ON");
        List<String> using = on.isEmpty() && tokens.accept("USING") ? namesInBrackets() : List.of();
        return new Joined(join, source, alias, natural, using, on);
    }

    private Source source() {
        if (tokens.peek().isOperator("(")) {
            if (PrimaryParser.startsQuery(tokens.peek(1))) {
                return new Source.Nested(bracketed());
            }
            tokens.bracketed();
            return new Source.Brackets();
        }
        return named();
    }

    /// A table by its name, or a function that gives rows.
    Source named() {
        String name = tokens.name();
        Optional<String> schema = Optional.empty();
        if (tokens.acceptOperator(".")) {
            schema = Optional.of(name);
            name = tokens.name();
        }
        if (tokens.peek().isOperator("(")) {
            tokens.bracketed();
            return new Source.Function(name);
        }
        return new Source.Named(schema, name);
    }

    /// What stands behind ORDER BY.
    List<Ordering> orderings() {
        return separated(this::ordering);
    }

    private Ordering ordering() {
        Expression value = expressions.expression();
        boolean descending = tokens.accept("DESC");
        if (!descending) {
            tokens.accept("ASC");
        }
        Optional<Boolean> nullsFirst = Optional.empty();
        if (tokens.accept("NULLS")) {
            nullsFirst = Optional.of(tokens.peek().is("FIRST"));
            if (!tokens.accept("FIRST")) {
                tokens.expect("LAST");
            }
        }
        return new Ordering(value, descending, nullsFirst);
    }
}

package dev.portage.sql;

import dev.portage.sql.TriggerStatement.Assignment;
import dev.portage.sql.TriggerStatement.Branch;
import dev.portage.sql.TriggerStatement.Delete;
import dev.portage.sql.TriggerStatement.Guard;
import dev.portage.sql.TriggerStatement.Insert;
import dev.portage.sql.TriggerStatement.Other;
import dev.portage.sql.TriggerStatement.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Reads the statements of a trigger's body. What it does not know becomes [Other] with its reason, never an error.
public final class TriggerStatementParser {
    private final Tokens tokens;

    private TriggerStatementParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// The statements of a body, in order; a SELECT of several guards gives one each.
    public static List<TriggerStatement> parse(List<String> body) {
        return body.stream().flatMap(sql -> statement(sql).stream()).toList();
    }

    private static List<TriggerStatement> statement(String sql) {
        try {
            var parser = new TriggerStatementParser(new Tokens(sql));
            List<TriggerStatement> statements = parser.statements();
            boolean whole = parser.tokens.ended();
            return whole ? statements : List.of(parser.rest(statements.getFirst()));
        } catch (SqlSyntaxException e) {
            return List.of(new Other(!sql.strip().regionMatches(true, 0, "SELECT", 0, 6), Optional.empty(),
                    "its text cannot be read: " + Objects.requireNonNullElse(e.getMessage(), "no reason given")));
        }
    }

    private Other rest(TriggerStatement before) {
        boolean writes = !(before instanceof Guard) && !(before instanceof Other other && !other.writes());
        String reason = before instanceof Other other
                ? other.reason()
                : "it goes on with %s, which is not translated".formatted(tokens.peek().keyword().isEmpty()
                        ? "more"
                        : tokens.peek().keyword());
        return new Other(writes, before.written(), reason);
    }

    private List<TriggerStatement> statements() {
        if (tokens.accept("UPDATE")) {
            return List.of(update());
        }
        if (tokens.accept("INSERT")) {
            return List.of(insert(conflictClause()));
        }
        if (tokens.accept("REPLACE")) {
            return List.of(insert(true));
        }
        if (tokens.accept("DELETE")) {
            tokens.expect("FROM");
            String table = CreateTableParser.tableName(tokens);
            return List.of(new Delete(table, where()));
        }
        if (tokens.accept("SELECT")) {
            return select();
        }
        return List.of(new Other(true, Optional.empty(), "it begins with %s".formatted(tokens.peek().keyword())));
    }

    /// True where a conflict clause was there.
    private boolean conflictClause() {
        boolean there = tokens.accept("OR");
        if (there) {
            tokens.next();
        }
        return there;
    }

    private TriggerStatement update() {
        boolean conflict = conflictClause();
        String table = CreateTableParser.tableName(tokens);
        tokens.expect("SET");
        var assignments = new ArrayList<Assignment>();
        do {
            if (tokens.peek().isOperator("(")) {
                return new Other(true, Optional.of(table), "it sets several columns at once");
            }
            String column = tokens.name();
            tokens.expectOperator("=");
            assignments.add(new Assignment(column, expression()));
        } while (tokens.acceptOperator(","));
        Optional<Expression> where = where();
        return conflict ? conflicted(table) : new Update(table, assignments, where);
    }

    private static Other conflicted(String table) {
        return new Other(true, Optional.of(table), "it has a conflict clause (OR …), which PostgreSQL does not know");
    }

    private TriggerStatement insert(boolean conflict) {
        tokens.expect("INTO");
        String table = CreateTableParser.tableName(tokens);
        var columns = new ArrayList<String>();
        if (tokens.acceptOperator("(")) {
            do {
                columns.add(tokens.name());
            } while (tokens.acceptOperator(","));
            tokens.expectOperator(")");
        }
        var rows = new ArrayList<List<Expression>>();
        Optional<Expression> where = Optional.empty();
        if (tokens.accept("VALUES")) {
            do {
                tokens.expectOperator("(");
                rows.add(list());
                tokens.expectOperator(")");
            } while (tokens.acceptOperator(","));
        } else if (tokens.accept("SELECT")) {
            rows.add(list());
            where = where();
        } else {
            return new Other(true, Optional.of(table), "it inserts what no VALUES tell");
        }
        return conflict ? conflicted(table) : new Insert(table, columns, rows, where);
    }

    private List<TriggerStatement> select() {
        List<Expression> selected = list();
        Optional<Expression> where = where();
        var guards = new ArrayList<TriggerStatement>();
        for (Expression expression : selected) {
            Optional<List<Branch>> branches = branches(expression);
            if (branches.isEmpty()) {
                return List.of(new Other(false, Optional.empty(), "it has a SELECT that raises nothing by itself"));
            }
            guards.add(new Guard(where, branches.get()));
        }
        return guards;
    }

    private static Optional<List<Branch>> branches(Expression expression) {
        if (expression instanceof Expression.Raise raise) {
            return Optional.of(List.of(new Branch(Optional.empty(), Optional.of(raise))));
        }
        if (!(expression instanceof Expression.Case(var base, var cases, var otherwise))) {
            return Optional.empty();
        }
        var branches = new ArrayList<Branch>();
        for (Expression.Case.Branch branch : cases) {
            Expression when = base.<Expression>map(
                    b -> new Expression.Binary(Expression.Binary.Operator.EQUAL, b, branch.when())).orElse(branch.when());
            branches.add(new Branch(Optional.of(when), raised(branch.then())));
        }
        otherwise.ifPresent(last -> branches.add(new Branch(Optional.empty(), raised(last))));
        boolean known = cases.stream().allMatch(branch -> decided(branch.then())) && otherwise.map(
                TriggerStatementParser::decided).orElse(true);
        return known ? Optional.of(branches) : Optional.empty();
    }

    private static Optional<Expression.Raise> raised(Expression expression) {
        return expression instanceof Expression.Raise raise ? Optional.of(raise) : Optional.empty();
    }

    private static boolean decided(Expression expression) {
        return expression instanceof Expression.Raise || expression instanceof Expression.Literal;
    }

    private Optional<Expression> where() {
        return tokens.accept("WHERE") ? Optional.of(expression()) : Optional.empty();
    }

    private Expression expression() {
        return new SqliteExpressionParser(tokens).expression();
    }

    private List<Expression> list() {
        return new SqliteExpressionParser(tokens).list();
    }
}

package dev.portage.plan;

import dev.portage.sql.ColumnTarget;
import dev.portage.sql.Expression;
import dev.portage.sql.PostgresWriter;
import dev.portage.sql.Scope;
import dev.portage.sql.SqlSyntaxException;
import dev.portage.sql.SqliteExpressionParser;
import dev.portage.sql.Untranslatable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Translates the expressions of one table, and refuses those that need a column which does not arrive.
final class DdlExpressions {
    private final TablePlan table;
    private final List<ColumnTarget> columns;

    DdlExpressions(TablePlan table) {
        this.table = table;
        this.columns = table.columns().stream().filter(column -> !column.skip()).map(DdlExpressions::target).toList();
    }

    /// A CHECK.
    String check(String sql) throws Untranslatable {
        return PostgresWriter.write(parsed(sql), Scope.check(columns));
    }

    /// The predicate of a partial index.
    String where(String sql) throws Untranslatable {
        return PostgresWriter.write(parsed(sql), Scope.indexWhere(columns));
    }

    /// A part of an index.
    String part(String sql) throws Untranslatable {
        return PostgresWriter.write(parsed(sql), Scope.indexExpression(columns));
    }

    /// A DEFAULT.
    String defaultOf(ColumnPlan column, String sql) throws Untranslatable {
        return PostgresWriter.write(parsed(sql), Scope.defaultOf(target(column)));
    }

    /// A generated column. PostgreSQL lets it see ordinary columns only.
    String generated(ColumnPlan column, String sql) throws Untranslatable {
        Expression expression = parsed(sql);
        for (String name : named(expression)) {
            if (table.findColumn(name).filter(other -> other.source().generated().isPresent()).isPresent()) {
                throw new Untranslatable("it is made of the generated column %s, which PostgreSQL forbids".formatted(name));
            }
        }
        return PostgresWriter.write(expression, Scope.generated(columns, target(column)));
    }

    private static ColumnTarget target(ColumnPlan column) {
        return ColumnTarget.of(column.mapping(), column.target(), column.source().collation());
    }

    private Expression parsed(String sql) throws Untranslatable {
        try {
            Expression expression = SqliteExpressionParser.parse(sql);
            // Looked at here, because a double-quoted name of a missing column would become a string.
            for (String name : named(expression)) {
                if (table.findColumn(name).filter(ColumnPlan::skip).isPresent()) {
                    throw new Untranslatable("it needs the column %s, which is left out".formatted(name));
                }
            }
            return expression;
        } catch (SqlSyntaxException e) {
            throw new Untranslatable("its text cannot be read: " + Objects.requireNonNullElse(e.getMessage(), "no reason given"));
        }
    }

    private static Set<String> named(Expression expression) {
        Set<String> names = new HashSet<>();
        collect(expression, names);
        return names;
    }

    private static void collect(Expression expression, Set<String> names) {
        switch (expression) {
            case Expression.ColumnRef(_, var name, _) -> names.add(name);
            case Expression.Literal _,Expression.Parameter _,Expression.Subquery _ -> {
                // No column of this table stands there, or nothing of it is translated.
            }
            case Expression.Unary unary -> collect(unary.operand(), names);
            case Expression.Binary binary -> all(List.of(binary.left(), binary.right()), names);
            case Expression.Between between -> all(List.of(between.value(), between.low(), between.high()), names);
            case Expression.In in -> {
                collect(in.value(), names);
                all(in.choices(), names);
            }
            case Expression.IsNull isNull -> collect(isNull.value(), names);
            case Expression.Like like -> {
                all(List.of(like.value(), like.pattern()), names);
                like.escape().ifPresent(escape -> collect(escape, names));
            }
            case Expression.Case cases -> {
                cases.base().ifPresent(base -> collect(base, names));
                cases.branches().forEach(branch -> all(List.of(branch.when(), branch.then()), names));
                cases.otherwise().ifPresent(otherwise -> collect(otherwise, names));
            }
            case Expression.Cast cast -> collect(cast.value(), names);
            case Expression.Collate collate -> collect(collate.value(), names);
            case Expression.FunctionCall call -> all(call.arguments(), names);
            case Expression.Raise raise -> raise.message().ifPresent(message -> collect(message, names));
            case Expression.RowValue row -> all(row.parts(), names);
        }
    }

    private static void all(List<Expression> expressions, Set<String> names) {
        expressions.forEach(each -> collect(each, names));
    }

}

package dev.portage.plan;

import dev.portage.sql.ColumnTarget;
import dev.portage.sql.Expression;
import dev.portage.sql.PostgresWriter;
import dev.portage.sql.References;
import dev.portage.sql.Scope;
import dev.portage.sql.SqlSyntaxException;
import dev.portage.sql.SqliteExpressionParser;
import dev.portage.sql.Untranslatable;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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
        return PostgresWriter.writeCheck(parsed(sql), Scope.check(columns));
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

    static ColumnTarget target(ColumnPlan column) {
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
        return References.of(expression).stream().map(Expression.ColumnRef::name).collect(Collectors.toSet());
    }
}

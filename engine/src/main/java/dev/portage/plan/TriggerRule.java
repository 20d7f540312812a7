package dev.portage.plan;

import dev.portage.schema.Schema;
import dev.portage.sql.CreateTriggerParser;
import dev.portage.sql.Expression;
import dev.portage.sql.SqlSyntaxException;
import dev.portage.sql.SqliteExpressionParser;
import dev.portage.sql.TriggerStatement;
import dev.portage.sql.TriggerStatement.Guard;
import dev.portage.sql.TriggerStatement.Update;
import dev.portage.sql.TriggerStatementParser;
import dev.portage.sql.TriggerText;
import dev.portage.sql.TriggerText.Event;
import dev.portage.sql.TriggerText.Timing;
import dev.portage.sql.Untranslatable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A trigger as its text tells it, with the table it belongs to.
///
/// @param statements those that still have work to do in PostgreSQL
record TriggerRule(Schema.Trigger source, TriggerText text, TablePlan table, List<TriggerStatement> statements,
        Optional<Expression> when) {

    /// What it does, which decides how it is written.
    enum Kind {
        /// AFTER UPDATE, and it writes columns of the updated row.
        STAMP,
        /// It raises, or does nothing.
        GUARD,
        /// It writes rows of other tables, or AFTER INSERT the row itself.
        EFFECT
    }

    TriggerRule {
        statements = List.copyOf(statements);
    }

    /// @throws Untranslatable its text cannot be read
    static TriggerRule of(Schema.Trigger source, TablePlan table) throws Untranslatable {
        try {
            TriggerText text = CreateTriggerParser.parse(source.sql());
            Optional<Expression> when = text.when().map(SqliteExpressionParser::parse);
            return new TriggerRule(source, text, table, TriggerStatementParser.parse(text.body()), when);
        } catch (SqlSyntaxException e) {
            throw new Untranslatable("its text cannot be read: " + Objects.requireNonNullElse(e.getMessage(), "no reason given"));
        }
    }

    /// The same without the statements that write one of these tables (names in lower case).
    TriggerRule without(Set<String> tables) {
        List<TriggerStatement> left = statements.stream()
                .filter(statement -> statement.written().map(TriggerRule::lower).filter(tables::contains).isEmpty()).toList();
        return new TriggerRule(source, text, table, left, when);
    }

    /// @throws Untranslatable it is none of the kinds that are written
    Kind kind() throws Untranslatable {
        if (text.timing() == Timing.INSTEAD_OF) {
            throw new Untranslatable("it stands INSTEAD OF a write to a view");
        }
        for (TriggerStatement statement : statements) {
            if (statement instanceof TriggerStatement.Other(_, _, var reason)) {
                throw new Untranslatable(reason);
            }
        }
        if (statements.stream().allMatch(Guard.class::isInstance)) {
            return Kind.GUARD;
        }
        if (text.timing() == Timing.BEFORE) {
            throw new Untranslatable("it writes rows before the row that it is about is written");
        }
        if (text.event() != Event.UPDATE || statements.stream().noneMatch(this::writesOwnTable)) {
            return Kind.EFFECT;
        }
        if (statements.stream().allMatch(statement -> statement instanceof Update && writesOwnTable(statement))) {
            return Kind.STAMP;
        }
        throw new Untranslatable("it writes its own row and does other things");
    }

    boolean writesOwnTable(TriggerStatement statement) {
        return statement.written().filter(table.source().place().name()::equalsIgnoreCase).isPresent();
    }

    /// The columns of its own table that it sets, in lower case.
    Set<String> setColumns() {
        return statements.stream().filter(this::writesOwnTable).filter(Update.class::isInstance).map(Update.class::cast)
                .flatMap(update -> update.assignments().stream()).map(assignment -> lower(assignment.column()))
                .collect(Collectors.toSet());
    }

    /// Whether an UPDATE that sets these columns (in lower case) fires it.
    boolean firesOn(Set<String> set) {
        return text.event() == Event.UPDATE
                && (text.columns().isEmpty() || text.columns().stream().map(TriggerRule::lower).anyMatch(set::contains));
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

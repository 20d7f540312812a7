package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import dev.portage.sql.Expression;
import dev.portage.sql.References;
import dev.portage.sql.SqlSyntaxException;
import dev.portage.sql.SqliteExpressionParser;
import dev.portage.sql.TriggerText.Event;
import dev.portage.sql.TriggerText.Timing;
import dev.portage.sql.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a statement's own value for a column must meet although a trigger overwrites it: SQLite looks at the row before
/// the trigger fires, PostgreSQL after.
final class TriggerChecks {
    private TriggerChecks() {}

    /// The lines that raise PostgreSQL's own errors for the value in `NEW`.
    ///
    /// @throws Untranslatable the column is in a rule that cannot be looked at beforehand
    static List<String> of(TablePlan table, ColumnPlan column) throws Untranslatable {
        String name = column.source().name();
        boolean inUnique = table.source().indexes().stream().filter(Table.Index::unique).flatMap(TriggerChecks::terms)
                .anyMatch(term -> mentions(term, name));
        boolean inKey = table.source().foreignKeys().stream()
                .anyMatch(key -> key.columns().stream().anyMatch(name::equalsIgnoreCase));
        if (inUnique || inKey) {
            throw new Untranslatable(("it sets the column %s, which is in a unique index or a foreign key: SQLite checks the"
                    + " statement's own value first").formatted(name));
        }
        var lines = new ArrayList<String>();
        if (column.notNull()) {
            lines.addAll(raising("NEW." + Identifier.quote(column.target()) + " IS NULL", "not_null_violation",
                    "null value in column %s of %s".formatted(column.target(), table.target())));
        }
        for (Table.Check check : table.source().checks()) {
            lines.addAll(check(table, check, name));
        }
        return lines;
    }

    private static Stream<String> terms(Table.Index index) {
        Stream<String> parts = index.parts().stream()
                .map(part -> part.expression().orElseGet(() -> Identifier.quote(part.column().orElseThrow())));
        return Stream.concat(parts, index.where().stream());
    }

    private static boolean mentions(String sql, String column) {
        try {
            return References.of(SqliteExpressionParser.parse(sql)).stream()
                    .anyMatch(reference -> reference.name().equalsIgnoreCase(column));
        } catch (SqlSyntaxException _) {
            return true; // it may
        }
    }

    private static List<String> check(TablePlan table, Table.Check check, String column) throws Untranslatable {
        if (!mentions(check.sql(), column)) {
            return List.of();
        }
        try {
            String sql = new TriggerExpressions(table, Event.UPDATE, Timing.BEFORE).condition(parsed(check),
                    new TriggerExpressions.Bare.NewRow());
            return raising("NOT " + sql, "check_violation",
                    "new row of %s violates the check %s".formatted(table.target(), Subjects.of(check)));
        } catch (Untranslatable e) {
            throw new Untranslatable("it sets the column %s, which is in the CHECK (%s): %s".formatted(column, check.sql(),
                    e.reason()));
        }
    }

    private static Expression parsed(Table.Check check) throws Untranslatable {
        try {
            return SqliteExpressionParser.parse(check.sql());
        } catch (SqlSyntaxException _) {
            throw new Untranslatable("its text cannot be read");
        }
    }

    private static List<String> raising(String condition, String code, String message) {
        return TriggerBodies.branch("IF", condition, List.of("RAISE EXCEPTION USING MESSAGE = %s, ERRCODE = '%s';".formatted(
                Identifier.literal(message), code)), true);
    }
}

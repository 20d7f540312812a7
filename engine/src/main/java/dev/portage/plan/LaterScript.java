package dev.portage.plan;

import dev.portage.schema.Identifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `later.sql`: makes of a target that was moved with faithful types the one that native types would have given.
///
/// It runs as one transaction: drops what Portage made of the columns that change, changes them, one rewrite a table, and
/// makes the rest again as the native plan has it.
final class LaterScript {
    private final MigrationPlan faithful;
    private final MigrationPlan own;
    private final Map<String, String> left = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();

    private LaterScript(MigrationPlan faithful, MigrationPlan own) {
        this.faithful = faithful;
        this.own = own;
    }

    /// The script.
    ///
    /// @param faithful the plan of the move
    /// @param own the plan of the same source with native types
    static String of(MigrationPlan faithful, MigrationPlan own) {
        return new LaterScript(faithful, own).write();
    }

    private String write() {
        List<String> alters = new ArrayList<>();
        for (TablePlan table : faithful.made()) {
            alter(table, twin(table)).ifPresent(alters::add);
        }
        var out = new StringBuilder();
        out.append("-- To run once no application needs SQLite's forms any more: gives the columns of ")
                .append(PlanFileText.comment(faithful.sourceId())).append(" PostgreSQL's own types.\n")
                .append("-- Run it when portage verify has found both sides equal: psql -v ON_ERROR_STOP=1 -f later.sql\n")
                .append("-- All of it or nothing happens. Each table named below is written anew and locked meanwhile.\n")
                .append("-- Views, triggers and functions of your own that use these columns must be dropped before and made again.\n");
        left.forEach((table, why) -> out.append("-- Left as it is, table ").append(PlanFileText.comment(table)).append(": ")
                .append(PlanFileText.comment(why)).append('\n'));
        if (alters.isEmpty()) {
            return out.append("-- Nothing is to be changed.\n").toString();
        }
        out.append("\nBEGIN;\n");
        section(out, "what was made of the columns", dropped());
        section(out, "the columns", alters);
        section(out, "made again", again());
        section(out, "statistics", changed.stream().map(table -> "ANALYZE " + table).toList());
        return out.append("\nCOMMIT;\n").toString();
    }

    private TablePlan twin(TablePlan table) {
        return own.tables().stream().filter(other -> other.source().name().equals(table.source().name())).findFirst()
                .orElseThrow(() -> new IllegalStateException("both plans have the same tables"));
    }

    private Optional<String> alter(TablePlan table, TablePlan twin) {
        List<String> actions = new ArrayList<>();
        List<String> freed = new ArrayList<>();
        List<String> added = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < table.columns().size(); i++) {
            var column = new LaterColumn(table.columns().get(i), twin.columns().get(i));
            if (column.faithful().skip()) {
                continue;
            }
            boolean remade = column.own().generatedSql().isPresent();
            if (!remade && column.using().isEmpty()) {
                left.put(table.target(), "the values of %s cannot be made in PostgreSQL as Portage makes %s of them".formatted(
                        column.faithful().target(), column.own().mapping().type()));
                return Optional.empty();
            }
            any |= !column.same();
            if (remade) {
                // PostgreSQL changes no column of which a generated one is made.
                actions.addFirst("DROP COLUMN " + Identifier.quote(column.faithful().target()));
                added.add("ADD COLUMN " + definition(column.own()));
            } else if (!column.same()) {
                if (column.faithful().generatedSql().isPresent()) {
                    freed.add("ALTER COLUMN %s DROP EXPRESSION".formatted(Identifier.quote(column.faithful().target())));
                }
                actions.addAll(actions(column));
            }
        }
        if (!any) {
            return Optional.empty();
        }
        String name = DdlContext.qualified(table);
        changed.add(name);
        return Optional.of(Stream.of(freed, actions, added).filter(each -> !each.isEmpty())
                .map(each -> "ALTER TABLE %s\n    %s".formatted(name, String.join(",\n    ", each)))
                .collect(Collectors.joining(";\n")));
    }

    private static String definition(ColumnPlan column) {
        return "%s %s%s GENERATED ALWAYS AS (%s) STORED%s".formatted(Identifier.quote(column.target()),
                column.mapping().type().sql(), column.mapping().type().kind().text() ? " COLLATE \"C\"" : "",
                column.generatedSql().orElseThrow(), column.notNull() ? " NOT NULL" : "");
    }

    private static List<String> actions(LaterColumn column) {
        String alter = "ALTER COLUMN " + Identifier.quote(column.faithful().target()) + " ";
        List<String> actions = new ArrayList<>();
        column.faithful().defaultSql().ifPresent(_ -> actions.add(alter + "DROP DEFAULT"));
        if (!column.faithful().mapping().type().equals(column.own().mapping().type())
                || !column.faithful().mapping().nullIf().equals(column.own().mapping().nullIf())) {
            actions.add(alter + "TYPE %s%s USING %s".formatted(column.own().mapping().type().sql(),
                    column.own().mapping().type().kind().text() ? " COLLATE \"C\"" : "", column.using().orElseThrow()));
        }
        column.own().defaultSql().ifPresent(sql -> actions.add(alter + "SET DEFAULT " + sql));
        if (column.faithful().notNull() != column.own().notNull()) {
            actions.add(alter + (column.own().notNull() ? "SET" : "DROP") + " NOT NULL");
        }
        return actions;
    }

    private List<String> dropped() {
        List<String> sql = new ArrayList<>();
        faithful.ddl().views().reversed().forEach(view -> sql.add("DROP VIEW " + name(view)));
        for (Ddl.Step step : faithful.ddl().triggers().reversed()) {
            sql.add(step.kind().equals("function")
                    ? "DROP ROUTINE " + name(step)
                    : "DROP TRIGGER %s ON %s".formatted(Identifier.quote(step.name()), table(step)));
        }
        faithful.ddl().foreignKeys().forEach(step -> sql.add(drop(step)));
        Stream.of(faithful.ddl().checks(), faithful.ddl().indexes()).flatMap(Collection::stream).filter(this::changed)
                .forEach(step -> sql.add(drop(step)));
        return sql;
    }

    private List<String> again() {
        List<Ddl.Step> steps = new ArrayList<>();
        Stream.of(own.ddl().indexes(), own.ddl().checks()).flatMap(Collection::stream).filter(this::changed).forEach(steps::add);
        Set<String> untouched = new LinkedHashSet<>();
        for (Ddl.Step key : own.ddl().foreignKeys()) {
            // A table that was left keeps the key that it has, of the type that it has.
            steps.add(faithful.ddl().foreignKeys().stream().filter(other -> left.containsKey(key.targetTable())
                    && other.targetTable().equals(key.targetTable()) && other.name().equals(key.name())).findFirst().orElse(key));
            untouched.add(key.targetTable() + "\0" + key.name());
        }
        own.ddl().validations().stream()
                .filter(step -> changed(step) || untouched.contains(step.targetTable() + "\0" + step.name())).forEach(steps::add);
        steps.addAll(own.ddl().triggers());
        steps.addAll(own.ddl().views());
        return steps.stream().map(Ddl.Step::sql).toList();
    }

    private boolean changed(Ddl.Step step) {
        return changed.contains(table(step));
    }

    private static String drop(Ddl.Step step) {
        return step.sql().startsWith("ALTER TABLE")
                ? "ALTER TABLE %s DROP CONSTRAINT %s".formatted(table(step), Identifier.quote(step.name()))
                : "DROP INDEX " + name(step);
    }

    private static String table(Ddl.Step step) {
        return Identifier.qualified(step.schema(), step.targetTable());
    }

    private static String name(Ddl.Step step) {
        return Identifier.qualified(step.schema(), step.name());
    }

    private static void section(StringBuilder out, String title, List<String> statements) {
        if (!statements.isEmpty()) {
            out.append("\n-- ").append(title).append('\n');
            statements.forEach(sql -> out.append(sql).append(";\n"));
        }
    }
}

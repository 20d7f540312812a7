package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the writers of statements share.
final class DdlContext {
    private final List<TablePlan> tables;
    private final Map<String, TablePlan> bySource = new HashMap<>();
    private final Schema schema;
    private final DdlHazards hazards;
    private final DdlNames names;

    DdlContext(List<TablePlan> tables, Schema schema, DdlHazards hazards, DdlNames names) {
        this.tables = List.copyOf(tables);
        this.schema = schema;
        this.hazards = hazards;
        this.names = names;
        tables.forEach(table -> bySource.put(table.source().name().toLowerCase(Locale.ROOT), table));
    }

    /// The tables for which statements are written: not left out, and without a name that no statement may hold.
    List<TablePlan> written() {
        return tables.stream().filter(DdlContext::isWritten).toList();
    }

    /// The table of that source name, whether it is written or not.
    Optional<TablePlan> findTable(String source) {
        return Optional.ofNullable(bySource.get(source.toLowerCase(Locale.ROOT)));
    }

    /// The table of that name in one of the sources' files, whether it is written or not.
    Optional<TablePlan> findTable(String database, String name) {
        return schema.findTable(database, name).flatMap(table -> findTable(table.name()));
    }

    /// What a name that is no planned table is in one of the sources' files: `a view`, `a virtual table` or `not there`.
    String kindOf(String database, String name) {
        boolean view = schema.findView(database, name).isPresent();
        boolean virtual = schema.findVirtualTable(database, name).isPresent();
        return view ? "a view" : virtual ? "a virtual table" : "not there";
    }

    DdlHazards hazards() {
        return hazards;
    }

    DdlNames names() {
        return names;
    }

    /// Why nothing is written for a table: `left out`, or `the application's own`, whose schema is left to it.
    static String absence(TablePlan table) {
        return !table.skip() && table.there().isPresent() ? "the application's own in the target" : "left out";
    }

    static boolean isWritten(TablePlan table) {
        return table.made() && !DdlNames.unspeakable(table.target()) && !DdlNames.unspeakable(table.targetSchema())
                && table.columns().stream().filter(column -> !column.skip())
                        .noneMatch(column -> DdlNames.unspeakable(column.target()));
    }

    /// `"schema"."table"`.
    static String qualified(TablePlan table) {
        return Identifier.qualified(table.targetSchema(), table.target());
    }

    /// `"a", "b"` of bare names.
    static String quoted(List<String> names) {
        return names.stream().map(Identifier::quote).collect(Collectors.joining(", "));
    }

    /// `ALTER TABLE … ADD CONSTRAINT "name" definition`.
    static String addConstraint(TablePlan table, String name, String definition) {
        return "ALTER TABLE %s ADD CONSTRAINT %s %s".formatted(qualified(table), Identifier.quote(name), definition);
    }

    /// The step that proves a constraint on the rows that are there.
    static Ddl.Step validation(TablePlan table, String name) {
        return new Ddl.Step("validation", table.targetSchema(), name, table.target(),
                "ALTER TABLE %s VALIDATE CONSTRAINT %s".formatted(qualified(table), Identifier.quote(name)));
    }
}

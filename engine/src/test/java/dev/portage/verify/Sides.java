package dev.portage.verify;

import dev.portage.mapping.ColumnMapping;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.observe.Event;
import dev.portage.plan.ColumnPlan;
import dev.portage.plan.Ddl;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteSchemaReader;
import dev.portage.target.Target;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A SQLite file and a PostgreSQL database that a test fills by hand, with a plan written by hand.
final class Sides {
    static final String MIGRATION = "m1";
    static final String QUARANTINE = """
            CREATE SCHEMA portage;
            CREATE TABLE portage.quarantine (migration_id text NOT NULL, source_id text NOT NULL, table_name text NOT NULL,
                key jsonb NOT NULL, column_name text NOT NULL, class text NOT NULL, bytes bytea NOT NULL)
            """;

    private final Path folder;
    private final Path file;
    private final TestDatabase database;
    private final Map<String, ColumnMapping> mappings = new HashMap<>();
    private final List<String> unordered = new ArrayList<>();
    private final List<MigrationPlan.Invariant> invariants = new ArrayList<>();
    private boolean showValues;

    Sides(Path folder, TestDatabase database) {
        this.folder = folder;
        this.file = folder.resolve("app.db");
        this.database = database;
    }

    /// Runs a script in SQLite.
    Sides source(String script) {
        SqliteScript.run(file, script);
        return this;
    }

    /// Runs statements in PostgreSQL.
    Sides target(String sql) {
        database.execute(sql);
        return this;
    }

    /// Maps `table.column`; others are mapped by their affinity.
    Sides map(String column, String type, ValueForm form) {
        return map(column, type, form, List.of(), false);
    }

    Sides map(String column, String type, ValueForm form, List<String> nullIf, boolean lossy) {
        mappings.put(column, new ColumnMapping(column, dev.portage.schema.Affinity.BLOB, TargetType.parse(type), form, nullIf,
                lossy));
        return this;
    }

    /// Says that the table's key cannot be compared in order.
    Sides unordered(String table) {
        unordered.add(table);
        return this;
    }

    Sides invariant(String name, String sqlite, String postgresql) {
        invariants.add(new MigrationPlan.Invariant(name, sqlite, postgresql));
        return this;
    }

    Sides showValues() {
        showValues = true;
        return this;
    }

    SqliteFile open() {
        return SqliteFile.openPrivate(file);
    }

    Connection connect(String purpose) {
        return database.target().connect(purpose);
    }

    /// A connection whose session has settings that change how values are written as text.
    Connection connectStrangely(String purpose) {
        Connection connection = connect(purpose);
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    SET TimeZone TO 'America/St_Johns'; SET DateStyle TO 'ISO, DMY'; SET extra_float_digits TO -15;
                    SET bytea_output TO escape; SET IntervalStyle TO iso_8601
                    """);
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Target postgres() {
        return database.target();
    }

    MigrationPlan plan() {
        try (SqliteFile source = open()) {
            Schema schema = SqliteSchemaReader.read(source);
            List<TablePlan> tables = schema.tables().stream().map(this::plan).toList();
            return new MigrationPlan(List.of("app.db"), schema, dev.portage.plan.PlanOptions.of("public"),
                    dev.portage.plan.Hooks.NONE, tables, List.of(), invariants,
                    new Ddl(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of()), "hash");
        }
    }

    TablePlan plan(String table) {
        return plan().tables().stream().filter(plan -> plan.source().name().equals(table)).findFirst().orElseThrow();
    }

    private TablePlan plan(Table table) {
        boolean comparable = !table.key().isEmpty() && !unordered.contains(table.name());
        return new TablePlan("app.db", table, "public", table.name(), false, Optional.empty(),
                table.columns().stream().map(column -> plan(table, column)).toList(), 0, 0, List.of(), OptionalLong.empty(),
                comparable);
    }

    private ColumnPlan plan(Table table, Table.Column column) {
        ColumnMapping given = mappings.get(table.name() + "." + column.name());
        TargetType type = given != null ? given.type() : TargetType.parse(switch (column.affinity()) {
            case INTEGER -> "bigint";
            case REAL -> "double precision";
            case NUMERIC -> "numeric";
            case TEXT -> "text";
            case BLOB -> "bytea";
        });
        var mapping = new ColumnMapping(column.name(), column.affinity(), type,
                given != null ? given.form() : new ValueForm.Plain(), given != null ? given.nullIf() : List.of(),
                given != null && given.lossy());
        return new ColumnPlan(column, mapping, column.name(), false, false, Optional.empty(), Optional.empty(), false, "");
    }

    Verifier.Options options() {
        return new Verifier.Options(MIGRATION, folder.resolve("spill"), 7, showValues, 2, Event.Listener.none());
    }

    /// Verifies everything.
    Verdict verify() {
        return Verifier.verify(plan(), this::open, this::connect, options());
    }

    /// Compares one table alone.
    TableVerdict compare(String table) {
        Shape shape = Shape.of(plan(table));
        try {
            return compare(shape);
        } catch (OutOfOrderException _) {
            return compareUnordered(table);
        }
    }

    /// Compares one table as a multiset.
    TableVerdict compareUnordered(String table) {
        try {
            return compare(Shape.of(plan(table)).withoutOrder());
        } catch (OutOfOrderException e) {
            throw new IllegalStateException(e);
        }
    }

    private TableVerdict compare(Shape shape) throws OutOfOrderException {
        try (SqliteFile source = open(); TargetSession session = TargetSession.reading(this::connect, "verify")) {
            return new TableComparer(source, session.connection(), folder.resolve("spill"), MIGRATION, showValues)
                    .compare(shape, new Sample(1, 0), _ -> {}).verdict();
        }
    }

    static List<Difference> differences(TableVerdict verdict) {
        return verdict instanceof TableVerdict.Different different ? different.differences() : List.of();
    }
}

package dev.portage.plan;

import dev.portage.mapping.ColumnMapping;
import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteSchemaReader;
import dev.portage.testing.SqliteScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Drafts of a SQLite schema with the natural type of each column, for tests of what is made of them.
final class DdlDrafts {
    private static final ValueForm SQL_TIME = new ValueForm.IsoText(
            new IsoPattern(true, ' ', IsoPattern.TimePart.SECONDS, IsoPattern.Fraction.NONE, 0, IsoPattern.Zone.NONE),
            Optional.empty());

    private final Schema schema;
    private final Map<String, UnaryOperator<ColumnPlan>> changes = new HashMap<>();
    private final Map<String, Long> identities = new HashMap<>();
    private final Set<String> skippedTables = new HashSet<>();
    private final List<Hazard> hazards = new ArrayList<>();
    private String targetSchema = "public";

    private DdlDrafts(Schema schema) {
        this.schema = schema;
    }

    /// The drafts of the schema that `script` makes in a file in `folder`.
    static DdlDrafts of(Path folder, String script) {
        Path path = SqliteScript.run(folder.resolve("s" + System.nanoTime() + ".db"), script);
        try (SqliteFile file = SqliteFile.openPrivate(path)) {
            return new DdlDrafts(SqliteSchemaReader.read(file));
        }
    }

    /// The drafts of a file.
    static DdlDrafts ofFile(Path path) {
        try (SqliteFile file = SqliteFile.openPrivate(path)) {
            return new DdlDrafts(SqliteSchemaReader.read(file));
        }
    }

    DdlDrafts into(String target) {
        targetSchema = target;
        return this;
    }

    DdlDrafts type(String column, Kind kind) {
        return type(column, TargetType.of(kind), new ValueForm.Plain());
    }

    /// @param column `table.column`
    DdlDrafts type(String column, TargetType type, ValueForm form) {
        return change(column, plan -> with(plan, new ColumnMapping(plan.mapping().column(), plan.mapping().affinity(), type, form,
                List.of(), false), plan.target(), plan.skip()));
    }

    DdlDrafts skip(String column) {
        return change(column, plan -> with(plan, plan.mapping(), plan.target(), true));
    }

    DdlDrafts rename(String column, String target) {
        return change(column, plan -> with(plan, plan.mapping(), target, plan.skip()));
    }

    DdlDrafts skipTable(String table) {
        skippedTables.add(table);
        return this;
    }

    DdlDrafts lastNumber(String table, long last) {
        identities.put(table, last);
        return this;
    }

    DdlDrafts hazard(HazardCode code, String table, Optional<String> column, Optional<String> subject, List<String> offered,
            Optional<String> chosen) {
        hazards.add(new Hazard(code, Optional.of(table), column, subject, 1, List.of(), "found", offered, chosen));
        return this;
    }

    DdlDrafts chosen(HazardCode code, String table, String subject, String choice) {
        return hazard(code, table, Optional.empty(), Optional.of(subject), List.of("first", choice), Optional.of(choice));
    }

    Schema schema() {
        return schema;
    }

    DdlWriter.Result write() {
        return DdlWriter.write(tables(), schema, hazards, Choices.none(targetSchema));
    }

    /// The whole as a plan.
    MigrationPlan plan() {
        DdlWriter.Result result = write();
        List<Hazard> all = new ArrayList<>(hazards);
        all.addAll(result.hazards());
        return new MigrationPlan(List.of("app.db"), schema, PlanOptions.of(targetSchema), Hooks.NONE, result.tables(), all,
                List.of(), result.ddl(), "0".repeat(64));
    }

    private List<TablePlan> tables() {
        return schema.tables().stream().map(this::table).toList();
    }

    private TablePlan table(Table table) {
        List<ColumnPlan> columns = table.columns().stream().map(column -> {
            UnaryOperator<ColumnPlan> change = changes.getOrDefault(table.name() + "." + column.name(), plan -> plan);
            return change.apply(column(table, column));
        }).toList();
        OptionalLong last = identities.containsKey(table.name())
                ? OptionalLong.of(identities.get(table.name()))
                : OptionalLong.empty();
        return new TablePlan("app.db", table, targetSchema, table.name(), skippedTables.contains(table.name()), Optional.empty(),
                columns, 0, 0,
                List.of(), last, true);
    }

    private static ColumnPlan column(Table table, Table.Column column) {
        boolean identity = table.rowidAlias().filter(column.name()::equals).isPresent();
        TargetType type = natural(column);
        ValueForm form = type.kind() == Kind.TIMESTAMP ? SQL_TIME : new ValueForm.Plain();
        var mapping = new ColumnMapping(column.name(), column.affinity(), type, form, List.of(), false);
        return new ColumnPlan(column, mapping, column.name(), false, column.notNull(), Optional.empty(), Optional.empty(),
                identity,
                "evidence of " + column.name());
    }

    private static TargetType natural(Table.Column column) {
        return switch (column.declaredType()) {
            case "BOOLEAN" -> TargetType.of(Kind.BOOLEAN);
            case "DATETIME" -> TargetType.of(Kind.TIMESTAMP);
            case "JSON" -> TargetType.of(Kind.JSON);
            default -> TargetType.of(switch (column.affinity()) {
                case INTEGER -> Kind.BIGINT;
                case REAL -> Kind.DOUBLE_PRECISION;
                case TEXT -> Kind.TEXT;
                case NUMERIC -> Kind.NUMERIC;
                case BLOB -> Kind.BYTEA;
            });
        };
    }

    private DdlDrafts change(String column, UnaryOperator<ColumnPlan> change) {
        changes.merge(column, change, (first, second) -> plan -> second.apply(first.apply(plan)));
        return this;
    }

    private static ColumnPlan with(ColumnPlan plan, ColumnMapping mapping, String target, boolean skip) {
        return new ColumnPlan(plan.source(), mapping, target, skip, plan.notNull(), plan.defaultSql(), plan.generatedSql(),
                plan.identity(), plan.evidence());
    }
}

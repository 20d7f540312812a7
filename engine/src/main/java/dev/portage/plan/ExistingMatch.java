package dev.portage.plan;

import dev.portage.ConfigException;
import dev.portage.mapping.TargetType;
import dev.portage.plan.Choices.ColumnChoice;
import dev.portage.plan.Choices.TableChoice;
import dev.portage.schema.Table;
import dev.portage.target.TargetTable;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which tables of the source find a table of the application's own in the target. Where none does, Portage makes all.
final class ExistingMatch {
    /// Tables in which programs keep what they did to the schema: rows of one database mean nothing in another.
    private static final Set<String> BOOKKEEPING = Set.of("_prisma_migrations", "__drizzle_migrations", "flyway_schema_history",
            "knex_migrations", "knex_migrations_lock", "django_migrations", "schema_migrations", "ar_internal_metadata",
            "alembic_version", "sequelizemeta", "databasechangelog", "databasechangeloglock", "__efmigrationshistory",
            "goose_db_version", "typeorm_metadata");

    private final List<Table> tables;
    private final List<TargetTable> there;
    private final Choices choices;
    private final Map<String, ExistingTable> found = new LinkedHashMap<>();

    private ExistingMatch(List<Table> tables, List<TargetTable> there, Choices choices) {
        this.tables = tables;
        this.there = there;
        this.choices = choices;
    }

    /// @param tables of the source, with the columns that have their values from SQL
    /// @param there what the target's schemas hold
    static ExistingMatch of(List<Table> tables, List<TargetTable> there, Choices choices) {
        var match = new ExistingMatch(tables, there, choices);
        match.tables();
        return match;
    }

    private void tables() {
        Map<String, List<Table>> bySchema = tables.stream()
                .collect(Collectors.groupingBy(this::schema, LinkedHashMap::new, Collectors.toList()));
        bySchema.forEach((schema, own) -> {
            Map<String, String> given = new LinkedHashMap<>();
            own.forEach(table -> choices.table(table.name()).rename().ifPresent(name -> given.put(table.name(), name)));
            Map<String, String> names = NameMatch.find(own.stream().map(Table::name).toList(),
                    real(schema).map(TargetTable::name).toList(), given, choices.options().identifiers());
            own.forEach(table -> Optional.ofNullable(names.get(table.name())).flatMap(name -> named(schema, name))
                    .ifPresent(target -> found.put(table.name(), ExistingTable.of(table, target, choices.table(table.name()),
                            choices.options().identifiers()))));
        });
    }

    private String schema(Table table) {
        return choices.table(table.name()).targetSchema().orElse(choices.targetSchema());
    }

    private java.util.stream.Stream<TargetTable> real(String schema) {
        return there.stream().filter(table -> table.schema().equals(schema)).filter(ExistingMatch::real);
    }

    private static boolean real(TargetTable table) {
        return table.kind() == TargetTable.Kind.TABLE || table.kind() == TargetTable.Kind.PARTITIONED;
    }

    private Optional<TargetTable> named(String schema, String name) {
        return there.stream().filter(table -> table.schema().equals(schema) && table.name().equals(name)).findFirst();
    }

    /// Whether no table of the source is there.
    boolean isEmpty() {
        return found.isEmpty();
    }

    /// What the table of the source found.
    Optional<ExistingTable> find(Table table) {
        return Optional.ofNullable(found.get(table.name()));
    }

    /// Tables of the source that are not there, without those that a person leaves out.
    List<Table> missing() {
        return tables.stream().filter(table -> !found.containsKey(table.name()) && !choices.table(table.name()).skip()).toList();
    }

    /// What is no table and has the name that a table of the source would get.
    Optional<TargetTable> inTheWay(Table table) {
        String name = choices.table(table.name()).rename().orElse(table.name());
        return named(schema(table), name).filter(other -> !real(other));
    }

    /// Tables of the target that no table of the source fills.
    List<TargetTable> extra() {
        Set<TargetTable> taken = found.values().stream().map(ExistingTable::target).collect(Collectors.toSet());
        return there.stream().filter(ExistingMatch::real).filter(table -> !taken.contains(table)).toList();
    }

    /// Whether the rows are a program's notes about its own schema, where the target's was made already, perhaps with such
    /// notes in another schema, and nobody asked for them.
    boolean bookkeeping(Table table) {
        return !found.isEmpty() && BOOKKEEPING.contains(table.place().name().toLowerCase(java.util.Locale.ROOT))
                && choices.table(table.name()).equals(TableChoice.NONE);
    }

    /// The tables of the source that fill one that is there, by name.
    Map<String, ExistingTable> found() {
        return found;
    }

    /// The choices with names and types of the target as if a person had named them.
    ///
    /// @param left columns by table that the target lacks and that a person leaves out
    /// @throws ConfigException PT-113: plan.yaml names another type, or an unknown zone
    Choices over(Map<String, Set<String>> left) {
        Map<String, TableChoice> tableChoices = new HashMap<>(choices.tables());
        found.forEach((name, table) -> {
            TableChoice own = choices.table(name);
            Map<String, ColumnChoice> columns = new HashMap<>(own.columns());
            table.columns().forEach((column, target) -> columns.put(column, over(name, column, own.column(column), target)));
            left.getOrDefault(name, Set.of()).forEach(column -> columns.put(column, leftOut(own.column(column))));
            tableChoices.put(name, new TableChoice(own.skip() || bookkeeping(table.source()), Optional.of(table.target().name()),
                    own.targetSchema(), columns, own.values()));
        });
        tables.stream().filter(table -> !found.containsKey(table.name()) && bookkeeping(table))
                .forEach(table -> tableChoices.put(table.name(),
                        new TableChoice(true, Optional.empty(), Optional.empty(), Map.of(), Map.of())));
        return new Choices(choices.options(), choices.rules(), choices.hooks(), tableChoices, choices.decisions(),
                choices.invariants(), choices.acceptSuggestions());
    }

    private ColumnChoice over(String table, String column, ColumnChoice own, TargetTable.Column target) {
        Optional<TargetType> type = ExistingTypes.type(target.base());
        if (own.type().isPresent() && type.isPresent() && own.type().get().kind() != type.get().kind()) {
            throw new ConfigException(113,
                    "plan.yaml gives %s.%s the type %s, and the table in the target has %s".formatted(table,
                            column, own.type().get(), target.typeSql()),
                    "Nothing was written; take that line out, or change the column there, and run the same command again");
        }
        return new ColumnChoice(own.skip(), Optional.of(target.name()), type, own.form(),
                own.zone().or(() -> decidedZone(table, column)),
                own.trueWords(), own.falseWords(), own.nul(), own.invalidUtf8(), own.nullIf(), own.lossy());
    }

    private static ColumnChoice leftOut(ColumnChoice own) {
        return new ColumnChoice(true, own.rename(), own.type(), own.form(), own.zone(), own.trueWords(), own.falseWords(),
                own.nul(), own.invalidUtf8(), own.nullIf(), own.lossy());
    }

    /// The zone that a decision names for the column; empty where none does.
    private Optional<ZoneId> decidedZone(String table, String column) {
        return choices.decisions().stream()
                .filter(each -> each.code() == HazardCode.SCHEMA_DIFFERS && each.table().equals(Optional.of(table))
                        && each.column().equals(Optional.of(column)))
                .map(Choices.Decision::choice).filter(choice -> choice.startsWith(ExistingTimes.ZONE)).findFirst()
                .map(choice -> zone(choice.substring(ExistingTimes.ZONE.length()), table + "." + column));
    }

    /// The zone of that name.
    ///
    /// @throws ConfigException PT-113: there is none
    static ZoneId zone(String name, String column) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new ConfigException(113, "'%s' of %s is no time zone".formatted(name, column),
                    "Nothing was written; name one such as zone:UTC or zone:Europe/Berlin and run the same command again", e);
        }
    }

    /// Columns by table whose spelling differs from what anybody asked for.
    List<String> respelled(ExistingTable table) {
        Map<String, String> given = ExistingTable.given(choices.table(table.source().name()), table.source());
        List<String> pairs = new ArrayList<>();
        table.source().columns().forEach(column -> table.find(column.name()).map(TargetTable.Column::name)
                .filter(target -> NameMatch.unasked(column.name(), target, given, choices.options().identifiers()))
                .ifPresent(target -> pairs.add(column.name() + " is " + target)));
        return pairs;
    }

    /// Whether the table's own name is spelt otherwise than anybody asked for.
    boolean respelledName(ExistingTable table) {
        Map<String, String> given = choices.table(table.source().name()).rename()
                .map(name -> Map.of(table.source().name(), name)).orElse(Map.of());
        return NameMatch.unasked(table.source().name(), table.target().name(), given, choices.options().identifiers());
    }
}

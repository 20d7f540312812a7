package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.schema.Schema;
import dev.portage.sql.Untranslatable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes full-text tables searchable on PostgreSQL: a generated column of type tsvector, with a GIN index, in the table
/// that holds the texts. Names every virtual table with what it became.
final class DdlSearch {
    private static final String PAGE = "docs/howto/full-text-search.md";

    private final DdlContext context;
    private final Map<String, List<Column>> columns = new HashMap<>();
    private final Map<String, Set<String>> kept = new HashMap<>();

    /// A generated column of a table.
    private record Column(TablePlan table, String name, String expression) {}

    DdlSearch(DdlContext context, Schema schema) {
        this.context = context;
        schema.virtualTables().forEach(this::add);
    }

    /// What stands in `CREATE TABLE` behind the table's own columns.
    List<String> lines(TablePlan table) {
        return of(table).stream().map(column -> "%s tsvector GENERATED ALWAYS AS (%s) STORED"
                .formatted(Identifier.quote(column.name), column.expression)).toList();
    }

    /// The GIN indexes; asked for after all other indexes have their names.
    List<Ddl.Step> indexes() {
        List<Ddl.Step> steps = new ArrayList<>();
        for (TablePlan table : context.written()) {
            for (Column column : of(table)) {
                String name = context.names().index(table, DdlNames.joined(table.target(), column.name, "idx"));
                steps.add(new Ddl.Step("index", table.targetSchema(), name, table.target(),
                        "CREATE INDEX %s ON %s USING gin (%s)".formatted(Identifier.quote(name), DdlContext.qualified(table),
                                Identifier.quote(column.name))));
            }
        }
        return steps;
    }

    /// The full-text tables, in lower case, that a generated column of `table` keeps in step.
    Set<String> keptFor(TablePlan table) {
        return kept.getOrDefault(TriggerRule.lower(table.source().name()), Set.of());
    }

    private List<Column> of(TablePlan table) {
        return columns.getOrDefault(TriggerRule.lower(table.source().name()), List.of());
    }

    private void add(Schema.VirtualTable virtual) {
        if (!SearchTable.isSearch(virtual)) {
            tell(virtual, other(virtual));
            return;
        }
        try {
            search(SearchTable.of(virtual));
        } catch (Untranslatable e) {
            Optional<TablePlan> own = written(virtual, virtual.place().name());
            tell(virtual, own.isPresent()
                    ? "arrives as the ordinary table %s without a search column: %s".formatted(own.get().target(), e.reason())
                    : "does not arrive: %s; on PostgreSQL a tsvector column with a GIN index does its work".formatted(
                            e.reason()));
        }
    }

    private void search(SearchTable search) throws Untranslatable {
        TablePlan table = written(search.source(), search.texts()).orElseThrow(() -> absent(search));
        if (context.hazards().told(HazardCode.VIRTUAL_TABLE, search.source().name())) {
            return;
        }
        String expression = search.expression(table);
        String name = free(table, context.names().spelt(DdlNames.joined(search.source().place().name(), "", "tsv")));
        columns.computeIfAbsent(TriggerRule.lower(table.source().name()), _ -> new ArrayList<>())
                .add(new Column(table, name, expression));
        if (search.external()) {
            kept.computeIfAbsent(TriggerRule.lower(table.source().name()), _ -> new HashSet<>())
                    .add(TriggerRule.lower(search.source().place().name()));
        }
        tell(search.source(), became(search, table, name));
    }

    private Untranslatable absent(SearchTable search) {
        String what = context.findTable(search.source().place().database(), search.texts()).map(DdlContext::absence)
                .orElseGet(() -> search.external()
                        ? context.kindOf(search.source().place().database(), search.texts())
                        : "left out");
        return new Untranslatable(search.external()
                ? "its texts lie in %s, which is %s".formatted(search.texts(), what)
                : "it is " + what);
    }

    private static String became(SearchTable search, TablePlan table, String column) {
        String became = search.external()
                ? "becomes the generated column %s.%s (tsvector, GIN index), always in step with the texts"
                : "arrives as the ordinary table %s with the generated column %s (tsvector, GIN index)";
        String stems = search.configuration().equals("english")
                ? "; PostgreSQL's english stems and leaves out stop words, which porter does not do alike"
                : "";
        return (became + "; instead of %s MATCH 'a b' write %s @@ websearch_to_tsquery('%s', 'a b'), instead of bm25() ts_rank(),"
                + " instead of snippet() ts_headline(), see %s%s").formatted(table.target(), column, search.source().name(),
                        Identifier.quote(column), search.configuration(), PAGE, stems);
    }

    private String other(Schema.VirtualTable virtual) {
        String rectangles = "on PostgreSQL a GiST index on a box or range, or PostGIS, finds what lies within";
        return switch (virtual.module()) {
            case "rtree", "rtree_i32" -> written(virtual, virtual.place().name())
                    .map(table -> "arrives as the ordinary table %s without its index; %s".formatted(table.target(),
                            rectangles))
                    .orElse("does not arrive%s; %s".formatted(virtual.broken().map(why -> " (%s)".formatted(why)).orElse(""),
                            rectangles));
            case "geopoly" -> "does not arrive; " + rectangles;
            default -> "does not arrive; what it shows must be made anew on PostgreSQL";
        };
    }

    private Optional<TablePlan> written(Schema.VirtualTable virtual, String name) {
        return context.findTable(virtual.place().database(), name).filter(DdlContext::isWritten);
    }

    private String free(TablePlan table, String wanted) {
        Set<String> taken = new HashSet<>();
        table.columns().forEach(column -> taken.add(column.target()));
        of(table).forEach(column -> taken.add(column.name));
        String name = wanted;
        for (int i = 2; taken.contains(name); i++) {
            name = TargetNames.cut(wanted + "_" + i);
        }
        return name;
    }

    private void tell(Schema.VirtualTable virtual, String what) {
        context.hazards().warnTable(HazardCode.VIRTUAL_TABLE, virtual.name(),
                "%s is a virtual table of %s and %s".formatted(virtual.name(), virtual.module(), what));
    }
}

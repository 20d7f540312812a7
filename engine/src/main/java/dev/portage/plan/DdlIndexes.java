package dev.portage.plan;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import dev.portage.sql.Untranslatable;
import dev.portage.target.TargetTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes primary keys, unique constraints and indexes, and knows afterwards which columns are unique.
final class DdlIndexes {
    private final DdlContext context;
    private final DdlKeys keys;
    private final Map<String, Set<Set<String>>> unique = new HashMap<>();
    private final List<Ddl.Step> steps = new ArrayList<>();

    DdlIndexes(DdlContext context, DdlKeys keys) {
        this.context = context;
        this.keys = keys;
    }

    /// The statements for all tables.
    List<Ddl.Step> write() {
        context.written().forEach(this::table);
        return steps;
    }

    /// True where a foreign key may refer to these source columns of the table, in any order.
    boolean isUnique(TablePlan table, List<String> columns) {
        return table.there().isPresent()
                ? isUniqueThere(table, table.there().get(), columns)
                : unique.getOrDefault(table.source().name(), Set.of()).contains(lower(columns));
    }

    // A foreign key wants an index of those columns alone; one whose constraint may be deferred does not do.
    private static boolean isUniqueThere(TablePlan table, TargetTable there, List<String> columns) {
        Set<String> targets = columns.stream().flatMap(name -> table.findColumn(name).stream()).map(ColumnPlan::target)
                .collect(Collectors.toSet());
        Set<String> deferrable = there.constraints().stream().filter(TargetTable.Constraint::deferrable)
                .map(TargetTable.Constraint::name).collect(Collectors.toSet());
        return there.indexes().stream().anyMatch(index -> index.unique() && !index.partial()
                && !deferrable.contains(index.name()) && Set.copyOf(index.columns()).equals(targets));
    }

    private void table(TablePlan table) {
        var expressions = new DdlExpressions(table);
        primaryKey(table, expressions);
        Set<List<Object>> made = new HashSet<>();
        for (Table.Index index : table.source().indexes()) {
            boolean own = index.origin() == Table.Index.Origin.CREATE_INDEX;
            // Two UNIQUE of the same columns say the same; indexes that a person named are kept.
            if (index.origin() != Table.Index.Origin.PRIMARY_KEY
                    && (own || (!likeKey(table, index) && made.add(List.copyOf(index.parts()))))) {
                index(table, index, expressions);
            }
        }
    }

    private void primaryKey(TablePlan table, DdlExpressions expressions) {
        List<ColumnPlan> columns = keys.form(table) == DdlKeys.Form.NONE ? List.of() : DdlKeys.columns(table);
        String list = DdlContext.quoted(columns.stream().map(ColumnPlan::target).toList());
        switch (keys.form(table)) {
            case NONE -> {
                return;
            }
            case PRIMARY_KEY -> {
                String name = context.names().index(table, DdlNames.joined(table.target(), "", "pkey"));
                add("primary key", name, table, new Ddl.Key("PRIMARY KEY", list));
            }
            case UNIQUE -> {
                String name = named(table, columns, "key");
                add("unique", name, table, new Ddl.Key("UNIQUE", list));
            }
            case HASH -> {
                String name = named(table, columns, "excl");
                add("unique", name, table, DdlContext.addConstraint(table, name, "EXCLUDE USING hash (" + list + " WITH =)"));
            }
            case PLAIN_INDEX -> {
                String name = named(table, columns, "idx");
                add("index", name, table, create("INDEX", name, table, list));
            }
        }
        if (keys.form(table) == DdlKeys.Form.PRIMARY_KEY || keys.form(table) == DdlKeys.Form.UNIQUE) {
            remember(table, columns.stream().map(column -> column.source().name()).toList());
        }
        DdlKeys.index(table).filter(index -> collated(table, index)).ifPresent(index -> {
            var also = new Table.Index(index.name(), true, Table.Index.Origin.UNIQUE, index.parts(), Optional.empty());
            index(table, also, expressions);
        });
    }

    // A UNIQUE of the primary key's own columns.
    private boolean likeKey(TablePlan table, Table.Index index) {
        boolean made = keys.form(table) == DdlKeys.Form.PRIMARY_KEY || keys.form(table) == DdlKeys.Form.UNIQUE;
        List<Optional<String>> columns = index.parts().stream().map(Table.Part::column).toList();
        List<Optional<String>> key = table.source().key().stream().map(column -> Optional.of(column.name())).toList();
        return made && columns.equals(key) && !collated(table, index);
    }

    private static boolean collated(TablePlan table, Table.Index index) {
        return index.parts().stream().anyMatch(part -> !part.collation().equals("BINARY") && part.column()
                .flatMap(table::findColumn).filter(column -> column.mapping().type().kind().text()).isPresent());
    }

    private void index(TablePlan table, Table.Index index, DdlExpressions expressions) {
        boolean left = context.hazards().told(HazardCode.INDEX_UNTRANSLATED, table, Subjects.of(index))
                || DdlKeys.tooLarge(context.hazards(), table, Subjects.of(index), columns(table, index))
                        .equals(Optional.of("skip"));
        if (left) {
            return;
        }
        try {
            String name = context.names().index(table, wantedName(table, index));
            List<DdlPart> parts = new ArrayList<>();
            for (Table.Part part : index.parts()) {
                parts.add(DdlPart.of(table, part, expressions));
            }
            if (parts.size() > DdlKeys.MOST_COLUMNS) {
                throw new Untranslatable(
                        "it has %d columns, and PostgreSQL allows %d".formatted(parts.size(), DdlKeys.MOST_COLUMNS));
            }
            Optional<String> where = index.where().isEmpty()
                    ? Optional.empty()
                    : Optional.of(expressions.where(index.where().get()));
            write(table, index, name, parts, where);
            warnNocase(table, index);
        } catch (Untranslatable e) {
            String lost = index.unique() ? ", and PostgreSQL will not keep its values unique" : "";
            context.hazards().warn(HazardCode.INDEX_UNTRANSLATED, table, Subjects.of(index),
                    "the index %s does not arrive%s: %s".formatted(index.name(), lost, e.reason()));
        }
    }

    private void write(TablePlan table, Table.Index index, String name, List<DdlPart> parts, Optional<String> where)
            throws Untranslatable {
        boolean keptUnique = index.unique() && !context.hazards().choice(HazardCode.UNIQUE_VIOLATED, table, Subjects.of(index))
                .equals(Optional.of("not-unique"));
        if (DdlKeys.tooLarge(context.hazards(), table, Subjects.of(index), columns(table, index)).isPresent()) {
            hashed(table, name, parts, keptUnique, where);
            return;
        }
        boolean columns = parts.stream().allMatch(part -> part.plain().isPresent());
        if (keptUnique && columns && where.isEmpty()) {
            remember(table, parts.stream().flatMap(part -> part.plain().stream()).map(column -> column.source().name()).toList());
        }
        if (keptUnique && columns && index.origin() == Table.Index.Origin.UNIQUE) {
            String list = parts.stream().map(DdlPart::sql).collect(Collectors.joining(", "));
            add("unique", name, table, new Ddl.Key("UNIQUE", list));
            return;
        }
        String list = parts.stream().map(DdlPart::ordered).collect(Collectors.joining(", "));
        String condition = where.map(sql -> " WHERE " + sql).orElse("");
        add(keptUnique ? "unique" : "index", name, table,
                create(keptUnique ? "UNIQUE INDEX" : "INDEX", name, table, list) + condition);
    }

    private void hashed(TablePlan table, String name, List<DdlPart> parts, boolean keptUnique, Optional<String> where)
            throws Untranslatable {
        if (parts.size() > 1) {
            throw new Untranslatable("its values are too long for a btree, and a hash holds one column only");
        }
        String part = parts.getFirst().sql();
        String condition = where.map(sql -> " WHERE (" + sql + ")").orElse("");
        if (keptUnique) {
            String definition = "EXCLUDE USING hash (" + part + " WITH =)" + condition;
            add("unique", name, table, DdlContext.addConstraint(table, name, definition));
        } else {
            add("index", name, table, "CREATE INDEX %s ON %s USING hash (%s)%s".formatted(Identifier.quote(name),
                    DdlContext.qualified(table), part, condition));
        }
    }

    private void warnNocase(TablePlan table, Table.Index index) {
        for (Table.Part part : index.parts()) {
            Optional<ColumnPlan> column = part.column().flatMap(table::findColumn);
            if (index.unique() && column.isPresent() && column.get().mapping().type().kind().text()
                    && part.collation().equals("NOCASE")) {
                context.hazards().warnColumn(HazardCode.NOCASE, table, column.get(),
                        "the column compares without case; what is unique in it becomes a unique index on lower(), and other "
                                + "comparisons on PostgreSQL heed case");
            }
        }
    }

    private String wantedName(TablePlan table, Table.Index index) {
        if (index.origin() == Table.Index.Origin.CREATE_INDEX) {
            return index.name();
        }
        return DdlNames.joined(table.target(), joined(columns(table, index)), "key");
    }

    private static List<ColumnPlan> columns(TablePlan table, Table.Index index) {
        return index.parts().stream().flatMap(part -> part.column().stream()).flatMap(column -> table.findColumn(column).stream())
                .toList();
    }

    private String named(TablePlan table, List<ColumnPlan> columns, String suffix) {
        return context.names().index(table, DdlNames.joined(table.target(), joined(columns), suffix));
    }

    private static String joined(List<ColumnPlan> columns) {
        return columns.stream().map(ColumnPlan::target).collect(Collectors.joining("_"));
    }

    private static String create(String what, String name, TablePlan table, String list) {
        return "CREATE %s %s ON %s (%s)".formatted(what, Identifier.quote(name), DdlContext.qualified(table), list);
    }

    private void add(String kind, String name, TablePlan table, String sql) {
        steps.add(new Ddl.Step(kind, table.targetSchema(), name, table.target(), sql));
    }

    private void add(String kind, String name, TablePlan table, Ddl.Key key) {
        String definition = key.words() + " (" + key.columns() + ")";
        steps.add(new Ddl.Step(kind, table.targetSchema(), name, table.target(),
                DdlContext.addConstraint(table, name, definition), Optional.of(key)));
    }

    private void remember(TablePlan table, List<String> columns) {
        unique.computeIfAbsent(table.source().name(), _ -> new HashSet<>()).add(lower(columns));
    }

    private static Set<String> lower(List<String> columns) {
        return columns.stream().map(column -> column.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /// True for columns whose values are text and compare by another collation than bytes.
    static boolean collatedText(ColumnPlan column) {
        Kind kind = column.mapping().type().kind();
        return kind.text() && !column.source().collation().equals("BINARY");
    }
}

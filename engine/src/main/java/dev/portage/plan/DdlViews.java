package dev.portage.plan;

import dev.portage.mapping.ColumnMapping;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Identifier;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import dev.portage.sql.ColumnTarget;
import dev.portage.sql.CreateViewParser;
import dev.portage.sql.Relation;
import dev.portage.sql.SqlSyntaxException;
import dev.portage.sql.Untranslatable;
import dev.portage.sql.ViewWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Writes the views, those that others read first. Each arrives exactly, or is named with the reason.
final class DdlViews {
    private final DdlContext context;
    private final Schema schema;
    private final String targetSchema;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Optional<Relation>> written = new HashMap<>();
    private final List<Ddl.Step> steps = new ArrayList<>();

    /// Takes a name for each view, before indexes and sequences take theirs.
    DdlViews(DdlContext context, Schema schema, String targetSchema) {
        this.context = context;
        this.schema = schema;
        this.targetSchema = targetSchema;
        for (Schema.View view : schema.views()) {
            if (view.broken().isEmpty() && !DdlNames.unspeakable(view.name())) {
                names.put(lower(view.name()), context.names().view(targetSchema, view.place().proposed(view.name())));
            }
        }
    }

    List<Ddl.Step> write() {
        for (Schema.View view : schema.views()) {
            if (view.broken().isPresent()) {
                context.hazards().warnFile(HazardCode.VIEW_BROKEN, view.name(),
                        "view %s cannot be used in SQLite either (%s) and is skipped".formatted(view.name(),
                                view.broken().get()));
            } else {
                relation(view);
            }
        }
        return steps;
    }

    /// The written view; empty where it does not arrive, which a hazard says.
    private Optional<Relation> relation(Schema.View view) {
        Optional<Relation> known = written.get(lower(view.name()));
        if (known != null) {
            return known;
        }
        // SQLite refuses views that read each other in a circle, so nobody asks for this one meanwhile.
        written.put(lower(view.name()), Optional.empty());
        Optional<Relation> relation = Optional.empty();
        try {
            relation = Optional.of(translated(view));
        } catch (Untranslatable e) {
            untranslated(view, e.reason());
        } catch (SqlSyntaxException e) {
            untranslated(view, "its text cannot be read: " + Objects.requireNonNullElse(e.getMessage(), "no reason given"));
        }
        written.put(lower(view.name()), relation);
        return relation;
    }

    private void untranslated(Schema.View view, String reason) {
        context.hazards().warnFile(HazardCode.VIEW_UNTRANSLATED, view.name(),
                "view %s does not arrive: %s; write it for PostgreSQL before the application needs it".formatted(view.name(),
                        reason));
    }

    private Relation translated(Schema.View view) throws Untranslatable {
        String name = names.get(lower(view.name()));
        if (name == null || view.columns().stream().anyMatch(DdlNames::unspeakable)) {
            throw new Untranslatable("a name of it holds a control character");
        }
        List<ViewWriter.Column> columns = columns(view);
        ViewWriter.View translated = ViewWriter.write(Identifier.qualified(targetSchema, name), columns,
                CreateViewParser.parse(view.sql()).select(), read -> find(view.place().database(), read));
        sayRenamed(view, name, columns);
        steps.add(new Ddl.Step("view", targetSchema, name, name, translated.sql()));
        return translated.relation();
    }

    private List<ViewWriter.Column> columns(Schema.View view) {
        Set<String> taken = new HashSet<>();
        List<ViewWriter.Column> columns = new ArrayList<>();
        for (String column : view.columns()) {
            String cut = TargetNames.cut(context.names().spelt(column));
            String name = cut;
            for (int i = 2; !taken.add(name); i++) {
                name = TargetNames.cut(cut + "_" + i);
            }
            columns.add(new ViewWriter.Column(column, name));
        }
        return columns;
    }

    private void sayRenamed(Schema.View view, String name, List<ViewWriter.Column> columns) {
        List<String> renamed = new ArrayList<>();
        if (!name.equals(context.names().spelt(view.place().name()))) {
            renamed.add("view %s becomes %s".formatted(view.name(), name));
        }
        columns.stream().filter(column -> !context.names().spelt(column.source()).equals(column.target()))
                .forEach(column -> renamed.add("column %s of view %s becomes %s".formatted(column.source(), view.name(),
                        column.target())));
        if (!renamed.isEmpty()) {
            context.hazards().warnFile(HazardCode.IDENTIFIER_RENAMED, view.name(),
                    String.join(", ", renamed) + ", for PostgreSQL cannot keep the name or has it already");
        }
    }

    private Relation find(String database, String name) throws Untranslatable {
        Optional<TablePlan> table = context.findTable(database, name);
        if (table.isPresent()) {
            return relation(table.get(), hidden(database, name));
        }
        Optional<Schema.View> view = schema.findView(database, name);
        if (view.isPresent()) {
            return relation(view.get())
                    .orElseThrow(() -> new Untranslatable("it reads the view %s, which does not arrive".formatted(name)));
        }
        throw new Untranslatable("it reads %s, which is %s".formatted(name,
                lower(name).startsWith("sqlite_") ? "a table of SQLite's own" : context.kindOf(database, name)));
    }

    // The columns of a full-text table that only its name shows. Its rowid arrives, the others do not.
    private List<String> hidden(String database, String name) {
        return schema.findVirtualTable(database, name).filter(SearchTable::isSearch)
                .map(virtual -> List.of(virtual.place().name(), "rank", "docid", "rowid")).orElse(List.of());
    }

    private static Relation relation(TablePlan table, List<String> hidden) throws Untranslatable {
        if (table.skip() || !DdlContext.isWritten(table)) {
            throw new Untranslatable(
                    "it reads the table %s, which is %s".formatted(table.source().name(), DdlContext.absence(table)));
        }
        List<Relation.Column> columns = new ArrayList<>();
        for (ColumnPlan column : table.columns()) {
            Optional<String> absent = column.skip()
                    ? Optional.of("it needs the column %s, which is left out".formatted(column.source().name()))
                    : Optional.empty();
            columns.add(new Relation.Column(
                    ColumnTarget.of(column.mapping(), column.target(), column.source().collation()), changed(column.mapping()),
                    absent));
        }
        Set<String> unseen = new HashSet<>();
        Optional<String> rowid = table.source().rowidAlias();
        for (String name : hidden) {
            Optional<ColumnPlan> column = table.findColumn(name);
            if (column.isEmpty()) {
                columns.add(new Relation.Column(ColumnTarget.of(name, TargetType.of(TargetType.Kind.TEXT)), Optional.empty(),
                        Optional.of("it needs %s of a full-text table, which PostgreSQL has not".formatted(name))));
            }
            if (column.isEmpty() || rowid.filter(name::equalsIgnoreCase).isPresent()) {
                unseen.add(name);
            }
        }
        return Relation.table(table.targetSchema(), table.target(), columns, keys(table.source()), rowid).hiding(unseen);
    }

    /// Why the values of a column are not exactly those of SQLite.
    private static Optional<String> changed(ColumnMapping mapping) {
        boolean same = switch (mapping.form()) {
            case ValueForm.Plain _,ValueForm.IsoText _,ValueForm.Epoch _,ValueForm.Escaped _,ValueForm.ClassedBytes _,ValueForm.TextBytes _ ->
                !mapping.lossy() && mapping.nullIf().isEmpty();
            case ValueForm.Words _,ValueForm.Label _,ValueForm.UuidBytes _,ValueForm.Digits _,ValueForm.AnyAsText _,ValueForm.Stripped _,ValueForm.Transcoded _,ValueForm.Quarantined _ ->
                false;
        };
        return same
                ? Optional.empty()
                : Optional.of("the column %s arrives in the form %s, so that not every value of it is the same on both sides"
                        .formatted(mapping.column(), mapping.form().word()));
    }

    /// The columns that are never NULL and tell rows apart.
    private static List<List<String>> keys(Table table) {
        List<List<String>> keys = new ArrayList<>();
        table.rowidAlias().ifPresent(alias -> keys.add(List.of(alias)));
        List<String> declared = table.key().stream().map(Table.Column::name).toList();
        if (!declared.isEmpty() && (table.withoutRowid() || filled(table, declared))) {
            keys.add(declared);
        }
        for (Table.Index index : table.indexes()) {
            List<String> columns = index.parts().stream().flatMap(part -> part.column().stream()).toList();
            boolean whole = index.unique() && index.where().isEmpty() && columns.size() == index.parts().size()
                    && index.parts().stream().allMatch(part -> part.collation().equals("BINARY"));
            if (whole && filled(table, columns)) {
                keys.add(columns);
            }
        }
        return keys;
    }

    private static boolean filled(Table table, List<String> columns) {
        return columns.stream().allMatch(column -> table.findColumn(column).filter(Table.Column::notNull).isPresent());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

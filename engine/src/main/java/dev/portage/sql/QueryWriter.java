package dev.portage.sql;

import dev.portage.schema.Identifier;
import dev.portage.sql.Level.Entry;
import dev.portage.sql.Level.Item;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes a query and the queries within it.
///
/// Every table of FROM gets a name that no other in the whole query has, and every column is written with it, so that
/// PostgreSQL finds what SQLite has found whatever else is called so.
final class QueryWriter {
    private static final int MOST_BYTES = 63;

    private final ViewWriter.Relations relations;
    private final Map<String, ColumnTarget> targets = new HashMap<>();
    private final Map<String, Piece> pieces = new HashMap<>();
    private final Set<String> aliases = new HashSet<>();

    QueryWriter(ViewWriter.Relations relations) {
        this.relations = relations;
    }

    /// What a query sees of those around it.
    ///
    /// @param outer the level of the query that it is an expression of
    /// @param commons what WITH names, by folded name; null while it is being written
    record Context(@Nullable Level outer, Map<String, Optional<Relation>> commons) {
        static final Context TOP = new Context(null, Map.of());

        Context within(Level level) {
            return new Context(level, commons);
        }
    }

    /// The scope of an expression of any level.
    Scope scope() {
        return new Scope(targets, new Scope.Use.BooleanCondition(), false);
    }

    Optional<Piece> column(String key) {
        return Optional.ofNullable(pieces.get(key));
    }

    /// The whole query with its order.
    Query write(Select select, Context context) throws Untranslatable {
        return write(select, context, true);
    }

    /// A query whose order shows in nothing, unless LIMIT cuts it.
    Query writeUnordered(Select select, Context context) throws Untranslatable {
        return write(select, context, select.limit().isPresent());
    }

    private Query write(Select select, Context context, boolean ordered) throws Untranslatable {
        var with = new ArrayList<String>();
        Context inner = commons(select.with(), context, with);
        Select shown = ordered
                ? select
                : new Select(select.with(), select.arms(), List.of(), Optional.empty(), Optional.empty());
        Query query = shown.arms().size() == 1
                ? new CoreWriter(this, shown.arms().getFirst().core(), inner).whole(shown)
                : new CompoundWriter(this, inner).write(shown);
        return with.isEmpty()
                ? query
                : new Query("WITH " + String.join(",\n", with) + "\n" + query.sql(), query.columns(), query.single());
    }

    private Context commons(List<Select.Common> with, Context context, List<String> written) throws Untranslatable {
        if (with.isEmpty()) {
            return context;
        }
        var known = new HashMap<>(context.commons());
        with.forEach(each -> known.put(Scope.folded(each.name()), Optional.empty()));
        for (Select.Common each : with) {
            Query query = writeUnordered(each.query(), new Context(context.outer(), known));
            List<Field> fields = renamed(query.columns(), each.columns(), each.name());
            String alias = alias(each.name());
            written.add("%s (%s) AS (\n%s\n)".formatted(Identifier.quote(alias), targets(fields), query.sql()));
            known.put(Scope.folded(each.name()),
                    Optional.of(new Relation(Identifier.quote(alias), fields, List.of(), Optional.empty())));
        }
        return new Context(context.outer(), known);
    }

    private static List<Field> renamed(List<Field> fields, List<String> names, String query) throws Untranslatable {
        if (names.isEmpty()) {
            return fields;
        }
        if (names.size() != fields.size()) {
            throw new Untranslatable("%s has %d columns and names for %d".formatted(query, fields.size(), names.size()));
        }
        var taken = new HashSet<String>();
        var renamed = new ArrayList<Field>();
        for (int i = 0; i < names.size(); i++) {
            renamed.add(fields.get(i).named(names.get(i)).targetNamed(free(names.get(i), taken)));
        }
        return renamed;
    }

    private static String targets(List<Field> fields) {
        return String.join(", ", fields.stream().map(field -> Identifier.quote(field.target())).toList());
    }

    /// The table of FROM that `joined` names, as a part of `level`.
    ///
    /// @return how FROM writes it
    String open(Select.Joined joined, Context context, Level level) throws Untranslatable {
        return switch (joined.source()) {
            case Select.Source.Named(var schema, var name) -> {
                Optional<Relation> common = schema.isEmpty() ? context.commons().get(Scope.folded(name)) : null;
                if (common != null && common.isEmpty()) {
                    throw new Untranslatable("its WITH names %s before it is written: it is recursive".formatted(name));
                }
                if (schema.isPresent() && !Scope.folded(schema.get()).equals("main")) {
                    throw new Untranslatable("it reads a table of the database %s".formatted(schema.get()));
                }
                Relation relation = common == null ? relations.find(name) : common.get();
                yield item(joined.alias().orElse(name), relation, level);
            }
            case Select.Source.Nested(var query) -> {
                Query nested = writeUnordered(query, context);
                String name = joined.alias().orElse("");
                yield item(name, new Relation("(\n" + nested.sql() + "\n)", nested.columns(), List.of(), Optional.empty()),
                        level);
            }
            case Select.Source.Function(var name) ->
                throw new Untranslatable("it reads rows of the function %s()".formatted(name));
            case Select.Source.Brackets() -> throw new Untranslatable("it has joins in brackets");
        };
    }

    private String item(String name, Relation relation, Level level) {
        String alias = alias(name.isEmpty() ? "q" : name);
        var entries = new ArrayList<Entry>();
        for (Field field : relation.fields()) {
            String key = targets.size() + ".";
            Piece piece = field.under(alias);
            targets.put(key, field.column());
            pieces.put(key, piece);
            entries.add(new Entry(key, field, piece, level.items().size(), false));
        }
        level.add(new Item(Scope.folded(name), alias, relation, entries));
        return relation.sql() + " AS " + Identifier.quote(alias);
    }

    /// A name like `wanted` that no other table of the query has.
    String alias(String wanted) {
        return free(wanted, aliases);
    }

    /// A name like `wanted` that PostgreSQL can hold and that is not among `taken`, to which it is added.
    static String free(String wanted, Set<String> taken) {
        var clean = new StringBuilder();
        wanted.codePoints().filter(c -> !Character.isISOControl(c)).forEach(clean::appendCodePoint);
        String base = clean.isEmpty() || clean.toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES - 4
                ? "c"
                : clean.toString();
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }
}

package dev.portage.sql;

import dev.portage.sql.Expression.ColumnRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tables of one FROM, and the names that expressions there may use.
///
/// A found name becomes a [ColumnRef] of a key that no other column of the whole query has, so that all further work is
/// that of expressions over one table.
final class Level {
    private static final Set<String> ROWIDS = Set.of("rowid", "oid", "_rowid_");

    private final @Nullable Level outer;
    private final List<Item> items = new ArrayList<>();
    private final Map<String, Entry> byKey = new HashMap<>();
    private final Map<String, Expression> aliases = new HashMap<>();
    private @Nullable Guard guard;

    Level(@Nullable Level outer) {
        this.outer = outer;
    }

    /// Looks at each use of a column of this level from a query within it.
    @FunctionalInterface
    interface Guard {
        void used(Entry entry) throws Untranslatable;
    }

    /// A table of FROM.
    ///
    /// @param name by which SQLite knows it, folded
    /// @param alias by which PostgreSQL does, bare
    record Item(String name, String alias, Relation relation, List<Entry> entries) {
        Optional<Entry> find(String folded) {
            return entries.stream().filter(entry -> Scope.folded(entry.field().name()).equals(folded)).findFirst();
        }

        /// The columns that `*` and NATURAL see.
        List<Entry> shown() {
            return entries.stream().filter(entry -> !relation.hides(entry.field())).toList();
        }

        /// The column that a bare name means. A hidden one that is there is the rowid, which SQLite looks for last.
        Optional<Entry> findNamed(String folded) {
            return find(folded).filter(entry -> !relation.hides(entry.field()) || entry.field().absent().isPresent());
        }
    }

    /// A column of a table of FROM.
    ///
    /// @param merged whether USING made it one with a column before it
    record Entry(String key, Field field, Piece piece, int item, boolean merged) {
        ColumnRef reference() {
            return new ColumnRef(Optional.empty(), key, false);
        }
    }

    @Nullable
    Level outer() {
        return outer;
    }

    List<Item> items() {
        return items;
    }

    void add(Item item) {
        items.add(item);
        item.entries().forEach(entry -> byKey.put(entry.key(), entry));
    }

    /// Says that USING has made `entry` one with a column before it.
    void merge(Entry entry) {
        List<Entry> entries = items.get(entry.item()).entries();
        entries.replaceAll(each -> each.key().equals(entry.key())
                ? new Entry(each.key(), each.field(), each.piece(), each.item(), true)
                : each);
    }

    /// The alias of a result, which an expression may name where no column is called so. The first of a name stays.
    void alias(String name, Expression value) {
        aliases.putIfAbsent(Scope.folded(name), value);
    }

    Optional<Expression> findAlias(String name) {
        return Optional.ofNullable(aliases.get(Scope.folded(name)));
    }

    void guard(@Nullable Guard watching) {
        guard = watching;
    }

    /// The column of this level that has the key.
    Optional<Entry> own(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /// `expression` with each name replaced by what it names.
    ///
    /// @throws Untranslatable a name is unknown or ambiguous, or names a column whose values are not SQLite's
    Expression resolved(Expression expression) throws Untranslatable {
        return expression instanceof ColumnRef reference
                ? named(reference, false)
                : ConstantDates.folded(ExpressionTree.changed(expression, this::resolved));
    }

    /// The same for a result, which may pass a column on whose values are not SQLite's.
    Expression resolvedResult(Expression expression) throws Untranslatable {
        return expression instanceof ColumnRef reference ? named(reference, true) : resolved(expression);
    }

    private Expression named(ColumnRef reference, boolean passedOn) throws Untranslatable {
        for (Level level = this; level != null; level = level.outer) {
            Optional<Expression> found = level.here(reference, passedOn, level == this);
            if (found.isPresent()) {
                return found.get();
            }
        }
        if (reference.quoted()) {
            return new Expression.TextLiteral(reference.name());
        }
        throw new Untranslatable("it names %s, which is no column here".formatted(reference.name()));
    }

    private Optional<Expression> here(ColumnRef reference, boolean passedOn, boolean own) throws Untranslatable {
        String name = Scope.folded(reference.name());
        List<Entry> found = new ArrayList<>();
        Set<String> tables = new HashSet<>();
        for (Item item : items) {
            if (reference.table().isPresent() && !Scope.folded(reference.table().get()).equals(item.name())) {
                continue;
            }
            tables.add(item.alias());
            item.findNamed(name).filter(entry -> reference.table().isPresent() || !entry.merged()).ifPresent(found::add);
        }
        if (found.isEmpty() && tables.size() == 1 && ROWIDS.contains(name)) {
            found.add(rowid(reference));
        }
        if (found.size() > 1) {
            throw new Untranslatable("the name %s is ambiguous".formatted(reference.name()));
        }
        if (found.isEmpty()) {
            return reference.table().isEmpty() ? alias(name, passedOn) : Optional.empty();
        }
        Entry entry = found.getFirst();
        requireUsable(entry, passedOn);
        if (!own && guard != null) {
            guard.used(entry);
        }
        return Optional.of(entry.reference());
    }

    private Optional<Expression> alias(String name, boolean passedOn) throws Untranslatable {
        Optional<Expression> value = findAlias(name);
        if (value.isPresent() && value.get() instanceof ColumnRef column && byKey.containsKey(column.name())) {
            requireUsable(byKey.get(column.name()), passedOn);
        }
        return value;
    }

    private Entry rowid(ColumnRef reference) throws Untranslatable {
        for (Item item : items) {
            boolean meant = reference.table().isEmpty() || Scope.folded(reference.table().get()).equals(item.name());
            Optional<Entry> alias = item.relation().rowid().flatMap(column -> item.find(Scope.folded(column)));
            if (meant && alias.isPresent()) {
                return alias.get();
            }
        }
        throw new Untranslatable("it names the rowid of a table, which has no column for it");
    }

    static void requireUsable(Entry entry, boolean passedOn) throws Untranslatable {
        if (entry.field().absent().isPresent()) {
            throw new Untranslatable(entry.field().absent().get());
        }
        if (!passedOn && entry.field().changed().isPresent()) {
            throw new Untranslatable(entry.field().changed().get());
        }
    }
}

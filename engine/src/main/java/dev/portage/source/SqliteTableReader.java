package dev.portage.source;

import dev.portage.schema.Affinity;
import dev.portage.schema.Table;
import dev.portage.sql.CreateIndexParser;
import dev.portage.sql.CreateTableParser;
import dev.portage.sql.IndexText;
import dev.portage.sql.TableText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads one table. Errors of the texts leave as [IllegalArgumentException].
final class SqliteTableReader {
    private static final int VIRTUAL_GENERATED = 2;
    private static final int STORED_GENERATED = 3;
    private static final int ROWID = -1;

    private final Pragmas pragmas;
    private final SchemaObject object;
    private final boolean withoutRowid;
    private final boolean strict;
    private final Map<String, String> indexTexts;
    private final TableText text;

    /// A row of `PRAGMA table_xinfo`.
    private record ColumnFact(String name, String type, boolean notNull, @Nullable String defaultSql, int key, int hidden) {}

    /// A row of `PRAGMA foreign_key_list`: one column of the key `id`.
    private record KeyFact(int id, int seq, String table, String from, @Nullable String to, String onUpdate, String onDelete) {}

    /// A row of `PRAGMA index_list`.
    private record IndexFact(String name, boolean unique, String origin) {}

    /// A row of `PRAGMA index_xinfo`.
    private record PartFact(int column, @Nullable String name, boolean descending, String collation, boolean key) {}

    /// @param indexTexts the statements of the table's indexes by name
    SqliteTableReader(Pragmas pragmas, SchemaObject object, boolean withoutRowid, boolean strict,
            Map<String, String> indexTexts) {
        this.pragmas = pragmas;
        this.object = object;
        this.withoutRowid = withoutRowid;
        this.strict = strict;
        this.indexTexts = indexTexts;
        this.text = CreateTableParser.parse(object.sql());
    }

    Table read(Optional<Long> sequence) throws SQLException {
        List<ColumnFact> facts = pragmas.of("table_xinfo", object.name(),
                row -> new ColumnFact(row.getString("name"), Objects.requireNonNullElse(row.getString("type"), ""),
                        row.getBoolean("notnull"), row.getString("dflt_value"), row.getInt("pk"), row.getInt("hidden")));
        if (facts.isEmpty()) {
            throw new IllegalArgumentException("SQLite names no columns");
        }
        List<Table.Index> indexes = indexes();
        Optional<String> alias = rowidAlias(facts, indexes);
        List<Table.Column> columns = facts.stream().filter(fact -> fact.hidden() != 1).map(fact -> column(fact, alias)).toList();
        return new Table(object.name(), columns, withoutRowid, strict, alias, text.autoincrement(),
                sequence.map(OptionalLong::of).orElse(OptionalLong.empty()), foreignKeys(), indexes, checks(), object.sql());
    }

    /// The alias is told from SQLite itself: a one-column key declared exactly INTEGER that needs no index of its own.
    /// (`INTEGER PRIMARY KEY DESC` at the column needs one; the same as a constraint of the table does not.)
    private Optional<String> rowidAlias(List<ColumnFact> facts, List<Table.Index> indexes) {
        List<ColumnFact> key = facts.stream().filter(fact -> fact.key() > 0).toList();
        boolean indexed = indexes.stream().anyMatch(index -> index.origin() == Table.Index.Origin.PRIMARY_KEY);
        return !withoutRowid && key.size() == 1 && !indexed && key.getFirst().type().equalsIgnoreCase("INTEGER")
                ? Optional.of(key.getFirst().name())
                : Optional.empty();
    }

    private Table.Column column(ColumnFact fact, Optional<String> alias) {
        Optional<TableText.ColumnText> declared = text.findColumn(fact.name());
        boolean notNull = fact.notNull() || (fact.key() > 0 && (withoutRowid || strict))
                || alias.equals(Optional.of(fact.name()));
        return new Table.Column(fact.name(), fact.type(), Affinity.of(fact.type(), strict), notNull,
                declared.flatMap(TableText.ColumnText::collation).orElse("BINARY"), Optional.ofNullable(fact.defaultSql()),
                generated(fact, declared), fact.key());
    }

    private static Optional<Table.Generated> generated(ColumnFact fact, Optional<TableText.ColumnText> declared) {
        if (fact.hidden() != VIRTUAL_GENERATED && fact.hidden() != STORED_GENERATED) {
            return Optional.empty();
        }
        String sql = declared.flatMap(TableText.ColumnText::generated).map(TableText.GeneratedText::sql)
                .orElseThrow(
                        () -> new IllegalArgumentException("the expression of column %s was not found".formatted(fact.name())));
        return Optional.of(new Table.Generated(sql, fact.hidden() == STORED_GENERATED));
    }

    private List<Table.Check> checks() {
        return text.checks().stream().map(check -> new Table.Check(check.name(), check.sql())).toList();
    }

    /// SQLite lists the keys last one first; here they stand in the order of the text, which tells their names.
    private List<Table.ForeignKey> foreignKeys() throws SQLException {
        List<KeyFact> facts = pragmas.of("foreign_key_list", object.name(),
                row -> new KeyFact(row.getInt("id"), row.getInt("seq"), row.getString("table"), row.getString("from"),
                        row.getString("to"), row.getString("on_update"), row.getString("on_delete")));
        List<Integer> ids = facts.stream().map(KeyFact::id).distinct().sorted(Comparator.reverseOrder()).toList();
        if (ids.size() != text.foreignKeys().size()) {
            throw new IllegalArgumentException(
                    "SQLite knows %d foreign keys, its text has %d".formatted(ids.size(), text.foreignKeys().size()));
        }
        var keys = new ArrayList<Table.ForeignKey>();
        for (int i = 0; i < ids.size(); i++) {
            int id = ids.get(i);
            keys.add(foreignKey(
                    facts.stream().filter(fact -> fact.id() == id).sorted(Comparator.comparingInt(KeyFact::seq)).toList(),
                    text.foreignKeys().get(i)));
        }
        return keys;
    }

    private static Table.ForeignKey foreignKey(List<KeyFact> columns, TableText.ForeignKeyText declared) {
        KeyFact first = columns.getFirst();
        List<String> parents = columns.stream().map(KeyFact::to).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
        return new Table.ForeignKey(declared.name(), columns.stream().map(KeyFact::from).toList(), first.table(), parents,
                first.onUpdate(), first.onDelete(), declared.deferrable(), declared.initiallyDeferred());
    }

    /// In the order in which they were made; SQLite lists the last one first.
    private List<Table.Index> indexes() throws SQLException {
        var indexes = new ArrayList<Table.Index>();
        for (IndexFact fact : pragmas.of("index_list", object.name(),
                row -> new IndexFact(row.getString("name"), row.getBoolean("unique"), row.getString("origin"))).reversed()) {
            indexes.add(index(fact));
        }
        return indexes;
    }

    private Table.Index index(IndexFact fact) throws SQLException {
        List<PartFact> facts = pragmas
                .of("index_xinfo", fact.name(), row -> new PartFact(row.getInt("cid"), row.getString("name"),
                        row.getBoolean("desc"), collation(row), row.getBoolean("key")))
                .stream().filter(PartFact::key).toList();
        Optional<IndexText> declared = Optional.ofNullable(indexTexts.get(fact.name())).map(CreateIndexParser::parse);
        var parts = new ArrayList<Table.Part>();
        for (int i = 0; i < facts.size(); i++) {
            parts.add(part(fact, facts.get(i), i, declared));
        }
        Table.Index.Origin origin = switch (fact.origin()) {
            case "pk" -> Table.Index.Origin.PRIMARY_KEY;
            case "u" -> Table.Index.Origin.UNIQUE;
            default -> Table.Index.Origin.CREATE_INDEX;
        };
        return new Table.Index(fact.name(), fact.unique(), origin, parts, declared.flatMap(IndexText::where));
    }

    /// In capital letters: the names of collations have no case in SQLite, and the pragma gives them as somebody typed them.
    private static String collation(ResultSet row) throws SQLException {
        return row.getString("coll").toUpperCase(Locale.ROOT);
    }

    private static Table.Part part(IndexFact index, PartFact fact, int place, Optional<IndexText> declared) {
        if (fact.name() != null) {
            return new Table.Part(Optional.of(fact.name()), Optional.empty(), fact.descending(), fact.collation());
        }
        String expression = fact.column() == ROWID
                ? "rowid"
                : declared.filter(text -> text.parts().size() > place).map(text -> text.parts().get(place).sql()).orElseThrow(
                        () -> new IllegalArgumentException("an expression of index %s was not found".formatted(index.name())));
        return new Table.Part(Optional.empty(), Optional.of(expression), fact.descending(), fact.collation());
    }
}

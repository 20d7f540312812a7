package dev.portage.source;

import dev.portage.SourceException;
import dev.portage.schema.Identifier;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the schema of a SQLite file: the facts from SQLite's pragmas, and what no pragma tells (CHECK, collations,
/// generated expressions, names of constraints, index expressions) from the texts in `sqlite_schema`.
///
/// Objects are read one at a time. A view that SQLite cannot use is named as broken and stops nothing; no view is ever
/// run. Tables of SQLite itself, of virtual tables and of Portage never pass for tables of the application. A virtual
/// table that holds rows of its own is listed twice: as what it is, and as the ordinary table that its rows become.
///
/// Source: sqlite.org/pragma.html, sqlite.org/schematab.html.
public final class SqliteSchemaReader {
    /// Reading 10,000 tables takes about a second; a schema made to keep a reader busy is left after this.
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final SqliteFile file;
    private final Pragmas pragmas;
    private final List<SchemaObject> objects;
    private final Map<String, Kind> kinds;

    /// What `PRAGMA table_list` says of a table.
    private record Kind(String type, boolean withoutRowid, boolean strict) {}

    private SqliteSchemaReader(SqliteFile file) throws SQLException {
        this.file = file;
        this.pragmas = new Pragmas(file);
        this.objects = pragmas.query("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid",
                row -> new SchemaObject(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
        this.kinds = new HashMap<>();
        for (var kind : pragmas.query("PRAGMA main.table_list", row -> Map.entry(lower(row.getString("name")),
                new Kind(row.getString("type"), row.getBoolean("wr"), row.getBoolean("strict"))))) {
            kinds.put(kind.getKey(), kind.getValue());
        }
    }

    /// The schema of `file`.
    ///
    /// @throws SourceException PT-160 damaged, PT-162 SQLite cannot read the schema, PT-164 a table that cannot be read,
    ///         named
    public static Schema read(SqliteFile file) {
        try (var _ = file.within(LIMIT)) {
            return new SqliteSchemaReader(file).schema();
        } catch (SQLException e) {
            throw file.failed(e, "reading its schema");
        }
    }

    private Schema schema() throws SQLException {
        String encoding = pragmas.query("PRAGMA encoding", row -> row.getString(1)).getFirst();
        int version = pragmas.query("PRAGMA schema_version", row -> row.getInt(1)).getFirst();
        var virtualRows = new VirtualRows(pragmas);
        List<Schema.VirtualTable> virtual = objects.stream().filter(VirtualTables::isVirtual).map(VirtualTables::of)
                .map(virtualRows::probed).toList();
        var tables = new ArrayList<Table>();
        var shadows = new ArrayList<String>();
        var sequences = sequences();
        for (SchemaObject object : objects) {
            if (!object.is("table") || object.internal() || VirtualTables.isVirtual(object)) {
                continue;
            }
            Kind kind = kinds.getOrDefault(lower(object.name()), new Kind("table", false, false));
            if (kind.type().equals("shadow") || VirtualTables.isShadow(object.name(), virtual)) {
                shadows.add(object.name());
            } else {
                tables.add(table(object, kind, Optional.ofNullable(sequences.get(object.name()))));
            }
        }
        for (Schema.VirtualTable table : virtual) {
            virtualRows.table(table).ifPresent(tables::add);
        }
        return new Schema(encoding, version, ForeignKeyTargets.resolve(tables), views(), triggers(), virtual, shadows);
    }

    private Table table(SchemaObject object, Kind kind, Optional<Long> sequence) throws SQLException {
        var indexTexts = new HashMap<String, String>();
        objects.stream().filter(o -> o.is("index") && o.table().equalsIgnoreCase(object.name()))
                .forEach(o -> indexTexts.put(o.name(), o.sql()));
        try {
            return new SqliteTableReader(pragmas, object, kind.withoutRowid(), kind.strict(), indexTexts).read(sequence);
        } catch (IllegalArgumentException e) {
            throw new SourceException(164, "%s: the text of table %s cannot be read (%s)"
                    .formatted(file.path().getFileName(), object.name(), e.getMessage()),
                    "Nothing was changed; see it with `sqlite3 FILE '.schema'`, and report it with that text", e);
        }
    }

    private Map<String, Long> sequences() throws SQLException {
        var sequences = new HashMap<String, Long>();
        if (kinds.containsKey("sqlite_sequence")) {
            for (var sequence : pragmas.query("SELECT name, seq FROM sqlite_sequence WHERE typeof(seq) = 'integer' ORDER BY seq",
                    row -> Map.entry(row.getString(1), row.getLong(2)))) {
                sequences.put(sequence.getKey(), sequence.getValue());
            }
        }
        return sequences;
    }

    private List<Schema.View> views() {
        return objects.stream().filter(o -> o.is("view") && !o.internal())
                .map(this::view).toList();
    }

    /// A view, which is compiled, never run.
    private Schema.View view(SchemaObject view) {
        try {
            List<String> columns = pragmas.of("table_xinfo", view.name(), row -> row.getString("name"));
            pragmas.prepare("SELECT * FROM " + Identifier.quote(view.name()));
            return new Schema.View(view.name(), Table.Place.ofMain(view.name()), view.sql(), Optional.empty(), columns);
        } catch (SQLException e) {
            return new Schema.View(view.name(), Table.Place.ofMain(view.name()), view.sql(),
                    Optional.of(String.valueOf(e.getMessage())), List.of());
        }
    }

    private List<Schema.Trigger> triggers() {
        return objects.stream().filter(o -> o.is("trigger") && !o.internal())
                .map(o -> new Schema.Trigger(o.name(), o.table(), o.sql(), Table.Place.MAIN)).toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

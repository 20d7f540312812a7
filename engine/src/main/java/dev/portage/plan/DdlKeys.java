package dev.portage.plan;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.schema.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides as what each primary key arrives.
final class DdlKeys {
    /// The most columns of an index (INDEX_MAX_KEYS).
    static final int MOST_COLUMNS = 32;

    /// What a primary key becomes. `NONE` where it does not arrive or there is none.
    enum Form {
        PRIMARY_KEY, UNIQUE, HASH, PLAIN_INDEX, NONE
    }

    private final DdlHazards hazards;
    private final Map<String, Form> forms = new HashMap<>();

    DdlKeys(List<TablePlan> tables, DdlHazards hazards) {
        this.hazards = hazards;
        tables.stream().filter(DdlContext::isWritten).forEach(table -> forms.put(table.source().name(), decide(table)));
    }

    /// What the primary key of the table becomes.
    Form form(TablePlan table) {
        return forms.getOrDefault(table.source().name(), Form.NONE);
    }

    /// The columns with which a primary key makes NOT NULL what it is made of.
    boolean makesNotNull(TablePlan table, ColumnPlan column) {
        return column.source().keyPosition() > 0 && form(table) == Form.PRIMARY_KEY;
    }

    /// True for a key column that may hold NULL, because its key is none here.
    boolean mayBeNull(TablePlan table, ColumnPlan column) {
        return column.source().keyPosition() > 0 && nullInKey(table).isPresent() && !column.source().notNull();
    }

    /// The index that SQLite keeps for the primary key; a rowid alias has none.
    static Optional<Table.Index> index(TablePlan table) {
        return table.source().indexes().stream().filter(index -> index.origin() == Table.Index.Origin.PRIMARY_KEY).findFirst();
    }

    /// How hazards name the primary key.
    static String subject(TablePlan table) {
        return index(table).map(Subjects::of).orElse("primary key");
    }

    /// The key's columns as they arrive.
    static List<ColumnPlan> columns(TablePlan table) {
        return table.source().key().stream().map(column -> table.findColumn(column.name()).orElseThrow()).toList();
    }

    private Optional<String> nullInKey(TablePlan table) {
        return hazards.choice(HazardCode.NULL_IN_KEY, table, _ -> true);
    }

    private Form decide(TablePlan table) {
        List<ColumnPlan> key = columns(table);
        if (key.isEmpty() || hazards.told(HazardCode.INDEX_UNTRANSLATED, table, subject(table))) {
            return Form.NONE;
        }
        Optional<String> refused = refused(key);
        if (refused.isPresent()) {
            hazards.warn(HazardCode.INDEX_UNTRANSLATED, table, subject(table),
                    "the primary key does not arrive: " + refused.get());
            return Form.NONE;
        }
        Optional<String> nullInKey = nullInKey(table);
        Optional<String> duplicate = hazards.choice(HazardCode.DUPLICATE_KEY, table, _ -> true)
                .or(() -> hazards.choice(HazardCode.UNIQUE_VIOLATED, table, subject(table)));
        if (nullInKey.equals(Optional.of("skip-key")) || duplicate.equals(Optional.of("skip-key"))) {
            return Form.NONE;
        }
        Optional<String> tooLarge = tooLarge(hazards, table, subject(table), key);
        if (tooLarge.isPresent()) {
            return tooLarge.get().equals("skip") ? Form.NONE : hashed(table, key);
        }
        if (duplicate.equals(Optional.of("not-unique"))) {
            return Form.PLAIN_INDEX;
        }
        return nullInKey.isPresent() ? Form.UNIQUE : Form.PRIMARY_KEY;
    }

    private static Optional<String> refused(List<ColumnPlan> key) {
        if (key.size() > MOST_COLUMNS) {
            return Optional.of("it has %d columns, and PostgreSQL allows %d".formatted(key.size(), MOST_COLUMNS));
        }
        return key.stream().map(DdlKeys::refused).flatMap(Optional::stream).findFirst();
    }

    /// Why a column cannot be in an index.
    static Optional<String> refused(ColumnPlan column) {
        if (column.skip()) {
            return Optional.of("it needs the column %s, which is left out".formatted(column.source().name()));
        }
        Kind kind = column.mapping().type().kind();
        boolean json = kind == Kind.JSON || kind == Kind.JSONB;
        return json
                ? Optional.of("it has the column %s of type %s, whose equality is not that of texts"
                        .formatted(column.source().name(), kind.sqlName()))
                : Optional.empty();
    }

    /// What was chosen for an index whose values are too long; empty where they are not.
    static Optional<String> tooLarge(DdlHazards hazards, TablePlan table, String index, List<ColumnPlan> columns) {
        return hazards.choice(HazardCode.INDEX_VALUE_TOO_LARGE, table, hazard -> concerns(hazard, index, columns));
    }

    // A hazard that names no index is about all that hold its column.
    private static boolean concerns(Hazard hazard, String index, List<ColumnPlan> columns) {
        return hazard.subject().map(index::equals).orElseGet(() -> columns.stream()
                .anyMatch(column -> hazard.column().filter(column.source().name()::equalsIgnoreCase).isPresent()));
    }

    private Form hashed(TablePlan table, List<ColumnPlan> key) {
        if (key.size() > 1) {
            hazards.warn(HazardCode.INDEX_UNTRANSLATED, table, subject(table),
                    "the primary key does not arrive: its values are too long for a btree, and a hash holds one column only");
            return Form.NONE;
        }
        return Form.HASH;
    }
}

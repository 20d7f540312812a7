package dev.portage.plan;

import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Identifier;
import dev.portage.schema.Schema;
import dev.portage.schema.StorageClass;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import dev.portage.target.TargetTable;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What is asked of a table's key: that rows can be told apart by it, and that both sides sort it alike.
final class KeyChecks {
    private KeyChecks() {}

    /// The columns, in lower case, in which two different values must stay different: those of primary keys, of unique
    /// indexes, and those that foreign keys refer to.
    ///
    /// @param referred what [#referred(Schema)] says of the table's schema
    static Set<String> keyColumns(Table table, Map<String, Set<String>> referred) {
        Set<String> names = new HashSet<>();
        table.key().forEach(column -> names.add(lower(column.name())));
        table.indexes().stream().filter(Table.Index::unique).flatMap(index -> index.parts().stream())
                .flatMap(part -> part.column().stream()).forEach(column -> names.add(lower(column)));
        names.addAll(referred.getOrDefault(lower(table.name()), Set.of()));
        return names;
    }

    /// The columns that foreign keys refer to, by their table, all in lower case.
    static Map<String, Set<String>> referred(Schema schema) {
        Map<String, Set<String>> referred = new HashMap<>();
        for (Table child : schema.tables()) {
            child.foreignKeys().forEach(key -> key.parentColumns().forEach(column -> referred
                    .computeIfAbsent(lower(key.parentTable()), _ -> new HashSet<>()).add(lower(column))));
        }
        return referred;
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// Whether a number and a text of the column would be the same text. A REAL among them counts as yes, because its
    /// text in PostgreSQL is not the one by which SQLite could be asked.
    static boolean mergesAsText(SqliteFile file, Table table, ColumnProfile profile) {
        if (profile.reals() > 0 || profile.blobs() > 0) {
            return true;
        }
        String column = Identifier.quote(profile.column.name());
        String sql = "SELECT EXISTS (SELECT 1 FROM %s GROUP BY CAST(%s AS TEXT) COLLATE BINARY HAVING count(DISTINCT typeof(%s)) > 1)"
                .formatted(table.sqlName(), column, column);
        try {
            return new RowQuestions(file).number(sql) != 0;
        } catch (SQLException e) {
            throw file.failed(e, "comparing the keys of table " + table.name());
        }
    }

    /// Says what is special about the table's key.
    static void tell(TableDraft draft, HazardList hazards) {
        Table table = draft.table();
        HazardList.Place place = HazardList.Place.of(table.name());
        if (table.key().isEmpty()) {
            hazards.tell(HazardCode.NO_KEY, place, HazardList.Rows.count(draft.profile().rows()),
                    "%s has no primary key; its rows are verified as a multiset".formatted(table.name()));
            if (!uniqueByNotNull(table)) {
                hazards.tell(HazardCode.ROWID_UNSTABLE, place, HazardList.Rows.count(draft.profile().rows()),
                        "rows of %s are told apart only by a rowid that VACUUM may change".formatted(table.name()));
            }
        }
        if (draft.there().isEmpty()) {
            nullInKey(draft, hazards);
        }
    }

    private static void nullInKey(TableDraft draft, HazardList hazards) {
        Table table = draft.table();
        List<ColumnProfile> withNull = table.key().stream().map(column -> draft.profile().column(column.name()))
                .filter(profile -> profile.nulls() > 0).toList();
        if (withNull.isEmpty()) {
            return;
        }
        HazardList.Rows rows = ColumnQuestion.together(withNull.stream().map(profile -> profile.of(StorageClass.NULL)).toList());
        hazards.ask(HazardCode.NULL_IN_KEY, HazardList.Place.of(table.name(), withNull.getFirst().column.name()), rows,
                "rows of %s with NULL in the primary key, which SQLite allows and PostgreSQL does not: %d".formatted(table.name(),
                        rows.count()),
                List.of("unique", "skip-key"));
    }

    private static boolean uniqueByNotNull(Table table) {
        return table.indexes().stream().anyMatch(index -> index.unique() && index.where().isEmpty() && index.parts().stream()
                .allMatch(part -> part.column().flatMap(table::findColumn).filter(Table.Column::notNull).isPresent()));
    }

    /// Whether the key tells rows apart and has the same order on both sides, see [TablePlan#orderedKey()].
    static boolean comparable(TableDraft draft, String encoding) {
        Table table = draft.table();
        return !table.key().isEmpty()
                && table.key().stream().allMatch(column -> comparable(draft, draft.place(column.name()), encoding));
    }

    private static boolean comparable(TableDraft draft, int place, String encoding) {
        ColumnProfile profile = draft.profile(place);
        Chosen chosen = draft.chosen(place);
        boolean sorted = draft.there(place).map(TargetTable.Column::deterministic).orElse(true);
        if (!sorted || chosen.type().kind() == TargetType.Kind.CITEXT || draft.columnChoice(place).skip() || profile.nulls() > 0
                || chosen.makesNull() || chosen.lossy()) {
            return false;
        }
        // SQLite sorts texts of a UTF-16 file by other bytes than PostgreSQL.
        boolean sortable = profile.texts() == 0 || encoding.equalsIgnoreCase("UTF-8");
        return sortable && switch (chosen.form()) {
            case ValueForm.Plain _ -> plain(profile, chosen);
            case ValueForm.TextBytes _,ValueForm.Label _ -> Fit.nothingBut(profile, StorageClass.TEXT);
            case ValueForm.UuidBytes _ -> Fit.nothingBut(profile, StorageClass.BLOB);
            case ValueForm.IsoText(IsoPattern pattern, var zone) -> zone.isEmpty() && sortsAsText(profile, pattern);
            case ValueForm.Epoch _ -> Fit.nothingBut(profile, StorageClass.INTEGER);
            case ValueForm.Digits _ -> profile.texts() == 0 && profile.blobs() == 0;
            case ValueForm.Words _,ValueForm.AnyAsText _,ValueForm.ClassedBytes _,ValueForm.Escaped _,ValueForm.Stripped _,ValueForm.Transcoded _,ValueForm.Quarantined _ ->
                false;
        };
    }

    private static boolean plain(ColumnProfile profile, Chosen chosen) {
        return switch (chosen.type().kind()) {
            case SMALLINT, INTEGER, BIGINT, DOUBLE_PRECISION, NUMERIC, BOOLEAN -> profile.texts() == 0 && profile.blobs() == 0;
            case TEXT, VARCHAR, CITEXT -> Fit.nothingBut(profile, StorageClass.TEXT);
            case BYTEA -> Fit.nothingBut(profile, StorageClass.BLOB);
            // A char's order leaves blanks at the end out.
            case CHAR -> false;
            case ENUM, REAL, JSON, JSONB, UUID, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> false;
        };
    }

    // 10:00:00Z sorts behind 10:00:00.5Z as text, and before it as a time.
    private static boolean sortsAsText(ColumnProfile profile, IsoPattern pattern) {
        boolean steady = switch (pattern.fraction()) {
            case NONE, FIXED -> true;
            case OMITTED_IF_ZERO -> pattern.zone() == IsoPattern.Zone.NONE;
            case MIXED -> false;
        };
        return steady && profile.times.offsetRows() == 0;
    }
}

package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Finds rows that refer to no parent: SQLite checks foreign keys only where a connection asks for it.
///
/// Source: `PRAGMA foreign_key_check` (sqlite.org/pragma.html), which compares as SQLite's foreign keys do, by the
/// parent's affinity and collation.
final class ForeignKeyChecks {
    private final SqliteFile file;
    private final Schema schema;
    private final Readings readings;
    private final HazardList hazards;
    private final Duration limit;
    private final RowQuestions questions;
    private List<String> offered = List.of("not-valid", "skip");

    ForeignKeyChecks(SqliteFile file, Schema schema, Readings readings, HazardList hazards, Duration limit) {
        this.file = file;
        this.readings = readings;
        this.schema = schema;
        this.hazards = hazards;
        this.limit = limit;
        this.questions = new RowQuestions(file);
    }

    /// Orphans of one foreign key.
    static final class Orphans {
        private long rows;
        private final List<Long> rowids = new ArrayList<>();
    }

    void run(Table table) {
        run(table, _ -> true);
    }

    /// The same for a table of the application's own: only keys that the target has too are looked at, and nothing but mending
    /// the rows helps them. Where parents may lie in the target already, SQLite cannot tell; the target is asked before the
    /// copy.
    void runExisting(ExistingTable table, Choices choices) {
        offered = List.of();
        run(table.source(), key -> hasParent(key) && ExistingLacks.refers(table, key)
                && choices.options().existing() != PlanOptions.Existing.APPEND && !choices.table(parent(key).name()).skip());
    }

    private void run(Table table, Predicate<Table.ForeignKey> asked) {
        List<Table.ForeignKey> whole = new ArrayList<>();
        for (Table.ForeignKey key : table.foreignKeys().stream().filter(asked).toList()) {
            if (hasParent(key)) {
                whole.add(key);
            } else {
                hazards.tell(HazardCode.FK_MISSING_PARENT, place(table, key), HazardList.Rows.NONE,
                        "foreign key %s of %s names a table or columns that do not exist; it cannot arrive".formatted(
                                Subjects.of(key), table.name()));
            }
        }
        // SQLite's own check knows one file only.
        List<Table.ForeignKey> across = whole.stream().filter(key -> across(table, key)).toList();
        across.forEach(key -> askAlone(table, key));
        whole.removeAll(across);
        if (!whole.isEmpty()) {
            askTogether(table, whole);
        }
    }

    private void askTogether(Table table, List<Table.ForeignKey> keys) {
        try (var _ = file.within(limit)) {
            Optional<Map<Integer, Orphans>> early = readings.orphans(table);
            Map<Integer, Orphans> found = early.isPresent() ? early.get() : ask(file, table);
            keys.forEach(key -> tell(table, key, found.get(id(table, key))));
        } catch (SQLException _) {
            // One key that SQLite calls a mismatch stops the pragma for all; each is asked on its own then.
            keys.forEach(key -> askAlone(table, key));
        }
    }

    private boolean across(Table child, Table.ForeignKey key) {
        return !parent(key).place().database().equals(child.place().database());
    }

    private Table parent(Table.ForeignKey key) {
        return schema.findTable(key.parentTable()).orElseThrow();
    }

    private boolean hasParent(Table.ForeignKey key) {
        return key.parentColumns().size() == key.columns().size() && schema.findTable(key.parentTable())
                .filter(parent -> key.parentColumns().stream().allMatch(column -> parent.findColumn(column).isPresent()))
                .isPresent();
    }

    // SQLite numbers the keys of a table from the last in its text to the first.
    private static int id(Table table, Table.ForeignKey key) {
        return table.foreignKeys().size() - 1 - IntStream.range(0, table.foreignKeys().size())
                .filter(i -> table.foreignKeys().get(i) == key).findFirst().orElseThrow();
    }

    /// Asks for the orphans of all foreign keys of a table, by SQLite's number of the key.
    static Map<Integer, Orphans> ask(SqliteFile file, Table table) throws SQLException {
        Map<Integer, Orphans> found = new HashMap<>();
        String sql = "PRAGMA %s.foreign_key_check(%s)".formatted(Identifier.quote(table.place().database()),
                Identifier.quote(table.place().name()));
        try (var statement = file.connection().createStatement(); var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                Orphans orphans = found.computeIfAbsent(rows.getInt(4), _ -> new Orphans());
                orphans.rows++;
                long rowid = rows.getLong(2);
                if (!rows.wasNull() && orphans.rowids.size() < KeySamples.KEPT) {
                    orphans.rowids.add(rowid);
                }
            }
        }
        return found;
    }

    private void tell(Table table, Table.ForeignKey key, @org.jspecify.annotations.Nullable Orphans orphans) {
        if (orphans == null) {
            return;
        }
        List<Hazard.Key> keys = table.rowidName().isPresent() && !orphans.rowids.isEmpty()
                ? questions.keys(table, Profiler.rowid(table).orElseThrow() + " IN ("
                        + orphans.rowids.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")")
                : questions.keys(table, orphanCondition(table, key));
        blocker(table, key, new HazardList.Rows(orphans.rows, keys));
    }

    private void askAlone(Table table, Table.ForeignKey key) {
        String condition = orphanCondition(table, key);
        try (var _ = file.within(limit)) {
            long rows = questions.count(table, condition);
            if (rows > 0) {
                blocker(table, key, new HazardList.Rows(rows, questions.keys(table, condition)));
            }
        } catch (SQLException e) {
            hazards.tell(HazardCode.FK_PARENT_NOT_UNIQUE, place(table, key), HazardList.Rows.NONE,
                    "SQLite could not say within %d s which rows break the foreign key %s of %s: %s".formatted(limit.toSeconds(),
                            Subjects.of(key), table.name(), DataChecks.reason(e)));
        }
    }

    private void blocker(Table table, Table.ForeignKey key, HazardList.Rows rows) {
        String message = "rows of %s that refer by %s to a row that does not exist: %d".formatted(table.name(), Subjects.of(key),
                rows.count());
        if (offered.isEmpty()) {
            hazards.tell(HazardCode.FK_ORPHAN, place(table, key), rows,
                    message + "; the target's own foreign key would refuse them, so mend the rows or drop it there");
        } else {
            hazards.ask(HazardCode.FK_ORPHAN, place(table, key), rows, message, offered);
        }
    }

    private String orphanCondition(Table table, Table.ForeignKey key) {
        List<String> terms = new ArrayList<>();
        List<String> matches = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String column = Identifier.quote(table.place().name()) + "." + Identifier.quote(key.columns().get(i));
            terms.add(column + " IS NOT NULL");
            matches.add("portage_parent." + Identifier.quote(key.parentColumns().get(i)) + " = " + column);
        }
        terms.add("NOT EXISTS (SELECT 1 FROM %s AS portage_parent WHERE %s)".formatted(parent(key).sqlName(),
                String.join(" AND ", matches)));
        return String.join(" AND ", terms);
    }

    private static HazardList.Place place(Table table, Table.ForeignKey key) {
        return HazardList.Place.ofSubject(table.name(), Subjects.of(key));
    }
}

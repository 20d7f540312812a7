package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Asks SQLite itself which rows break the rules of their own table, before any row is copied: CHECK, NOT NULL, UNIQUE
/// and what an index of PostgreSQL could not take. They may be older than the rule, or were written with it off.
///
/// Runs on Portage's private copy only. A question that SQLite cannot answer in time is left after the limit and named.
final class DataChecks {
    /// What a btree entry of PostgreSQL holds, less some bytes for its header.
    static final long LONGEST_ENTRY = 2_700;

    private final SqliteFile file;
    private final Readings readings;
    private final HazardList hazards;
    private final Duration limit;
    private final RowQuestions questions;

    /// @param limit how long one question may take
    DataChecks(SqliteFile file, Readings readings, HazardList hazards, Duration limit) {
        this.file = file;
        this.readings = readings;
        this.hazards = hazards;
        this.limit = limit;
        this.questions = new RowQuestions(file);
    }

    /// Looks at one table.
    void run(TableDraft draft, Schema schema, Choices choices) {
        Table table = draft.table();
        if (draft.there().isPresent()) {
            new ForeignKeyChecks(file, schema, readings, hazards, limit).runExisting(draft.there().get(), choices);
            return;
        }
        new ForeignKeyChecks(file, schema, readings, hazards, limit).run(table);
        table.checks().forEach(check -> check(table, check));
        notNull(draft);
        for (Table.Index index : table.indexes()) {
            if (index.unique()) {
                unique(table, index);
            }
            entries(draft, index, schema.encoding());
        }
    }

    private void check(Table table, Table.Check check) {
        String subject = Subjects.of(check);
        HazardList.Place place = HazardList.Place.ofSubject(table.name(), subject);
        String condition = violated(check);
        try (var _ = file.within(limit)) {
            long rows = answer(RowQuestions.counting(table, condition));
            if (rows > 0) {
                hazards.ask(HazardCode.CHECK_VIOLATED, place, new HazardList.Rows(rows, questions.keys(table, condition)),
                        "rows of %s that violate its CHECK (%s): %d".formatted(table.name(), check.sql(), rows),
                        List.of("not-valid", "skip"));
            }
        } catch (SQLException e) {
            hazards.tell(HazardCode.EXPRESSION_UNTRANSLATED, place, HazardList.Rows.NONE,
                    "SQLite could not say within %d s which rows of %s violate the CHECK (%s): %s".formatted(limit.toSeconds(),
                            table.name(), check.sql(), reason(e)));
        }
    }

    /// The condition that rows meet which violate a CHECK.
    static String violated(Table.Check check) {
        return "NOT (" + check.sql() + "\n)";
    }

    private long answer(String sql) throws SQLException {
        Optional<Long> early = readings.number(sql);
        return early.isPresent() ? early.get() : questions.number(sql);
    }

    private void notNull(TableDraft draft) {
        for (int i = 0; i < draft.table().columns().size(); i++) {
            ColumnProfile profile = draft.profile(i);
            Table.Column column = profile.column;
            if (column.notNull() && profile.nulls() > 0 && column.keyPosition() == 0 && !draft.columnChoice(i).skip()) {
                hazards.ask(HazardCode.NOT_NULL_VIOLATED, HazardList.Place.of(draft.table().name(), column.name()),
                        HazardList.Rows.of(profile.of(dev.portage.schema.StorageClass.NULL)),
                        "rows of %s with NULL in %s, which is declared NOT NULL: %d".formatted(draft.table().name(),
                                column.name(), profile.nulls()),
                        List.of("drop-not-null"));
            }
        }
    }

    private void unique(Table table, Table.Index index) {
        HazardList.Place place = HazardList.Place.ofSubject(table.name(), Subjects.of(index));
        try (var _ = file.within(limit)) {
            long rows = answer(repeated(table, index));
            if (rows > 0) {
                hazards.ask(HazardCode.UNIQUE_VIOLATED, place,
                        new HazardList.Rows(rows, questions.keys(table, equalRows(table, index))),
                        "rows of %s that are not unique by %s: %d".formatted(table.name(), index.name(), rows),
                        List.of("not-unique"));
            }
        } catch (SQLException e) {
            hazards.tell(HazardCode.INDEX_UNTRANSLATED, place, HazardList.Rows.NONE,
                    "SQLite could not say within %d s whether the rows of %s are unique by %s: %s".formatted(limit.toSeconds(),
                            table.name(), index.name(), reason(e)));
        }
    }

    /// The query for how many rows have the entry of another row in a unique index.
    static String repeated(Table table, Table.Index index) {
        String terms = index.parts().stream().map(part -> term(part) + " COLLATE " + Identifier.quote(part.collation()))
                .collect(Collectors.joining(", "));
        return "SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1)"
                .formatted(table.sqlName(), present(index), terms);
    }

    /// The rows that have an entry in the index and can be equal to others there.
    private static String present(Table.Index index) {
        return index.parts().stream().map(part -> term(part) + " IS NOT NULL").collect(Collectors.joining(" AND "))
                + index.where().map(predicate -> " AND (" + predicate + "\n)").orElse("");
    }

    // The plus keeps SQLite from the index itself, by which it would find one row of each group only.
    private static String equalRows(Table table, Table.Index index) {
        String where = present(index);
        String columns = index.parts().stream().map(part -> "+" + term(part) + " COLLATE " + Identifier.quote(part.collation()))
                .collect(Collectors.joining(", "));
        return "(%s) IN (SELECT %s FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1) AND %s".formatted(columns, columns,
                table.sqlName(), where, columns, where);
    }

    private void entries(TableDraft draft, Table.Index index, String encoding) {
        Table table = draft.table();
        // In UTF-16 a character of two bytes may be one of three in UTF-8.
        long bound = encoding.equalsIgnoreCase("UTF-8") ? LONGEST_ENTRY : LONGEST_ENTRY * 2 / 3;
        long longest = draft.profile().columns().stream().mapToLong(p -> Math.max(p.longestText, p.longestBlob)).max().orElse(0);
        if (longest * index.parts().size() <= bound) {
            return;
        }
        String bytes = index.parts().stream().map(part -> "coalesce(octet_length(" + term(part) + "), 0)")
                .collect(Collectors.joining(" + "));
        String condition = "(" + bytes + ") > " + bound + index.where().map(where -> " AND (" + where + "\n)").orElse("");
        HazardList.Place place = HazardList.Place.ofSubject(table.name(), Subjects.of(index));
        try (var _ = file.within(limit)) {
            long rows = questions.count(table, condition);
            if (rows > 0) {
                hazards.ask(HazardCode.INDEX_VALUE_TOO_LARGE, place, new HazardList.Rows(rows, questions.keys(table, condition)),
                        "rows of %s that are too long for %s: %d; a btree entry of PostgreSQL holds some 2,700 bytes"
                                .formatted(table.name(), index.name(), rows),
                        index.parts().size() == 1 ? List.of("hash", "skip") : List.of("skip"));
            }
        } catch (SQLException e) {
            hazards.tell(HazardCode.INDEX_UNTRANSLATED, place, HazardList.Rows.NONE,
                    "SQLite could not say within %d s how long the entries of %s are: %s".formatted(limit.toSeconds(),
                            index.name(),
                            reason(e)));
        }
    }

    /// A column or expression of an index as SQL.
    static String term(Table.Part part) {
        return part.column().map(Identifier::quote).orElseGet(() -> "(" + part.expression().orElseThrow() + "\n)");
    }

    static String reason(SQLException e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }
}

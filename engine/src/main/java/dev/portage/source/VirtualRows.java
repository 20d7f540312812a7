package dev.portage.source;

import dev.portage.schema.Affinity;
import dev.portage.schema.Identifier;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import dev.portage.sql.SqlSyntaxException;
import dev.portage.sql.VirtualTableParser;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Virtual tables whose rows nobody else holds, as ordinary tables: full-text tables with content of their own, and
/// R-trees. They are read through the virtual table, by its rowid; their shadow tables stay out of sight.
///
/// Source: sqlite.org/fts5.html, fts3.html, rtree.html.
final class VirtualRows {
    private static final Set<String> FULL_TEXT = Set.of("fts3", "fts4", "fts5");
    private static final Set<String> RECTANGLES = Set.of("rtree", "rtree_i32");
    private static final String ROWID = "rowid";

    private final Pragmas pragmas;

    /// A row of `PRAGMA table_xinfo`.
    private record Fact(String name, String type, boolean hidden) {}

    VirtualRows(Pragmas pragmas) {
        this.pragmas = pragmas;
    }

    /// The same with the reason why SQLite cannot read it here, where it cannot: the module or its tokenizer is the
    /// application's own.
    Schema.VirtualTable probed(Schema.VirtualTable virtual) {
        if (!FULL_TEXT.contains(virtual.module()) && !RECTANGLES.contains(virtual.module())) {
            return virtual;
        }
        try {
            pragmas.prepare("SELECT rowid, * FROM main." + Identifier.quote(virtual.name()));
            return virtual;
        } catch (SQLException e) {
            return new Schema.VirtualTable(virtual.name(), virtual.place(), virtual.module(), virtual.sql(),
                    Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /// The table, or empty where it holds no rows of its own or SQLite cannot read them.
    Optional<Table> table(Schema.VirtualTable virtual) throws SQLException {
        boolean rectangles = RECTANGLES.contains(virtual.module());
        boolean texts = FULL_TEXT.contains(virtual.module());
        return virtual.broken().isEmpty() && (rectangles || (texts && owns(virtual)))
                ? read(virtual, rectangles)
                : Optional.empty();
    }

    // Whose arguments cannot be read is named by the plan, which reads them again.
    private static boolean owns(Schema.VirtualTable virtual) {
        try {
            return !VirtualTableParser.parse(virtual.sql()).options().containsKey("content");
        } catch (SqlSyntaxException _) {
            return false;
        }
    }

    private Optional<Table> read(Schema.VirtualTable virtual, boolean rectangles) throws SQLException {
        List<Fact> facts = pragmas.of("table_xinfo", virtual.name(), row -> new Fact(row.getString("name"),
                Objects.requireNonNullElse(row.getString("type"), ""), row.getInt("hidden") != 0));
        List<Fact> shown = facts.stream().filter(fact -> !fact.hidden()).toList();
        if (shown.isEmpty() || shown.stream().anyMatch(fact -> fact.name().equalsIgnoreCase(ROWID))) {
            return Optional.empty();
        }
        var columns = new ArrayList<Table.Column>();
        String key = rectangles ? shown.getFirst().name() : ROWID;
        columns.add(column(new Fact(key, "INTEGER", false), true));
        shown.stream().skip(rectangles ? 1 : 0).forEach(fact -> columns.add(column(fact, false)));
        return Optional.of(new Table(virtual.name(), columns, false, false, Optional.of(key), false, OptionalLong.empty(),
                List.of(), List.of(), List.of(), virtual.sql()));
    }

    private static Table.Column column(Fact fact, boolean key) {
        return new Table.Column(fact.name(), fact.type(), Affinity.of(fact.type(), false), key, "BINARY", Optional.empty(),
                Optional.empty(), key ? 1 : 0);
    }
}

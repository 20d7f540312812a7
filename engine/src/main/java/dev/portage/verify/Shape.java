package dev.portage.verify;

import dev.portage.plan.ColumnPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which columns of a table are read, where its key lies among them, and the queries for both sides.
final class Shape {
    private final TablePlan plan;
    private final String relation;
    private final String from;
    private final List<ColumnPlan> columns;
    private final List<String> sourceColumns = new ArrayList<>();
    private final int[] key;
    private final int rowid;
    private final boolean ordered;

    private Shape(TablePlan plan, String relation, String from, boolean ordered) {
        this.plan = plan;
        this.relation = relation;
        this.from = from;
        this.ordered = ordered;
        this.columns = plan.compared();
        columns.forEach(column -> sourceColumns.add(column.source().select()));
        this.key = plan.source().key().stream().mapToInt(this::placeOf).toArray();
        Optional<String> name = plan.source().rowidName();
        if (!ordered && name.isPresent()) {
            // Quoted it would be a column of that name; only a column that is the rowid is one.
            sourceColumns.add(plan.source().rowidAlias().isPresent() ? Identifier.quote(name.get()) : name.get());
            this.rowid = sourceColumns.size() - 1;
        } else {
            this.rowid = -1;
        }
        if (sourceColumns.isEmpty()) {
            sourceColumns.add("NULL");
        }
    }

    /// The shape of a planned table, all of whose rows count.
    static Shape of(TablePlan plan) {
        String relation = relationOf(plan);
        return new Shape(plan, relation, relation, plan.orderedKey().isPresent());
    }

    /// The shape of a planned table without the rows that were there before.
    static Shape of(TablePlan plan, KeptRows kept) {
        String relation = relationOf(plan);
        return new Shape(plan, relation, kept.brought(relation), plan.orderedKey().isPresent());
    }

    /// The table's name in the target, quoted.
    static String relationOf(TablePlan plan) {
        return Identifier.qualified(plan.targetSchema(), plan.target());
    }

    /// The same table against another relation of the target that has its columns.
    Shape against(String otherRelation) {
        return new Shape(plan, otherRelation, otherRelation, ordered);
    }

    /// The same table, compared as a multiset.
    Shape withoutOrder() {
        return new Shape(plan, relation, from, false);
    }

    // A key column that the plan leaves out is read all the same: it tells the rows apart.
    private int placeOf(Table.Column column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).source().name().equals(column.name())) {
                return i;
            }
        }
        sourceColumns.add(Identifier.quote(column.name()));
        return sourceColumns.size() - 1;
    }

    TablePlan plan() {
        return plan;
    }

    String table() {
        return plan.source().name();
    }

    /// The relation of the target, quoted.
    String relation() {
        return relation;
    }

    /// The rows of the relation that are compared, as a FROM clause takes them.
    String from() {
        return from;
    }

    List<ColumnPlan> columns() {
        return columns;
    }

    /// Where the key's columns lie in a row of the source; empty for a table without a declared key.
    int[] key() {
        return key;
    }

    /// Where the rowid lies in a row of the source; -1 where it is not read.
    int rowid() {
        return rowid;
    }

    /// Whether both sides can be read in the order of the key.
    boolean ordered() {
        return ordered && key.length > 0;
    }

    /// Whether both sides lie in the order of the key, so that reading by key reads each page once: the key is the rowid.
    boolean inPlace() {
        return ordered() && plan.source().rowidAlias().isPresent();
    }

    /// The rows of the source, without order.
    String sourceRows() {
        return "SELECT " + String.join(", ", sourceColumns) + " FROM " + plan.source().sqlName();
    }

    /// The rows of the source in the order of the key, compared as bytes.
    String sourceRowsByKey() {
        return sourceRows() + " ORDER BY " + plan.source().key().stream()
                .map(column -> Identifier.quote(column.name()) + (column.collation().equals("BINARY") ? "" : " COLLATE BINARY"))
                .collect(Collectors.joining(", "));
    }

    /// The rows of the target, without order.
    String targetRows() {
        return "SELECT " + targetColumns() + " FROM " + from;
    }

    /// The rows of the target with their place in the table as the last column.
    String targetRowsWithPlace() {
        return "SELECT " + targetColumns() + (columns.isEmpty() ? "" : ", ") + "ctid FROM " + from;
    }

    /// The rows of the target in the order of the key, compared as bytes.
    String targetRowsByKey() {
        return targetRows() + " ORDER BY " + targetKeyOrder();
    }

    /// The key in the target as an ORDER BY takes it.
    String targetKeyOrder() {
        List<String> parts = new ArrayList<>();
        for (int place : key) {
            ColumnPlan column = columns.get(place);
            String name = Identifier.quote(column.target());
            parts.add(switch (column.mapping().type().kind()) {
                case TEXT, VARCHAR -> name + " COLLATE \"C\"";
                // These have an order of their own: without case, and that of the labels.
                case CITEXT, ENUM -> name + "::pg_catalog.text COLLATE \"C\"";
                default -> name;
            });
        }
        return String.join(", ", parts);
    }

    private String targetColumns() {
        return columns.stream().map(column -> Identifier.quote(column.target())).collect(Collectors.joining(", "));
    }
}

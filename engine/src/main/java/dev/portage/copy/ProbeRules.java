package dev.portage.copy;

import dev.portage.mapping.ValueForm;
import dev.portage.plan.ColumnPlan;
import dev.portage.plan.HazardCode;
import dev.portage.schema.Identifier;
import dev.portage.target.TargetTable;
import dev.portage.target.TargetTable.Constraint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes the questions for the constraints of one table, in PostgreSQL's own words for them. What the plan has told of
/// the source is not asked again: its NULLs where the target takes none, and keys that contain the source's own key.
final class ProbeRules {
    private final Connection connection;
    private final Map<String, ProbeTable> tables;
    private final Map<String, String> unasked;
    private final boolean append;
    private final List<Pending> pending = new ArrayList<>();
    private int functions;

    /// A question that is written when all columns are known: the FROM clause names those that are computed.
    private interface Pending {
        List<ProbeRule> rules() throws SQLException;
    }

    /// @param tables the planned tables that are there, by their quoted names
    /// @param unasked takes what cannot be asked, with the reason
    ProbeRules(Connection connection, Map<String, ProbeTable> tables, boolean append, Map<String, String> unasked) {
        this.connection = connection;
        this.tables = tables;
        this.append = append;
        this.unasked = unasked;
    }

    /// Finds out what is to be asked, and tells the tables which columns that needs.
    void collect() throws SQLException {
        for (ProbeTable table : tables.values()) {
            notNull(table);
            domains(table);
            checks(table);
            ProbeKeys.of(connection, table).forEach(key -> unique(table, key));
            foreignKeys(table);
        }
    }

    /// The questions; the tables are filled.
    List<ProbeRule> rules() throws SQLException {
        List<ProbeRule> rules = new ArrayList<>();
        for (Pending each : pending) {
            rules.addAll(each.rules());
        }
        return rules;
    }

    private void ask(ProbeTable table, List<String> columns, String subject, Pending rule) {
        if (table.need(columns)) {
            pending.add(rule);
        } else {
            unasked.put(place(table, subject), "it depends on a column that gets its value by running a default");
        }
    }

    static String place(ProbeTable table, String subject) {
        return "%s of %s".formatted(subject, Identifier.qualified(table.there().schema(), table.there().name()));
    }

    /// A value that goes to the quarantine leaves NULL behind; the plan counts only what is NULL in the source.
    private void notNull(ProbeTable table) {
        for (ColumnPlan column : table.plan().copied()) {
            boolean emptied = column.mapping().form() instanceof ValueForm.Quarantined;
            if (emptied && fact(table, column).filter(TargetTable.Column::notNull).isPresent()) {
                ask(table, List.of(column.target()), "NOT NULL", () -> List.of(ProbeRule.where(table,
                        HazardCode.NOT_NULL_VIOLATED, "NOT NULL", Optional.of(column.target()),
                        Identifier.quote(column.target()) + " IS NULL")));
            }
        }
    }

    private static Optional<TargetTable.Column> fact(ProbeTable table, ColumnPlan column) {
        return table.there().findColumn(column.target());
    }

    private void domains(ProbeTable table) {
        for (ColumnPlan column : table.plan().copied()) {
            fact(table, column).filter(fact -> fact.base().domain().isPresent() && fact.base().checked())
                    .ifPresent(fact -> ask(table, List.of(column.target()), fact.typeSql(), () -> domain(table, fact)));
        }
    }

    /// A cast to the domain raises its error, so it is caught row by row by a function of the session.
    private List<ProbeRule> domain(ProbeTable table, TargetTable.Column fact) throws SQLException {
        String function = "pg_temp.portage_fits_" + ++functions;
        String column = Identifier.quote(fact.name());
        Statements.execute(connection, """
                CREATE FUNCTION %1$s(anyelement) RETURNS boolean LANGUAGE plpgsql AS $fits$
                BEGIN
                    PERFORM $1::%2$s;
                    RETURN true;
                EXCEPTION WHEN check_violation OR not_null_violation THEN
                    RETURN false;
                END
                $fits$
                """.formatted(function, fact.typeSql()));
        String given = fact.notNull() ? column + " IS NOT NULL AND " : "";
        return List.of(ProbeRule.where(table, HazardCode.CHECK_VIOLATED, fact.typeSql(), Optional.of(fact.name()),
                "%sNOT %s(%s)".formatted(given, function, column)));
    }

    private void checks(ProbeTable table) throws SQLException {
        Map<String, String> expressions = new LinkedHashMap<>();
        Statements.texts(connection, """
                SELECT conname, pg_catalog.pg_get_expr(conbin, conrelid) FROM pg_catalog.pg_constraint
                WHERE conrelid = ?::pg_catalog.regclass AND contype = 'c'
                """, Identifier.qualified(table.there().schema(), table.there().name()))
                .forEach(row -> expressions.put(row.get(0), row.get(1)));
        for (Constraint check : table.there().constraints()) {
            String expression = expressions.get(check.name());
            if (check.kind() == Constraint.Kind.CHECK && check.enforced() && expression != null) {
                ask(table, check.columns(), check.name(), () -> List.of(ProbeRule.where(table, HazardCode.CHECK_VIOLATED,
                        check.name(), Optional.empty(), "NOT (" + expression + ")")));
            }
        }
    }

    private void unique(ProbeTable table, ProbeKeys.Key key) {
        boolean known = !append && key.proved(table.plan());
        if (!known) {
            ask(table, key.columns(), key.name(), () -> List.of(new ProbeRule(table, HazardCode.UNIQUE_VIOLATED, key.name(),
                    Optional.empty(), key.refused(table))));
        }
    }

    private void foreignKeys(ProbeTable table) {
        for (Constraint key : table.there().constraints()) {
            if (key.kind() != Constraint.Kind.FOREIGN_KEY || !key.enforced()) {
                continue;
            }
            if (key.definition().contains("PERIOD ")) {
                unasked.put(place(table, key.name()), "it is about periods of time");
                continue;
            }
            TargetTable.Parent parent = key.parent().orElseThrow();
            String relation = Identifier.qualified(parent.schema(), parent.table());
            Optional<ProbeTable> planned = Optional.ofNullable(tables.get(relation));
            if (planned.isPresent() && !planned.get().need(parent.columns())) {
                unasked.put(place(table, key.name()), "its parent's key gets its value by running a default");
                continue;
            }
            ask(table, key.columns(), key.name(), () -> List.of(new ProbeRule(table, HazardCode.FK_ORPHAN, key.name(),
                    Optional.empty(), orphans(table, key, parent, planned.map(ProbeTable::from).orElse(relation)))));
        }
    }

    private static String orphans(ProbeTable table, Constraint key, TargetTable.Parent parent, String parents) {
        List<String> same = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            same.add("p.%s = c.%s".formatted(Identifier.quote(parent.columns().get(i)), Identifier.quote(key.columns().get(i))));
        }
        String some = key.columns().stream().map(column -> "c." + Identifier.quote(column)).collect(Collectors.joining(", "));
        String half = key.definition().contains(" MATCH FULL")
                ? " OR (pg_catalog.num_nulls(%1$s) > 0 AND pg_catalog.num_nonnulls(%1$s) > 0)".formatted(some)
                : "";
        return """
                SELECT c.%1$s FROM (SELECT * FROM %2$s) AS c WHERE c.%1$s IS NOT NULL AND (pg_catalog.num_nulls(%3$s) = 0
                    AND NOT EXISTS (SELECT FROM (SELECT * FROM %4$s) AS p WHERE %5$s)%6$s)
                """.formatted(ProbeTable.ROW, table.from(), some, parents, String.join(" AND ", same), half);
    }
}

package dev.portage.copy;

import dev.portage.PlanException;
import dev.portage.plan.Hazard;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.PlanOptions.Existing;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.source.SqliteFile;
import dev.portage.state.Sessions;
import dev.portage.state.TakenTable;
import dev.portage.state.TargetState;
import dev.portage.target.TargetErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Asks the constraints of the application's own tables which rows they would refuse, before anything is changed: the
/// columns that they need are encoded into temporary tables, and PostgreSQL itself is asked there.
///
/// Threads: one.
public final class ConstraintProbe {
    private static final int SAMPLES = 20;

    private final MigrationPlan plan;
    private final Supplier<SqliteFile> sources;
    private final Connection connection;
    private final Map<String, ProbeTable> tables = new LinkedHashMap<>();
    private final Map<String, String> unasked = new TreeMap<>();

    private ConstraintProbe(MigrationPlan plan, Supplier<SqliteFile> sources, Connection connection) {
        this.plan = plan;
        this.sources = sources;
        this.connection = connection;
    }

    /// What was found.
    ///
    /// @param hazards a constraint each that refuses rows; nothing can be chosen
    /// @param unasked constraints that could not be asked, with the reason; the load asks them
    public record Found(List<Hazard> hazards, Map<String, String> unasked) {
        public Found {
            hazards = List.copyOf(hazards);
        }

        /// The refusal to go on.
        public PlanException refusal() {
            long rows = hazards.stream().mapToLong(Hazard::rows).sum();
            return new PlanException(244, "%d constraint%s of the target's own tables refuse%s %d rows".formatted(hazards.size(),
                    hazards.size() == 1 ? "" : "s", hazards.size() == 1 ? "s" : "", rows),
                    "Nothing was made in the target; change those rows in the source, or the constraints in the target, "
                            + "then run the same command again");
        }
    }

    /// Asks every constraint that is enforced. Leaves nothing in the target.
    ///
    /// @throws PlanException PT-245 the role may make no temporary table; PT-241 a value does not fit its column
    public static Found run(MigrationPlan plan, Supplier<SqliteFile> sources, Sessions sessions, TargetState state) {
        try (Connection connection = sessions.open("probe")) {
            connection.setAutoCommit(false);
            try {
                return new ConstraintProbe(plan, sources, connection).run(state);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "asking the constraints of the tables that are there");
        }
    }

    private Found run(TargetState state) throws SQLException {
        for (TablePlan table : plan.moved()) {
            if (table.there().isPresent()) {
                OwnTableChecks.require(table, table.there().get());
                tables.put(OwnTables.relation(table), new ProbeTable(table, tables.size() + 1));
            }
        }
        boolean append = plan.options().existing() == Existing.APPEND;
        var rules = new ProbeRules(connection, tables, append, unasked);
        rules.collect();
        fill(append, state.findControl(connection).isPresent() ? state.taken(connection) : List.of());
        return new Found(hazards(rules.rules()), unasked);
    }

    private void fill(boolean append, List<TakenTable> before) throws SQLException {
        if (tables.values().stream().anyMatch(ProbeTable::needed)) {
            requireTemporary();
        }
        try (SqliteFile source = sources.get()) {
            for (Map.Entry<String, ProbeTable> table : tables.entrySet()) {
                if (table.getValue().needed()) {
                    Optional<TakenTable> taken = before.stream().filter(each -> each.relation().equals(table.getKey()))
                            .findFirst();
                    table.getValue().fill(connection, source, ProbeTable.staying(table.getValue().there(), taken, append));
                }
            }
        }
    }

    private void requireTemporary() throws SQLException {
        if (Statements.number(connection,
                "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMPORARY')::int4") == 0) {
            throw new PlanException(245, "the constraints of the target's own tables cannot be asked: the role may not make "
                    + "temporary tables", "Nothing was made in the target; run GRANT TEMPORARY ON DATABASE … TO that role");
        }
    }

    private List<Hazard> hazards(List<ProbeRule> rules) throws SQLException {
        Map<ProbeRule, Refused> refused = new LinkedHashMap<>();
        Map<ProbeTable, Set<Long>> places = new LinkedHashMap<>();
        for (ProbeRule rule : rules) {
            Refused found = ask(rule);
            if (found.count() > 0) {
                refused.put(rule, found);
                places.computeIfAbsent(rule.table(), _ -> new HashSet<>()).addAll(found.places());
            }
        }
        Map<ProbeTable, Map<Long, Hazard.Key>> keys = new LinkedHashMap<>();
        try (SqliteFile source = sources.get()) {
            places.forEach((table, wanted) -> keys.put(table, table.keys(source, wanted)));
        }
        List<Hazard> hazards = new ArrayList<>();
        refused.forEach((rule, found) -> hazards.add(hazard(rule, found, keys.getOrDefault(rule.table(), Map.of()))));
        return hazards;
    }

    /// @param places of the first of them
    private record Refused(long count, List<Long> places) {}

    private Refused ask(ProbeRule rule) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            List<List<String>> rows = Statements.texts(connection,
                    "SELECT pg_catalog.count(*) OVER (), %s FROM (%s) AS refused ORDER BY 2 LIMIT %d".formatted(ProbeTable.ROW,
                            rule.sql(), SAMPLES));
            return rows.isEmpty()
                    ? new Refused(0, List.of())
                    : new Refused(Long.parseLong(rows.getFirst().get(0)),
                            rows.stream().map(row -> Long.parseLong(row.get(1))).toList());
        } catch (SQLException e) {
            if (!TargetErrors.state(e).startsWith("42") && !TargetErrors.state(e).startsWith("22")) {
                throw e;
            }
            connection.rollback(before);
            unasked.put(ProbeRules.place(rule.table(), rule.subject()), TargetErrors.message(e));
            return new Refused(0, List.of());
        }
    }

    private static Hazard hazard(ProbeRule rule, Refused found, Map<Long, Hazard.Key> keys) {
        TablePlan table = rule.table().plan();
        Optional<String> column = rule.column().flatMap(target -> table.copied().stream()
                .filter(each -> each.target().equals(target)).map(each -> each.source().name()).findFirst());
        String what = switch (rule.code()) {
            case NOT_NULL_VIOLATED -> "NULL in column %s, which is NOT NULL there".formatted(rule.column().orElse(""));
            case UNIQUE_VIOLATED -> "values that %s wants to be unique".formatted(rule.subject());
            case FK_ORPHAN -> "no parent by foreign key " + rule.subject();
            default -> "values that %s refuses".formatted(rule.subject());
        };
        return new Hazard(rule.code(), Optional.of(table.source().name()), column, Optional.of(rule.subject()), found.count(),
                found.places().stream().map(keys::get).filter(java.util.Objects::nonNull).toList(),
                "%d rows of %s would have %s; the table %s is the application's own".formatted(found.count(),
                        table.source().name(), what,
                        Identifier.qualified(table.targetSchema(), table.target())),
                List.of(), Optional.empty());
    }
}

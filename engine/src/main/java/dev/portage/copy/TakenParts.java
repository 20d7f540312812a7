package dev.portage.copy;

import dev.portage.plan.Ddl;
import dev.portage.schema.Identifier;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Defined;
import dev.portage.state.TargetState.Made;
import dev.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// What of one of the application's own tables is out of work while a migration fills it: triggers and rules that would
/// fire, and its foreign keys; and how each of them comes back exactly as it was.
///
/// @param triggers those that are enabled, with `O` or `A`
/// @param rules those that are enabled, with `O` or `A`
record TakenParts(String schema, String table, List<State> triggers, List<State> rules, List<Key> keys) {
    static final String TRIGGER = "taken trigger";
    static final String RULE = "taken rule";
    static final String KEY = "taken key";
    /// The kinds of the steps that bring a foreign key back.
    static final String OWN_KEY = "own foreign key";
    static final String OWN_VALIDATION = "own validation";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    TakenParts {
        triggers = List.copyOf(triggers);
        rules = List.copyOf(rules);
        keys = List.copyOf(keys);
    }

    /// A trigger or rule and whether it fires: `O` or `A`.
    record State(String name, String enabled) {}

    /// A foreign key as it was.
    ///
    /// @param comment empty where it has none
    record Key(TargetTable.Constraint constraint, String comment) {
        /// The statements that add it as it was, in one text.
        ///
        /// @param proven false: the rows are checked by a later statement
        String add(String relation, boolean proven) {
            String name = Identifier.quote(constraint.name());
            String later = !proven && constraint.validated() ? " NOT VALID" : "";
            String add = "ALTER TABLE %s ADD CONSTRAINT %s %s%s".formatted(relation, name, constraint.definition(), later);
            return comment.isEmpty()
                    ? add
                    : "%s; COMMENT ON CONSTRAINT %s ON %s IS %s".formatted(add, name, relation, Identifier.literal(comment));
        }
    }

    /// What works on the table now, but for the fence.
    static TakenParts now(Connection connection, TargetTable table) throws SQLException {
        String relation = Identifier.qualified(table.schema(), table.name());
        List<State> triggers = table.triggers().stream()
                .filter(trigger -> "OA".indexOf(trigger.enabled()) >= 0 && !trigger.name().equals(TableFence.NAME))
                .map(trigger -> new State(trigger.name(), String.valueOf(trigger.enabled()))).toList();
        List<State> rules = Statements.texts(connection, """
                SELECT rulename, ev_enabled FROM pg_catalog.pg_rewrite
                WHERE ev_class = ?::pg_catalog.regclass AND rulename <> '_RETURN' AND ev_enabled IN ('O', 'A') ORDER BY rulename
                """, relation).stream().map(row -> new State(row.get(0), row.get(1))).toList();
        List<Key> keys = new ArrayList<>();
        for (TargetTable.Constraint constraint : table.constraints()) {
            if (constraint.kind() == TargetTable.Constraint.Kind.FOREIGN_KEY) {
                List<List<String>> comment = Statements.texts(connection, """
                        SELECT pg_catalog.obj_description(oid, 'pg_constraint') FROM pg_catalog.pg_constraint
                        WHERE conrelid = ?::pg_catalog.regclass AND conname = ?
                        """, relation, constraint.name());
                keys.add(new Key(constraint, comment.getFirst().getFirst()));
            }
        }
        return new TakenParts(table.schema(), table.name(), triggers, rules, keys);
    }

    /// What was recorded of the table when it was taken.
    static TakenParts recorded(Connection connection, TargetState state, String schema, String table) throws SQLException {
        return new TakenParts(schema, table, states(connection, state, TRIGGER, schema, table),
                states(connection, state, RULE, schema, table),
                of(state.defined(connection, KEY), schema, table).stream().map(TakenParts::key).toList());
    }

    /// All foreign keys that a migration has taken off.
    static List<Defined> keys(Connection connection, TargetState state) throws SQLException {
        return state.defined(connection, KEY);
    }

    static Key key(Defined record) {
        return JSON.readValue(record.definition(), Key.class);
    }

    private static List<State> states(Connection connection, TargetState state, String kind, String schema, String table)
            throws SQLException {
        return of(state.defined(connection, kind), schema, table).stream()
                .map(record -> new State(record.made().name(), record.definition())).toList();
    }

    private static List<Defined> of(List<Defined> records, String schema, String table) {
        return records.stream().filter(each -> each.made().schema().equals(schema) && each.made().table().equals(table)).toList();
    }

    private String relation() {
        return Identifier.qualified(schema, table);
    }

    /// Records everything, in the transaction that takes it off.
    void record(Connection connection, TargetState state) throws SQLException {
        for (State trigger : triggers) {
            state.recordMade(connection, new Made(TRIGGER, schema, table, trigger.name()), trigger.enabled());
        }
        for (State rule : rules) {
            state.recordMade(connection, new Made(RULE, schema, table, rule.name()), rule.enabled());
        }
        for (Key key : keys) {
            state.recordMade(connection, new Made(KEY, schema, table, key.constraint().name()), JSON.writeValueAsString(key));
        }
    }

    /// Disables triggers and rules by their names and drops the foreign keys.
    void takeOff(Connection connection) throws SQLException {
        for (State trigger : triggers) {
            alter(connection, "DISABLE TRIGGER " + Identifier.quote(trigger.name()));
        }
        for (State rule : rules) {
            alter(connection, "DISABLE RULE " + Identifier.quote(rule.name()));
        }
        for (Key key : keys) {
            alter(connection, "DROP CONSTRAINT IF EXISTS " + Identifier.quote(key.constraint().name()));
        }
    }

    /// Enables triggers and rules as they were.
    void enable(Connection connection) throws SQLException {
        for (State trigger : triggers) {
            alter(connection, "ENABLE %sTRIGGER %s".formatted(always(trigger), Identifier.quote(trigger.name())));
        }
        for (State rule : rules) {
            alter(connection, "ENABLE %sRULE %s".formatted(always(rule), Identifier.quote(rule.name())));
        }
    }

    private static String always(State state) {
        return state.enabled().equals("A") ? "ALWAYS " : "";
    }

    /// Adds the foreign keys as they were; the rows are checked at once.
    void addKeys(Connection connection) throws SQLException {
        for (Key key : keys) {
            Statements.execute(connection, key.add(relation(), true));
        }
    }

    private void alter(Connection connection, String what) throws SQLException {
        Statements.execute(connection, "ALTER TABLE %s %s".formatted(relation(), what));
    }

    /// The step that adds a recorded foreign key after the load, unproven.
    static Ddl.Step step(Defined record) {
        Made made = record.made();
        return new Ddl.Step(OWN_KEY, made.schema(), made.name(), made.table(),
                key(record).add(Identifier.qualified(made.schema(), made.table()), false));
    }

    /// The step that proves it on the rows.
    static Ddl.Step validation(Defined record) {
        Made made = record.made();
        return new Ddl.Step(OWN_VALIDATION, made.schema(), made.name(), made.table(),
                "ALTER TABLE %s VALIDATE CONSTRAINT %s".formatted(Identifier.qualified(made.schema(), made.table()),
                        Identifier.quote(made.name())));
    }
}

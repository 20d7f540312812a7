package dev.portage.copy;

import dev.portage.ConflictException;
import dev.portage.observe.Event;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.state.Sessions;
import dev.portage.state.TargetState;
import dev.portage.target.Retry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How a table of the target looks, for as long as rows are copied into it: columns with type, default and NOT NULL,
/// constraints, triggers, rules and row security. Noted before the first row, compared before each range, so that no row
/// goes into a table that somebody has changed since.
final class TargetShape {
    // The parser of regclass reads quoted names. Comparing texts of the catalogue is enough: they say what a person would
    // type.
    private static final String SHAPE = """
            SELECT 'column ' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                || CASE WHEN a.attcollation > 0 THEN ' collate ' || a.attcollation::regcollation ELSE '' END
                || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                || CASE WHEN a.attgenerated > '' THEN ' generated ' ELSE ' default ' END
                || coalesce(pg_get_expr(d.adbin, d.adrelid), 'none')
                || CASE WHEN a.attidentity > '' THEN ' identity' ELSE '' END
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
            UNION ALL
            SELECT 'constraint ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
            FROM pg_constraint WHERE conrelid = ?::regclass AND contype <> 'n'
            UNION ALL
            SELECT 'trigger ' || quote_ident(tgname) || ' ' || tgenabled::text
            FROM pg_trigger WHERE tgrelid = ?::regclass AND NOT tgisinternal
            UNION ALL
            SELECT 'rule ' || quote_ident(rulename) || ' ' || ev_enabled::text FROM pg_rewrite WHERE ev_class = ?::regclass
            UNION ALL
            SELECT 'row security ' || relrowsecurity::text || ', kind ' || relkind::text FROM pg_class WHERE oid = ?::regclass
            ORDER BY 1
            """;

    private TargetShape() {}

    /// Notes the shape of every table that is not noted yet; durable on return. Other runs keep what the first one noted.
    static void record(Sessions sessions, TargetState state, MigrationPlan plan, Event.Listener listener) {
        new Retry(listener).run("noting how the tables look", () -> {
            try (Connection connection = sessions.open("shapes")) {
                Map<String, String> known = state.shapes(connection);
                connection.setAutoCommit(false);
                for (TablePlan table : plan.moved()) {
                    String relation = OwnTables.relation(table);
                    if (!known.containsKey(relation)) {
                        state.recordShape(connection, relation, now(connection, relation));
                    }
                }
                connection.commit();
            }
        });
    }

    /// Refuses to go on with a table that has changed; from then on it cannot change before the transaction ends.
    ///
    /// @throws ConflictException PT-426 the table is not what it was, or not there
    static void require(Connection connection, TargetState state, TablePlan table) throws SQLException {
        String relation = OwnTables.relation(table);
        String before = state.shape(connection, relation);
        String now = shared(connection, relation) ? now(connection, relation) : "it is not there";
        if (now.equals(before)) {
            return;
        }
        throw new ConflictException(426,
                "table %s of the target has changed since its first row was copied: %s".formatted(relation, change(before, now)),
                "No row was written after the change; change it back, or begin anew with --restart");
    }

    /// The lock that COPY takes too: it lets others read and write, and keeps them from altering the table.
    private static boolean shared(Connection connection, String relation) throws SQLException {
        if (Statements.texts(connection, "SELECT to_regclass(?)", relation).equals(List.of(List.of("")))) {
            return false;
        }
        Statements.execute(connection, "LOCK TABLE ONLY " + relation + " IN ROW EXCLUSIVE MODE");
        return true;
    }

    private static String now(Connection connection, String relation) throws SQLException {
        return String.join("\n", Statements.texts(connection, SHAPE, relation, relation, relation, relation, relation).stream()
                .map(List::getFirst).toList());
    }

    /// The lines that went and came, so that a person sees what to change back.
    private static String change(String before, String now) {
        Set<String> gone = new TreeSet<>(before.lines().toList());
        Set<String> come = new TreeSet<>(now.lines().toList());
        gone.removeAll(now.lines().toList());
        come.removeAll(before.lines().toList());
        return "was %s; is %s".formatted(gone.isEmpty() ? "without" : String.join(", ", gone),
                come.isEmpty() ? "without" : String.join(", ", come));
    }
}

package dev.portage.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.observe.Event;
import dev.portage.plan.Choices;
import dev.portage.plan.Ddl;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.Planner;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteSchemaReader;
import dev.portage.state.ControlRow;
import dev.portage.state.TargetState;
import dev.portage.target.Target;
import dev.portage.target.TargetTable;
import dev.portage.target.TargetTables;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Columns that the plan adds to a table of the application's own.
class OwnColumnsIT {
    private static final String COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = 'public.t'::regclass "
            + "AND attnum > 0 AND NOT attisdropped ORDER BY attnum";

    @TempDir
    Path folder;

    @Test
    void a_column_is_added_once_hidden_from_the_next_plan_and_dropped_again() throws SQLException {
        Path source = SqliteScript.run(folder.resolve("app.db"), "CREATE TABLE t (id INTEGER PRIMARY KEY)");
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                Target target = database.target();
                SqliteFile file = SqliteFile.openPrivate(source)) {
            database.execute("CREATE TABLE public.t (id bigint PRIMARY KEY)");
            List<TargetTable> there = there(target);
            MigrationPlan plan = withColumn(plan(file, there));
            var state = new TargetState("0123456789abcdef", List.of("app.db"), "public");
            var control = new ControlRow(state.migrationId(), ControlRow.State.COPYING, 1, "sqlite", plan.hash(), "f", "", "", "",
                    "t0");
            try (Connection connection = target.connect("test")) {
                connection.setAutoCommit(false);
                state.createTables(connection);
                state.begin(connection, control, "0");
                connection.commit();
                for (int run = 0; run < 2; run++) {
                    new OwnTables(target::connect, state, Event.Listener.none()).take(plan, control);
                    new TargetBuilder(target::connect, state, CopyConfig.DEFAULT, Event.Listener.none()).makeTables(plan,
                            control);
                }

                assertThat(database.query(COLUMNS)).containsExactly("id", "extra");
                assertThat(OwnTables.asFound(connection, state, there(target))).isEqualTo(there);

                Undo.dropAll(connection, state);
            }
            assertThat(database.query(COLUMNS)).containsExactly("id");
            assertThat(there(target)).isEqualTo(there);
        }
    }

    private static List<TargetTable> there(Target target) throws SQLException {
        try (Connection connection = target.connect("test")) {
            return TargetTables.read(connection, Set.of("public"));
        }
    }

    private static MigrationPlan plan(SqliteFile file, List<TargetTable> there) {
        Schema schema = SqliteSchemaReader.read(file);
        return Planner.plan(Map.of(Table.Place.MAIN, "app.db"), file, schema, there, Choices.none("public"),
                Planner.Progress.NONE);
    }

    private static MigrationPlan withColumn(MigrationPlan plan) {
        Ddl ddl = plan.ddl();
        var step = new Ddl.Step("column", "public", "extra", "t", "ALTER TABLE public.t ADD COLUMN extra text");
        return new MigrationPlan(plan.sourceIds(), plan.schema(), plan.options(), plan.hooks(), plan.tables(), plan.hazards(),
                plan.invariants(), new Ddl(List.of(step), ddl.indexes(), ddl.checks(), ddl.foreignKeys(), ddl.validations(),
                        ddl.sequences(), ddl.triggers(), ddl.views()),
                plan.hash());
    }
}

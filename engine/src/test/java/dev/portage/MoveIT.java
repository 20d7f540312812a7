package dev.portage;

import static dev.portage.MoveFixture.PLAIN;
import static dev.portage.MoveFixture.RICH;
import static dev.portage.MoveFixture.deleteTree;
import static dev.portage.MoveFixture.folderDigest;
import static dev.portage.MoveFixture.run;
import static dev.portage.MoveFixture.source;
import static dev.portage.MoveFixture.sqlState;
import static dev.portage.MoveFixture.stateDigest;
import static dev.portage.testing.Moves.accepting;
import static dev.portage.testing.Moves.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one whole move leaves in the target, and what a second one does.
class MoveIT {
    @TempDir
    Path folder;

    private static Report equal(Report report) {
        assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(0);
        assertThat(report.verdict()).isEqualTo("equal");
        return report;
    }

    private static void failed(Report report, int exitCode, String code) {
        assertThat(report.error().map(Report.Failure::code)).as(Outcome.of(report) + report.error()).contains(code);
        assertThat(report.exitCode()).isEqualTo(exitCode);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void a_rich_schema_arrives_with_everything_it_has(TestPostgres server) {
        try (TestDatabase database = server.freshDatabase()) {
            equal(Moves.move(accepting(settings(source(folder, RICH), database))));

            assertThat(database.query("SELECT count(*) FROM public.book")).containsExactly("4");
            assertThat(database.query("SELECT count(*) FROM public.log WHERE line = 'same'")).containsExactly("2");
            database.execute("INSERT INTO public.author (name) VALUES ('Next')");
            assertThat(database.query("SELECT id FROM public.author WHERE name = 'Next'")).containsExactly("41");
            database.execute("INSERT INTO public.book (title) VALUES ('Next')");
            assertThat(database.query("SELECT id FROM public.book WHERE title = 'Next'")).containsExactly("6");
            assertThat(database.query("SELECT convalidated FROM pg_constraint WHERE contype = 'f'")).containsExactly("f");
            assertThat(sqlState(database, "INSERT INTO public.book (author_id, title) VALUES (77, 'x')")).isEqualTo("23503");
            assertThat(database.query("SELECT class || encode(bytes, 'hex') || key FROM portage.quarantine ORDER BY key"))
                    .contains("blob0102ff[2]");
            assertThat(database.query("SELECT count(*) FROM pg_trigger WHERE tgname = 'portage_fence'")).containsExactly("0");
        }
    }

    @Test
    void the_state_in_the_target_tells_what_was_done() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = equal(Moves.move(accepting(settings(source(folder, RICH), database))));

            assertThat(
                    database.query("SELECT concat_ws(' ', state, writable_side, sources[1], target_schema, tool_version, epoch) "
                            + "FROM portage.control"))
                    .containsExactly("moved postgresql app.db public " + Migration.VERSION + " 1");
            assertThat(database.query("SELECT fingerprint FROM portage.control"))
                    .containsExactly(report.sources().getFirst().fingerprint());
            assertThat(database.query("SELECT from_state || '>' || to_state FROM portage.journal ORDER BY at"))
                    .containsExactly("none>copying", "copying>copied", "copied>moved");
            assertThat(database.query("SELECT table_name || rows_done FROM portage.checkpoint ORDER BY 1"))
                    .containsExactly("author3", "book4", "log4", "mixed4", "tag3");
            assertThat(database.query("SELECT name FROM portage.made WHERE kind = 'table' ORDER BY 1"))
                    .containsExactly("author", "book", "log", "mixed", "tag");
        }
    }

    @Test
    void while_it_fills_its_tables_nobody_else_may_write_them() {
        List<String> met = new ArrayList<>();
        AtomicBoolean asked = new AtomicBoolean();
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Event.Listener writer = event -> {
                if (event instanceof Event.Progressed(var phase, _, _, _, _) && phase == Phase.VERIFY && !asked.getAndSet(true)) {
                    met.add(sqlState(database, "INSERT INTO public.t (id, v) VALUES (9, 'mine')"));
                    met.add(sqlState(database, "TRUNCATE public.t"));
                    met.add(sqlState(database, "UPDATE public.t SET v = '' WHERE false"));
                    met.add(sqlState(database, "DELETE FROM public.u"));
                    met.add(sqlState(database, "SET session_replication_role = replica; INSERT INTO public.u VALUES (1, 1)"));
                    met.add(sqlState(database, "COPY public.u FROM PROGRAM 'echo'"));
                }
            };

            equal(run(settings(source(folder, PLAIN), database), writer, Migration::move));

            assertThat(met).containsExactly("PT001", "PT001", "PT001", "PT001", "PT001", "PT001");
            assertThat(sqlState(database, "INSERT INTO public.t (v) VALUES ('mine')")).isEqualTo("00000");
            assertThat(sqlState(database, "TRUNCATE public.u")).isEqualTo("00000");
        }
    }

    @Test
    void verify_knows_the_suggestions_that_were_accepted() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, RICH);
            equal(Moves.move(accepting(settings(source, database))));
            var files = folderDigest(folder.resolve("app.db.portage"));
            var state = stateDigest(database);

            equal(Moves.verify(settings(source, database)));

            assertThat(folderDigest(folder.resolve("app.db.portage"))).isEqualTo(files);
            assertThat(stateDigest(database)).isEqualTo(state);
        }
    }

    @ParameterizedTest(name = "work folder deleted: {0}")
    @ValueSource(booleans = {false, true})
    void a_second_move_writes_nothing(boolean deleted) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, RICH);
            Path work = folder.resolve("app.db.portage");
            Report first = equal(Moves.move(accepting(settings(source, database))));
            var files = folderDigest(work);
            var state = stateDigest(database);
            var rows = database.query("SELECT xmin::text || ctid FROM public.book ORDER BY 1");
            if (deleted) {
                deleteTree(work);
            }

            Report second = equal(Moves.move(settings(source, database)));

            assertThat(stateDigest(database)).isEqualTo(state);
            assertThat(database.query("SELECT xmin::text || ctid FROM public.book ORDER BY 1")).isEqualTo(rows);
            assertThat(second.tables()).extracting(Report.TableLine::source, Report.TableLine::rows, Report.TableLine::targetRows,
                    Report.TableLine::quarantined, Report.TableLine::verdict)
                    .isEqualTo(first.tables().stream().map(line -> org.assertj.core.groups.Tuple.tuple(line.source(), line.rows(),
                            line.targetRows(), line.quarantined(), line.verdict())).toList());
            var after = folderDigest(work);
            files.keySet().removeIf(name -> deleted && (name.endsWith("snapshot.json") || name.endsWith("begun")));
            assertThat(after).containsAllEntriesOf(files);
        }
    }

    @Test
    void a_value_changed_by_hand_is_found_with_its_place() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, PLAIN);
            equal(Moves.move(settings(source, database)));
            database.execute("UPDATE public.t SET v = 'TWO' WHERE id = 2");

            Report report = Moves.verify(settings(source, database));

            assertThat(report.exitCode()).isEqualTo(6);
            assertThat(report.differences()).singleElement().satisfies(each -> assertThat(
                    each.table() + each.key() + each.column() + each.kind()).isEqualTo("t[2]Optional[v]value"));
        }
    }

    @Test
    void rows_deleted_and_added_by_hand_are_missing_and_extra() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, PLAIN);
            equal(Moves.move(settings(source, database)));
            database.execute("DELETE FROM public.t WHERE id = 1; INSERT INTO public.t (id, v) VALUES (77, 'new')");

            Report report = Moves.move(settings(source, database));

            assertThat(report.exitCode()).isEqualTo(6);
            assertThat(report.verdict()).isEqualTo("different");
            assertThat(report.differences()).extracting(each -> each.key() + each.kind())
                    .containsExactlyInAnyOrder("[1]missing", "[77]extra");
        }
    }

    @ParameterizedTest(name = "work folder deleted: {0}")
    @ValueSource(booleans = {false, true})
    void a_source_that_changed_since_is_refused_and_restart_is_named(boolean deleted) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, PLAIN);
            equal(Moves.move(settings(source, database)));
            SqliteScript.run(source, "INSERT INTO t VALUES (4, 'four')");
            if (deleted) {
                deleteTree(folder.resolve("app.db.portage"));
            }

            Report second = Moves.move(settings(source, database));

            failed(second, 5, "PT-430");
            assertThat(second.error().orElseThrow().next()).contains("--restart");
            equal(Moves.move(Moves.restarting(settings(source, database))));
            assertThat(database.query("SELECT count(*) FROM public.t")).containsExactly("4");
        }
    }

    @Test
    void a_plan_that_changed_since_is_refused() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, PLAIN);
            equal(Moves.move(settings(source, database)));
            OverridesIT.edit(folder, "t", "    columns:\n      v: {type: varchar(20)}\n");

            failed(Moves.move(settings(source, database)), 5, "PT-431");
            failed(Moves.verify(settings(source, database)), 5, "PT-431");
            equal(Moves.move(Moves.restarting(settings(source, database))));
        }
    }

    @Test
    void restart_drops_what_this_migration_made_and_nothing_else() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, PLAIN);
            database.execute("CREATE TABLE public.theirs (id int); INSERT INTO public.theirs VALUES (5); CREATE SCHEMA app");
            equal(Moves.move(settings(source, database)));
            database.execute("CREATE VIEW public.seen AS SELECT * FROM public.t");

            failed(Moves.move(Moves.restarting(settings(source, database))), 5, "PT-423");
            assertThat(database.query("SELECT count(*) FROM public.seen")).containsExactly("3");
            database.execute("DROP VIEW public.seen");
            equal(Moves.move(Moves.restarting(settings(source, database))));

            assertThat(database.query("SELECT id FROM public.theirs")).containsExactly("5");
            assertThat(database.query("SELECT count(*) FROM portage.control")).containsExactly("1");
            assertThat(database.query("SELECT count(*) FROM portage.checkpoint")).containsExactly("2");
        }
    }

    @ParameterizedTest(name = "snapshot only: {0}")
    @ValueSource(booleans = {false, true})
    void a_writer_during_the_move_is_noticed(boolean snapshotOnly) {
        List<String> written = new ArrayList<>();
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, PLAIN);
            Event.Listener writer = event -> {
                if (written.isEmpty() && event instanceof Event.PhaseStarted(var phase) && phase == Phase.COPY) {
                    SqliteScript.run(source, "INSERT INTO t VALUES (4, 'four')");
                    written.add("four");
                }
            };
            MigrationSettings settings = settings(source, database);

            Report report = run(snapshotOnly ? MoveFixture.snapshotOnly(settings) : settings, writer, Migration::move);

            assertThat(report.sourceChanged()).isTrue();
            assertThat(report.verdict()).isEqualTo("equal");
            assertThat(report.exitCode()).isEqualTo(snapshotOnly ? 0 : 5);
            assertThat(report.error().map(Report.Failure::code))
                    .isEqualTo(snapshotOnly ? Optional.empty() : Optional.of("PT-433"));
            assertThat(database.query("SELECT count(*) FROM public.t")).containsExactly("3");
        }
    }

    @Test
    void planned_tables_with_rows_are_refused_with_their_counts() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.t (id bigint PRIMARY KEY, v text); INSERT INTO public.t VALUES (1), (2)");

            Report report = Moves.move(settings(source(folder, PLAIN), database));

            failed(report, 5, "PT-421");
            assertThat(report.error().orElseThrow().message()).contains("\"public\".\"t\" holds 2 rows");
            assertThat(report.error().orElseThrow().next()).contains("--existing append", "--existing replace", "--schema");
            assertThat(database.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'portage'")).containsExactly("0");
            assertThat(database.query("SELECT to_regclass('public.u') IS NULL")).containsExactly("t");
            assertThat(database.query("SELECT count(*) FROM public.t WHERE v IS NULL")).containsExactly("2");
        }
    }

    @ParameterizedTest(name = "with {0} rows")
    @ValueSource(ints = {0, 2})
    void columns_that_a_table_of_the_target_lacks_are_decided_before_its_rows_are_looked_at(int rows) {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.t (x int); INSERT INTO public.t SELECT generate_series(1, %d)".formatted(rows));

            Report report = Moves.move(settings(source(folder, PLAIN), database));

            failed(report, 3, "PT-250");
            assertThat(Outcome.hazards(report)).filteredOn(line -> line.startsWith("blocker")).containsExactly(
                    "blocker schema-differs t.id rows=0 keys=[]", "blocker schema-differs t.v rows=0 keys=[]");
            assertThat(database.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'portage'")).containsExactly("0");
        }
    }

    @Test
    void an_index_name_that_is_taken_is_a_conflict_and_the_move_goes_on_when_it_is_free() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, PLAIN + "CREATE INDEX by_v ON t(v);");
            database.execute("CREATE TABLE public.theirs (x int); CREATE INDEX by_v ON public.theirs (x)");

            Report first = Moves.move(settings(source, database));
            if (first.exitCode() != 0) {
                failed(first, 5, "PT-424");
                database.execute("DROP INDEX public.by_v");
            }

            equal(Moves.move(settings(source, database)));
        }
    }

    @Test
    void another_schema_is_made_and_other_tables_do_not_matter() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.t (x int); INSERT INTO public.t VALUES (1)");
            Path source = source(folder, PLAIN);
            MigrationSettings app2 = MoveFixture.inSchema(settings(source, database), "app2");
            Moves.plan(settings(source, database));

            equal(Moves.move(app2));

            assertThat(database.query("SELECT count(*) FROM app2.t")).containsExactly("3");
            equal(Moves.verify(app2));
            database.execute("CREATE FUNCTION app2.theirs() RETURNS int LANGUAGE sql AS 'SELECT 1'");
            equal(Moves.move(Moves.restarting(app2)));
            assertThat(database.query("SELECT app2.theirs()")).containsExactly("1");
        }
    }

    @ParameterizedTest(name = "the same work folder: {0}")
    @ValueSource(booleans = {true, false})
    void a_second_run_at_the_same_time_is_refused_and_the_first_goes_on(boolean sameFolder) {
        List<Report> second = new ArrayList<>();
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(source(folder, PLAIN), database);
            Event.Listener other = event -> {
                if (second.isEmpty() && event instanceof Event.PhaseStarted(var phase) && phase == Phase.VERIFY) {
                    second.add(Moves.move(sameFolder ? settings : MoveFixture.workingIn(settings, folder.resolve("elsewhere"))));
                }
            };

            equal(run(settings, other, Migration::move));

            failed(second.getFirst(), 5, "PT-420");
            assertThat(second.getFirst().error().orElseThrow().message())
                    .contains(ProcessHandle.current().pid() + "@", " since 20");
        }
    }

    @Test
    void a_dry_run_and_a_plan_touch_no_target() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(source(folder, RICH), database);
            Report undecided = Moves.move(Moves.dry(settings));
            Report plan = Moves.plan(settings);
            Report dry = Moves.move(accepting(Moves.dry(settings)));

            assertThat(undecided.exitCode()).isEqualTo(3);
            assertThat(plan.exitCode()).isEqualTo(3);
            assertThat(dry.exitCode()).isEqualTo(0);
            assertThat(dry.checks()).anyMatch(check -> check.name().equals("dry run") && !check.detail().startsWith("0 bytes"));
            assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'portage'")).isEmpty();
            assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).isEmpty();
            Moves.plan(withTarget(settings, "postgresql://nobody@localhost:1/none"));
            assertThat(Files.exists(folder.resolve("app.db.portage/1-plan/schema.sql"))).isTrue();
        }
    }

    private static MigrationSettings withTarget(MigrationSettings s, String target) {
        return s.but(change -> change.target(target));
    }

    @Test
    void verify_before_any_move_could_not_compare() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            failed(Moves.verify(settings(source(folder, PLAIN), database)), 8, "PT-730");
        }
    }

    @Test
    void a_table_dropped_by_hand_is_not_called_equal() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, PLAIN);
            equal(Moves.move(settings(source, database)));
            database.execute("DROP TABLE public.u");

            Report report = Moves.move(settings(source, database));

            assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isIn(6, 8);
            assertThat(report.verdict()).isIn("different", "unverified");
        }
    }

    @Test
    void a_state_of_another_version_is_refused() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, PLAIN);
            equal(Moves.move(settings(source, database)));
            database.execute("UPDATE portage.control SET state = 'following'");

            failed(Moves.move(settings(source, database)), 5, "PT-425");
        }
    }

    @Test
    void a_role_without_rights_is_told_what_it_lacks() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.keep (x int)");
            Path source = source(folder, PLAIN);
            String role = "poor_" + ProcessHandle.current().pid();
            database.execute("CREATE ROLE %s LOGIN PASSWORD 'x'".formatted(role));
            try {
                String url = database.url().replaceFirst("//[^@]*@", "//" + role + "@").replaceFirst("passfile=[^&]*",
                        "passfile=" + passwords(role));

                failed(Moves.move(withTarget(settings(source, database), url)), 2, "PT-133");
            } finally {
                database.execute("DROP ROLE " + role);
            }
        }
    }

    private Path passwords(String role) {
        try {
            Path file = Files.createFile(folder.resolve("pgpass"), java.nio.file.attribute.PosixFilePermissions
                    .asFileAttribute(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, "*:*:*:" + role + ":x\n");
        } catch (IOException e) {
            throw new IllegalStateException("the password file cannot be written", e);
        }
    }
}

package dev.portage;

import static dev.portage.MoveFixture.sqlState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.plan.PlanOptions.Existing;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows go into tables that the application has made, and nothing of these tables is another afterwards.
class ExistingCopyIT {
    @TempDir
    Path folder;

    private static Report equal(Report report) {
        assertThat(report.exitCode()).as(Outcome.of(report) + report.error() + report.checks()).isEqualTo(0);
        assertThat(report.verdict()).isEqualTo("equal");
        return report;
    }

    private static void failed(Report report, int exitCode, String code) {
        assertThat(report.error().map(Report.Failure::code)).as(Outcome.of(report) + report.error()).contains(code);
        assertThat(report.exitCode()).isEqualTo(exitCode);
    }

    private static List<String> blockers(Report report) {
        return Outcome.hazards(report).stream().filter(line -> line.startsWith("blocker")).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void empty_tables_take_the_rows_and_stay_as_they_were(TestPostgres server) {
        try (TestDatabase database = server.freshDatabase()) {
            database.execute(OwnSchema.TARGET);
            List<String> before = OwnSchema.catalog(database);

            MigrationSettings settings = OwnSchema.settings(folder, database, Existing.ABORT);

            equal(Moves.move(settings));

            assertThat(OwnSchema.catalog(database)).isEqualTo(before);
            assertThat(OwnSchema.sequences(database)).containsExactly("sequence audit_id_seq", "sequence author_id_seq 3");
            assertThat(OwnSchema.rows(database, "audit")).as("no trigger and no rule has fired").isEmpty();
            assertThat(database.query("SELECT concat_ws(' ', id, name, boss, shout) FROM public.author ORDER BY id"))
                    .containsExactly("1 Ann 2 ANN", "2 Bob BOB", "3 Cid 3 CID");
            assertThat(database.query("SELECT coalesce(price, -1) FROM public.book ORDER BY id")).containsExactly("1.5", "-1",
                    "0");
            equal(Moves.move(settings));
            equal(Moves.verify(settings));
            assertThat(sqlState(database, "INSERT INTO public.tag VALUES (77, 'x')")).isEqualTo("23503");
            database.execute("UPDATE public.author SET name = 'Dan' WHERE id = 1");
            assertThat(OwnSchema.rows(database, "audit")).as("triggers work again").hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void rows_that_were_there_stay_beside_the_copied_ones(TestPostgres server) {
        try (TestDatabase database = server.freshDatabase()) {
            database.execute(OwnSchema.TARGET + OwnSchema.SEEDS);
            List<String> before = OwnSchema.whole(database);
            MigrationSettings settings = OwnSchema.settings(folder, database, Existing.APPEND);

            Report report = equal(Moves.move(settings));

            assertThat(report.checks()).anyMatch(check -> check.name().equals("rows that were there")
                    && check.detail().equals("4 rows as they were"));
            List<String> after = OwnSchema.whole(database);
            assertThat(before.remove("sequence author_id_seq")).isTrue();
            assertThat(after).contains("sequence author_id_seq 101").containsAll(before)
                    .hasSize(before.size() + 1 + 3 + 3 + 3 + 3 + 1);
            equal(Moves.move(settings));
            database.execute("UPDATE public.tag SET word = 'Seed' WHERE word = 'seed'");
            failed(Moves.verify(settings), 6, "PT-500");
        }
    }

    @Test
    void rows_that_were_there_make_way_and_lie_in_portage() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(OwnSchema.TARGET + OwnSchema.SEEDS + "INSERT INTO public.log VALUES ('old');"
                    + "INSERT INTO public.review VALUES (1, 100);");
            List<String> catalog = OwnSchema.catalog(database);
            List<String> audit = OwnSchema.rows(database, "audit");
            MigrationSettings settings = OwnSchema.settings(folder, database, Existing.REPLACE);

            Report referred = Moves.move(settings);
            failed(referred, 5, "PT-440");
            assertThat(referred.error().orElseThrow().message()).contains("1 rows of \"public\".\"review\"");
            assertThat(OwnSchema.catalog(database)).isEqualTo(catalog);
            database.execute("DELETE FROM public.review");
            equal(Moves.move(settings));

            assertThat(OwnSchema.catalog(database)).isEqualTo(catalog);
            assertThat(OwnSchema.sequences(database)).contains("sequence author_id_seq 3");
            assertThat(OwnSchema.rows(database, "audit")).isEqualTo(audit);
            assertThat(database.query("SELECT id FROM public.author ORDER BY id")).containsExactly("1", "2", "3");
            assertThat(database.query("SELECT count(*) FROM public.log")).containsExactly("3");
            assertThat(database.query("SELECT count(*) FROM pg_class WHERE relname LIKE 'replaced%' AND relkind = 'r'"))
                    .containsExactly("4");
        }
    }

    @Test
    void rows_that_are_there_stop_the_move_unless_it_was_told_what_becomes_of_them() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(OwnSchema.TARGET + OwnSchema.SEEDS);
            List<String> before = OwnSchema.whole(database);

            Report report = Moves.move(OwnSchema.settings(folder, database, Existing.ABORT));

            failed(report, 5, "PT-421");
            assertThat(report.error().orElseThrow().message()).contains("\"public\".\"author\" holds 2 rows");
            assertThat(report.error().orElseThrow().next()).contains("--existing append", "--existing replace");
            assertThat(OwnSchema.whole(database)).isEqualTo(before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void rows_that_the_targets_constraints_refuse_are_named_before_anything_is_changed(TestPostgres server) {
        try (TestDatabase database = server.freshDatabase()) {
            database.execute(OwnSchema.TARGET + OwnSchema.SEEDS);
            MigrationSettings settings = OwnSchema.settings(folder, database, Existing.APPEND);
            SqliteScript.run(settings.source(), """
                    INSERT INTO author VALUES (4, 'a name too long', NULL), (100, 'Twin', NULL);
                    INSERT INTO book VALUES (4, 1, 'ONE', 0, 1.0), (5, 1, 'one', 5, 200.0), (6, 1, 'SEEDED', 1, 1.0),
                        (7, 1, 'One', 1, NULL);
                    PRAGMA foreign_keys = OFF;
                    INSERT INTO tag VALUES (99, 'orphan'), (100, 'of the seed');
                    """);
            List<String> before = OwnSchema.whole(database);

            for (Report report : List.of(Moves.move(settings), Moves.plan(settings), Moves.move(Moves.dry(settings)))) {
                failed(report, 3, "PT-244");
                assertThat(blockers(report)).containsExactly(
                        "blocker check-violated author (author_name_check) rows=1 keys=[[4]]",
                        "blocker check-violated book (cheap) rows=1 keys=[[5]]",
                        "blocker check-violated book.pages (public.pagecount) rows=1 keys=[[4]]",
                        "blocker fk-orphan tag (tag_of) rows=1 keys=[[99, orphan]]",
                        "blocker unique-violated author (author_pkey) rows=1 keys=[[100]]",
                        "blocker unique-violated book (one_title) rows=4 keys=[[1], [4], [5], [6]]");
                assertThat(OwnSchema.whole(database)).isEqualTo(before);
            }
        }
    }

    @ParameterizedTest(name = "author moved: {0}")
    @ValueSource(booleans = {true, false})
    void parents_may_lie_in_the_target_already(boolean moved) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(
                    OwnSchema.TARGET + OwnSchema.SEEDS
                            + (moved
                                    ? ""
                                    : "UPDATE public.author SET best = NULL; DELETE FROM public.tag; DELETE FROM public.book;"));
            MigrationSettings settings = OwnSchema.settings(folder, database, moved ? Existing.APPEND : Existing.ABORT);
            SqliteScript.run(settings.source(),
                    "PRAGMA foreign_keys = OFF; INSERT INTO book VALUES (4, 100, 'By the seed', 1, 1.0);"
                            + "INSERT INTO book VALUES (5, 77, 'By nobody', 1, 1.0)"
                            + (moved ? "" : ";UPDATE book SET author_id = 101 WHERE id < 4"));
            if (!moved) {
                OverridesIT.edit(folder, "author", "    skip: true\n");
            }

            Report orphan = Moves.move(settings);
            SqliteScript.run(settings.source(), "DELETE FROM book WHERE id = 5");

            failed(orphan, 3, "PT-244");
            assertThat(blockers(orphan)).containsExactly("blocker fk-orphan book (written_by) rows=1 keys=[[5]]");
            equal(Moves.move(settings));
            assertThat(database.query("SELECT author_id FROM public.book WHERE id = 4")).containsExactly("100");
        }
    }

    @Test
    void nulls_are_named_once_by_the_plan_and_exclusions_by_the_server() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("""
                    CREATE DOMAIN public.given AS bigint NOT NULL;
                    CREATE TABLE public.s (id bigint PRIMARY KEY, low bigint NOT NULL, high bigint, more public.given,
                        EXCLUDE USING gist (int8range(low, high) WITH &&) WHERE (high > 0))
                    """);
            MigrationSettings settings = Moves.settings(MoveFixture.source(folder, """
                    CREATE TABLE s (id INTEGER PRIMARY KEY, low INTEGER, high INTEGER, more INTEGER);
                    INSERT INTO s VALUES (1, 1, 5, 1), (2, 4, 8, 1), (3, 8, 9, 1), (4, NULL, -3, 1), (5, -9, 0, NULL);
                    """), database);

            Report planned = Moves.move(settings);
            SqliteScript.run(settings.source(), "UPDATE s SET low = 0, more = 1 WHERE id > 3");
            Report asked = Moves.move(settings);

            failed(planned, 3, "PT-250");
            assertThat(blockers(planned)).containsExactly("blocker not-null-violated s.low rows=1 keys=[[4]]",
                    "blocker not-null-violated s.more rows=1 keys=[[5]]");
            failed(asked, 3, "PT-244");
            assertThat(blockers(asked)).containsExactly("blocker unique-violated s (s_int8range_excl) rows=2 keys=[[1], [2]]");
            assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'portage'")).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
            "5 PT-434 | ALTER TABLE public.log OWNER TO portage",
            "5 PT-435 | ALTER TABLE public.log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            "5 PT-439 | CREATE TABLE public.kind (id int PRIMARY KEY); ALTER TABLE public.log ADD kind int REFERENCES public.kind",
            "3 PT-245 | DO 'BEGIN EXECUTE format(''REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC'', current_database()); END'"})
    void a_role_that_lacks_a_right_is_told_before_anything_is_changed(String wanted, String change) throws IOException {
        String role = "own_" + ProcessHandle.current().pid() + wanted.substring(wanted.length() - 3);
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(OwnSchema.TARGET + """
                    CREATE ROLE %1$s LOGIN PASSWORD 'x';
                    DO 'BEGIN EXECUTE format(''GRANT CREATE ON DATABASE %%I TO %1$s'', current_database()); END';
                    GRANT CREATE ON SCHEMA public TO %1$s;
                    ALTER TABLE public.author OWNER TO %1$s; ALTER TABLE public.book OWNER TO %1$s;
                    ALTER TABLE public.tag OWNER TO %1$s; ALTER TABLE public.log OWNER TO %1$s;
                    """.formatted(role) + change);
            List<String> before = OwnSchema.whole(database);
            MigrationSettings settings = OwnSchema.settings(folder, database, Existing.ABORT);
            Path passwords = Files.writeString(folder.resolve("pgpass"), "*:*:*:" + role + ":x\n");
            Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
            String url = database.url().replaceFirst("//[^@]*@", "//" + role + "@").replaceFirst("passfile=[^&]*",
                    "passfile=" + passwords);

            Report report = Moves.move(settings.but(change2 -> change2.target(url)));

            failed(report, wanted.charAt(0) - '0', wanted.substring(2));
            assertThat(OwnSchema.whole(database)).isEqualTo(before);
            database.execute("DROP OWNED BY %s CASCADE; DROP ROLE %1$s".formatted(role));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
            "PT-437 | INSERT INTO public.log VALUES ('old')",
            "PT-436 | CREATE TABLE public.child () INHERITS (public.log)",
            "PT-441 | ALTER TABLE public.tag DISABLE TRIGGER ALL"})
    void a_table_that_cannot_be_filled_safely_is_refused(String code, String change) {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(OwnSchema.TARGET + change);
            List<String> before = OwnSchema.whole(database);

            Report report = Moves.move(OwnSchema.settings(folder, database, Existing.APPEND));

            failed(report, 5, code);
            assertThat(OwnSchema.whole(database)).isEqualTo(before);
        }
    }

    @Test
    void a_value_that_the_quarantine_takes_from_a_column_that_is_not_null_is_named() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.t (id bigint PRIMARY KEY, v bigint NOT NULL)");
            Path source = MoveFixture.source(folder, """
                    CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER);
                    INSERT INTO t VALUES (1, 5), (2, 'word'), (3, 6);
                    """);
            OverridesIT.edit(folder, "t", "    columns:\n      v: {form: quarantined}\n");

            Report report = Moves.move(Moves.settings(source, database));

            failed(report, 3, "PT-244");
            assertThat(blockers(report)).containsExactly("blocker not-null-violated t.v (NOT NULL) rows=1 keys=[[2]]");
        }
    }

    private static final String VIEW = "ALTER TABLE public.log RENAME TO other; CREATE VIEW public.log AS SELECT * FROM public.other";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
            "blocker schema-differs log rows=0 keys=[] | " + VIEW,
            "blocker schema-differs log.line rows=0 keys=[] | ALTER TABLE public.log RENAME line TO words",
            "blocker schema-differs log.line rows=2 keys=[] | ALTER TABLE public.log ALTER line TYPE text[] USING NULL",
            "blocker schema-differs log (must) rows=0 keys=[] | ALTER TABLE public.log ADD COLUMN must text NOT NULL"})
    void a_table_that_has_no_place_for_the_rows_is_a_decision_of_the_plan(String blocker, String change) {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(OwnSchema.TARGET + change);
            List<String> before = OwnSchema.whole(database);

            Report report = Moves.move(OwnSchema.settings(folder, database, Existing.APPEND));

            failed(report, 3, "PT-250");
            assertThat(blockers(report)).containsExactly(blocker);
            assertThat(OwnSchema.whole(database)).isEqualTo(before);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
            "PT-421 | INSERT INTO public.log VALUES ('new')",
            "PT-422 | " + VIEW,
            "PT-438 | ALTER TABLE public.log RENAME line TO words",
            "PT-438 | ALTER TABLE public.log ALTER line TYPE bytea USING NULL",
            "PT-438 | ALTER TABLE public.log ADD COLUMN must text NOT NULL",
            "PT-445 | DROP TABLE public.log"})
    void a_table_that_is_another_since_it_was_planned_is_refused(String code, String change) {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(OwnSchema.TARGET);
            List<Phase> started = new ArrayList<>();
            List<String> changed = new ArrayList<>();
            Event.Listener application = event -> {
                // The second look at the snapshot comes when the plan is made.
                if (event instanceof Event.PhaseStarted(var phase) && started.add(phase)
                        && started.equals(List.of(Phase.SNAPSHOT, Phase.PLAN, Phase.SNAPSHOT))) {
                    database.execute(change);
                    changed.addAll(OwnSchema.catalog(database));
                }
            };

            Report report = MoveFixture.run(OwnSchema.settings(folder, database, Existing.ABORT), application, Migration::move);

            failed(report, 5, code);
            assertThat(OwnSchema.catalog(database)).isEqualTo(changed).isNotEmpty();
            assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'portage'")).isEmpty();
        }
    }
}

package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.plan.PlanOptions.Existing;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the plan says of the application's own columns holds in the probe, the copy, after a stop, and in the comparison.
class OwnTypesIT {
    private static final String PERSON = """
            CREATE EXTENSION citext SCHEMA public;
            CREATE TYPE public.mood AS ENUM ('sad', 'ok');
            CREATE DOMAIN public.mail AS varchar(40) CHECK (VALUE LIKE '%@%');
            CREATE TABLE public.person (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood public.mood NOT NULL,
                mail public.mail, nick public.citext UNIQUE, code char(3) CHECK (code <> 'xxx'), score integer,
                twice integer GENERATED ALWAYS AS (score * 2) STORED CHECK (twice < 100), label varchar(9) NOT NULL UNIQUE,
                CONSTRAINT sober CHECK (mood <> 'sad' OR score > 0));
            """;
    private static final String ROWS = """
            CREATE TABLE person (id INTEGER PRIMARY KEY, mood TEXT, mail TEXT, nick TEXT, code TEXT, score INTEGER,
                twice INTEGER GENERATED ALWAYS AS (score * 2));
            INSERT INTO person VALUES (1, 'ok', 'a@b', 'Ann', 'abc', 5), (2, 'sad', NULL, 'Bob', 'ABC', 1),
                (3, 'ok', 'c@d', NULL, NULL, NULL);
            """;
    private static final String LABEL = "    values:\n      label: \"coalesce(nick, 'none')\"\n";

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

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "mood = 'sad' WHERE id = 1", "mail = 'c@e' WHERE id = 3", "nick = 'ANN' WHERE id = 1", "code = 'Abc' WHERE id = 1",
            "score = 6 WHERE id = 1", "label = 'Anne' WHERE id = 1"})
    void types_of_its_own_and_values_arrive_and_every_change_is_seen(String change) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(PERSON);
            MigrationSettings settings = Moves.settings(MoveFixture.source(folder, ROWS), database);
            OverridesIT.edit(folder, "person", LABEL);

            equal(Moves.move(settings));

            assertThat(database.query("SELECT concat_ws(' ', id, mood, mail, nick, code, score, twice, label) FROM public.person "
                    + "ORDER BY id")).containsExactly("1 ok a@b Ann abc 5 10 Ann", "2 sad Bob ABC 1 2 Bob", "3 ok c@d none");
            assertThat(database.query("INSERT INTO public.person (mood, label) VALUES ('ok', 'new') RETURNING id"))
                    .containsExactly("4");
            database.execute("DELETE FROM public.person WHERE id = 4");
            equal(Moves.verify(settings));
            database.execute("UPDATE public.person SET " + change);
            failed(Moves.verify(settings), 6, "PT-500");
        }
    }

    @Test
    void constraints_on_types_of_its_own_are_asked_as_the_server_compares() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(PERSON);
            Path source = MoveFixture.source(folder, ROWS + """
                    INSERT INTO person VALUES (4, 'ok', 'no sign', 'ann', 'xxx', 60), (5, 'sad', 'e@f', 'Eve', 'def', 0),
                        (6, 'ok', 'g@h', NULL, 'ghi', 1);
                    """);
            OverridesIT.edit(folder, "person", LABEL);

            Report report = Moves.move(Moves.settings(source, database));

            failed(report, 3, "PT-244");
            assertThat(Outcome.hazards(report)).filteredOn(line -> line.startsWith("blocker")).containsExactly(
                    "blocker check-violated person (person_code_check) rows=1 keys=[[4]]",
                    "blocker check-violated person (person_twice_check) rows=1 keys=[[4]]",
                    "blocker check-violated person (sober) rows=1 keys=[[5]]",
                    "blocker check-violated person.mail (public.mail) rows=1 keys=[[4]]",
                    "blocker unique-violated person (person_label_key) rows=2 keys=[[3], [6]]",
                    "blocker unique-violated person (person_nick_key) rows=2 keys=[[1], [4]]");
            assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'portage'")).isEmpty();
        }
    }

    @Test
    void a_column_that_the_target_computes_otherwise_is_a_difference() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(PERSON.replace("score * 2", "score * 3"));
            Path source = MoveFixture.source(folder, ROWS);
            OverridesIT.edit(folder, "person", LABEL);

            MigrationSettings settings = Moves.settings(source, database);

            Report report = Moves.move(settings);

            failed(report, 6, "PT-500");
            assertThat(report.differences()).extracting(each -> each.column().orElse("")).containsOnly("twice");
            assertThat(MoveFixture.run(settings, Event.Listener.none(), Migration::drop).verdict()).isEqualTo("dropped");
            assertThat(database.query("SELECT count(*) FROM public.person")).containsExactly("0");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"parts,2", "rows,2", "rows,5", "indexes,1", "constraints,1", "compare,1"})
    void several_files_go_on_after_a_stop_or_are_taken_back(String step, int count) {
        AtomicInteger left = new AtomicInteger();
        Event.Listener stop = event -> {
            if (event instanceof Event.Progressed(_, var at, _, _, _) && at.equals(step) && left.decrementAndGet() == 0) {
                throw new IllegalStateException("stopped");
            }
        };
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("""
                    CREATE TABLE public."user" (id text PRIMARY KEY, email text NOT NULL UNIQUE);
                    CREATE TABLE public.box (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                        user_id text NOT NULL REFERENCES public."user" ON DELETE CASCADE, name text);
                    CREATE TABLE public.settings (k text PRIMARY KEY, v text);
                    CREATE TABLE public.auth_settings (k text PRIMARY KEY, v text);
                    INSERT INTO public."user" VALUES ('seed', 's@example.org');
                    """);
            Path app = SqliteScript.run(folder.resolve("app.db"), """
                    CREATE TABLE box (id INTEGER PRIMARY KEY, userId TEXT NOT NULL REFERENCES user(id), name TEXT, extra TEXT);
                    INSERT INTO box VALUES (1, 'u1', 'one', 'more'), (2, 'u2', 'two', NULL);
                    CREATE TABLE settings (k TEXT PRIMARY KEY, v TEXT);
                    INSERT INTO settings VALUES ('theme', 'of app');
                    CREATE TABLE made (id INTEGER PRIMARY KEY, box INTEGER REFERENCES box(id), v TEXT);
                    CREATE INDEX by_v ON made(v);
                    INSERT INTO made VALUES (1, 1, 'x');
                    """);
            Path auth = SqliteScript.run(folder.resolve("auth.db"), """
                    CREATE TABLE user (id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE);
                    INSERT INTO user VALUES ('u1', 'a@example.org'), ('u2', 'b@example.org');
                    CREATE TABLE settings (k TEXT PRIMARY KEY, v TEXT);
                    INSERT INTO settings VALUES ('theme', 'of auth');
                    """);
            MigrationSettings settings = Moves.accepting(OwnSchema.existing(
                    MigrationSettings.of(app, auth).but(change -> change.target(database.url())), Existing.APPEND));
            List<String> before = OwnSchema.catalog(database);
            for (boolean back : new boolean[]{true, false}) {
                left.set(count);

                assertThat(catchThrowable(() -> MoveFixture.run(settings, stop, Migration::move))).hasMessage("stopped");

                if (back) {
                    assertThat(MoveFixture.run(settings, Event.Listener.none(), Migration::drop).verdict()).isEqualTo("dropped");
                    assertThat(OwnSchema.catalog(database)).isEqualTo(before);
                } else {
                    equal(Moves.move(settings));
                }
            }
            assertThat(database.query("SELECT concat_ws(' ', id, user_id, name, extra) FROM public.box ORDER BY id"))
                    .containsExactly("1 u1 one more", "2 u2 two");
            assertThat(database.query("SELECT v FROM public.settings UNION ALL SELECT v FROM public.auth_settings"))
                    .containsExactly("of app", "of auth");
            assertThat(database.query("SELECT id FROM public.\"user\" ORDER BY id")).containsExactly("seed", "u1", "u2");
            equal(Moves.verify(settings));
            assertThat(MoveFixture.run(settings, Event.Listener.none(), Migration::drop).verdict()).isEqualTo("dropped");
            assertThat(OwnSchema.catalog(database)).isEqualTo(before);
            assertThat(database.query("SELECT id FROM public.\"user\"")).containsExactly("seed");
        }
    }
}

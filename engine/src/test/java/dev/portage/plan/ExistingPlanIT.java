package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portage.ConfigException;
import dev.portage.copy.DryRun;
import dev.portage.plan.Choices.ColumnChoice;
import dev.portage.plan.Choices.Decision;
import dev.portage.plan.Choices.TableChoice;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteSchemaReader;
import dev.portage.target.TargetTables;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plans into schemas that an application's ORM has made in real servers.
class ExistingPlanIT {
    private static final Path SAMPLES = Path.of("../../shared/samples");
    private static final Choices NONE = Choices.none("public");

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void every_table_of_chinook_finds_its_place_and_nothing_is_asked(TestPostgres server) throws IOException {
        assumeTrue(Files.isDirectory(SAMPLES), "the shared samples are not beside this checkout: " + SAMPLES.toAbsolutePath());
        Path file = Files.copy(SAMPLES.resolve("chinook.sqlite"), folder.resolve("chinook.sqlite"));
        try (TestDatabase database = server.freshDatabase()) {
            database.execute(resource("/existing/chinook.sql"));

            var planned = plan(database, file, NONE);

            assertThat(planned.plan().made()).isEmpty();
            assertThat(planned.plan().open()).isEmpty();
            assertThat(planned.codes()).containsOnly(HazardCode.IDENTIFIER_RENAMED);
            assertThat(planned.plan().moved()).hasSize(11).allMatch(TablePlan::keyComparable);
            assertThat(planned.table("PlaylistTrack").target()).isEqualTo("playlist_track");
            assertThat(planned.column("InvoiceLine", "UnitPrice").target()).isEqualTo("unit_price");
            assertThat(planned.mapping("InvoiceLine", "UnitPrice")).isEqualTo("numeric(10,2) plain");
            assertThat(planned.mapping("Invoice", "InvoiceDate")).isEqualTo("timestamp iso-text");
            assertThat(planned.plan().ddl().tables()).isEmpty();
            assertThat(planned.plan().ddl().indexes()).isEmpty();
            assertThat(planned.plan().ddl().foreignKeys()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void values_follow_the_types_that_an_orm_gave_them(TestPostgres server) throws SQLException {
        try (TestDatabase database = server.freshDatabase()) {
            database.execute("""
                    CREATE EXTENSION citext SCHEMA public;
                    CREATE TYPE public.mood AS ENUM ('sad', 'ok');
                    CREATE DOMAIN public.mail AS varchar(40) CHECK (VALUE LIKE '%@%');
                    CREATE TABLE public."User" (id uuid PRIMARY KEY, bin uuid, mood public.mood NOT NULL DEFAULT 'ok', meta jsonb,
                        raw json, active boolean, word boolean, "createdAt" timestamptz(3), at timestamp(3), unix timestamptz,
                        day date, clock time(0), price numeric(8,2), small int2, ratio float4, mail public.mail, nick public.citext,
                        code char(2), num text, body bytea, unused timestamptz,
                        amount numeric(6,2))
                    """);
            var planned = plan(database, """
                    CREATE TABLE User(id TEXT PRIMARY KEY, bin BLOB, mood TEXT COLLATE NOCASE, meta TEXT, raw TEXT, active INTEGER,
                        word TEXT, created_at TEXT, at TEXT, unix INTEGER, day TEXT, clock TEXT, price REAL, small INTEGER,
                        ratio REAL, mail TEXT, nick TEXT, code TEXT, num INTEGER, body TEXT, unused TEXT, amount TEXT);
                    INSERT INTO User VALUES('7d444840-9dc0-11d1-b245-5ffdce74fad2', x'7d4448409dc011d1b2455ffdce74fad2', 'sad',
                        '{"a":1}', '[ 1 ]', 1, 'yes', '2021-02-03T04:05:06.789Z', '2021-02-03T04:05:06.789Z', 1612325106789,
                        '2021-02-03', '04:05:06', 12.34, 7, 0.5, 'a@b', 'Nick', 'de', 12, 'text', NULL, '12.30');
                    """, NONE);

            assertThat(planned.plan().open()).isEmpty();
            assertThat(planned.table("User").source().columns()).extracting(c -> planned.mapping("User", c.name()))
                    .containsExactly("uuid plain", "uuid uuid-bytes", "enum label", "jsonb plain", "json plain", "boolean plain",
                            "boolean words", "timestamptz(3) iso-text", "timestamp(3) iso-text", "timestamptz epoch",
                            "date iso-text", "time(0) iso-text", "numeric(8,2) plain", "smallint plain", "real plain",
                            "varchar(40) plain", "citext plain", "char(2) plain", "text any-as-text", "bytea text-bytes",
                            "timestamptz iso-text", "numeric(6,2) digits");
            assertThat(planned.plan().hazards().stream().filter(h -> h.code() == HazardCode.ROLLBACK_LOSSY)
                    .map(h -> h.column().orElseThrow())).containsExactlyInAnyOrder("id", "meta", "word", "amount");
            assertThat(planned.column("User", "mood").notNull()).isTrue();
            assertThat(encoded(planned)).isPositive();
        }
    }

    @Test
    void every_difference_of_the_schemas_is_named() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("""
                    CREATE TABLE public.users (id bigint PRIMARY KEY, mail text, "group" integer,
                        seen timestamptz NOT NULL DEFAULT now(), tenant integer NOT NULL, note text,
                        twice bigint GENERATED ALWAYS AS (id * 2) STORED, double bigint GENERATED ALWAYS AS (id * 2) STORED,
                        tags text[], ip inet, must text NOT NULL);
                    CREATE TABLE public.audit (id integer);
                    CREATE TABLE public.flyway_schema_history (installed_rank integer PRIMARY KEY, version varchar(50));
                    CREATE VIEW public.report AS SELECT 1 AS id
                    """);
            var planned = plan(database, """
                    CREATE TABLE groups(id INTEGER PRIMARY KEY);
                    CREATE TABLE users(id INTEGER PRIMARY KEY, mail TEXT UNIQUE, "group" INTEGER REFERENCES groups(id),
                        lost TEXT NOT NULL DEFAULT 'x', double INTEGER, tags TEXT, ip TEXT, must TEXT, CHECK (length(mail) > 1));
                    CREATE TABLE report(id INTEGER PRIMARY KEY);
                    CREATE TABLE flyway_schema_history(installed_rank INTEGER PRIMARY KEY, version TEXT);
                    INSERT INTO groups VALUES(1);
                    INSERT INTO users VALUES(1, 'a@b', 1, 'kept', 2, '{x}', '::1', 'y'), (2, 'b@b', 1, 'kept', 4, NULL, NULL, NULL);
                    """, NONE);

            assertThat(planned.plan().hazards().stream().filter(h -> h.code() == HazardCode.SCHEMA_DIFFERS)
                    .map(h -> h.column().or(h::subject).or(h::table).orElseThrow()))
                    .containsExactlyInAnyOrder("lost", "tenant", "tags", "ip", "report");
            assertThat(differs(planned, "lost").choices()).containsExactly("add", "skip");
            assertThat(planned.hazardOn(HazardCode.SCHEMA_DIFFERS, "tenant").message()).contains("values: {tenant:");
            assertThat(differs(planned, "ip").message()).contains("users.ip is inet", "skip: true");
            assertThat(differs(planned, "tags").message()).contains("text[]");
            assertThat(planned.hazardOf(HazardCode.SCHEMA_DIFFERS, "report").message()).contains("public.report is a view");
            assertThat(PlannedSource.keys(planned.hazard(HazardCode.NOT_NULL_VIOLATED))).containsExactly(2L);
            assertThat(subjects(planned, HazardCode.TARGET_COLUMN_EXTRA)).containsExactly("seen", "note", "twice");
            assertThat(subjects(planned, HazardCode.TARGET_LACKS)).containsExactly("sqlite_autoindex_users_1", "length(mail) > 1",
                    "group -> groups(id)");
            assertThat(planned.hazard(HazardCode.TARGET_TABLE_MISSING).table()).contains("groups");
            assertThat(planned.hazard(HazardCode.TARGET_TABLE_EXTRA).message()).contains("public.audit").doesNotContain("flyway");
            assertThat(planned.hazard(HazardCode.BOOKKEEPING_TABLE).table()).contains("flyway_schema_history");
            assertThat(planned.table("flyway_schema_history").skip()).isTrue();
            assertThat(planned.table("groups").made()).isTrue();
            assertThat(planned.column("users", "double").copied()).isFalse();
            assertThat(planned.table("users").compared()).extracting(ColumnPlan::target).contains("double");
            assertThat(steps(planned)).containsExactlyInAnyOrder("column lost", "table groups", "table report");
        }
    }

    @Test
    void values_that_do_not_fit_are_counted_with_their_keys_and_nothing_is_changed() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("""
                    CREATE TYPE public.mood AS ENUM ('sad', 'ok');
                    CREATE TABLE public.t (id integer PRIMARY KEY, small int2, ratio float4, mood public.mood, short varchar(3),
                        code char(2), price numeric(4,1), flag boolean, u uuid, j jsonb, at timestamptz, d date, wide text,
                        must int2 NOT NULL)
                    """);
            var planned = plan(database, """
                    CREATE TABLE t(id INTEGER PRIMARY KEY, small INTEGER, ratio REAL, mood TEXT COLLATE NOCASE, short TEXT, code TEXT,
                        price REAL, flag, u TEXT, j TEXT, at TEXT, d TEXT, wide, must INTEGER);
                    INSERT INTO t VALUES(1, 1, 0.5, 'sad', 'äöü', 'de', 1.5, 1, '7d444840-9dc0-11d1-b245-5ffdce74fad2', '{}',
                        '2021-02-03T04:05:06Z', '2021-02-03', 'x', 1);
                    INSERT INTO t VALUES(2, 40000, 0.1, 'OK', 'four', 'd', 1.25, 2, 'no', '{"a":1,"a":2}', 'soon',
                        '2021-02-03 00:00:00', x'00', 70000);
                    """, NONE);

            for (String column : List.of("small", "ratio", "mood", "short", "code", "price", "flag", "u", "j", "wide", "must")) {
                Hazard hazard = differs(planned, column);
                assertThat(hazard.rows()).as(column).isEqualTo(1);
                assertThat(PlannedSource.keys(hazard)).as(column).containsExactly(2L);
            }
            assertThat(differs(planned, "small").choices()).containsExactly("quarantine");
            assertThat(differs(planned, "must").choices()).isEmpty();
            assertThat(differs(planned, "mood").choices()).isEmpty();
            assertThat(differs(planned, "at").message()).contains("1 × YYYY-MM-DDTHH:MM:SSZ", "1 × other");
            assertThat(differs(planned, "d").choices()).isEmpty();
            assertThat(planned.plan().open()).hasSize(13);
        }
    }

    @Test
    void times_without_a_zone_wait_for_one() throws SQLException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.t (id integer PRIMARY KEY, at timestamptz)");
            String script = """
                    CREATE TABLE t(id INTEGER PRIMARY KEY, at TEXT DEFAULT CURRENT_TIMESTAMP);
                    INSERT INTO t VALUES(1, '2021-02-03 04:05:06'), (2, '2021-10-31 02:30:00');
                    """;

            var open = plan(database, script, NONE);
            var utc = plan(database, script, decided("at", "zone:UTC"));
            var berlin = plan(database, script, decided("at", "zone:Europe/Berlin"));

            assertThat(differs(open, "at").open()).isTrue();
            assertThat(differs(open, "at").choices()).containsExactly("zone:UTC");
            assertThat(utc.plan().open()).isEmpty();
            assertThat(utc.column("t", "at").mapping().form().toString()).contains("UTC");
            assertThat(differs(berlin, "at").chosen()).contains("zone:Europe/Berlin");
            assertThat(berlin.column("t", "at").mapping().form().toString()).contains("Europe/Berlin");
            assertThat(PlannedSource.keys(berlin.hazard(HazardCode.DATETIME_AMBIGUOUS))).containsExactly(2L);
            assertThat(encoded(utc)).isPositive();
            assertThat(utc.plan().hash()).isNotEqualTo(berlin.plan().hash());
            assertThatThrownBy(() -> plan(database, script, decided("at", "zone:Nowhere"))).isInstanceOf(ConfigException.class)
                    .extracting("code").isEqualTo("PT-113");
        }
    }

    @Test
    void a_missing_column_is_added_or_left_out_and_a_wanted_one_gets_a_value() throws SQLException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.t (id integer PRIMARY KEY, label varchar(9) NOT NULL)");
            String script = "CREATE TABLE t(id INTEGER PRIMARY KEY, extra TEXT); INSERT INTO t VALUES(1, 'x'), (2, NULL);";
            var value = new TableChoice(false, Optional.empty(), Optional.empty(), Map.of(),
                    Map.of("label", "coalesce(extra, 'none')"));
            List<Decision> add = List.of(decision("extra", "add"));
            List<Decision> skip = List.of(decision("extra", "skip"));

            var added = plan(database, script, new Choices("public", Map.of("t", value), add, List.of(), false));
            var left = plan(database, script, new Choices("public", Map.of("t", value), skip, List.of(), false));

            assertThat(added.plan().open()).isEmpty();
            assertThat(added.plan().ddl().tables()).extracting(Ddl.Step::sql)
                    .containsExactly("ALTER TABLE \"public\".\"t\" ADD COLUMN \"extra\" text COLLATE \"C\"");
            assertThat(added.table("t").copied()).extracting(ColumnPlan::target).containsExactly("id", "extra", "label");
            assertThat(left.table("t").copied()).extracting(ColumnPlan::target).containsExactly("id", "label");
            assertThat(left.plan().ddl().tables()).isEmpty();
            assertThat(left.mapping("t", "label")).isEqualTo("varchar(9) plain");
            assertThat(encoded(left)).isPositive();
            assertThatThrownBy(() -> plan(database, script, new Choices("public", Map.of("t", new TableChoice(false,
                    Optional.empty(), Optional.empty(), Map.of(), Map.of("nothing", "1"))), skip, List.of(), false)))
                    .isInstanceOf(ConfigException.class).extracting("code").isEqualTo("PT-114");
        }
    }

    @Test
    void a_null_that_the_target_refuses_is_named_and_a_value_does_not_take_the_place_of_the_source_s() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.t (id integer PRIMARY KEY, name varchar(9) NOT NULL)");
            String script = "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT); INSERT INTO t VALUES(1, 'x'), (2, NULL);";

            var planned = plan(database, script, NONE);

            assertThat(PlannedSource.keys(planned.hazard(HazardCode.NOT_NULL_VIOLATED))).containsExactly(2L);
            assertThat(planned.hazard(HazardCode.NOT_NULL_VIOLATED).choices()).isEmpty();
            assertThat(planned.hazard(HazardCode.NOT_NULL_VIOLATED).message()).contains("mend the rows").doesNotContain("values");
            for (String column : List.of("name", "NAME", "id")) {
                assertThatThrownBy(() -> plan(database, script, values(column, "coalesce(name, 'none')"))).as(column)
                        .isInstanceOf(ConfigException.class).extracting("code").isEqualTo("PT-116");
            }
        }
    }

    @Test
    void a_table_with_a_parent_of_an_enum_cannot_follow_its_type() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(
                    "CREATE TYPE public.mood AS ENUM ('sad', 'ok'); CREATE TABLE public.p (mood public.mood PRIMARY KEY);"
                            + "CREATE TABLE public.u (id uuid PRIMARY KEY)");
            var planned = plan(database, """
                    CREATE TABLE p(mood TEXT PRIMARY KEY); INSERT INTO p VALUES('ok');
                    CREATE TABLE u(id TEXT PRIMARY KEY); INSERT INTO u VALUES('7d444840-9dc0-11d1-b245-5ffdce74fad2');
                    CREATE TABLE c(id INTEGER PRIMARY KEY, mood TEXT REFERENCES p(mood), u TEXT REFERENCES u(id));
                    INSERT INTO c VALUES(1, 'ok', '7d444840-9dc0-11d1-b245-5ffdce74fad2');
                    """, NONE);

            assertThat(planned.mapping("c", "mood")).isEqualTo("text plain");
            assertThat(planned.hazard(HazardCode.FK_TYPE_MISMATCH).subject()).contains("mood -> p(mood)");
            assertThat(planned.mapping("c", "u")).isEqualTo("uuid plain");
            assertThat(planned.plan().ddl().foreignKeys()).extracting(Ddl.Step::name).containsExactly("c_u_fkey");
        }
    }

    @Test
    void texts_that_postgresql_cannot_hold_are_asked_about_where_an_answer_can_be() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(
                    "CREATE TABLE public.t (id integer PRIMARY KEY, a text, b varchar(9), c text NOT NULL, d char(1) NOT NULL)");
            var planned = plan(database, """
                    CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT);
                    INSERT INTO t VALUES(1, 'a' || char(0), 'b' || char(0), 'c' || char(0), char(0));
                    """, NONE);

            assertThat(planned.plan().hazards().stream().filter(h -> h.code() == HazardCode.NUL_IN_TEXT)
                    .collect(java.util.stream.Collectors.toMap(h -> h.column().orElseThrow(), Hazard::choices)))
                    .isEqualTo(Map.of("a", List.of("escape", "quarantine", "strip"), "b", List.of("quarantine", "strip"), "c",
                            List.of("escape", "strip"), "d", List.of("strip")));
        }
    }

    @Test
    void a_person_s_word_goes_before_what_the_names_say() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("""
                    CREATE TABLE public.people (key integer PRIMARY KEY, full_name text);
                    CREATE TABLE public.person (id integer PRIMARY KEY);
                    CREATE TABLE public.schema_migrations (version text PRIMARY KEY)
                    """);
            String script = """
                    CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT); INSERT INTO person VALUES(1, 'x');
                    CREATE TABLE schema_migrations(version TEXT PRIMARY KEY);
                    """;
            var choices = new Choices("public", Map.of("person", new TableChoice(false, Optional.of("people"), Optional.empty(),
                    Map.of("id", renamed("key"), "name", renamed("full_name"))), "schema_migrations",
                    new TableChoice(false, Optional.of("schema_migrations"), Optional.empty(), Map.of())), List.of(), List.of(),
                    false);

            var planned = plan(database, script, choices);

            assertThat(planned.table("person").target()).isEqualTo("people");
            assertThat(planned.table("person").copied()).extracting(ColumnPlan::target).containsExactly("key", "full_name");
            assertThat(planned.table("schema_migrations").skip()).isFalse();
            assertThat(planned.plan().open()).isEmpty();
            assertThat(planned.codes()).doesNotContain(HazardCode.IDENTIFIER_RENAMED, HazardCode.BOOKKEEPING_TABLE);
        }
    }

    @Test
    void a_schema_without_any_table_of_the_source_is_an_ordinary_one() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.other (id integer); CREATE VIEW public.u AS SELECT 1 AS x");
            String script = "CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT); CREATE TABLE u(id INTEGER PRIMARY KEY);";

            assertThat(plan(database, script, NONE).plan()).usingRecursiveComparison()
                    .isEqualTo(PlannedSource.of(folder, "SELECT 1", NONE).plan());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void every_sequence_goes_on_behind_the_largest_number(TestPostgres server) {
        try (TestDatabase database = server.freshDatabase()) {
            database.execute("""
                    CREATE SEQUENCE public.ids;
                    CREATE SEQUENCE public.down INCREMENT -1;
                    CREATE TABLE public.a (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, no serial, s bigint DEFAULT nextval('public.ids'));
                    CREATE TABLE public.b (id bigint PRIMARY KEY DEFAULT nextval('public.ids'), d integer DEFAULT nextval('public.down'));
                    CREATE TABLE public.c (id smallserial PRIMARY KEY)
                    """);
            var planned = plan(database, """
                    CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT, no INTEGER);
                    INSERT INTO a VALUES(500, 1); DELETE FROM a;
                    INSERT INTO a VALUES(1, 70), (2, 30);
                    CREATE TABLE b(id INTEGER PRIMARY KEY); INSERT INTO b VALUES(9);
                    CREATE TABLE c(id INTEGER PRIMARY KEY);
                    """, NONE);
            database.execute("INSERT INTO public.a (id, no, s) OVERRIDING SYSTEM VALUE VALUES (1, 70, 800), (2, 30, 3);"
                    + "INSERT INTO public.b (id, d) VALUES (9, 1)");
            planned.plan().ddl().sequences().forEach(step -> database.execute(step.sql()));

            assertThat(planned.plan().ddl().sequences()).extracting(Ddl.Step::name).containsExactlyInAnyOrder("a_id_seq",
                    "a_no_seq", "ids", "c_id_seq");
            assertThat(planned.hazard(HazardCode.SEQUENCE_DESCENDING).message()).contains("down");
            assertThat(database.query("SELECT nextval('public.a_id_seq')")).containsExactly("501");
            assertThat(database.query("SELECT nextval('public.a_no_seq')")).containsExactly("71");
            assertThat(database.query("SELECT nextval('public.ids')")).containsExactly("801");
            assertThat(database.query("SELECT nextval('public.c_id_seq')")).containsExactly("1");
            planned.plan().ddl().sequences().forEach(step -> database.execute(step.sql()));
            assertThat(database.query("SELECT nextval('public.ids')")).containsExactly("802");
        }
    }

    @Test
    void a_table_that_portage_makes_refers_to_one_that_is_there() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.users (id integer PRIMARY KEY, mail text);"
                    + "CREATE TABLE public.other (x integer); CREATE INDEX by_title ON public.other (x)");
            var planned = plan(database, """
                    CREATE TABLE users(id INTEGER PRIMARY KEY, mail TEXT UNIQUE);
                    CREATE TABLE posts(id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id), mail TEXT REFERENCES users(mail), title TEXT);
                    CREATE INDEX by_title ON posts(title);
                    """, NONE);

            assertThat(planned.table("posts").made()).isTrue();
            assertThat(planned.plan().ddl().foreignKeys()).extracting(Ddl.Step::name).containsExactly("posts_author_fkey");
            assertThat(planned.hazard(HazardCode.FK_PARENT_NOT_UNIQUE).subject()).contains("mail -> users(mail)");
            database.execute(DdlWriter.script(planned.plan()));
            assertThat(database.query("SELECT indexname FROM pg_indexes WHERE tablename = 'posts' ORDER BY 1"))
                    .containsExactly("by_title_2", "posts_pkey");
        }
    }

    @Test
    void the_hash_knows_types_and_not_what_comes_and_goes_with_the_load() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("""
                    CREATE TABLE public.p (id integer PRIMARY KEY);
                    CREATE TABLE public.t (id integer PRIMARY KEY, p integer REFERENCES public.p (id), s text DEFAULT 'a')
                    """);
            String script = """
                    CREATE TABLE p(id INTEGER PRIMARY KEY);
                    CREATE TABLE t(id INTEGER PRIMARY KEY, p INTEGER REFERENCES p(id), s TEXT); INSERT INTO t VALUES(1, NULL, 'x');
                    """;
            String before = plan(database, script, NONE).plan().hash();

            database.execute("""
                    ALTER TABLE public.t DROP CONSTRAINT t_p_fkey; ALTER TABLE public.t ALTER s SET DEFAULT 'b';
                    ALTER TABLE public.t ADD CHECK (id > 0); INSERT INTO public.t VALUES (1, NULL, 'x')
                    """);
            assertThat(plan(database, script, NONE).plan().hash()).isEqualTo(before);
            database.execute("ALTER TABLE public.t ALTER s TYPE varchar(10)");
            assertThat(plan(database, script, NONE).plan().hash()).isNotEqualTo(before);
        }
    }

    @Test
    void orphans_stop_the_plan_only_where_the_target_would_refuse_them() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.p (id integer PRIMARY KEY);"
                    + "CREATE TABLE public.a (id integer PRIMARY KEY, p integer REFERENCES public.p (id));"
                    + "CREATE TABLE public.b (id integer PRIMARY KEY, p integer)");
            var planned = plan(database, """
                    CREATE TABLE p(id INTEGER PRIMARY KEY);
                    CREATE TABLE a(id INTEGER PRIMARY KEY, p INTEGER REFERENCES p(id)); INSERT INTO a VALUES(1, 7);
                    CREATE TABLE b(id INTEGER PRIMARY KEY, p INTEGER REFERENCES p(id)); INSERT INTO b VALUES(1, 7);
                    """, NONE);

            assertThat(planned.hazard(HazardCode.FK_ORPHAN).table()).contains("a");
            assertThat(planned.hazard(HazardCode.FK_ORPHAN).open()).isTrue();
            assertThat(planned.hazard(HazardCode.TARGET_LACKS).table()).contains("b");
        }
    }

    @Test
    void a_type_in_the_plan_file_cannot_change_the_target_s() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("CREATE TABLE public.t (id integer PRIMARY KEY, x text)");
            var typed = new ColumnChoice(false, Optional.empty(),
                    Optional.of(dev.portage.mapping.TargetType.of(dev.portage.mapping.TargetType.Kind.BYTEA)), Optional.empty(),
                    Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), false);

            assertThatThrownBy(() -> plan(database, "CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT)",
                    PlannedSource.column("t", "x", typed))).isInstanceOf(ConfigException.class)
                    .extracting("code").isEqualTo("PT-113");
        }
    }

    private PlannedSource plan(TestDatabase database, String script, Choices choices) {
        Path file = folder.resolve("app.db");
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return plan(database, SqliteScript.run(file, script), choices);
    }

    private static PlannedSource plan(TestDatabase database, Path file, Choices choices) {
        try (SqliteFile source = SqliteFile.openPrivate(file); Connection target = database.connect()) {
            return new PlannedSource(Planner.plan(Map.of("main", "app.db"), source, SqliteSchemaReader.read(source),
                    TargetTables.read(target, Set.of("public")), choices, Planner.Progress.NONE));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The encoders take every value that the plan says fits.
    private long encoded(PlannedSource planned) throws SQLException {
        try (SqliteFile source = SqliteFile.openPrivate(folder.resolve("app.db"))) {
            return DryRun.encodeAll(planned.plan(), source, _ -> {});
        }
    }

    private static Choices decided(String column, String choice) {
        return new Choices("public", Map.of(), List.of(decision(column, choice)), List.of(), false);
    }

    private static Decision decision(String column, String choice) {
        return new Decision(HazardCode.SCHEMA_DIFFERS, Optional.of("t"), Optional.of(column), Optional.empty(), choice);
    }

    private static Choices values(String column, String sql) {
        return new Choices("public", Map.of("t",
                new TableChoice(false, Optional.empty(), Optional.empty(), Map.of(), Map.of(column, sql))), List.of(), List.of(),
                false);
    }

    private static ColumnChoice renamed(String name) {
        return new ColumnChoice(false, Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                List.of(), Optional.empty(), Optional.empty(), List.of(), false);
    }

    private static Hazard differs(PlannedSource planned, String column) {
        return planned.plan().hazards().stream()
                .filter(h -> h.code() == HazardCode.SCHEMA_DIFFERS && h.column().equals(Optional.of(column))).findFirst()
                .orElseThrow(() -> new AssertionError("nothing about " + column + " in " + planned.plan().hazards()));
    }

    private static List<String> subjects(PlannedSource planned, HazardCode code) {
        return planned.plan().hazards().stream().filter(h -> h.code() == code).map(h -> h.subject().orElseThrow()).toList();
    }

    private static List<String> steps(PlannedSource planned) {
        return planned.plan().ddl().tables().stream().map(step -> step.kind() + " " + step.name()).toList();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ExistingPlanIT.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

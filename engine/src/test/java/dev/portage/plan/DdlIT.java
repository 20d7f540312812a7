package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Real servers run what was written, and keep what it promises.
final class DdlIT {
    private static final String SHOP = """
            CREATE TABLE customer (id INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT COLLATE NOCASE UNIQUE NOT NULL,
              code TEXT, since DATETIME DEFAULT CURRENT_TIMESTAMP, vip BOOLEAN DEFAULT 0,
              boss INTEGER REFERENCES customer (id) ON DELETE SET NULL, CONSTRAINT short CHECK (length(code) < 9));
            CREATE TABLE region (land TEXT, no INTEGER, name TEXT, PRIMARY KEY (land, no)) WITHOUT ROWID;
            CREATE TABLE "or""der; --" ("Id" INTEGER PRIMARY KEY, "cust omer" INTEGER NOT NULL REFERENCES customer ON DELETE CASCADE
                DEFERRABLE INITIALLY DEFERRED, "a.b" TEXT, no INTEGER DEFAULT 7, net REAL, "😀" REAL AS (net * 1.5) STORED,
              FOREIGN KEY ("a.b", no) REFERENCES region (land, no) ON UPDATE CASCADE ON DELETE SET DEFAULT);
            CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b (id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE t_pkey (x TEXT PRIMARY KEY COLLATE NOCASE);
            CREATE TABLE t (id INTEGER PRIMARY KEY);
            CREATE TABLE t_id_seq (id INTEGER PRIMARY KEY);
            CREATE UNIQUE INDEX one_vip ON customer (code) WHERE vip;
            CREATE INDEX down ON customer (code DESC, since);
            CREATE UNIQUE INDEX "e x" ON "or""der; --" (lower("a.b"), no);
            CREATE UNIQUE INDEX tail ON region (name COLLATE RTRIM);
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void the_whole_script_runs_and_the_catalog_holds_what_sqlite_declared(TestPostgres server) {
        DdlDrafts drafts = DdlDrafts.of(folder, SHOP).into("shop \"x\"");
        MigrationPlan plan = drafts.plan();
        try (TestDatabase database = server.freshDatabase()) {
            database.execute(DdlWriter.script(plan));

            assertThat(plan.hazards()).extracting(Hazard::code).containsOnly(HazardCode.NOCASE);
            assertThat(database
                    .query("SELECT conname || ' ' || contype::text || ' ' || convalidated || ' ' || condeferred FROM pg_constraint"
                            + " JOIN pg_class ON pg_class.oid = conrelid WHERE relname = 'or\"der; --' AND contype <> 'n' ORDER BY conname"))
                    .containsExactly("or\"der; --_a.b_no_fkey f true false", "or\"der; --_cust omer_fkey f true true",
                            "or\"der; --_pkey p true false");
            assertThat(
                    database.query(
                            "SELECT attname || ' ' || attnotnull || ' ' || attidentity::text || attgenerated::text FROM pg_attribute"
                                    + " JOIN pg_class ON pg_class.oid = attrelid WHERE relname = 'or\"der; --' AND attnum > 0 ORDER BY attnum"))
                    .containsExactly("Id true d", "cust omer true ", "a.b false ", "no false ", "net false ", "😀 false s");
            assertThat(database
                    .query("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conname LIKE '%a.b%'")
                    .getFirst()).contains("ON UPDATE CASCADE ON DELETE SET DEFAULT");
            assertThat(database.query("SELECT indexdef FROM pg_indexes WHERE indexname = 'down'").getFirst())
                    .contains("(code DESC, since)");
            assertThat(database.query("SELECT DISTINCT collname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
                    + " JOIN pg_collation l ON l.oid = attcollation WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'shop \"x\"') AND relkind = 'r'"))
                    .containsExactly("C");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void the_target_refuses_what_sqlite_refused(TestPostgres server) {
        try (TestDatabase database = server.freshDatabase()) {
            database.execute(DdlWriter.script(DdlDrafts.of(folder, SHOP).plan()));
            database.execute(
                    "INSERT INTO public.customer (mail, code, vip) VALUES ('a@x', 'c', true), ('b@x', 'c', false), ('É@x', 'c', false);"
                            + "INSERT INTO public.region VALUES ('de', 1, 'north  '), ('de', 2, NULL), ('at', 1, NULL)");

            refused(database, "INSERT INTO public.customer (mail) VALUES ('A@X')", "customer_mail_key");
            database.execute("INSERT INTO public.customer (mail) VALUES ('é@x')");
            refused(database, "INSERT INTO public.customer (mail, code, vip) VALUES ('d@x', 'c', true)", "one_vip");
            database.execute("INSERT INTO public.customer (mail, code, vip) VALUES ('e@x', 'c', false)");
            refused(database, "INSERT INTO public.customer (mail, code) VALUES ('f@x', '123456789')", "short");
            refused(database, "INSERT INTO public.customer (mail, boss) VALUES ('g@x', 99)", "customer_boss_fkey");
            refused(database, "INSERT INTO public.region VALUES ('de', 3, 'north')", "tail");
            refused(database, "INSERT INTO public.region VALUES (NULL, 3, 'x')", "land");
            refused(database, "INSERT INTO public.customer (code) VALUES ('x')", "mail");
            database.execute("INSERT INTO public.a (id, b) VALUES (1, 1); INSERT INTO public.b (id, a) VALUES (1, 1)");
            refused(database, "INSERT INTO public.a (id, b) VALUES (2, 2)", "a_b_fkey");
            database.execute("INSERT INTO public.\"or\"\"der; --\" (\"cust omer\", \"a.b\", no, net) VALUES (1, 'de', 1, 2)");
            assertThat(database.query("SELECT \"😀\" FROM public.\"or\"\"der; --\"")).containsExactly("3");
            refused(database, "INSERT INTO public.\"or\"\"der; --\" (\"cust omer\", \"a.b\", no) VALUES (1, 'DE', 1)", "e x");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void numbers_go_on_after_the_last_one(TestPostgres server) {
        DdlDrafts drafts = DdlDrafts.of(folder, """
                CREATE TABLE "Far ahead" ("the id" INTEGER PRIMARY KEY, x TEXT); CREATE TABLE full (id INTEGER PRIMARY KEY, x TEXT);
                CREATE TABLE below (id INTEGER PRIMARY KEY, x TEXT); CREATE TABLE none (id INTEGER PRIMARY KEY, x TEXT);
                """).lastNumber("Far ahead", 500).lastNumber("full", Long.MAX_VALUE).lastNumber("below", -4);
        try (TestDatabase database = server.freshDatabase()) {
            database.execute(DdlWriter.script(drafts.plan()));

            database.execute("INSERT INTO public.\"Far ahead\" (x) VALUES ('a'); INSERT INTO public.below (x) VALUES ('a');"
                    + "INSERT INTO public.none (x) VALUES ('a'), ('b')");

            assertThat(database.query("SELECT \"the id\" FROM public.\"Far ahead\"")).containsExactly("501");
            assertThat(database.query("SELECT id FROM public.below")).containsExactly("1");
            assertThat(database.query("SELECT id FROM public.none ORDER BY 1")).containsExactly("1", "2");
            refused(database, "INSERT INTO public.full (x) VALUES ('a')", "reached maximum value of sequence");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void rows_that_violate_are_kept_where_that_was_chosen_and_new_ones_are_refused(TestPostgres server) {
        DdlDrafts drafts = DdlDrafts.of(folder, """
                CREATE TABLE p (id INTEGER PRIMARY KEY);
                CREATE TABLE c (p INTEGER REFERENCES p, n INTEGER CONSTRAINT pos CHECK (n > 0), u TEXT UNIQUE);
                CREATE TABLE k (k TEXT PRIMARY KEY); CREATE TABLE l (v TEXT UNIQUE, w TEXT); CREATE INDEX wi ON l (w);
                CREATE UNIQUE INDEX part ON l (w) WHERE v IS NOT NULL;
                """).chosen(HazardCode.FK_ORPHAN, "c", "p -> p(id)", "not-valid")
                .chosen(HazardCode.CHECK_VIOLATED, "c", "pos", "not-valid")
                .chosen(HazardCode.UNIQUE_VIOLATED, "c", "sqlite_autoindex_c_1", "not-unique")
                .hazard(HazardCode.NULL_IN_KEY, "k", Optional.empty(), Optional.empty(), List.of("unique", "skip-key"),
                        Optional.empty())
                .chosen(HazardCode.INDEX_VALUE_TOO_LARGE, "l", "sqlite_autoindex_l_1", "hash")
                .chosen(HazardCode.INDEX_VALUE_TOO_LARGE, "l", "wi", "hash")
                .chosen(HazardCode.INDEX_VALUE_TOO_LARGE, "l", "part", "hash");
        Ddl ddl = drafts.write().ddl();
        try (TestDatabase database = server.freshDatabase()) {
            run(database, ddl.tables());
            database.execute(
                    "INSERT INTO public.c VALUES (5, -1, 'x'), (6, -1, 'x'); INSERT INTO public.k VALUES (NULL), (NULL), ('a')");
            database.execute(
                    "INSERT INTO public.l SELECT string_agg(sha256(i::text::bytea)::text, ''), repeat('é', 3) FROM generate_series(1, 400) i");
            List.of(ddl.indexes(), ddl.checks(), ddl.foreignKeys(), ddl.validations(), ddl.sequences())
                    .forEach(steps -> run(database, steps));

            refused(database, "INSERT INTO public.c VALUES (5, 1, 'y')", "c_p_fkey");
            refused(database, "INSERT INTO public.c VALUES (NULL, -1, 'y')", "pos");
            refused(database, "INSERT INTO public.k VALUES ('a')", "k_k_key");
            refused(database, "INSERT INTO public.l SELECT v, 'other' FROM public.l", "l_v_key");
            refused(database, "INSERT INTO public.l VALUES ('new', repeat('é', 3))", "part");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void an_index_gives_rows_in_the_order_of_sqlite(TestPostgres server) {
        DdlDrafts drafts = DdlDrafts
                .of(folder, "CREATE TABLE t (a TEXT, n INTEGER); CREATE INDEX i ON t (a); CREATE INDEX e ON t (n + 1)")
                .type("t.n", Kind.INTEGER);
        try (TestDatabase database = server.freshDatabase()) {
            database.execute(DdlWriter.script(drafts.plan()));
            database.execute("INSERT INTO public.t VALUES ('b', 1), ('B', 2), (NULL, 3), ('ä', 4), ('a', 5)");

            List<String> order = database.query("SELECT a FROM public.t ORDER BY a NULLS FIRST");

            assertThat(order).containsExactly(null, "B", "a", "b", "ä");
            assertThat(database.query("SELECT count(*) FROM pg_index WHERE indrelid = 'public.t'::regclass"))
                    .containsExactly("2");
        }
    }

    private static void run(TestDatabase database, List<Ddl.Step> steps) {
        steps.forEach(step -> database.execute(step.sql()));
    }

    private static void refused(TestDatabase database, String sql, String why) {
        assertThatThrownBy(() -> database.execute(sql)).hasStackTraceContaining(why);
    }
}

package dev.portage.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.MismatchException;
import dev.portage.UnverifiedException;
import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.ValueForm;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import dev.portage.verify.Verdict.Check;
import dev.portage.verify.Verdict.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierIT {
    @TempDir
    Path folder;

    private TestDatabase database;
    private Sides sides;

    @BeforeEach
    void open() {
        database = TestPostgres.v18().freshDatabase();
        sides = new Sides(folder, database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Sides filled(int rows) {
        return sides.source("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, r REAL); CREATE TABLE k (a TEXT, n INTEGER); "
                + "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ".formatted(rows)
                + "INSERT INTO t SELECT i, 'row ' || i, i / 4.0 FROM n; INSERT INTO k SELECT a, id FROM t;")
                .target("CREATE TABLE public.t (id bigint, a text, r double precision); CREATE TABLE public.k (a text, n bigint); "
                        + "INSERT INTO public.t SELECT i, 'row ' || i, i / 4.0 FROM generate_series(1, %d) i; ".formatted(rows)
                        + "INSERT INTO public.k SELECT a, id FROM public.t");
    }

    private static Check check(Verdict verdict, String name) {
        return verdict.checks().stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void a_schema_of_the_application_is_read_by_the_types_underneath() {
        sides.source("""
                CREATE TABLE t (id INTEGER PRIMARY KEY, mood TEXT, code TEXT, mail TEXT, flag TEXT, at TEXT, key BLOB);
                INSERT INTO t VALUES (1, 'sad', 'a1', 'Ann@x.org', 'ab ', '2024-01-01 00:00:00.120', x'00112233445566778899aabbccddeeff'),
                    (2, 'ok', 'b2', 'ann@y.org', '   ', '1999-12-31 23:59:59.999', NULL);
                CREATE TABLE named (mood TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
                INSERT INTO named VALUES ('sad', 1), ('ok', 2), ('Big', 3);
                """).target("""
                CREATE EXTENSION citext SCHEMA public;
                CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'Big');
                CREATE DOMAIN public.number AS bigint NOT NULL CHECK (VALUE IN (1, 2, 3));
                CREATE DOMAIN public.code AS varchar(2) CHECK (VALUE ~ '^[a-z][0-9]$');
                CREATE DOMAIN public.strict_code AS public.code NOT NULL;
                CREATE TABLE public.t (id public.number PRIMARY KEY, mood public.mood, code public.strict_code, mail public.citext,
                    flag char(3), at timestamp(3), key uuid);
                INSERT INTO public.t VALUES
                    (1, 'sad', 'a1', 'Ann@x.org', 'ab', '2024-01-01 00:00:00.12', '00112233445566778899aabbccddeeff'),
                    (2, 'ok', 'b2', 'ann@y.org', '', '1999-12-31 23:59:59.999', NULL);
                CREATE TABLE public.named (mood public.mood PRIMARY KEY, n public.number);
                INSERT INTO public.named VALUES ('sad', 1), ('ok', 2), ('Big', 3);
                """);
        var label = new ValueForm.Label(List.of("sad", "ok", "Big"));
        var millis = new IsoPattern(true, ' ', IsoPattern.TimePart.SECONDS, IsoPattern.Fraction.FIXED, 3, IsoPattern.Zone.NONE);
        sides.map("t.mood", "enum", label).map("t.code", "varchar(2)", new ValueForm.Plain())
                .map("t.mail", "citext", new ValueForm.Plain()).map("t.flag", "char(3)", new ValueForm.Plain())
                .map("t.at", "timestamp(3)", new ValueForm.IsoText(millis, Optional.empty()))
                .map("t.key", "uuid", new ValueForm.UuidBytes()).map("named.mood", "enum", label);

        Verdict verdict = sides.verify();

        assertThat(verdict.checks()).allSatisfy(check -> assertThat(check.outcome()).as(check.detail()).isEqualTo(Outcome.EQUAL));
        assertThat(check(verdict, "self-check").detail()).contains("one row removed");
        sides.target("UPDATE public.named SET n = 1 WHERE mood = 'ok'");
        assertThat(Sides.differences(sides.compare("named"))).singleElement()
                .satisfies(difference -> assertThat(difference.key()).isEqualTo("[\"ok\"]"));
    }

    @Test
    void equal_sides_are_equal_in_every_check() {
        Verdict verdict = filled(5_000).invariant("sum", "SELECT sum(r), count(*) FROM t", "SELECT sum(r), count(*) FROM t")
                .verify();

        assertThat(verdict.outcome()).isEqualTo(Outcome.EQUAL);
        assertThat(verdict.checks()).extracting(Check::name).containsExactly("row counts", "spot check", "invariant sum",
                "self-check");
        assertThat(check(verdict, "spot check").detail()).isEqualTo("20 rows, 60 values read again");
        assertThat(check(verdict, "self-check").detail()).contains("one value changed", "one row removed", "1000 rows of t");
        verdict.requireEqual();
    }

    @Test
    void a_difference_makes_the_verdict_different() {
        Verdict verdict = filled(100).target("UPDATE public.t SET a = 'ROW 7' WHERE id = 7").verify();

        assertThat(verdict.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThatThrownBy(verdict::requireEqual).isInstanceOf(MismatchException.class)
                .hasMessageContainingAll("1 difference in", "1 of 2 tables");
        // The other table was found equal, so the verifier still proves itself on it.
        assertThat(check(verdict, "self-check").detail()).contains("rows of k");
    }

    @Test
    void tables_without_a_key_are_enough_for_the_self_check() {
        Verdict verdict = sides.source("CREATE TABLE k (a TEXT, n INTEGER); INSERT INTO k VALUES ('x', 1), ('x', 1), ('y', 2);")
                .target("CREATE TABLE public.k (a text, n bigint); INSERT INTO public.k VALUES ('x', 1), ('y', 2), ('x', 1)")
                .verify();

        assertThat(verdict.outcome()).isEqualTo(Outcome.EQUAL);
        assertThat(check(verdict, "self-check").detail()).contains("3 rows of k");
    }

    @Test
    void an_added_row_is_found_where_all_tables_are_empty() {
        Verdict verdict = sides.source("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);")
                .target("CREATE TABLE public.t (id bigint PRIMARY KEY, a text)").verify();

        assertThat(verdict.outcome()).isEqualTo(Outcome.EQUAL);
        assertThat(check(verdict, "self-check").detail()).isEqualTo("found a row added to a copy of t");
    }

    @Test
    void a_false_invariant_makes_the_verdict_different() {
        Verdict verdict = filled(10).invariant("top", "SELECT max(id) FROM t", "SELECT max(id) + 1 FROM t").verify();

        assertThat(verdict.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(check(verdict, "invariant top").detail()).contains("from row 1 on");
    }

    @Test
    void an_invariant_that_cannot_be_asked_is_not_true() {
        Verdict verdict = filled(10).invariant("typo", "SELECT count(*) FROM t", "SELECT count(*) FROM tt").verify();

        assertThat(verdict.outcome()).isEqualTo(Outcome.UNVERIFIED);
        assertThat(check(verdict, "invariant typo").detail()).contains("42P01");
        assertThatThrownBy(verdict::requireEqual).isInstanceOf(UnverifiedException.class).hasMessageContaining("invariant typo");
    }

    @Test
    void an_invariant_cannot_write() {
        Verdict verdict = filled(10)
                .invariant("writes", "SELECT 10", "WITH d AS (DELETE FROM t RETURNING 1) SELECT count(*) FROM d")
                .verify();

        assertThat(check(verdict, "invariant writes").detail()).contains("25006");
        assertThat(database.query("SELECT count(*) FROM public.t")).containsExactly("10");
    }

    @Test
    void rows_of_an_invariant_have_no_order_unless_it_says_so() {
        Verdict verdict = filled(10)
                .invariant("any", "SELECT id FROM t ORDER BY id", "SELECT id FROM (SELECT id FROM t ORDER BY id DESC) s")
                .invariant("order", "SELECT id FROM t ORDER BY id", "SELECT id FROM t ORDER BY id DESC").verify();

        assertThat(check(verdict, "invariant any").outcome()).isEqualTo(Outcome.EQUAL);
        assertThat(check(verdict, "invariant order").outcome()).isEqualTo(Outcome.DIFFERENT);
    }

    @Test
    void a_session_killed_in_mid_stream_is_never_equal() {
        filled(300_000);
        AtomicInteger connections = new AtomicInteger();
        Verdict verdict = Verifier.verify(sides.plan(), sides::open, purpose -> {
            Connection connection = sides.connect(purpose);
            connections.incrementAndGet();
            return connection;
        }, new Verifier.Options(Sides.MIGRATION, folder.resolve("spill"), 7, false, 1, event -> {
            if (event instanceof dev.portage.observe.Event.Progressed(_, _, String table, long done, _) && table.equals("t")
                    && done == 8_192) {
                killVerifiers();
            }
        }));

        assertThat(verdict.outcome()).isEqualTo(Outcome.UNVERIFIED);
        assertThat(verdict.tables().getFirst().verdict()).isInstanceOfSatisfying(TableVerdict.Unverified.class,
                unverified -> assertThat(unverified.reason()).contains("PT-701"));
        assertThat(verdict.tables().getLast().verdict()).isEqualTo(new TableVerdict.Equal(300_000));
        assertThat(connections.get()).isGreaterThan(3);
    }

    private void killVerifiers() {
        database.query("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name = 'portage verify' AND datname = current_database()
                """);
    }

    @Test
    void a_verifier_that_misses_a_planted_difference_is_not_believed() {
        // The trigger keeps the temporary copy as it was, so that nothing is planted in it.
        filled(100).target("""
                CREATE FUNCTION public.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                CREATE FUNCTION public.attach() RETURNS event_trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF to_regclass('pg_temp.portage_self_check') IS NOT NULL THEN
                        CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON pg_temp.portage_self_check
                            FOR EACH ROW EXECUTE FUNCTION public.keep();
                    END IF;
                END $$;
                CREATE EVENT TRIGGER attach ON ddl_command_end WHEN TAG IN ('CREATE TABLE AS')
                    EXECUTE FUNCTION public.attach()
                """);

        assertThatThrownBy(sides::verify).isInstanceOfSatisfying(UnverifiedException.class, e -> {
            assertThat(e.code()).isEqualTo("PT-710");
            assertThat(e).hasMessageContaining("did not find a planted difference");
        });
    }
}

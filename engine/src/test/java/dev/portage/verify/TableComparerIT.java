package dev.portage.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.mapping.ValueForm;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableComparerIT {
    private static final String QUARANTINED = "INSERT INTO portage.quarantine VALUES ('m1', 'app.db', 't', '%s', '%s', '%s', '%s')";

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

    private static Difference difference(TableVerdict verdict) {
        assertThat(verdict).isInstanceOf(TableVerdict.Different.class);
        assertThat(((TableVerdict.Different) verdict).count()).isEqualTo(1);
        return Sides.differences(verdict).getFirst();
    }

    @Test
    void empty_tables_are_equal() {
        sides.source("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE u (a TEXT);")
                .target("CREATE TABLE public.t (id bigint, a text); CREATE TABLE public.u (a text)");

        assertThat(sides.compare("t")).isEqualTo(new TableVerdict.Equal(0));
        assertThat(sides.compare("u")).isEqualTo(new TableVerdict.Equal(0));
    }

    @Test
    void one_empty_side_is_all_missing_or_all_extra() {
        sides.source(
                "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2); CREATE TABLE u (id INTEGER PRIMARY KEY);")
                .target("CREATE TABLE public.t (id bigint); CREATE TABLE public.u (id bigint); INSERT INTO public.u VALUES (3)");

        assertThat(sides.compare("t")).isEqualTo(new TableVerdict.Different(2, 0, 2,
                List.of(Difference.row("t", "[1]", Difference.Kind.MISSING),
                        Difference.row("t", "[2]", Difference.Kind.MISSING))));
        assertThat(difference(sides.compare("u")).kind()).isEqualTo(Difference.Kind.EXTRA);
    }

    @Test
    void text_keys_are_merged_by_their_bytes_whatever_the_collations_say() {
        String values = "('a'), ('B'), ('c'), ('D'), ('ä'), ('z'), (''), ('é'), ('e\u0301'), ('\uFFFF'), ('😀'), ('a b'), ('a-b'), ('ab'), ('_')";
        sides.source("CREATE TABLE t (k TEXT COLLATE NOCASE PRIMARY KEY); INSERT INTO t VALUES " + values + ";")
                .target("CREATE TABLE public.t (k text COLLATE \"und-x-icu\"); INSERT INTO public.t VALUES " + values);

        TableVerdict equal = sides.compare("t");
        sides.target("UPDATE public.t SET k = 'd' WHERE k = 'D'");

        assertThat(equal).isEqualTo(new TableVerdict.Equal(15));
        assertThat(Sides.differences(sides.compare("t"))).containsExactlyInAnyOrder(
                Difference.row("t", "[\"D\"]", Difference.Kind.MISSING), Difference.row("t", "[\"d\"]", Difference.Kind.EXTRA));
    }

    @Test
    void composite_keys_of_a_table_without_rowid_are_named_in_key_order() {
        sides.source("CREATE TABLE t (b INTEGER, a TEXT, v TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID; "
                + "INSERT INTO t VALUES (2, 'x', 'v'), (-1, 'x', 'v'), (1, 'y', 'v');")
                .target("CREATE TABLE public.t (b bigint, a text, v text); "
                        + "INSERT INTO public.t VALUES (2, 'x', 'v'), (-1, 'x', 'w'), (1, 'y', 'v')");

        Difference found = difference(sides.compare("t"));

        assertThat(found.key()).isEqualTo("[\"x\",-1]");
        assertThat(found.column()).contains("v");
    }

    @Test
    void a_utf16_file_with_text_keys_is_compared_all_the_same() {
        String values = "('a'), ('ab'), ('\uFF00'), ('😀'), ('Ā'), ('ā')";
        sides.source("PRAGMA encoding='UTF-16le'; CREATE TABLE t (k TEXT PRIMARY KEY); INSERT INTO t VALUES " + values + ";")
                .target("CREATE TABLE public.t (k text); INSERT INTO public.t VALUES " + values);

        assertThat(sides.compare("t")).isEqualTo(new TableVerdict.Equal(6));
    }

    @Test
    void identical_rows_without_a_key_are_counted() {
        sides.source("CREATE TABLE t (a TEXT, n INTEGER); INSERT INTO t VALUES ('x', 1), ('x', 1), ('y', 2), ('x', 1);")
                .target("CREATE TABLE public.t (a text, n bigint); INSERT INTO public.t VALUES ('x', 1), ('y', 2), ('x', 1)");

        Difference missing = difference(sides.compare("t"));
        sides.target("INSERT INTO public.t VALUES ('x', 1)");
        TableVerdict equal = sides.compare("t");
        sides.target("INSERT INTO public.t VALUES ('x', 1)");
        Difference extra = difference(sides.compare("t"));

        assertThat(missing.kind()).isEqualTo(Difference.Kind.MISSING);
        assertThat(equal).isEqualTo(new TableVerdict.Equal(4));
        assertThat(extra.kind()).isEqualTo(Difference.Kind.EXTRA);
    }

    @Test
    void all_differences_are_counted_and_a_thousand_are_kept() {
        sides.source("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER); CREATE TABLE u (a INTEGER, b TEXT); "
                + "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO t SELECT i, i FROM n; "
                + "INSERT INTO u SELECT id, 'r' || id FROM t;")
                .target("CREATE TABLE public.t (id bigint, a bigint); INSERT INTO public.t SELECT i, i + 1 FROM generate_series(1, 3000) i; "
                        + "CREATE TABLE public.u (a bigint, b text)");

        var values = (TableVerdict.Different) sides.compare("t");
        var rows = (TableVerdict.Different) sides.compare("u");

        assertThat(values.count()).isEqualTo(3000);
        assertThat(values.differences()).hasSize(Difference.KEPT);
        assertThat(rows.count()).isEqualTo(3000);
        assertThat(rows.differences()).hasSize(Difference.KEPT);
    }

    @Test
    void a_quarantined_blob_must_lie_there_with_its_class_and_bytes() {
        sides.map("t.a", "text", new ValueForm.AnyAsText())
                .source("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x'), (2, x'00ff');")
                .target(Sides.QUARANTINE)
                .target("CREATE TABLE public.t (id bigint, a text); INSERT INTO public.t VALUES (1, 'x'), (2, NULL)");

        Difference absent = difference(sides.compare("t"));
        sides.target(QUARANTINED.formatted("[2]", "a", "blob", "\\x00ff"));
        TableVerdict there = sides.compare("t");
        sides.target("UPDATE portage.quarantine SET bytes = '\\x00fe'");
        Difference otherBytes = difference(sides.compare("t"));
        sides.target("UPDATE portage.quarantine SET bytes = '\\x00ff', class = 'text'");
        Difference otherClass = difference(sides.compareUnordered("t"));

        assertThat(List.of(absent, otherBytes, otherClass)).allSatisfy(difference -> {
            assertThat(difference.key()).isEqualTo("[2]");
            assertThat(difference.column()).contains("a");
            assertThat(difference.clazz()).isEqualTo("quarantine");
        });
        assertThat(there).isEqualTo(new TableVerdict.Equal(2));
    }

    @Test
    void a_value_in_the_quarantine_that_the_source_has_not_is_extra() {
        sides.source("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x');").target(Sides.QUARANTINE)
                .target("CREATE TABLE public.t (id bigint, a text); INSERT INTO public.t VALUES (1, 'x')")
                .target(QUARANTINED.formatted("[9]", "a", "blob", "\\x00"));

        Difference found = difference(sides.compare("t"));

        assertThat(found.kind()).isEqualTo(Difference.Kind.EXTRA);
        assertThat(found.key()).isEqualTo("[9]");
        assertThat(found.column()).contains("a");
    }

    @Test
    void a_number_whose_class_the_column_would_not_give_back_needs_the_quarantine() {
        sides.map("t.a", "text", new ValueForm.AnyAsText())
                .source("CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (1, 5);").target(Sides.QUARANTINE)
                .target("CREATE TABLE public.t (id bigint, a text); INSERT INTO public.t VALUES (1, '5')");

        Difference absent = difference(sides.compare("t"));
        sides.target(QUARANTINED.formatted("[1]", "a", "integer", "\\x0000000000000005"));

        assertThat(absent.clazz()).isEqualTo("quarantine");
        assertThat(sides.compare("t")).isEqualTo(new TableVerdict.Equal(1));
    }

    @Test
    void nothing_is_hidden_by_null_if() {
        sides.map("t.a", "text", new ValueForm.Plain(), List.of("", "n/a"), false)
                .source("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, ''), (2, 'n/a'), (3, 'N/A');")
                .target("CREATE TABLE public.t (id bigint, a text); INSERT INTO public.t VALUES (1, NULL), (2, NULL), (3, NULL)");

        assertThat(difference(sides.compare("t")).key()).isEqualTo("[3]");
    }

    @Test
    void values_are_shown_only_when_asked_for_and_never_secrets() {
        sides.source("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, api_token TEXT); INSERT INTO t VALUES (1, 'old', 'hush');")
                .target("CREATE TABLE public.t (id bigint, a text, api_token text); INSERT INTO public.t VALUES (1, 'new', 'other')");

        List<Difference> hidden = Sides.differences(sides.compare("t"));
        List<Difference> shown = Sides.differences(sides.showValues().compare("t"));

        assertThat(hidden).allMatch(difference -> difference.sourceText().isEmpty() && difference.targetText().isEmpty());
        assertThat(shown.getFirst().sourceText()).contains("old");
        assertThat(shown.getFirst().targetText()).contains("new");
        assertThat(shown.getLast().sourceText()).isEqualTo(Optional.empty());
    }

    @Test
    void huge_values_are_compared_in_little_memory() {
        sides.source("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB); INSERT INTO t VALUES (1, 'x', x'00'), "
                + "(2, printf('%.*c', 30000000, 'y'), zeroblob(30000000)), (3, 'z', x'01'), "
                + "(4, printf('%.*c', 30000000, 'y'), zeroblob(30000000));")
                .target("CREATE TABLE public.t (id bigint, a text, b bytea); INSERT INTO public.t VALUES (1, 'x', '\\x00'), "
                        + "(2, repeat('y', 30000000), decode(repeat('00', 30000000), 'hex')), (3, 'z', '\\x01'), "
                        + "(4, repeat('y', 29999999) || 'Y', decode(repeat('00', 30000000), 'hex'))");

        Difference byKey = difference(sides.compare("t"));
        Difference asMultiset = difference(sides.compareUnordered("t"));

        assertThat(List.of(byKey, asMultiset)).allSatisfy(difference -> {
            assertThat(difference.key()).isEqualTo("[4]");
            assertThat(difference.column()).contains("a");
        });
    }

    @Test
    void a_column_of_another_type_is_not_compared() {
        sides.source("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);").target("CREATE TABLE public.t (id bigint, a json)");

        Verdict verdict = sides.verify();

        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.UNVERIFIED);
        assertThat(verdict.tables().getFirst().verdict()).isInstanceOfSatisfying(TableVerdict.Unverified.class,
                unverified -> assertThat(unverified.reason()).contains("PT-705", "column a"));
    }
}

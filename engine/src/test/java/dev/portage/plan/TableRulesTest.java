package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.source.SqliteValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableRulesTest {
    @TempDir
    Path folder;

    @Test
    void a_key_of_several_classes_asks_and_offers_text_only_where_nothing_merges() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE merging(k PRIMARY KEY) WITHOUT ROWID;
                INSERT INTO merging VALUES(7), ('7'), ('x');
                CREATE TABLE apart(k PRIMARY KEY) WITHOUT ROWID;
                INSERT INTO apart VALUES(7), ('8'), ('x');
                """);

        assertThat(source.hazardOf(HazardCode.KEY_CLASS_MIXED, "merging").choices()).containsExactly("classed");
        assertThat(source.hazardOf(HazardCode.KEY_CLASS_MIXED, "apart").choices()).containsExactly("classed", "text");
        assertThat(source.mapping("merging", "k")).isEqualTo("bytea classed-bytes");
        assertThat(source.table("merging").keyComparable()).isFalse();
    }

    @Test
    void a_null_key_is_reported_with_its_rowid() {
        var source = PlannedSource.of(folder, "CREATE TABLE t(k TEXT PRIMARY KEY, v); INSERT INTO t VALUES('a', 1), (NULL, 2);");

        Hazard hazard = source.hazard(HazardCode.NULL_IN_KEY);
        assertThat(hazard.samples()).containsExactly(new Hazard.Key(true, List.of(new SqliteValue.Int(2))));
        assertThat(hazard.choices()).containsExactly("unique", "skip-key");
        assertThat(source.column("t", "k").notNull()).isFalse();
        assertThat(source.table("t").keyComparable()).isFalse();
    }

    @Test
    void orphans_are_counted_by_foreign_key_with_their_keys() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE a(id INTEGER PRIMARY KEY);
                CREATE TABLE b(id INTEGER PRIMARY KEY, x INT REFERENCES a(id), y INT REFERENCES a(id));
                INSERT INTO a VALUES(1);
                INSERT INTO b VALUES(1, 1, 1), (2, 8, 1), (3, 9, NULL), (4, 1, 7);
                """);

        Hazard byX = source.hazardOn(HazardCode.FK_ORPHAN, "x -> a(id)");
        Hazard byY = source.hazardOn(HazardCode.FK_ORPHAN, "y -> a(id)");
        assertThat(PlannedSource.keys(byX)).containsExactly(2L, 3L);
        assertThat(PlannedSource.keys(byY)).containsExactly(4L);
        assertThat(byX.choices()).containsExactly("not-valid", "skip");
        assertThat(source.plan().tables().getFirst().source().name()).isEqualTo("a");
    }

    @Test
    void orphans_of_a_table_without_rowid_have_keys_too() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE a(id INTEGER PRIMARY KEY);
                CREATE TABLE b(k TEXT PRIMARY KEY, x INT REFERENCES a(id)) WITHOUT ROWID;
                INSERT INTO b VALUES('one', 8);
                """);

        assertThat(source.hazard(HazardCode.FK_ORPHAN).samples().getFirst().values().getFirst()).hasToString("one");
    }

    @Test
    void a_foreign_key_without_parent_is_named() {
        var source = PlannedSource.of(folder,
                "CREATE TABLE b(id INTEGER PRIMARY KEY, x INT REFERENCES gone(id)); INSERT INTO b VALUES(1, 5);");

        assertThat(source.hazard(HazardCode.FK_MISSING_PARENT).subject()).hasValueSatisfying(s -> assertThat(s).contains("gone"));
        assertThat(source.codes()).doesNotContain(HazardCode.FK_ORPHAN);
    }

    @Test
    void a_child_takes_its_parents_type_where_its_values_allow_and_asks_where_not() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE p(id INTEGER PRIMARY KEY);
                CREATE TABLE empty_child(p NUMERIC REFERENCES p(id), q REFERENCES p(id));
                CREATE TABLE text_child(p TEXT REFERENCES p(id));
                INSERT INTO p VALUES(1);
                INSERT INTO empty_child VALUES(1, NULL);
                INSERT INTO text_child VALUES('1');
                """);

        assertThat(source.mapping("empty_child", "p")).isEqualTo("bigint plain");
        assertThat(source.mapping("empty_child", "q")).isEqualTo("bigint plain");
        assertThat(source.hazard(HazardCode.FK_TYPE_MISMATCH).table()).contains("text_child");
    }

    @Test
    void rows_that_break_a_check_are_named_before_anything_is_copied() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, n INT CONSTRAINT positive CHECK(n > 0));
                PRAGMA ignore_check_constraints = ON;
                INSERT INTO t VALUES(1, 5), (2, -5), (3, NULL);
                """);

        Hazard hazard = source.hazard(HazardCode.CHECK_VIOLATED);
        assertThat(hazard.subject()).contains("positive");
        assertThat(PlannedSource.keys(hazard)).containsExactly(2L);
    }

    @Test
    void null_where_not_null_is_declared_is_found() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, n INT);
                INSERT INTO t VALUES(1, NULL), (2, 3);
                PRAGMA writable_schema = ON;
                UPDATE sqlite_schema SET sql = 'CREATE TABLE t(id INTEGER PRIMARY KEY, n INT NOT NULL)' WHERE name = 't';
                """);

        assertThat(PlannedSource.keys(source.hazard(HazardCode.NOT_NULL_VIOLATED))).containsExactly(1L);
        assertThat(source.column("t", "n").notNull()).isFalse();
    }

    @Test
    void rows_that_are_not_unique_are_found() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, s TEXT);
                CREATE INDEX by_s ON t(s COLLATE NOCASE) WHERE s <> '';
                INSERT INTO t VALUES(1, 'a'), (2, 'A'), (3, 'b'), (4, ''), (5, ''), (6, NULL), (7, NULL);
                PRAGMA writable_schema = ON;
                UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX by_s ON t(s COLLATE NOCASE) WHERE s <> ''''' WHERE name = 'by_s';
                """);

        Hazard hazard = source.hazard(HazardCode.UNIQUE_VIOLATED);
        assertThat(PlannedSource.keys(hazard)).containsExactlyInAnyOrder(1L, 2L);
        assertThat(hazard.rows()).isEqualTo(2);
        assertThat(hazard.subject()).contains("by_s");
    }

    @Test
    void an_index_entry_that_is_too_long_is_named_and_a_short_one_is_not() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, s TEXT, u TEXT UNIQUE);
                CREATE INDEX by_s ON t(s);
                INSERT INTO t VALUES(1, 'short', 'short'), (2, printf('%.*c', 3000, 'x'), 'also short');
                """);

        Hazard hazard = source.hazard(HazardCode.INDEX_VALUE_TOO_LARGE);
        assertThat(hazard.subject()).contains("by_s");
        assertThat(PlannedSource.keys(hazard)).containsExactly(2L);
        assertThat(hazard.choices()).containsExactly("hash", "skip");
    }

    @Test
    void more_columns_than_postgresql_takes_are_refused_without_a_choice() {
        String columns = IntStream.range(0, 1601).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        var source = PlannedSource.of(folder, "CREATE TABLE wide(" + columns + "); INSERT INTO wide(c1) VALUES(1);");

        assertThat(source.hazard(HazardCode.TOO_MANY_COLUMNS).choices()).isEmpty();
        assertThat(source.hazard(HazardCode.TOO_MANY_COLUMNS).message()).contains("1,601", "1,600");
        assertThat(source.plan().open()).hasSize(1);
    }

    @Test
    void names_that_postgresql_cannot_keep_are_changed_and_said() {
        String longName = "n".repeat(64);
        var source = PlannedSource.of(folder,
                "CREATE TABLE t(" + longName + " INT, xmin INT, Mixed INT, id INTEGER PRIMARY KEY);");

        List<String> names = source.table("t").columns().stream().map(ColumnPlan::target).toList();
        assertThat(names.getFirst()).hasSize(63).startsWith("n".repeat(54) + "_");
        assertThat(names.subList(1, 4)).containsExactly("xmin_", "Mixed", "id");
        assertThat(source.codes().stream().filter(HazardCode.IDENTIFIER_RENAMED::equals)).hasSize(2);
        assertThat(source.hazard(HazardCode.IDENTIFIER_CASE).message()).contains("Mixed");
    }

    @Test
    void a_control_character_in_a_name_is_refused_until_it_is_renamed() {
        String script = "CREATE TABLE \"a\nb\"(id INTEGER PRIMARY KEY);";
        var source = PlannedSource.of(folder, script);
        var renamed = PlannedSource.of(folder, "", new Choices("public",
                Map.of("a\nb", new Choices.TableChoice(false, Optional.of("a_b"), Optional.empty(), Map.of())), List.of(),
                List.of(), false));

        assertThat(source.hazard(HazardCode.IDENTIFIER_CONTROL_CHARACTER).open()).isTrue();
        assertThat(renamed.plan().open()).isEmpty();
        assertThat(renamed.table("a\nb").target()).isEqualTo("a_b");
    }

    @Test
    void a_table_without_key_is_named_and_its_rowid_is_not_trusted() {
        var source = PlannedSource.of(folder, "CREATE TABLE t(v TEXT); INSERT INTO t VALUES('x'), ('x');");

        assertThat(source.hazard(HazardCode.NO_KEY).rows()).isEqualTo(2);
        assertThat(source.codes()).contains(HazardCode.ROWID_UNSTABLE);
        assertThat(source.table("t").orderedKey()).isEmpty();
    }

    @Test
    void an_identity_goes_on_from_the_counter_where_that_is_ahead() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, v);
                INSERT INTO t VALUES(3, 'a'), (90, 'b');
                DELETE FROM t WHERE id = 90;
                CREATE TABLE u(id INTEGER PRIMARY KEY);
                INSERT INTO u VALUES(-4), (6);
                """);

        assertThat(source.table("t").nextIdentity()).hasValue(90);
        assertThat(source.table("u").nextIdentity()).hasValue(6);
        assertThat(source.hazard(HazardCode.SEQUENCE_AHEAD).table()).contains("t");
        assertThat(source.column("t", "id").identity()).isTrue();
    }

    @Test
    void views_triggers_and_virtual_tables_are_named_with_what_they_do() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT, changed TEXT);
                CREATE TABLE gone(v);
                CREATE VIEW numbered AS SELECT id, row_number() OVER (ORDER BY id) AS n FROM t;
                CREATE VIEW bad AS SELECT v FROM gone;
                CREATE TRIGGER stamp AFTER UPDATE ON t BEGIN UPDATE t SET changed = 'now'; END;
                CREATE VIRTUAL TABLE search USING fts5(body);
                PRAGMA writable_schema = ON;
                DELETE FROM sqlite_schema WHERE name = 'gone';
                """);

        assertThat(source.hazard(HazardCode.VIEW_UNTRANSLATED).subject()).contains("numbered");
        assertThat(source.hazard(HazardCode.VIEW_BROKEN).subject()).contains("bad");
        assertThat(source.hazard(HazardCode.TRIGGER_UNTRANSLATED).message()).contains("AFTER UPDATE ON t: UPDATE t");
        assertThat(source.hazard(HazardCode.VIRTUAL_TABLE).message()).contains("fts5", "tsvector");
        assertThat(source.codes().stream().filter(HazardCode.SHADOW_TABLE::equals)).hasSize(5);
        assertThat(source.plan().tables()).extracting(t -> t.source().name()).containsExactlyInAnyOrder("t",
                "search");
    }

    @Test
    void a_file_in_utf16_is_noted_and_its_text_keys_are_not_merged_by_order() {
        var source = PlannedSource.of(folder,
                "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(k TEXT PRIMARY KEY); INSERT INTO t VALUES('ä');");

        assertThat(source.hazard(HazardCode.ENCODING_UTF16).table()).isEmpty();
        assertThat(source.table("t").keyComparable()).isFalse();
    }

    @Test
    void a_skipped_table_asks_nothing() {
        Choices skip = new Choices("public",
                Map.of("t", new Choices.TableChoice(true, Optional.empty(), Optional.empty(), Map.of())), List.of(), List.of(),
                false);
        var source = PlannedSource.of(folder, "CREATE TABLE t(v INTEGER); INSERT INTO t VALUES('x'), (1);", skip);

        assertThat(source.plan().hazards()).isEmpty();
        assertThat(source.table("t").skip()).isTrue();
    }

    @Test
    void every_suggestion_taken_leaves_nothing_open() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE p(k PRIMARY KEY, n INTEGER, d DATE, b BOOLEAN, s TEXT);
                CREATE TABLE c(k REFERENCES p(k));
                INSERT INTO p VALUES(1, 'x', '', 2, char(0)), ('1', 2, '2020-01-01', 'no', 'y');
                INSERT INTO c VALUES('1'), (1), ('gone');
                """, PlannedSource.suggestions());

        assertThat(source.plan().open()).isEmpty();
        assertThat(source.mapping("c", "k")).isEqualTo(source.mapping("p", "k"));
        assertThat(source.plan().hazards().stream().filter(h -> h.code().severity() == Severity.BLOCKER))
                .allSatisfy(h -> assertThat(h.chosen()).contains(h.choices().getFirst()));
    }

    @Test
    void the_hash_changes_with_a_choice_and_not_with_the_run() {
        String script = "CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO t VALUES(1, ''), (2, 5);";
        String first = PlannedSource.of(folder, script).plan().hash();
        String again = PlannedSource.of(folder, "").plan().hash();
        String chosen = PlannedSource.of(folder, "", PlannedSource.answer(HazardCode.EMPTY_STRING_IN_NUMBER, "t", "n", "null-if"))
                .plan().hash();

        assertThat(first).hasSize(64).isEqualTo(again).isNotEqualTo(chosen);
    }
}

package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConfigException;
import dev.portage.mapping.ColumnMapping;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.plan.Choices.ColumnChoice;
import dev.portage.plan.Choices.Decision;
import dev.portage.plan.Choices.TableChoice;
import dev.portage.schema.Affinity;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanFileTest {
    private static final List<String> HOSTILE = List.of("yes", "null", "~", "1e3", " leading", "trailing ", "a: b", "a #b", "#x",
            "%TAG",
            "{}", "[x]", "- a", "'", "\"", "\\", "a\"b'c", "é", "e\u0301", "😀", "👩‍👧", "\u200Fright", "\uFEFF", "a\nb",
            "tab\there", "!tag",
            "&a", "*a", "?", "? a", "|", ">", "@a", "`", "columns", "decide", "=", "<<", "true", "2024-01-01", "0x1F", "...",
            "---",
            "a,b", "x".repeat(2000), "\u0085", "\u2028", "a\u0001b");
    private static final String HEAD = "portage-plan: 1\ntarget-schema: public\n";

    @TempDir
    private Path folder;

    @Test
    void a_file_that_nobody_edited_is_the_proposal() {
        MigrationPlan plan = plan(List.of("stock", "yes"), List.of(open()));

        Choices read = roundTrip(plan, Choices.none("public"));

        assertThat(read).isEqualTo(Choices.none("public"));
    }

    @Test
    void evidence_proposal_and_question_stand_beside_each_column() {
        String text = PlanFile.render(plan(List.of("stock"), List.of(open())), Choices.none("public"));

        assertThat(text).startsWith("# Portage's plan for app.db:").contains(
                "# 1 decision to take, 0 taken, 0 warnings, 0 notes.",
                "target-schema: public\n", """
                  stock:
                    # 7 rows, 210 bytes
                    # target: stock
                    columns:
                      qty:
                        # INTEGER; 2 integer, 1 real
                        # type: numeric(10,2)
                        # form: words
                        decide:
                          # 3 rows: three rows hold other classes
                          storage-class-mixed: undecided    # text | quarantine
                """);
    }

    @Test
    void a_proposal_can_be_made_a_choice_by_taking_away_the_comment_mark() throws IOException {
        MigrationPlan plan = plan(List.of("stock"), List.of(open()));
        String edited = PlanFile.render(plan, Choices.none("public")).replace("# type: numeric(10,2)", "type: numeric(10,2)")
                .replace("# form: words", "form: words")
                .replace("storage-class-mixed: undecided", "storage-class-mixed: quarantine");

        Choices read = PlanFile.read(file(edited), false);

        assertThat(read.table("stock").column("qty").type()).contains(TargetType.numeric(10, 2));
        assertThat(read.table("stock").column("qty").form()).contains("words");
        assertThat(read.decisions())
                .containsExactly(new Decision(HazardCode.STORAGE_CLASS_MIXED, Optional.of("stock"), Optional.of("qty"),
                        Optional.empty(), "quarantine"));
    }

    @Test
    void what_was_chosen_is_read_back_whatever_the_names() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            List<String> names = names(random);
            Choices choices = choices(random, names);
            MigrationPlan plan = plan(names, hazards(names, choices));

            Choices read = roundTrip(plan, choices);

            assertThat(read.tables()).as("seed %d", seed).isEqualTo(choices.tables());
            assertThat(read.options()).as("seed %d", seed).isEqualTo(choices.options());
            assertThat(read.rules()).as("seed %d", seed).isEqualTo(choices.rules());
            assertThat(read.hooks()).as("seed %d", seed).isEqualTo(choices.hooks());
            assertThat(new HashSet<>(read.decisions())).as("seed %d", seed).isEqualTo(new HashSet<>(choices.decisions()));
            assertThat(read.invariants()).as("seed %d", seed).isEqualTo(choices.invariants());
            assertThat(read.targetSchema()).as("seed %d", seed).isEqualTo(choices.targetSchema());
            assertThat(PlanFile.render(plan, read)).as("seed %d", seed).isEqualTo(PlanFile.render(plan, choices));
        }
    }

    @Test
    void an_answer_taken_by_suggestion_is_written_down() {
        var taken = new Hazard(HazardCode.FK_ORPHAN, Optional.of("stock"), Optional.empty(), Optional.of("a: b -> \"c\"(d)"), 2,
                List.of(), "m",
                List.of("not-valid", "skip"), Optional.of("not-valid"));
        var choices = new Choices("public", Map.of(), List.of(), List.of(), true);

        Choices read = roundTrip(plan(List.of("stock"), List.of(taken)), choices);

        assertThat(read.decisions()).containsExactly(new Decision(HazardCode.FK_ORPHAN, Optional.of("stock"), Optional.empty(),
                Optional.of("a: b -> \"c\"(d)"), "not-valid"));
    }

    @Test
    void the_file_is_replaced_whole() throws IOException {
        Path path = folder.resolve("1-plan/plan.yaml");

        PlanFile.write(plan(List.of("one"), List.of()), Choices.none("public"), path);
        PlanFile.write(plan(List.of("two"), List.of()), Choices.none("public"), path);

        assertThat(Files.readString(path)).contains("  two:").doesNotContain("  one:");
        try (Stream<Path> files = Files.list(path.getParent())) {
            assertThat(files).containsExactly(path);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tabels: {}                                      | PT-140 | line 3 | nearest is 'tables'
            tables: {t: {colums: {}}}                       | PT-140 | line 3 | nearest is 'columns'
            tables: {t: {columns: {c: {typ: text}}}}        | PT-140 | line 3 | nearest is 'type'
            tables: {t: {decide: {null-in-kee: unique}}}    | PT-140 | line 3 | nearest is 'null-in-key'
            tables: {t: {decide: {nocase: x}}}              | PT-144 | line 3 | is about a warning
            tables: {t: {columns: {c: {type: txt}}}}        | PT-144 | line 3 | is none of smallint
            tables: {t: {columns: {c: {type: 'varchar(99999999999)'}}}} | PT-144 | line 3 | too large
            tables: {t: {columns: {c: {zone: Europe/Berln}}}} | PT-144 | line 3 | nearest is 'Europe/Berlin'
            tables: {t: {columns: {c: {form: transcoded:nosuch}}}} | PT-144 | line 3 | it must be one of
            tables: {t: {columns: {c: {invalid-utf8: transcode:nosuch}}}} | PT-144 | line 3 | transcode:CHARSET
            tables: {t: {columns: {c: {skip: yes}}}}        | PT-144 | line 3 | must be true or false
            tables: {t: {columns: {c: {null-if: [null]}}}}  | PT-144 | line 3 | between quotes
            tables: {t: {columns: {c: {type: }}}}           | PT-144 | line 3 | needs a value
            types: foreign                                  | PT-144 | line 3 | native, faithful
            identifiers: camel                              | PT-144 | line 3 | preserve, lower, snake
            existing: keep                                  | PT-144 | line 3 | abort, append, replace
            grant: {reader: 'select, drop'}                 | PT-144 | line 3 | select, insert, update
            before: ['']                                    | PT-144 | line 3 | statement of SQL
            rules: [{type: text}]                           | PT-144 | line 3 | needs match
            rules: [{match: 'a.b'}]                         | PT-144 | line 3 | says nothing
            rules: [{match: 'a', type: text}]               | PT-144 | line 3 | cannot be said of tables
            rules: [{match: 'a.b', target-schema: x}]       | PT-144 | line 3 | of tables only
            rules: [{match: 'a.b', rename: x}]              | PT-140 | line 3 | no key
            tables: [t]                                     | PT-145 | line 3 | block of
            tables: {t: {}, t: {}}                          | PT-143 | line 3 | twice
            tables: !!map {}                                | PT-143 | line 3 | a tag
            tables: &a {}                                   | PT-143 | line 3 | an anchor
            decisions: [{code: fk-orphan, choise: skip}]    | PT-140 | line 3 | nearest is 'choice'
            decisions: [{code: fk-orphan}]                  | PT-144 | line 3 | lacks the key 'choice'
            decisions: [{code: fk-orphan, choice: 'Not one'}] | PT-144 | line 3 | undecided
            invariants: [{name: x, sqlite: y}]              | PT-144 | line 3 | lacks the key 'postgresql'
            tables: {t: [                                   | PT-142 | line 4 | not YAML
            """)
    void a_mistake_is_refused_with_its_line(String line, String code, String where, String hint) throws IOException {
        Path path = file(HEAD + line + "\n");

        assertThatThrownBy(() -> PlanFile.read(path, false)).isInstanceOf(ConfigException.class)
                .hasMessageContaining(where).hasMessageContaining(hint).extracting(e -> ((ConfigException) e).code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "portage-plan: 2\ntarget-schema: x\n", "target-schema: x\n", "portage-plan: 1\n---\nx: 1\n",
            "a\u0001b: 1\n",
            "- 1\n", "portage-plan: 1\ntarget-schema: \"a\\nb\"\n"})
    void a_file_that_is_no_plan_is_refused(String text) throws IOException {
        Path path = file(text);

        assertThatThrownBy(() -> PlanFile.read(path, false)).isInstanceOf(ConfigException.class);
    }

    @Test
    void deep_nesting_and_aliases_cost_nothing() throws IOException {
        Path deep = file(HEAD + "tables: " + "[".repeat(100_000));
        assertThatThrownBy(() -> PlanFile.read(deep, false)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("levels deep");

        Path alias = file(HEAD + "tables: *a\n");
        assertThatThrownBy(() -> PlanFile.read(alias, false)).isInstanceOf(ConfigException.class).hasMessageContaining("alias");
    }

    @Test
    void a_missing_file_and_one_that_is_not_utf8_are_refused() throws IOException {
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, new byte[]{'a', (byte) 0xE9, 'b'});

        assertThatThrownBy(() -> PlanFile.read(folder.resolve("no.yaml"), false)).hasMessageContaining("is not there");
        assertThatThrownBy(() -> PlanFile.read(latin, false)).hasMessageContaining("is not UTF-8");
    }

    @Test
    void two_answers_to_one_question_are_refused() throws IOException {
        Path path = file(HEAD + """
                tables:
                  t:
                    decide: {null-in-key: unique}
                    decisions:
                      - {code: null-in-key, choice: skip-key}
                """);

        assertThatThrownBy(() -> PlanFile.read(path, false)).hasMessageContainingAll("line 7", "line 5");
    }

    @Test
    void names_and_choices_are_checked_against_the_plan() throws IOException {
        MigrationPlan plan = plan(List.of("stock"), List.of(open()));

        Path table = file(HEAD + "tables:\n  stok: {}\n");
        Path column = file(HEAD + "tables:\n  stock:\n    columns:\n      qyt: {}\n");
        Path choice = file(HEAD + "tables:\n  stock:\n    columns:\n      qty: {decide: {storage-class-mixed: bytea}}\n");
        Path gone = file(HEAD + "tables:\n  stock:\n    columns:\n      qty: {decide: {nul-in-text: bytea}}\n");

        assertThatThrownBy(() -> PlanFile.check(table, plan)).hasMessageContainingAll("line 4", "nearest is 'stock'");
        assertThatThrownBy(() -> PlanFile.check(column, plan)).hasMessageContainingAll("line 6", "nearest is 'qty'");
        assertThatThrownBy(() -> PlanFile.check(choice, plan)).hasMessageContainingAll("line 6", "text, quarantine");
        PlanFile.check(gone, plan);
    }

    private Choices roundTrip(MigrationPlan plan, Choices choices) {
        Path path = folder.resolve("plan.yaml");
        PlanFile.write(plan, choices, path);
        return PlanFile.read(path, choices.acceptSuggestions());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("f" + System.nanoTime() + ".yaml"), text);
    }

    private static Hazard open() {
        return new Hazard(HazardCode.STORAGE_CLASS_MIXED, Optional.of("stock"), Optional.of("qty"), Optional.empty(), 3,
                List.of(),
                "three rows hold other classes", List.of("text", "quarantine"), Optional.empty());
    }

    private static MigrationPlan plan(List<String> tables, List<Hazard> hazards) {
        List<TablePlan> plans = tables.stream().map(PlanFileTest::table).toList();
        var schema = new Schema("UTF-8", 1, plans.stream().map(TablePlan::source).toList(), List.of(), List.of(), List.of(),
                List.of());
        var ddl = new Ddl(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        return new MigrationPlan(List.of("app.db"), schema, dev.portage.plan.PlanOptions.of("public"),
                dev.portage.plan.Hooks.NONE, plans, hazards, List.of(), ddl, "ab12");
    }

    private static TablePlan table(String name) {
        List<ColumnPlan> columns = Stream.of("qty", name + "!").map(PlanFileTest::column).toList();
        var source = new Table(name, columns.stream().map(ColumnPlan::source).toList(), false, false, Optional.empty(), false,
                OptionalLong.empty(), List.of(), List.of(), List.of(), "CREATE TABLE …");
        return new TablePlan("app.db", source, "public", name, false, Optional.empty(), columns, 7, 210, List.of(),
                OptionalLong.empty(), false);
    }

    private static ColumnPlan column(String name) {
        var column = new Table.Column(name, "INTEGER", Affinity.INTEGER, false, "BINARY", Optional.empty(), Optional.empty(), 0);
        var mapping = new ColumnMapping(name, Affinity.INTEGER, TargetType.numeric(10, 2),
                new ValueForm.Words(List.of(), List.of()),
                List.of(), false);
        return new ColumnPlan(column, mapping, name, false, false, Optional.empty(), Optional.empty(), false,
                "INTEGER; 2 integer, 1 real");
    }

    private static List<String> names(Random random) {
        List<String> names = new ArrayList<>(List.of("plain"));
        for (int i = random.nextInt(5); i >= 0; i--) {
            names.add(hostile(random));
        }
        return names.stream().distinct().toList();
    }

    private static String hostile(Random random) {
        String name = HOSTILE.get(random.nextInt(HOSTILE.size()));
        for (int i = random.nextInt(3); i > 0; i--) {
            int c = random.nextInt(1, 0x10000 + 0x1000);
            name += Character.getType(c) == Character.SURROGATE ? "s" : Character.toString(c);
        }
        return name;
    }

    private static Choices choices(Random random, List<String> names) {
        Map<String, TableChoice> tables = new LinkedHashMap<>();
        List<Decision> decisions = new ArrayList<>();
        for (String name : names) {
            if (random.nextBoolean()) {
                tables.put(name, new TableChoice(random.nextBoolean(), maybe(random, "new: name"), maybe(random, "null"),
                        Map.of(random.nextBoolean() ? "qty" : name + "!", column(random)),
                        random.nextBoolean() ? Map.of(hostile(random), "SELECT '#'\n || x") : Map.of()));
            }
            if (random.nextBoolean()) {
                decisions.add(new Decision(HazardCode.NUL_IN_TEXT, Optional.of(name), maybe(random, name + "!"),
                        maybe(random, hostile(random)), "transcode:windows-1252"));
            }
        }
        decisions.add(new Decision(HazardCode.FK_ORPHAN, maybe(random, "gone"), Optional.empty(), maybe(random, hostile(random)),
                "skip"));
        String sql = random.nextBoolean() ? "SELECT 1" : "SELECT '#: '\nFROM \"a\"\n  WHERE x\n";
        return new Choices(options(random), rules(random), hooks(random), tables, decisions,
                List.of(new MigrationPlan.Invariant(hostile(random), sql, sql.strip())),
                false);
    }

    private static PlanOptions options(Random random) {
        return new PlanOptions("sch\"ema", maybe(random, "ow: ner"), one(random, PlanOptions.Types.values()),
                one(random, PlanOptions.Identifiers.values()), one(random, PlanOptions.Existing.values()));
    }

    private static List<Rule> rules(Random random) {
        List<Rule> rules = new ArrayList<>();
        if (random.nextBoolean()) {
            ColumnChoice named = column(random);
            rules.add(new Rule(maybe(random, "*.#: \"x"), Optional.of("DATE TIME"),
                    new ColumnChoice(named.skip(), Optional.empty(),
                            named.type(), named.form(), named.zone(), named.trueWords(), named.falseWords(), named.nul(),
                            named.invalidUtf8(), named.nullIf(), named.lossy()),
                    TableChoice.NONE));
        }
        if (random.nextBoolean()) {
            rules.add(new Rule(Optional.of("l?g_*"), Optional.empty(), ColumnChoice.NONE,
                    new TableChoice(true, Optional.empty(), maybe(random, "null"), Map.of())));
        }
        return rules;
    }

    private static Hooks hooks(Random random) {
        return new Hooks(random.nextBoolean() ? List.of("SELECT ': # '", "a\n b\r\n", hostile(random) + "x") : List.of(),
                random.nextBoolean() ? List.of("CREATE TABLE x ();\nSELECT 1\n") : List.of(),
                random.nextBoolean() ? Map.of("null", "SELECT, INSERT", "my role:", "TRIGGER") : Map.of());
    }

    private static <T> T one(Random random, T[] all) {
        return all[random.nextInt(all.length)];
    }

    private static ColumnChoice column(Random random) {
        return new ColumnChoice(true, maybe(random, " x"), maybe(random, TargetType.of(Kind.TIMESTAMPTZ)),
                maybe(random, "transcoded:IBM850"),
                maybe(random, ZoneId.of("+02:00")), List.of("yes", hostile(random)), List.of("no"), maybe(random, "strip"),
                maybe(random, "transcode:ISO-8859-1"), List.of("", "null", hostile(random)), random.nextBoolean());
    }

    private static <T> Optional<T> maybe(Random random, T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    // For each answer the hazard that asks for it, except for one that is out of date.
    private static List<Hazard> hazards(List<String> names, Choices choices) {
        return choices.decisions().stream().filter(d -> d.table().filter(names::contains).isPresent())
                .map(d -> new Hazard(d.code(), d.table(), d.column(), d.subject(), 1, List.of(), "line\nbreak # and \u001B[31m",
                        List.of("bytea", "transcode"), Optional.of(d.choice())))
                .toList();
    }
}

package dev.portage;

import static dev.portage.MoveFixture.source;
import static dev.portage.testing.Moves.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every word that a person may write into plan.yaml: the move ends equal with the loss counted, or refuses clearly.
class OverridesIT {
    @TempDir
    Path folder;

    /// Writes a plan.yaml whose only block is the one of `table`; `lines` are indented by four.
    static void edit(Path folder, String table, String lines) throws IOException {
        write(folder, "tables:\n  " + table + ":\n" + lines);
    }

    private static void write(Path folder, String rest) throws IOException {
        Path plans = Files.createDirectories(folder.resolve("app.db.portage/1-plan"));
        Files.writeString(plans.resolve("plan.yaml"), "portage-plan: 1\nsource: app.db\n"
                + (rest.contains("target-schema: top") ? rest.replace("top", "other") : "target-schema: public\n" + rest));
    }

    private Report moved(TestDatabase database, String ddl, String column) throws IOException {
        Path source = source(folder, ddl);
        edit(folder, "t", "    columns:\n      v: " + column + "\n");
        return Moves.move(settings(source, database));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {type: smallint}                          | v INTEGER  | 1, 2, NULL                          | smallint                    | 1
            {type: varchar(5)}                        | v TEXT     | 'ab', 'cd'                          | character varying           | ab
            {type: text}                              | v INTEGER  | 5, -6                               | text                        | 5
            {type: "numeric(10,2)"}                   | v INTEGER  | 5, -6                               | numeric                     | 5.00
            {type: "numeric(10,2)", lossy: true}      | v REAL     | 1.005, 2.5                          | numeric                     | 1.01
            {type: boolean}                           | v INTEGER  | 0, 1                                | boolean                     | f
            {type: boolean, true: [yes], false: [no]} | v TEXT     | 'yes', 'no'                         | boolean                     | t
            {form: epoch-seconds}                     | v INTEGER  | 0, 86400                            | timestamp with time zone    | 1970-01-01 00:00:00+00
            {form: epoch-milliseconds}                | v INTEGER  | 1000, 1500                          | timestamp with time zone    | 1970-01-01 00:00:01+00
            {form: epoch-microseconds}                | v INTEGER  | 1000000, 5                          | timestamp with time zone    | 1970-01-01 00:00:01+00
            {form: julian-days}                       | v REAL     | 2440587.5, 2440588.5                | timestamp with time zone    | 1970-01-01 00:00:00+00
            {type: timestamp}                         | v TEXT     | '2024-01-02 03:04:05'               | timestamp without time zone | 2024-01-02 03:04:05
            {type: date}                              | v TEXT     | '2024-01-02'                        | date                        | 2024-01-02
            {type: text}                              | v DATETIME | '2024-01-02 03:04:05'               | text                        | 2024-01-02 03:04:05
            {form: classed}                           | v INTEGER  | 5, 'x'                              | bytea                       | \\x01
            {form: text}                              | v INTEGER  | 5, 'x'                              | text                        | 5
            {nul: bytea}                              | v TEXT     | CAST(x'610062' AS TEXT), 'c'          | bytea                       | \\x610062
            {nul: escape}                             | v TEXT     | CAST(x'610062' AS TEXT), 'c'          | text                        | a
            {nul: strip}                              | v TEXT     | CAST(x'610062' AS TEXT), 'c'          | text                        | ab
            {nul: quarantine}                         | v TEXT     | CAST(x'610062' AS TEXT), 'c'          | text                        | NULL
            {invalid-utf8: bytea}                     | v TEXT     | CAST(x'e9' AS TEXT), 'c'            | bytea                       | \\xe9
            {invalid-utf8: escape}                    | v TEXT     | CAST(x'61e9' AS TEXT), 'c'          | text                        | a
            {invalid-utf8: strip}                     | v TEXT     | CAST(x'61e9' AS TEXT), 'c'          | text                        | a
            {invalid-utf8: quarantine}                | v TEXT     | CAST(x'e9' AS TEXT), 'c'            | text                        | NULL
            {invalid-utf8: "transcode:windows-1252"}  | v TEXT     | CAST(x'e9' AS TEXT), 'c'            | text                        | é
            {null-if: [""]}                           | v INTEGER  | '', 5                               | bigint                      | NULL
            {type: uuid}                              | v TEXT     | '00000000-0000-0000-0000-00000000000a' | uuid                     | 00000000
            {type: jsonb}                             | v TEXT     | '{"b": 1, "a": 2}'                  | jsonb                       | {"a": 2
            {type: bytea}                             | v TEXT     | 'ab'                                | bytea                       | \\x6162
            {type: bytea}                             | v BLOB     | x'01'                               | bytea                       | \\x01
            {type: double precision}                  | v INTEGER  | 5, 6                                | double precision            | 5
            """)
    void a_column_arrives_as_the_plan_says(String edit, String column, String values, String type, String first)
            throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            String rows = "INSERT INTO t (v) VALUES (" + String.join("), (", values.split(", (?![^{]*})")) + ");";
            Report report = moved(database, "CREATE TABLE t (id INTEGER PRIMARY KEY, " + column + "); " + rows, edit);

            assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(0);
            assertThat(report.verdict()).isEqualTo("equal");
            assertThat(database.query("SELECT data_type FROM information_schema.columns WHERE table_schema = 'public' "
                    + "AND table_name = 't' AND column_name = 'v'")).containsExactly(type);
            String found = database.query("SELECT coalesce(v::text, 'NULL') FROM public.t WHERE id = 1").getFirst();
            assertThat(found).startsWith(first);
            assertThat(Moves.verify(settings(folder.resolve("app.db"), database)).verdict()).isEqualTo("equal");
        }
    }

    @Test
    void what_a_rule_loses_is_counted_in_the_report() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report nulled = moved(database, "CREATE TABLE t (v INTEGER); INSERT INTO t VALUES (''), (''), (5);",
                    "{null-if: [\"\"]}");

            assertThat(nulled.tables().getFirst().lost().values()).as(Outcome.of(nulled) + nulled.error()).containsExactly(2L);
        }
    }

    private static final String BERLIN = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, v DATETIME);
            INSERT INTO t (v) VALUES ('2024-03-31 02:30:00'), ('2024-10-27 02:30:00'), ('2024-07-01 12:00:00');
            """;

    @Test
    void a_time_in_an_hour_that_the_zone_skips_is_asked_about() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = moved(database, BERLIN, "{zone: Europe/Berlin}");

            assertThat(report.exitCode()).as(Outcome.of(report)).isEqualTo(3);
            assertThat(report.hazards()).filteredOn(hazard -> hazard.code().equals("datetime-mixed")).singleElement()
                    .satisfies(hazard -> {
                        assertThat(hazard.rows()).isEqualTo(1);
                        assertThat(hazard.choices()).containsExactly("timestamp", "lossy");
                    });
        }
    }

    @Test
    void times_in_gaps_and_overlaps_of_a_zone_are_counted() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = moved(database, BERLIN, "{zone: Europe/Berlin, lossy: true}");

            assertThat(report.verdict()).as(Outcome.of(report) + report.error()).isEqualTo("equal");
            assertThat(report.tables().getFirst().lost()).containsEntry("zone-gap", 1L).containsEntry("zone-overlap", 1L);
            assertThat(database.query("SELECT (v AT TIME ZONE 'UTC')::text FROM public.t ORDER BY id")).containsExactly(
                    "2024-03-31 01:30:00", "2024-10-27 00:30:00", "2024-07-01 10:00:00");
        }
    }

    @Test
    void a_rounding_that_was_asked_for_is_counted() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = moved(database, """
                    CREATE TABLE t (id INTEGER PRIMARY KEY, v NUMERIC);
                    INSERT INTO t (v) VALUES (1.005), (2.25), (3.999);
                    """, "{type: \"numeric(6,2)\", lossy: true}");

            assertThat(report.verdict()).as(Outcome.of(report) + report.error()).isEqualTo("equal");
            assertThat(report.tables().getFirst().lost()).containsExactly(java.util.Map.entry("rounded", 2L));
            assertThat(Outcome.named(report)).contains("override-lossy t.v");
        }
    }

    @Test
    void names_and_schemas_are_those_of_the_plan_and_skipped_ones_stay_behind() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, """
                    CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT, y TEXT); INSERT INTO a VALUES (1, 'x', 'y');
                    CREATE TABLE b (id INTEGER PRIMARY KEY); INSERT INTO b VALUES (1);
                    CREATE TABLE c (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a(id)); INSERT INTO c VALUES (1, 1);
                    """);
            write(folder, """
                    tables:
                      a:
                        target: first
                        target-schema: far
                        columns:
                          x: {rename: eks}
                          y: {skip: true}
                      b: {skip: true}
                    """);

            Report report = Moves.move(settings(source, database));

            assertThat(report.verdict()).as(Outcome.of(report) + report.error()).isEqualTo("equal");
            assertThat(report.exitCode()).isEqualTo(0);
            assertThat(database.query("SELECT eks FROM far.first")).containsExactly("x");
            assertThat(database.query("SELECT column_name FROM information_schema.columns WHERE table_name = 'first'"))
                    .containsExactlyInAnyOrder("id", "eks");
            assertThat(database.query("SELECT to_regclass('public.b') IS NULL")).containsExactly("t");
            assertThat(database.query("SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"))
                    .containsExactly("far.first");
            Report again = Moves.move(settings(source, database));
            assertThat(again.exitCode()).as(Outcome.of(again) + again.error()).isEqualTo(0);
        }
    }

    @Test
    void the_schema_of_the_whole_plan_may_be_another() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, MoveFixture.PLAIN);
            write(folder, "target-schema: top\n");

            Report report = Moves.move(settings(source, database));

            assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(0);
            assertThat(database.query("SELECT count(*) FROM other.t")).containsExactly("3");
        }
    }

    @ParameterizedTest(name = "{1} ends with {2}")
    @CsvSource(delimiter = '|', textBlock = """
            SELECT count(*) FROM t | SELECT count(*) FROM public.t     | 0
            SELECT count(*) FROM t | SELECT count(*) + 1 FROM public.t | 6
            SELECT count(*) FROM t | SELECT nothing FROM nowhere       | 8
            SELECT nothing FROM no | SELECT 1                          | 8
            """)
    void an_invariant_decides(String sqlite, String postgresql, int exit) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase().allowFences()) {
            Path source = source(folder, MoveFixture.PLAIN);
            write(folder, """
                    invariants:
                      - {name: rows, sqlite: "%s", postgresql: "%s"}
                    """.formatted(sqlite, postgresql));

            Report report = Moves.move(settings(source, database));

            assertThat(report.exitCode()).as(Outcome.of(report) + report.error() + report.checks()).isEqualTo(exit);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            tables: {t: {columns: {v: {tipe: text}}}} | tipe
            tables: {t: {columns: {w: {type: text}}}} | w
            tables: {tt: {skip: true}}                | tt
            tebles: {}                                | tebles
            tables: {t: {columns: {v: {type: txt}}}}  | type
            tables: {t: {columns: {v: {zone: Mars}}}} | zone
            """)
    void a_word_that_is_not_known_is_refused_with_its_line(String line, String word) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, MoveFixture.PLAIN);
            write(folder, line + "\n");

            Report report = Moves.move(settings(source, database));

            assertThat(report.exitCode()).as(String.valueOf(report.error())).isEqualTo(2);
            assertThat(report.error().orElseThrow().message()).contains("4", word);
            assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'portage'")).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {type: smallint}        | 70000
            {type: boolean}         | 2
            {type: "numeric(3,0)"}  | 70000
            {type: integer}         | 'word'
            {type: uuid}            | 'word'
            """)
    void a_type_that_cannot_hold_a_value_asks_once_more(String edit, String value) throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = moved(database, "CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t (v) VALUES (%s), (1);"
                    .formatted(value), edit);

            assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(3);
            assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).isEmpty();
            Report accepted = Moves.move(Moves.accepting(settings(folder.resolve("app.db"), database)));
            assertThat(List.of(accepted.exitCode(), accepted.verdict())).as(Outcome.of(accepted) + accepted.error())
                    .containsExactly(0, "equal");
        }
    }
}

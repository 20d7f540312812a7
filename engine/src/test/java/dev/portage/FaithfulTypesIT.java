package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.portage.observe.Report;
import dev.portage.plan.PlanOptions;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Faithful types: a driver gets SQLite's forms, and `later.sql` makes of them what native types would have given.
/// `-Dscenario=REGEX` runs those of that name only.
class FaithfulTypesIT {
    private static final Path SAMPLES = Path.of("../../shared/samples");
    private static final Path SCENARIOS = Path.of("../scenarios");
    private static final Pattern ONLY = Pattern.compile(System.getProperty("scenario", ""));
    /// Tables that the script leaves as they are, with what PostgreSQL cannot make of their faithful values.
    private static final Map<String, List<String>> LEFT = Map.of("007-dates", List.of("public.e"));
    /// Rows of bigint that no page holds; as integer they fit.
    private static final String WIDE = "033-rows-wider-than-a-page";
    private static final String TABLES = """
            SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
            WHERE relkind = 'r' AND nspname NOT IN ('portage', 'pg_catalog', 'information_schema') ORDER BY 1
            """;
    private static final String COLUMNS = """
            SELECT format('%s.%s %s %s %s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,
                attidentity, attcollation, pg_get_expr(adbin, adrelid)) FROM pg_attribute
                LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            WHERE attrelid IN (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
                WHERE relkind = 'r' AND nspname NOT IN ('portage', 'pg_catalog', 'information_schema'))
                AND attnum > 0 AND NOT attisdropped ORDER BY attrelid::regclass::text, attname
            """;
    private static final String CONSTRAINTS = """
            SELECT format('%s %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated) FROM pg_constraint
            WHERE contype IN ('p', 'u', 'c', 'f') AND connamespace::regnamespace::text NOT IN
                ('portage', 'pg_catalog', 'information_schema') ORDER BY 1
            """;
    private static final String INDEXES = """
            SELECT indexdef FROM pg_indexes WHERE schemaname NOT IN ('portage', 'pg_catalog', 'information_schema') ORDER BY 1
            """;
    private static final String SEQUENCES = """
            SELECT format('%s %s %s', seqrelid::regclass, seqtypid::regtype, seqmax) FROM pg_sequence ORDER BY 1
            """;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> later_sql_gives_what_native_types_would_have_given() throws IOException {
        try (Stream<Path> scenarios = Files.list(SCENARIOS)) {
            List<DynamicTest> tests = new java.util.ArrayList<>(scenarios.filter(each -> Files.exists(each.resolve("source.sql")))
                    .sorted().map(each -> dynamicTest(String.valueOf(each.getFileName()), () -> compare(
                            String.valueOf(each.getFileName()),
                            SqliteScript.run(Files.createDirectory(folder.resolve(each.getFileName())).resolve("app.db"),
                                    each.resolve("source.sql")))))
                    .toList());
            for (String sample : List.of("chinook.sqlite", "northwind.db", "grafana.db")) {
                tests.add(dynamicTest(sample, () -> {
                    assumeTrue(Files.isDirectory(SAMPLES), "the shared samples are not beside this checkout");
                    Path target = Files.createDirectory(folder.resolve(sample)).resolve(sample);
                    compare(sample, Files.copy(SAMPLES.resolve(sample), target));
                }));
            }
            return tests.stream().filter(test -> ONLY.matcher(test.getDisplayName()).find());
        }
    }

    private static void compare(String name, Path source) throws IOException {
        try (TestDatabase one = TestPostgres.v18().freshDatabase(); TestDatabase other = TestPostgres.v18().freshDatabase()) {
            MigrationSettings faithful = faithful(Moves.accepting(Moves.settings(source, one)));
            Report report = Moves.move(faithful);
            Path work = source.resolveSibling("native.portage");
            Report own = Moves.move(
                    Moves.accepting(Moves.settings(source, other)).but(change -> change.workDir(work)));

            if (name.equals(WIDE)) {
                assertThat(List.of(report.exitCode(), own.exitCode())).containsExactly(0, 3);
                return;
            }
            assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(own.exitCode());
            assertThat(report.verdict()).isEqualTo(own.verdict());
            requireSameBlockers(report, own);
            assertThat(report.hazards()).extracting(Report.HazardLine::code).doesNotContain("rollback-lossy");
            if (report.exitCode() != 0) {
                return;
            }
            String script = Files.readString(faithful.folder().resolve("1-plan/later.sql"));
            one.execute(script);

            List<String> left = script.lines().filter(line -> line.startsWith("-- Left as it is")).toList();
            assertThat(left).hasSameSizeAs(LEFT.getOrDefault(name, List.of()));
            for (String query : List.of(COLUMNS, CONSTRAINTS, INDEXES, SEQUENCES)) {
                assertThat(others(one.query(query), name)).as(script).isEqualTo(others(other.query(query), name));
            }
            for (String table : others(one.query(TABLES), name)) {
                String rows = rows(other, table);
                assertThat(one.query(rows)).as(table).isEqualTo(other.query(rows));
            }
        }
    }

    // Texts that stay texts need not have one form, and numbers that stay numbers need not be 0 and 1.
    private static void requireSameBlockers(Report report, Report own) {
        assertThat(blockers(report)).isEqualTo(blockers(own).stream()
                .filter(line -> blockers(report).contains(line) || !line.matches("(datetime-mixed|boolean-values) .*")).toList());
    }

    private static List<String> blockers(Report report) {
        return report.hazards().stream().filter(hazard -> hazard.severity().equals("blocker"))
                .map(hazard -> "%s %s %s %s".formatted(hazard.code(), hazard.table(), hazard.column(), hazard.subject()))
                .sorted().toList();
    }

    /// What is not of a table that was left.
    private static List<String> others(List<String> lines, String name) {
        return lines.stream().filter(line -> LEFT.getOrDefault(name, List.of()).stream()
                .noneMatch(left -> line.matches("(.* ON )?" + left + "(_\\w+_seq)?\\b.*"))).toList();
    }

    private static String rows(TestDatabase database, String table) {
        List<String> columns = database.query("""
                SELECT quote_ident(attname) FROM pg_attribute
                WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname
                """.formatted(table.replace("'", "''")));
        return "SELECT ROW(%s)::text FROM %s ORDER BY 1".formatted(String.join(", ", columns), table);
    }

    @Test
    void a_driver_gets_the_forms_that_sqlite_gave() throws IOException {
        Path source = MoveFixture.source(folder, """
                CREATE TABLE t (id INTEGER PRIMARY KEY, small INTEGER, large INTEGER, price DECIMAL(10,2), fine DECIMAL(40,20),
                    active BOOLEAN DEFAULT 1, made DATETIME DEFAULT CURRENT_TIMESTAMP, epoch TIMESTAMP, doc JSON, data BLOB, u UUID);
                INSERT INTO t VALUES (1, 7, 5000000000, 9.99, 9007199254740993, 1, '2024-01-02 03:04:05', 1700000000, '{ "a" : 1 }',
                    x'00', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11');
                """);
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = Moves.move(faithful(Moves.settings(source, database)));

            assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(0);
            assertThat(database.query("""
                    SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute
                    WHERE attrelid = 'public.t'::regclass AND attnum > 0 ORDER BY attnum
                    """)).containsExactly("id integer", "small integer", "large bigint", "price double precision", "fine numeric",
                    "active integer", "made text", "epoch integer", "doc text", "data bytea", "u text");
            assertThat(report.hazards().stream().filter(hazard -> hazard.code().equals("driver-form"))
                    .map(hazard -> hazard.subject().orElse(""))).containsExactly("bigint", "numeric", "count(*)");
            database.execute("INSERT INTO public.t (small) VALUES (8)");
            assertThat(database.query("SELECT active::text || ' ' || made FROM public.t WHERE small = 8").getFirst())
                    .matches("1 \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
            assertThat(Files.readString(source.resolveSibling("app.db.portage/1-plan/plan.yaml")))
                    .contains("\ntypes: faithful\n", "its next numbers end at 2,147,483,647");
        }
    }

    static MigrationSettings faithful(MigrationSettings settings) {
        return settings.but(change -> change.asked(new PlanOptions.Asked(Optional.empty(), Optional.empty(),
                Optional.of(PlanOptions.Types.FAITHFUL), Optional.empty(), Optional.empty())));
    }
}

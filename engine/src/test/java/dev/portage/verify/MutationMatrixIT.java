package dev.portage.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.plan.TablePlan;
import dev.portage.source.SqliteFile;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kind of target type times every kind of damage, on either side, through the merge by key and as a multiset with
/// and without a key: each must be found with its table, key and column, and nothing where there is nothing.
class MutationMatrixIT {
    private static int planted;
    private static int found;

    @TempDir
    Path folder;

    /// How a table is compared.
    enum Way {
        BY_KEY, MULTISET, WITHOUT_KEY
    }

    /// One difference that must be found; the key is empty where only the target has it and cannot name it.
    private record Wanted(Difference.Kind kind, Optional<String> key, Optional<String> column) {
        boolean is(Difference difference) {
            return difference.kind() == kind && difference.column().equals(column)
                    && (key.isEmpty() || key.get().equals(difference.key()));
        }
    }

    static List<Damage.Kind> kinds() {
        return Damage.kinds();
    }

    @BeforeAll
    static void reset() {
        planted = 0;
        found = 0;
    }

    @AfterAll
    static void tell() {
        System.out.printf("mutation matrix: %,d of %,d planted differences found%n", found, planted);
        assertThat(found).isEqualTo(planted).isGreaterThan(1_500);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_damage_is_found_with_its_key_and_column(Damage.Kind kind) throws SQLException, IOException {
        List<String> wrong = new ArrayList<>();
        Set<String> kindsOfDamage = new TreeSet<>();
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(Damage.types());
            for (Way way : Way.values()) {
                new Matrix(kind, way, database, folder.resolve(way.name()), wrong, kindsOfDamage).run();
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(kindsOfDamage).hasSizeGreaterThanOrEqualTo(15);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void settings_of_the_database_change_nothing(Damage.Kind kind) throws SQLException, IOException {
        List<String> wrong = new ArrayList<>();
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(Damage.types());
            String name = database.address().database();
            database.execute("""
                    ALTER DATABASE %1$s SET TimeZone TO 'Asia/Kathmandu'; ALTER DATABASE %1$s SET DateStyle TO 'German';
                    ALTER DATABASE %1$s SET extra_float_digits TO -10; ALTER DATABASE %1$s SET bytea_output TO escape
                    """.formatted(name));
            var matrix = new Matrix(kind, Way.BY_KEY, database, folder.resolve("settings"), wrong, new TreeSet<>());
            matrix.strange = true;
            matrix.run();
        }

        assertThat(wrong).isEmpty();
    }

    /// All damages of one kind in one way.
    private static final class Matrix {
        private static final String TABLE = "t";

        private final Damage.Kind kind;
        private final Way way;
        private final List<Damage> damages;
        private final Path folder;
        private final Sides sides;
        private final List<String> wrong;
        private final Set<String> kindsOfDamage;
        private final TablePlan plan;
        boolean strange;

        Matrix(Damage.Kind kind, Way way, TestDatabase database, Path folder, List<String> wrong, Set<String> kindsOfDamage)
                throws IOException {
            this.kind = kind;
            this.way = way;
            this.damages = kind.damages();
            this.folder = Files.createDirectories(folder);
            this.wrong = wrong;
            this.kindsOfDamage = kindsOfDamage;
            this.sides = new Sides(folder, database).map("t.v", kind.type(), kind.form()).map("t.w", kind.type(), kind.form());
            sides.source(script(-1, "", ""));
            sides.target("DROP TABLE IF EXISTS public.t; CREATE TABLE public.t (id bigint, v %1$s, w %1$s); %2$s".formatted(
                    kind.made(), inserts()));
            this.plan = sides.plan(TABLE);
        }

        private String inserts() {
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < damages.size(); i++) {
                rows.append(i == 0 ? "INSERT INTO public.t VALUES " : ", ").append("(%d, %s, %s)".formatted(i + 1,
                        damages.get(i).from().postgres(), neighbour(i).from().postgres()));
            }
            return rows.toString();
        }

        private Damage neighbour(int i) {
            return damages.get((i + 4) % damages.size());
        }

        /// The source with the value of row `damaged` replaced, and more statements behind.
        private String script(int damaged, String value, String more) {
            String key = way == Way.WITHOUT_KEY ? "" : " PRIMARY KEY";
            StringBuilder script = new StringBuilder("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN; ")
                    .append("CREATE TABLE t (id INTEGER%s, v %s, w %s); ".formatted(key, kind.declared(), kind.declared()));
            for (int i = 0; i < damages.size(); i++) {
                script.append("INSERT INTO t (rowid, id, v, w) VALUES (%1$d, %1$d, %2$s, %3$s); ".formatted(i + 1,
                        i == damaged ? value : damages.get(i).from().sqlite(), neighbour(i).from().sqlite()));
            }
            return script.append(more).append("COMMIT;").toString();
        }

        void run() throws SQLException, IOException {
            expect("nothing", inTarget("SELECT 1"), List.of());
            for (int i = 0; i < damages.size(); i++) {
                Damage damage = damages.get(i);
                List<Wanted> wanted = List.of(value(i + 1, "v"));
                int row = i;
                if (damage.targetTo().isPresent()) {
                    expect(damage.name(), inTarget("UPDATE public.t SET v = %s WHERE id = %d".formatted(damage.targetTo().get(),
                            i + 1)), wanted);
                }
                if (damage.sourceTo().isPresent()) {
                    expect(damage.name(), inSource(script(row, damage.sourceTo().get(), "")), wanted);
                }
            }
            rows();
            columns();
        }

        private void rows() throws SQLException, IOException {
            int rows = damages.size();
            List<Wanted> missing = List.of(new Wanted(Difference.Kind.MISSING, Optional.of(key(3)), Optional.empty()));
            List<Wanted> extra = List.of(new Wanted(Difference.Kind.EXTRA, targetKey(3), Optional.empty()));
            expect("row missing", inTarget("DELETE FROM public.t WHERE id = 3"), missing);
            expect("row missing", inSource(script(-1, "", "DELETE FROM t WHERE id = 3; ")), extra);
            expect("first row missing", inTarget("DELETE FROM public.t WHERE id = 1"),
                    List.of(new Wanted(Difference.Kind.MISSING, Optional.of(key(1)), Optional.empty())));
            expect("last row missing", inTarget("DELETE FROM public.t WHERE id = " + rows),
                    List.of(new Wanted(Difference.Kind.MISSING, Optional.of(key(rows)), Optional.empty())));
            expect("row doubled", inTarget("INSERT INTO public.t SELECT * FROM public.t WHERE id = 3"), extra);
            expect("row added", inTarget("INSERT INTO public.t (id) VALUES (1000)"),
                    List.of(new Wanted(Difference.Kind.EXTRA, targetKey(1000), Optional.empty())));
            expect("row added", inSource(script(-1, "", "INSERT INTO t (rowid, id) VALUES (1000, 1000); ")),
                    List.of(new Wanted(Difference.Kind.MISSING, Optional.of(key(1000)), Optional.empty())));
        }

        private void columns() throws SQLException, IOException {
            for (int i = 0; i + 1 < damages.size(); i++) {
                String here = damages.get(i).from().postgres();
                String next = damages.get(i + 1).from().postgres();
                String beside = neighbour(i).from().postgres();
                if (!here.equals(next)) {
                    expect("swapped with the next row", inTarget("""
                            UPDATE public.t SET v = CASE id WHEN %1$d THEN %3$s ELSE %4$s END WHERE id IN (%1$d, %2$d)
                            """.formatted(i + 1, i + 2, next, here)), List.of(value(i + 1, "v"), value(i + 2, "v")));
                }
                if (!here.equals(beside)) {
                    expect("swapped with the next column", inTarget("UPDATE public.t SET v = w, w = v WHERE id = " + (i + 1)),
                            List.of(value(i + 1, "v"), value(i + 1, "w")));
                }
            }
        }

        private Wanted value(int id, String column) {
            return new Wanted(Difference.Kind.VALUE, Optional.of(key(id)), Optional.of(column));
        }

        private String key(int id) {
            return way == Way.WITHOUT_KEY ? "[\"rowid\"," + id + "]" : "[" + id + "]";
        }

        private Optional<String> targetKey(int id) {
            return way == Way.WITHOUT_KEY ? Optional.empty() : Optional.of("[" + id + "]");
        }

        private TableVerdict inTarget(String sql) throws SQLException {
            try (SqliteFile source = sides.open();
                    Connection target = connect();
                    Statement statement = target.createStatement()) {
                target.setAutoCommit(false);
                statement.execute(sql);
                TableVerdict verdict = compare(source, target);
                target.rollback();
                return verdict;
            }
        }

        private TableVerdict inSource(String script) throws SQLException, IOException {
            Path damaged = folder.resolve("damaged.db");
            Files.deleteIfExists(damaged);
            SqliteScript.run(damaged, script);
            try (SqliteFile source = SqliteFile.openPrivate(damaged); Connection target = connect()) {
                target.setAutoCommit(false);
                TableVerdict verdict = compare(source, target);
                target.rollback();
                return verdict;
            }
        }

        private Connection connect() {
            return strange ? sides.connectStrangely("matrix") : sides.connect("matrix");
        }

        private TableVerdict compare(SqliteFile source, Connection target) {
            Shape shape = way == Way.MULTISET ? Shape.of(plan).withoutOrder() : Shape.of(plan);
            try {
                return new TableComparer(source, target, folder.resolve("spill"), Sides.MIGRATION, false)
                        .compare(shape, new Sample(1, 0), _ -> {}).verdict();
            } catch (OutOfOrderException e) {
                throw new IllegalStateException(e);
            }
        }

        private void expect(String name, TableVerdict verdict, List<Wanted> wanted) {
            List<Difference> differences = Sides.differences(verdict);
            planted += wanted.size();
            int here = (int) wanted.stream().filter(each -> differences.stream().anyMatch(each::is)).count();
            found += here;
            if (!wanted.isEmpty()) {
                kindsOfDamage.add(name);
            }
            boolean table = differences.stream().allMatch(difference -> difference.table().equals(TABLE));
            if (here != wanted.size() || differences.size() != wanted.size() || !table) {
                wrong.add("%s, %s, %s: wanted %s, found %s".formatted(kind, way, name, wanted, differences));
            }
        }
    }
}

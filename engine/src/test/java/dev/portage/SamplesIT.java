package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The public sample databases, moved whole into PostgreSQL 15 and 18.
class SamplesIT {
    private static final Path SAMPLES = Path.of("../../shared/samples");

    static Stream<Arguments> samples() {
        return TestPostgres.all().stream().flatMap(server -> Stream.of(Arguments.of(server, "chinook.sqlite", 11, 15_607),
                Arguments.of(server, "northwind.db", 13, 3_310), Arguments.of(server, "grafana.db", 0, 0)));
    }

    @ParameterizedTest(name = "{1} into {0}")
    @MethodSource("samples")
    void a_public_database_arrives_equal(TestPostgres server, String name, int tables, long rows, @TempDir Path folder)
            throws IOException {
        assumeTrue(Files.isDirectory(SAMPLES), "the shared samples are not beside this checkout: " + SAMPLES.toAbsolutePath());
        Path source = Files.copy(SAMPLES.resolve(name), folder.resolve(name));

        try (TestDatabase database = server.freshDatabase()) {
            Report report = Moves.move(Moves.accepting(Moves.settings(source, database)));

            assertThat(report.exitCode()).as(Outcome.of(report)).isEqualTo(0);
            assertThat(report.verdict()).isEqualTo("equal");
            if (tables > 0) {
                assertThat(report.sources().getFirst().tables()).isEqualTo(tables);
                assertThat(report.sources().getFirst().rows()).isEqualTo(rows);
            }
            assertThat(database.query("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated"))
                    .containsExactly("0");
            if (name.startsWith("chinook")) {
                requireChinook(database);
            }
        }
    }

    private static void requireChinook(TestDatabase database) {
        assertThat(database.query("SELECT count(*) FROM pg_constraint WHERE contype = 'f'")).containsExactly("11");
        assertThat(database.query(
                "SELECT attname FROM pg_attribute WHERE attrelid = 'public.\"Track\"'::regclass AND attnotnull ORDER BY 1"))
                .contains("TrackId", "Name", "MediaTypeId", "Milliseconds", "UnitPrice");
        database.execute("INSERT INTO public.\"Genre\" (\"Name\") VALUES ('Next')");
        assertThat(database.query("SELECT \"GenreId\" FROM public.\"Genre\" WHERE \"Name\" = 'Next'")).containsExactly("26");
    }
}

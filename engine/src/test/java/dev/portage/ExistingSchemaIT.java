package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole moves into schemas that an application's ORM has made.
class ExistingSchemaIT {
    private static final Path SAMPLES = Path.of("../../shared/samples");

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void chinook_arrives_in_the_tables_of_its_orm(TestPostgres server) throws IOException {
        assumeTrue(Files.isDirectory(SAMPLES), "the shared samples are not beside this checkout: " + SAMPLES.toAbsolutePath());
        Path source = Files.copy(SAMPLES.resolve("chinook.sqlite"), folder.resolve("chinook.sqlite"));
        try (TestDatabase database = server.freshDatabase();
                InputStream script = Objects.requireNonNull(getClass().getResourceAsStream("/existing/chinook.sql"))) {
            database.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));

            Report report = Moves.move(Moves.settings(source, database));

            assertThat(report.exitCode()).as(Outcome.of(report)).isZero();
            assertThat(report.verdict()).isEqualTo("equal");
            assertThat(database.query("SELECT count(*) FROM public.track")).containsExactly("3503");
            assertThat(database.query("SELECT sum(total) FROM public.invoice")).containsExactly("2328.60");
        }
    }

    @Test
    void types_of_an_orm_take_their_values_and_sequences_go_on() {
        Path source = SqliteScript.run(folder.resolve("app.db"), """
                CREATE TABLE User(id INTEGER PRIMARY KEY, ref TEXT, bin BLOB, mood TEXT, meta TEXT, active INTEGER, word TEXT,
                    createdAt TEXT, at INTEGER, day TEXT, price REAL, amount TEXT, ratio REAL, mail TEXT, code TEXT, num INTEGER,
                    none TEXT, extra TEXT);
                INSERT INTO User VALUES(7, '7d444840-9dc0-11d1-b245-5ffdce74fad2', x'7d4448409dc011d1b2455ffdce74fad2', 'sad',
                    '{"a": 1}', 1, 'yes', '2021-02-03T04:05:06.789Z', 1612325106789, '2021-02-03', 12.34, '12.30', 0.5, 'a@b', 'de',
                    12, NULL, 'more'), (9, NULL, NULL, 'ok', NULL, 0, 'no', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
                """);
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute("""
                    CREATE TYPE public.mood AS ENUM ('sad', 'ok');
                    CREATE DOMAIN public.mail AS varchar(40) CHECK (VALUE LIKE '%@%');
                    CREATE TABLE public."User" (id serial PRIMARY KEY, ref uuid, bin uuid, mood public.mood NOT NULL DEFAULT 'ok',
                        meta jsonb, active boolean, word boolean, created_at timestamptz(3), at timestamp(3), day date,
                        price numeric(8,2), amount numeric(6,2), ratio float4, mail public.mail, code char(2), num text,
                        none timestamptz, seen timestamptz NOT NULL DEFAULT now())
                    """);

            Report report = Moves.move(Moves.accepting(Moves.settings(source, database)));

            assertThat(report.exitCode()).as(Outcome.of(report)).isZero();
            assertThat(database
                    .query("SELECT mood::text || ' ' || word || ' ' || amount || ' ' || extra FROM public.\"User\" WHERE id = 7"))
                    .containsExactly("sad true 12.30 more");
            database.execute("INSERT INTO public.\"User\" (mood) VALUES ('ok')");
            assertThat(database.query("SELECT max(id) FROM public.\"User\"")).containsExactly("10");
        }
    }
}

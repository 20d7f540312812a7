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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every hostile file of the shared cases: what is named, how a plain move ends, and how it ends when the suggestions
/// are accepted. The same ground is covered by `scenarios/`, with data of the project's own.
class CasesIT {
    private static final Path CASES = Path.of("../../shared/cases/sql");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            01-type-affinity-lies           | 3 | storage-class-mixed stock.qty
            02-empty-string-in-integer      | 3 | empty-string-in-number users.age; datetime-mixed users.born
            03-nul-in-text                  | 3 | nul-in-text notes.a
            04-invalid-utf8-text            | 3 | invalid-utf8 legacy.t
            06-reals-special                | 0 |
            07-money-in-real                | 3 | storage-class-mixed inv.amount
            09-datetimes-many-formats       | 3 | datetime-mixed ev.at
            10-dst-local-times              | 0 | datetime-ambiguous shifts.starts
            12-no-pk-duplicate-rows         | 0 | no-key log
            13-without-rowid-and-strict     | 3 | storage-class-mixed w.v
            15-integer-pk-desc-alias        | 3 | null-in-key b; null-in-key c
            16-identifiers-hostile          | 0 |
            19-fk-orphans                   | 3 | fk-orphan p
            21-check-with-sqlite-functions  | 0 |
            22-check-violated-by-data       | 3 | check-violated c
            24-unicode-normal-forms         | 0 |
            26-wide-row-2000-cols           | 3 | too-many-columns wide
            27-huge-values                  | 3 | index-value-too-large bigkey
            28-json-hostile                 | 0 | json-invalid j.d
            30-views-triggers-fts-virtual   | 0 | virtual-table; shadow-table; trigger-untranslated
            31-broken-view                  | 0 | view-broken
            33-type-names-odd               | 0 | real-in-integer t.d; varchar-overflow t.c; declared-type-misleading t.f; declared-type-misleading t.g
            34-varchar-overflow             | 0 | varchar-overflow t.name; varchar-overflow t.code
            36-copy-text-metacharacters     | 0 |
            38-encrypted-columns            | 0 | encrypted-column downloaders.encrypted_password; encrypted-column downloaders.encrypted_api_key
            39-sqlite-sequence-ahead        | 0 | sequence-ahead t
            40-empty-and-zero-column-cases  | 0 | declared-type-misleading latesurprise.v
            43-order-by-numeric-text-key    | 3 | key-class-mixed t.k
            """)
    void a_hostile_file_is_named_and_moved(String name, int exit, String hazards, @TempDir Path folder) throws IOException {
        assumeTrue(Files.isDirectory(CASES), "the shared cases are not beside this checkout: " + CASES.toAbsolutePath());
        Path source = SqliteScript.run(folder.resolve("x.db"), CASES.resolve(name + ".sql"));
        byte[] before = Files.readAllBytes(source);

        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report plain = Moves.move(Moves.settings(source, database));

            assertThat(plain.exitCode()).as(Outcome.of(plain)).isEqualTo(exit);
            List<String> named = Outcome.named(plain);
            for (String wanted : hazards == null ? new String[0] : hazards.split(";")) {
                assertThat(named).as(Outcome.of(plain)).anyMatch(each -> each.startsWith(wanted.trim()));
            }
            if (exit != 0) {
                assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).isEmpty();
            }
            requireAcceptedMove(name, source, database);
        }
        assertThat(Files.readAllBytes(source)).as("the source's bytes").isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).toList()).containsExactlyInAnyOrder("x.db",
                    "x.db.portage");
        }
    }

    private static void requireAcceptedMove(String name, Path source, TestDatabase database) {
        Report accepted = Moves.move(Moves.accepting(Moves.settings(source, database)));
        if (name.startsWith("26")) {
            assertThat(accepted.exitCode()).as("no choice helps: " + Outcome.of(accepted)).isEqualTo(3);
            return;
        }
        assertThat(accepted.verdict()).as(Outcome.of(accepted)).isEqualTo("equal");
        assertThat(accepted.exitCode()).isEqualTo(0);
        assertThat(accepted.tables()).allMatch(table -> table.verdict().equals("equal") && table.rows() == table.targetRows());
        if (name.startsWith("30")) {
            assertThat(database.query("SELECT v FROM public.av")).as("the view").containsExactly("x");
        }
        if (name.startsWith("16")) {
            assertThat(database.query("SELECT count(*) FROM public.victim")).containsExactly("1");
        }
    }
}

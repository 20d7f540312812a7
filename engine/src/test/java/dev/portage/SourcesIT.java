package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.observe.Report;
import dev.portage.plan.PlanOptions;
import dev.portage.testing.Moves;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several SQLite files that are one application: one plan, one control row, one verdict, foreign keys across.
class SourcesIT {
    private static final String AUTH = """
            CREATE TABLE user (id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, createdAt INTEGER);
            INSERT INTO user VALUES ('u1', 'a@example.org', 1700000000), ('u2', 'b@example.org', 1700000001);
            CREATE TABLE session (id TEXT PRIMARY KEY, userId TEXT NOT NULL REFERENCES user(id) ON DELETE CASCADE);
            INSERT INTO session VALUES ('s1', 'u1'), ('s2', 'u2');
            CREATE TABLE settings (k TEXT PRIMARY KEY, v TEXT);
            INSERT INTO settings VALUES ('theme', 'of auth');
            CREATE TABLE audit (settings_k TEXT REFERENCES settings(k), at INTEGER);
            INSERT INTO audit VALUES ('theme', 1);
            """;
    private static final String APP = """
            CREATE TABLE sandbox (id INTEGER PRIMARY KEY AUTOINCREMENT, userId TEXT NOT NULL REFERENCES user(id) ON DELETE CASCADE,
                name TEXT);
            INSERT INTO sandbox (userId, name) VALUES ('u1', 'one'), ('u2', 'two'), ('u1', 'three');
            CREATE TABLE settings (k TEXT PRIMARY KEY, v TEXT);
            INSERT INTO settings VALUES ('theme', 'of app'), ('lang', 'en');
            """;

    @TempDir
    private Path folder;

    private MigrationSettings settings(TestDatabase database, String app, String auth) {
        return MigrationSettings.of(SqliteScript.run(folder.resolve("app.db"), app),
                SqliteScript.run(folder.resolve("auth.db"), auth)).but(change -> change.target(database.url()));
    }

    @Test
    void two_files_arrive_with_foreign_keys_across_them_under_one_verdict() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = Moves.move(settings(database, APP, AUTH));

            assertThat(report.exitCode()).as(report.toString()).isZero();
            assertThat(report.sources()).extracting(Report.Source::id, Report.Source::tables, Report.Source::rows)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("app.db", 2, 5L),
                            org.assertj.core.groups.Tuple.tuple("auth.db", 4, 6L));
            assertThat(database.query("SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
                    + "WHERE contype = 'f' ORDER BY 1")).containsExactly(
                            "public.audit FOREIGN KEY (settings_k) REFERENCES public.auth_settings(k)",
                            "public.sandbox FOREIGN KEY (\"userId\") REFERENCES public.\"user\"(id) ON DELETE CASCADE",
                            "public.session FOREIGN KEY (\"userId\") REFERENCES public.\"user\"(id) ON DELETE CASCADE");
            assertThat(database.query("SELECT string_agg(v, ',' ORDER BY k) FROM public.settings")).containsExactly("en,of app");
            assertThat(database.query("SELECT v FROM public.auth_settings")).containsExactly("of auth");
            assertThat(database.query("SELECT array_to_string(sources, '|') FROM portage.control"))
                    .containsExactly("app.db|auth.db");
            assertThat(database.query("SELECT DISTINCT source_id FROM portage.checkpoint ORDER BY 1"))
                    .containsExactly("app.db", "auth.db");
        }
    }

    @Test
    void a_second_move_writes_nothing_and_a_change_of_either_file_is_noticed() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            MigrationSettings settings = settings(database, APP, AUTH);
            assertThat(Moves.move(settings).exitCode()).isZero();
            var before = MoveFixture.stateDigest(database);

            assertThat(Moves.move(settings).exitCode()).isZero();
            assertThat(MoveFixture.stateDigest(database)).isEqualTo(before);

            SqliteScript.run(folder.resolve("auth.db"), "INSERT INTO user VALUES ('u3', 'c@example.org', 3);");
            Report changed = Moves.move(settings);
            assertThat(changed.exitCode()).isEqualTo(5);
            assertThat(changed.error().orElseThrow().message()).contains("auth.db");
            assertThat(Moves.move(Moves.restarting(settings)).exitCode()).isZero();
            assertThat(database.query("SELECT count(*) FROM public.\"user\"")).containsExactly("3");
        }
    }

    @Test
    void rows_that_refer_to_no_row_of_the_other_file_are_named() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = Moves.move(
                    settings(database, APP + "INSERT INTO sandbox VALUES (9, 'nobody', 'lost');", AUTH));

            assertThat(report.exitCode()).isEqualTo(3);
            assertThat(report.hazards()).filteredOn(hazard -> hazard.code().equals("fk-orphan")).singleElement()
                    .satisfies(hazard -> {
                        assertThat(hazard.rows()).isEqualTo(1);
                        assertThat(hazard.samples().getFirst().key()).containsExactly(9L);
                        assertThat(hazard.subject()).contains("userId -> user(id)");
                    });
        }
    }

    @Test
    void both_sources_are_moved_into_a_schema_of_their_own_with_small_ranges() {
        String many = AUTH + """
                WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
                INSERT INTO user SELECT 'v' || i, i || '@example.org', i FROM n;
                """;
        try (TestDatabase database = TestPostgres.v15().freshDatabase()) {
            MigrationSettings settings = settings(database, APP, many)
                    .but(change -> change.asked(PlanOptions.Asked.ofSchema("both_files")));

            Report report = MoveFixture.runInSmallRanges(settings, dev.portage.observe.Event.Listener.none(), Migration::move);

            assertThat(report.exitCode()).as(report.toString()).isZero();
            assertThat(database.query("SELECT count(*) FROM both_files.\"user\"")).containsExactly("24993");
        }
    }

    @Test
    void equal_names_of_views_triggers_and_search_tables_stay_with_their_own_files() {
        String first = """
                CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, changed TEXT);
                INSERT INTO note VALUES (1, 'of app', NULL);
                CREATE VIEW latest AS SELECT body FROM note;
                CREATE VIEW twice AS SELECT body || '!' AS loud FROM latest;
                CREATE TRIGGER touched AFTER UPDATE ON note BEGIN UPDATE note SET changed = 'app' WHERE id = NEW.id; END;
                CREATE VIRTUAL TABLE words USING fts5(body, content='note', content_rowid='id');
                CREATE TRIGGER words_ai AFTER INSERT ON note
                BEGIN INSERT INTO words(rowid, body) VALUES (NEW.id, NEW.body); END;
                CREATE VIRTUAL TABLE own USING fts5(text);
                INSERT INTO own VALUES ('app text');
                """;
        String second = first.replace("of app", "of auth").replace("'app'", "'auth'").replace("app text", "auth text");
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = Moves.move(settings(database, first, second));

            assertThat(report.exitCode()).as(report.toString()).isZero();
            assertThat(report.hazards()).noneMatch(hazard -> hazard.code().endsWith("untranslated"));
            assertThat(database.query("SELECT body FROM public.latest UNION ALL SELECT body FROM public.auth_latest"))
                    .containsExactly("of app", "of auth");
            assertThat(database.query("SELECT loud FROM public.twice UNION ALL SELECT loud FROM public.auth_twice"))
                    .containsExactly("of app!", "of auth!");
            assertThat(database.query("SELECT text FROM public.own UNION ALL SELECT text FROM public.auth_own"))
                    .containsExactly("app text", "auth text");
            database.execute("UPDATE public.note SET body = 'new app'; UPDATE public.auth_note SET body = 'new auth'");
            assertThat(database
                    .query("SELECT changed || ' ' || (words_tsv @@ websearch_to_tsquery('simple', 'new')) FROM public.note "
                            + "UNION ALL SELECT changed || ' ' || (words_tsv @@ websearch_to_tsquery('simple', 'new')) FROM public.auth_note"))
                    .containsExactly("app true", "auth true");
        }
    }

    @Test
    void files_that_cannot_be_one_migration_are_refused_before_anything_is_made() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path first = SqliteScript.run(folder.resolve("app.db"), APP);
            Path wide = SqliteScript.run(folder.resolve("wide.db"), "PRAGMA encoding='UTF-16le'; CREATE TABLE w (a);");

            Report encodings = Moves.move(MigrationSettings.of(first, wide).but(change -> change.target(database.url())));
            Report same = Moves.move(MigrationSettings.of(first, first).but(change -> change.target(database.url())));

            assertThat(List.of(encodings.error().orElseThrow().code(), same.error().orElseThrow().code()))
                    .containsExactly("PT-180", "PT-111");
            assertThat(database.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                    .containsExactly("0");
        }
    }
}

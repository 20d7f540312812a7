package dev.portage.orm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.MigrationSettings;
import dev.portage.observe.Report;
import dev.portage.plan.PlanOptions;
import dev.portage.plan.PlanOptions.Existing;
import dev.portage.testing.Moves;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An application whose schema on PostgreSQL Flyway's migrations have made, with a domain, an enum, a partial unique
/// index, a generated column, a trigger and a row that a migration seeded.
class FlywayIT {
    private static final String JOURNAL = """
            CREATE TABLE users (id TEXT PRIMARY KEY, provider TEXT NOT NULL, subject TEXT NOT NULL, email TEXT,
                created_at TEXT NOT NULL);
            INSERT INTO users VALUES ('u1', 'apple', 'a-1', 'ann@example.org', '2024-01-02T03:04:05.678Z'),
                ('u2', 'google', 'g-2', NULL, '2024-02-29T23:59:59.000Z');
            CREATE TABLE subscriptions (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL REFERENCES users(id),
                platform TEXT NOT NULL, status TEXT NOT NULL, expires_at INTEGER NOT NULL, ticket INTEGER);
            INSERT INTO subscriptions (user_id, platform, status, expires_at, ticket) VALUES
                ('u1', 'apple', 'expired', 1700000000, 7), ('u1', 'apple', 'active', 1800000000, 250),
                ('u2', 'stripe', 'cancelled', 1750000000, 8);
            CREATE TABLE journal_entries (id TEXT PRIMARY KEY, user_id TEXT NOT NULL, body TEXT NOT NULL,
                created_at TEXT NOT NULL);
            INSERT INTO journal_entries VALUES ('j1', 'u1', 'Grüße', '2024-05-01T10:00:00.000Z'),
                ('j2', 'u2', '', '2024-05-02T10:00:00.500Z');
            """;

    @TempDir
    private Path folder;

    private static void migrate(TestDatabase database) {
        Flyway.configure().dataSource("jdbc:" + database.plainUrl().replaceFirst("//[^@]*@", "//"), database.address().user(),
                database.password()).schemas("public").locations("classpath:flyway").load().migrate();
    }

    private MigrationSettings settings(TestDatabase database, String script, Existing existing) {
        return MigrationSettings.of(SqliteScript.run(folder.resolve(database.address().database() + ".db"), script))
                .but(change -> change.target(database.url()).asked(new PlanOptions.Asked(Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.empty(), Optional.of(existing))));
    }

    @Test
    void rows_join_the_seeded_ones_and_no_trigger_fires() {
        for (TestPostgres server : TestPostgres.all()) {
            try (TestDatabase database = server.freshDatabase()) {
                migrate(database);

                Report report = Moves.move(settings(database, JOURNAL, Existing.APPEND));

                assertThat(report.exitCode()).as(String.valueOf(report.error()) + report.hazards()).isZero();
                assertThat(database.query("SELECT id FROM public.users ORDER BY id")).containsExactly("system", "u1", "u2");
                assertThat(database.query("SELECT bytes::text FROM public.journal_entries ORDER BY id")).containsExactly("7",
                        "0");
                assertThat(database.query("SELECT count(*) FROM public.changes")).containsExactly("0");
                assertThat(database.query("SELECT tgenabled FROM pg_trigger WHERE tgname = 'note'")).containsExactly("O");
                assertThat(database.query("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"))
                        .containsExactly("2");
                database.execute("INSERT INTO public.subscriptions (user_id, platform, status, expires_at) "
                        + "VALUES ('u2', 'apple', 'active', now())");
                assertThat(database.query("SELECT id || ' ' || ticket FROM public.subscriptions ORDER BY id DESC LIMIT 1"))
                        .containsExactly("4 251");
                assertThat(database.query("SELECT count(*) FROM public.flyway_schema_history")).containsExactly("2");
            }
        }
    }

    @Test
    void seeded_rows_stop_a_move_that_was_not_told_what_to_do_with_them() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            migrate(database);

            Report report = Moves.move(settings(database, JOURNAL, Existing.ABORT));

            assertThat(report.exitCode()).isEqualTo(5);
            assertThat(report.error().orElseThrow().next()).contains("--existing append");
            assertThat(database.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'portage'")).containsExactly("0");
        }
    }

    @Test
    void rows_that_a_constraint_of_the_new_schema_would_reject_are_named_before_the_copy() {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            migrate(database);
            String bad = JOURNAL + """
                    UPDATE subscriptions SET status = 'active' WHERE id = 1;
                    INSERT INTO subscriptions (user_id, platform, status, expires_at, ticket) VALUES ('u2', 'apple', 'paused', 1700000009, 9);
                    UPDATE users SET email = 'nonsense' WHERE id = 'u2';
                    INSERT INTO journal_entries VALUES ('j3', 'nobody', 'x', '2024-05-02T10:00:00.500Z');
                    """;

            Report report = Moves.move(settings(database, bad, Existing.APPEND));

            assertThat(report.exitCode()).as(String.valueOf(report.error())).isEqualTo(3);
            assertThat(report.hazards()).filteredOn(hazard -> hazard.severity().equals("blocker"))
                    .extracting(hazard -> hazard.code() + " " + hazard.table().orElse("") + " " + hazard.rows())
                    .contains("unique-violated subscriptions 2", "check-violated subscriptions 1", "check-violated users 1",
                            "fk-orphan journal_entries 1");
            assertThat(database.query("SELECT count(*) FROM public.users")).containsExactly("1");
        }
    }
}

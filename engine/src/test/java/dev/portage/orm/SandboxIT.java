package dev.portage.orm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.MigrationSettings;
import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shape of an application that keeps its users in a SQLite file of their own, has made its schema on PostgreSQL
/// already, demands a user for rows that had none, and has tables there that SQLite never had: one command moves it.
class SandboxIT {
    private static final String AUTH = """
            CREATE TABLE user (id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, emailVerified INTEGER NOT NULL, createdAt INTEGER);
            INSERT INTO user VALUES ('u1', 'ann@example.org', 1, 1700000000), ('u2', 'bob@example.org', 0, 1700000100);
            CREATE TABLE session (id TEXT PRIMARY KEY, userId TEXT NOT NULL REFERENCES user(id), expiresAt INTEGER NOT NULL);
            INSERT INTO session VALUES ('s1', 'u1', 1800000000), ('s2', 'u2', 1800000001);
            """;
    private static final String APP = """
            CREATE TABLE sandboxes (id TEXT PRIMARY KEY, user_id TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL,
                created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
            INSERT INTO sandboxes VALUES ('b1', 'u1', 'One', 'running', '2024-05-01 10:00:00'),
                ('b2', 'u2', 'Two', 'stopped', '2024-05-02 11:30:00');
            CREATE TABLE provider_credentials (id TEXT PRIMARY KEY, providerId TEXT NOT NULL, secret BLOB, sandboxId TEXT);
            INSERT INTO provider_credentials VALUES ('c1', 'github', x'0102', 'b1'), ('c2', 'openai', x'ff00', 'b2'),
                ('c3', 'anthropic', NULL, NULL);
            CREATE TABLE oauth_state (state TEXT PRIMARY KEY, providerId TEXT NOT NULL, createdAt INTEGER NOT NULL);
            INSERT INTO oauth_state VALUES ('st1', 'github', 1700000500123);
            """;
    private static final String SCHEMA = """
            CREATE TABLE public."user" (id text PRIMARY KEY, email text NOT NULL UNIQUE, "emailVerified" boolean NOT NULL,
                "createdAt" timestamptz);
            CREATE TABLE public.session (id text PRIMARY KEY, "userId" text NOT NULL REFERENCES public."user" (id) ON DELETE CASCADE,
                "expiresAt" timestamptz NOT NULL);
            CREATE TABLE public.sandboxes (id text PRIMARY KEY, user_id text NOT NULL REFERENCES public."user" (id) ON DELETE CASCADE,
                name varchar(100) NOT NULL, status text NOT NULL CHECK (status IN ('running', 'stopped', 'failed')),
                created_at timestamp NOT NULL DEFAULT now());
            CREATE TABLE public.provider_credentials (id text PRIMARY KEY,
                "userId" text NOT NULL REFERENCES public."user" (id) ON DELETE CASCADE, "providerId" text NOT NULL, secret bytea,
                "sandboxId" text REFERENCES public.sandboxes (id), UNIQUE ("userId", "providerId"));
            CREATE INDEX idx_provider_credentials_user ON public.provider_credentials ("userId");
            CREATE TABLE public.oauth_state (state text PRIMARY KEY,
                "userId" text NOT NULL REFERENCES public."user" (id) ON DELETE CASCADE, "providerId" text NOT NULL,
                "createdAt" timestamptz(3) NOT NULL);
            CREATE TABLE public.knowledge (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "sandboxId" text
                REFERENCES public.sandboxes (id), body text NOT NULL);
            CREATE TABLE public.onboarding ("userId" text PRIMARY KEY REFERENCES public."user" (id), step integer NOT NULL);
            """;
    private static final String PLAN = """
            portage-plan: 1
            target-schema: public
            tables:
              provider_credentials:
                values:
                  userId: coalesce((SELECT user_id FROM sandboxes WHERE sandboxes.id = sandboxId), (SELECT id FROM auth.user ORDER BY createdAt LIMIT 1))
              oauth_state:
                values:
                  userId: "'u1'"
            """;

    @TempDir
    private Path folder;

    private MigrationSettings settings(TestDatabase database) throws IOException {
        Path own = Files.createDirectories(folder.resolve(database.address().database()));
        return MigrationSettings.of(SqliteScript.run(own.resolve("app.db"), APP),
                SqliteScript.run(own.resolve("auth.db"), AUTH)).but(change -> change.target(database.url()));
    }

    @Test
    void two_files_go_into_the_new_schema_by_one_command_with_a_user_for_every_row() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), PLAN);
        for (TestPostgres server : TestPostgres.all()) {
            try (TestDatabase database = server.freshDatabase()) {
                database.execute(SCHEMA);

                Report report = Moves.move(settings(database).but(change -> change.planFile(plan)));

                assertThat(report.exitCode()).as(String.valueOf(report.error()) + report.hazards()).isZero();
                assertThat(report.verdict()).isEqualTo("equal");
                assertThat(database.query("SELECT concat_ws(' ', id, \"userId\") FROM public.provider_credentials ORDER BY id"))
                        .containsExactly("c1 u1", "c2 u2", "c3 u1");
                assertThat(database.query("SELECT \"userId\" FROM public.oauth_state")).containsExactly("u1");
                assertThat(database
                        .query("SELECT to_char(\"createdAt\" AT TIME ZONE 'UTC', 'HH24:MI:SS.MS') FROM public.oauth_state"))
                        .containsExactly("22:21:40.123");
                assertThat(database.query("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"))
                        .containsExactly("7");
                assertThat(database.query("SELECT count(*) FROM public.knowledge")).containsExactly("0");
                assertThat(report.hazards()).filteredOn(hazard -> hazard.code().equals("target-table-extra"))
                        .anyMatch(hazard -> hazard.message().contains("knowledge") && hazard.message().contains("onboarding"));
            }
        }
    }

    @Test
    void without_values_the_missing_column_is_a_decision_that_says_what_to_write() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(SCHEMA);

            Report report = Moves.move(settings(database));

            assertThat(report.exitCode()).isEqualTo(3);
            assertThat(report.hazards()).filteredOn(hazard -> hazard.severity().equals("blocker"))
                    .allMatch(hazard -> hazard.code().equals("schema-differs") && hazard.message().contains("values:"))
                    .extracting(hazard -> hazard.table().orElseThrow())
                    .containsExactlyInAnyOrder("provider_credentials", "oauth_state");
            assertThat(database.query("SELECT count(*) FROM public.\"user\"")).containsExactly("0");
        }
    }

    @Test
    void values_that_break_the_new_unique_constraint_are_named_before_the_copy() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), PLAN.replaceFirst("userId: coalesce.*", "userId: \"'u1'\""));
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            database.execute(SCHEMA);
            MigrationSettings settings = settings(database).but(change -> change.planFile(plan));
            SqliteScript.run(settings.source(), "INSERT INTO provider_credentials VALUES ('c4', 'github', NULL, NULL);");

            Report report = Moves.move(settings);

            assertThat(report.exitCode()).isEqualTo(3);
            assertThat(report.hazards()).filteredOn(hazard -> hazard.code().equals("unique-violated")).singleElement()
                    .satisfies(hazard -> assertThat(hazard.rows()).isEqualTo(2));
            assertThat(database.query("SELECT count(*) FROM public.\"user\"")).containsExactly("0");
        }
    }
}

package dev.portage.orm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.MigrationSettings;
import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.NodePrograms;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An application on Drizzle: its tool generates the migrations for both engines, its migrator makes both schemas, its
/// client fills SQLite; after one `portage move` the same client reads the same objects from PostgreSQL.
class DrizzleIT {
    @TempDir
    private Path folder;

    @Test
    void the_orm_reads_the_same_objects_from_the_schema_that_it_made() {
        Path file = folder.resolve("app.db");
        generate("sqlite");
        generate("postgresql");
        NodePrograms.run(Map.of(), "drizzle-migrate.mjs", "sqlite", file.toString(), folder.resolve("sqlite").toString());
        NodePrograms.run(Map.of(), "drizzle-fill.mjs", file.toString());
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            NodePrograms.run(database.environment(), "drizzle-migrate.mjs", "postgresql", database.plainUrl(),
                    folder.resolve("postgresql").toString());

            Report report = Moves.move(MigrationSettings.of(file).but(change -> change.target(database.url())));

            assertThat(report.hazards()).as("nothing to decide").noneMatch(hazard -> hazard.severity().equals("blocker"));
            assertThat(report.exitCode()).as(String.valueOf(report.error())).isZero();
            assertThat(NodePrograms.run(database.environment(), "drizzle-read.mjs", "postgresql", database.plainUrl()))
                    .isEqualTo(NodePrograms.run(Map.of(), "drizzle-read.mjs", "sqlite", file.toString()));
            assertThat(database.query("INSERT INTO public.posts (author_id, title) VALUES (1, 'next') RETURNING id"))
                    .containsExactly("121");
        }
    }

    private void generate(String dialect) {
        NodePrograms.run(Map.of("DIALECT", dialect, "OUT", folder.resolve(dialect).toString()),
                "node_modules/drizzle-kit/bin.cjs", "generate");
    }
}

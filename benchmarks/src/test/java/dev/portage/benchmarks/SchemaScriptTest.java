package dev.portage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaScriptTest {
    @TempDir
    Path folder;

    @Test
    void statements_are_told_apart_by_section_and_checks_are_not_proven() throws IOException {
        Path script = folder.resolve("schema.sql");
        Files.writeString(script, """
                -- The tables of t.db for PostgreSQL, as Portage makes them.
                -- 1. tables
                CREATE TABLE "t" (
                    "id" text
                );
                CREATE TABLE "u" ("id" text);

                -- 2. keys and indexes, after the rows
                CREATE INDEX "i" ON "t" ("id");

                -- 3. checks
                ALTER TABLE "t" ADD CONSTRAINT "t_check" CHECK (true) NOT VALID;

                -- 4. foreign keys
                ALTER TABLE "t" ADD CONSTRAINT "t_id_fkey" FOREIGN KEY ("id") REFERENCES "u" NOT VALID;

                -- 5. proof of the constraints on the rows
                ALTER TABLE "t" VALIDATE CONSTRAINT "t_check";
                ALTER TABLE "t" VALIDATE CONSTRAINT "t_id_fkey";
                """);

        SchemaScript schema = SchemaScript.read(script);

        assertThat(schema.tables()).containsExactly("CREATE TABLE \"t\" (\n    \"id\" text\n)",
                "CREATE TABLE \"u\" (\"id\" text)");
        assertThat(schema.indexes()).containsExactly("CREATE INDEX \"i\" ON \"t\" (\"id\")");
        assertThat(schema.foreignKeys()).hasSize(1).first().asString().contains("t_id_fkey");
        assertThat(schema.validations()).containsExactly("ALTER TABLE \"t\" VALIDATE CONSTRAINT \"t_id_fkey\"");
    }
}

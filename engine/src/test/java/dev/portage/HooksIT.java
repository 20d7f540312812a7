package dev.portage;

import static dev.portage.MoveFixture.source;
import static dev.portage.testing.Moves.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.copy.TargetRoles;
import dev.portage.observe.Report;
import dev.portage.plan.Ddl;
import dev.portage.plan.Hooks;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.PlanOptions;
import dev.portage.schema.Schema;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person's own SQL, owners and privileges, rules, names, and the quarantine as a file: from plan.yaml to the target.
class HooksIT {
    @TempDir
    Path folder;

    private void plan(String text) throws IOException {
        Path file = folder.resolve("app.db.portage/1-plan/plan.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "portage-plan: 1\ntarget-schema: shop\n" + text);
    }

    @Test
    void own_sql_runs_once_and_what_is_made_goes_to_owner_and_roles() throws IOException {
        TestPostgres server = TestPostgres.v18();
        server.administer("DROP ROLE IF EXISTS hooks_owner");
        server.administer("DROP ROLE IF EXISTS hooks_reader");
        server.administer("CREATE ROLE hooks_owner");
        server.administer("CREATE ROLE hooks_reader");
        try (TestDatabase database = server.freshDatabase()) {
            Path source = source(folder, MoveFixture.PLAIN);
            plan("""
                    owner: hooks_owner
                    grant: {hooks_reader: "select, insert"}
                    before: ["CREATE TABLE seen (what text)", "INSERT INTO seen VALUES ('before')"]
                    after:
                      - |
                        INSERT INTO seen SELECT 'after ' || count(*) FROM t;
                        INSERT INTO seen SELECT '?' WHERE '{"a":1}'::jsonb ? 'a'
                    """);

            Report report = Moves.move(settings(source, database));
            Report again = Moves.move(settings(source, database));

            assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(0);
            assertThat(again.exitCode()).as(Outcome.of(again) + again.error()).isEqualTo(0);
            assertThat(database.query("SELECT what FROM shop.seen")).containsExactly("before", "after 3", "?");
            assertThat(database.query("SELECT kind || ' ' || left(name, 2) FROM portage.made WHERE kind IN ('before', 'after') "
                    + "ORDER BY kind DESC, name")).containsExactly("before 1 ", "before 2 ", "after 1 ");
            assertThat(database.query("SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = "
                    + "'shop'::regnamespace AND relname IN ('t', 'u')")).containsExactly("hooks_owner");
            assertThat(database.query("SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'shop'"))
                    .containsExactly("hooks_owner");
            assertThat(database.query("SELECT has_table_privilege('hooks_reader', 'shop.t', 'SELECT, INSERT')::text || "
                    + "has_table_privilege('hooks_reader', 'shop.t', 'UPDATE') || "
                    + "has_schema_privilege('hooks_reader', 'shop', 'USAGE')")).containsExactly("truefalsetrue");
        } finally {
            server.administer("DROP ROLE IF EXISTS hooks_owner");
            server.administer("DROP ROLE IF EXISTS hooks_reader");
        }
    }

    @Test
    void a_statement_that_postgresql_refuses_is_named_and_undone() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase().allowFences()) {
            Path source = source(folder, MoveFixture.PLAIN);
            plan("before: [\"CREATE TABLE one (x int)\", \"CREATE TABLE two (x int); SELECT nothing FROM nowhere\"]\n");

            Report refused = Moves.move(settings(source, database));

            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.error().orElseThrow().code()).isEqualTo("PT-251");
            assertThat(refused.error().orElseThrow().message()).contains("statement 2 of before", "nowhere");
            assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'shop'::regnamespace"))
                    .containsExactly("one");

            plan("after: [\"COMMIT\"]\n");
            Report ended = Moves.move(Moves.restarting(settings(source, database)));

            assertThat(ended.error().orElseThrow().code()).isEqualTo("PT-252");
        }
    }

    @Test
    void a_role_that_is_not_there_is_refused_before_anything_is_made() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, MoveFixture.PLAIN);
            plan("grant: {no_such_role_anywhere: select}\n");

            Report report = Moves.move(settings(source, database));

            assertThat(report.error().orElseThrow().code()).isEqualTo("PT-118");
            assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname IN ('portage', 'shop')")).isEmpty();
        }
    }

    @Test
    void an_owner_of_whom_the_role_is_no_member_is_refused_and_a_member_passes() throws SQLException {
        TestPostgres server = TestPostgres.v18();
        server.administer("DROP ROLE IF EXISTS hooks_big");
        server.administer("DROP ROLE IF EXISTS hooks_plain");
        server.administer("CREATE ROLE hooks_big");
        server.administer("CREATE ROLE hooks_plain");
        try (TestDatabase database = server.freshDatabase();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            var options = new PlanOptions("public", Optional.of("hooks_big"), PlanOptions.Types.NATIVE,
                    PlanOptions.Identifiers.PRESERVE, PlanOptions.Existing.ABORT);
            var plan = new MigrationPlan(List.of("app.db"), new Schema("UTF-8", 1, List.of(), List.of(), List.of(), List.of(),
                    List.of()), options, Hooks.NONE, List.of(), List.of(), List.of(),
                    new Ddl(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of()), "");
            statement.execute("SET ROLE hooks_plain");

            assertThatThrownBy(() -> TargetRoles.require(connection, plan, List.of())).isInstanceOf(ConfigException.class)
                    .hasMessageContaining("no member of 'hooks_big'");
            statement.execute("RESET ROLE; GRANT hooks_big TO hooks_plain; SET ROLE hooks_plain");
            TargetRoles.require(connection, plan, List.of());
        } finally {
            server.administer("DROP ROLE IF EXISTS hooks_plain");
            server.administer("DROP ROLE IF EXISTS hooks_big");
        }
    }

    @Test
    void rules_and_spelling_reach_the_target() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, """
                    CREATE TABLE "Order Details" (OrderID INTEGER PRIMARY KEY, CreatedAt DATETIME, UpdatedAt DATETIME, HTTPServer TEXT,
                        CONSTRAINT "Has Server" CHECK (length(HTTPServer) > 0));
                    CREATE INDEX "byServer" ON "Order Details" (HTTPServer);
                    INSERT INTO "Order Details" VALUES (1, '2024-01-02 03:04:05', '2024-01-02 03:04:05', 'x');
                    CREATE TABLE log_old (x); CREATE TABLE "orderDetails2" (createdAt DATETIME, created_at DATETIME);
                    """);
            plan("""
                    identifiers: snake
                    rules:
                      - {declared: datetime, type: text}
                      - {match: "*.createdat", type: timestamptz, zone: UTC}
                      - {match: "log_*", skip: true}
                      - {match: "orderdetails?", target-schema: far}
                    tables:
                      Order Details:
                        values: {origin: "'moved ' || OrderID"}
                    """);

            Report report = Moves.move(settings(source, database));

            assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(0);
            assertThat(database.query("""
                    SELECT concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod)) FROM pg_attribute
                    WHERE attrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text IN
                        ('shop', 'far')) AND attnum > 0 ORDER BY attrelid::regclass::text, attnum
                    """)).containsExactly("far.order_details2 created_at timestamp with time zone",
                    "far.order_details2 created_at_2 text",
                    "shop.order_details order_id bigint", "shop.order_details created_at timestamp with time zone",
                    "shop.order_details updated_at text", "shop.order_details http_server text",
                    "shop.order_details origin text");
            assertThat(
                    database.query("SELECT created_at = '2024-01-02 03:04:05+00' AND origin = 'moved 1' FROM shop.order_details"))
                    .containsExactly("t");
            assertThat(database
                    .query("SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'shop'::regnamespace"))
                    .containsExactly("has_server");
            assertThat(database.query("SELECT count(*) FROM pg_class WHERE relname = 'by_server'")).containsExactly("1");
            assertThat(Outcome.named(report)).contains("identifier-renamed orderDetails2.created_at").doesNotContain(
                    "identifier-case Order Details");
            assertThat(Outcome.named(report)).filteredOn(line -> line.startsWith("identifier-spelt")).hasSize(1);
        }
    }

    @Test
    void sql_of_a_value_that_sqlite_cannot_compute_is_refused() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, MoveFixture.PLAIN);
            plan("tables: {t: {values: {far: nowhere + 1}}}\n");

            Report report = Moves.move(settings(source, database));
            plan("tables: {t: {values: {v: '1'}}}\n");
            Report taken = Moves.move(settings(source, database));

            assertThat(report.error().orElseThrow().code()).isEqualTo("PT-117");
            assertThat(report.error().orElseThrow().message()).contains("t.far", "nowhere");
            assertThat(taken.error().orElseThrow().code()).isEqualTo("PT-116");
        }
    }

    @Test
    void the_quarantine_is_a_file_too_without_secrets() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Path source = source(folder, """
                    CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER, password INTEGER);
                    INSERT INTO t VALUES (1, 'a,"b"', 'hidden'), (2, x'00ff', 2), (3, 3, NULL), (4, 1.5, NULL);
                    """);
            plan("""
                    tables:
                      t:
                        columns:
                          v: {decide: {storage-class-mixed: quarantine}}
                          password: {decide: {storage-class-mixed: quarantine}}
                    """);

            Report report = Moves.move(settings(source, database));

            assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(0);
            Path file = folder.resolve("app.db.portage/3-copy/quarantine.csv");
            assertThat(Files.readString(file)).isEqualTo("source_id,table,key,column,class,value\r\n"
                    + "app.db,t,[1],password,text,\r\napp.db,t,[1],v,text,\"a,\"\"b\"\"\"\r\napp.db,t,[2],v,blob,\\x00ff\r\n"
                    + "app.db,t,[4],v,real,1.5\r\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            assertThat(report.checks()).anyMatch(check -> check.name().equals("quarantine") && check.result().equals("4 values"));
        }
    }
}

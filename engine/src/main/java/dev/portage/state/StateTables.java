package dev.portage.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The tables of schema `portage` in the target.
final class StateTables {
    private static final String CONTROL = """
            CREATE TABLE IF NOT EXISTS portage.control (
                migration_id text PRIMARY KEY,
                tool_version text NOT NULL,
                epoch bigint NOT NULL,
                state text NOT NULL,
                writable_side text NOT NULL CHECK (writable_side IN ('sqlite', 'none', 'postgresql')),
                sources text[] NOT NULL,
                target_schema text NOT NULL,
                plan_hash text NOT NULL,
                fingerprint text NOT NULL,
                plan_text text NOT NULL,
                applier_token text NOT NULL,
                system_identifier text NOT NULL DEFAULT '',
                timeline text NOT NULL DEFAULT '',
                created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                updated_at timestamptz NOT NULL DEFAULT clock_timestamp())
            """;
    private static final String CONTROL_SERVER = """
            ALTER TABLE portage.control ADD COLUMN IF NOT EXISTS system_identifier text NOT NULL DEFAULT '',
                ADD COLUMN IF NOT EXISTS timeline text NOT NULL DEFAULT ''
            """;
    private static final String SHAPE = """
            CREATE TABLE IF NOT EXISTS portage.shape (
                migration_id text NOT NULL,
                relation text NOT NULL,
                shape text NOT NULL,
                PRIMARY KEY (migration_id, relation))
            """;
    private static final String MADE = """
            CREATE TABLE IF NOT EXISTS portage.made (
                migration_id text NOT NULL,
                kind text NOT NULL,
                schema_name text NOT NULL,
                table_name text NOT NULL,
                name text NOT NULL,
                definition text NOT NULL DEFAULT '',
                PRIMARY KEY (migration_id, kind, schema_name, table_name, name))
            """;
    private static final String MADE_DEFINITION = """
            ALTER TABLE portage.made ADD COLUMN IF NOT EXISTS definition text NOT NULL DEFAULT ''
            """;
    private static final String CHECKPOINT = """
            CREATE TABLE IF NOT EXISTS portage.checkpoint (
                migration_id text NOT NULL,
                source_id text NOT NULL,
                table_name text NOT NULL,
                range_no integer NOT NULL,
                rows_done bigint NOT NULL,
                bytes_done bigint NOT NULL,
                quarantined bigint NOT NULL,
                lost text NOT NULL,
                PRIMARY KEY (migration_id, source_id, table_name, range_no))
            """;
    private static final String QUARANTINE = """
            CREATE TABLE IF NOT EXISTS portage.quarantine (
                migration_id text NOT NULL,
                source_id text NOT NULL,
                table_name text NOT NULL,
                key jsonb NOT NULL,
                column_name text NOT NULL,
                class text NOT NULL,
                bytes bytea NOT NULL)
            """;
    private static final String QUARANTINE_INDEX = """
            CREATE INDEX IF NOT EXISTS quarantine_table ON portage.quarantine (migration_id, source_id, table_name)
            """;
    private static final String JOURNAL = """
            CREATE TABLE IF NOT EXISTS portage.journal (
                at timestamptz NOT NULL DEFAULT clock_timestamp(),
                migration_id text NOT NULL,
                from_state text NOT NULL,
                to_state text NOT NULL,
                actor text NOT NULL,
                detail text NOT NULL)
            """;
    /* Consistency: a statement trigger, so that COPY, TRUNCATE and a statement that touches no row are caught as well;
     * ENABLE ALWAYS where it is put on a table, so that session_replication_role does not pass it; the setting is only
     * ever set by SET LOCAL, so that a pooled connection cannot carry it on.
     * Source: measured on PostgreSQL 15 (statement trigger against COPY and replica role). */
    private static final String FENCE = """
            CREATE OR REPLACE FUNCTION portage.fence() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $fence$
            BEGIN
                IF pg_catalog.current_setting('portage.applier', true) IS DISTINCT FROM TG_ARGV[0] THEN
                    RAISE EXCEPTION 'PORTAGE-FENCED: table %.% is being filled by a migration and is not verified yet',
                        TG_TABLE_SCHEMA, TG_TABLE_NAME
                        USING ERRCODE = 'PT001', HINT = 'Wait until portage move ends with an equal verdict.';
                END IF;
                RETURN NULL;
            END
            $fence$
            """;

    private StateTables() {}

    static boolean present(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT to_regclass('portage.control') IS NOT NULL")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS portage");
            for (String sql : List.of(CONTROL, CONTROL_SERVER, SHAPE, MADE, MADE_DEFINITION, CHECKPOINT, QUARANTINE,
                    QUARANTINE_INDEX, JOURNAL, FENCE)) {
                statement.execute(sql);
            }
        }
    }

    /// Drops the schema where no migration is left in it, with the journal; what others put there keeps the schema alive.
    ///
    /// @return whether nothing of Portage's is left
    static boolean dropUnused(Connection connection) throws SQLException {
        if (!present(connection)) {
            return true;
        }
        try (Statement statement = connection.createStatement()) {
            try (var row = statement.executeQuery("SELECT EXISTS (SELECT FROM portage.control)")) {
                row.next();
                if (row.getBoolean(1)) {
                    return false;
                }
            }
            statement
                    .execute(
                            "DROP TABLE portage.control, portage.made, portage.shape, portage.checkpoint, portage.quarantine, portage.journal");
            statement.execute("DROP FUNCTION portage.fence()");
            try (var row = statement.executeQuery("""
                    SELECT EXISTS (SELECT FROM pg_depend d
                        WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = 'portage'::regnamespace)
                    """)) {
                row.next();
                if (row.getBoolean(1)) {
                    return true;
                }
            }
            statement.execute("DROP SCHEMA portage");
            return true;
        }
    }
}

package dev.portage;

import static dev.portage.MoveFixture.run;
import static dev.portage.testing.Moves.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file with very many small tables: what the server is asked for grows with the tables, and slowly.
class ManyTablesIT {
    private static final int TABLES = 1_500;
    private static final String SESSIONS = "SELECT sessions FROM pg_stat_database WHERE datname = current_database()";
    private static final String TRANSACTIONS = """
            SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()
            """;

    @TempDir
    Path folder;

    private static String script() {
        StringBuilder sql = new StringBuilder("BEGIN;\n");
        for (int i = 0; i < TABLES; i++) {
            sql.append("""
                    CREATE TABLE t%1$d (id INTEGER PRIMARY KEY, name TEXT NOT NULL, parent INTEGER REFERENCES t%2$d(id));
                    CREATE INDEX t%1$d_name ON t%1$d(name);
                    INSERT INTO t%1$d VALUES (1, 'a', 1), (2, 'b', 1), (3, 'c', 2);
                    """.formatted(i, Math.max(i - 1, 0)));
        }
        return sql.append("COMMIT;\n").toString();
    }

    private static long number(TestDatabase database, String query) {
        return Long.parseLong(database.query(query).getFirst().strip());
    }

    @Test
    void thousands_of_tiny_tables_take_few_connections_and_few_transactions_each() {
        Path source = MoveFixture.source(folder, script());
        try (TestDatabase database = TestPostgres.v15().freshDatabase()) {
            long sessions = number(database, SESSIONS);
            long transactions = number(database, TRANSACTIONS);

            var report = run(settings(source, database), _ -> {}, Migration::move);

            assertThat(report.verdict()).isEqualTo("equal");
            assertThat(report.tables()).hasSize(TABLES).allMatch(table -> table.targetRows() == 3);
            assertThat(number(database, SESSIONS) - sessions).as("connections, whatever the number of tables").isBetween(5L, 60L);
            // Each table is looked for, filled and compared; sessions set themselves up; the rest is shared by many tables.
            assertThat(number(database, TRANSACTIONS) - transactions).as("transactions").isLessThan(TABLES * 3L + 60 * 12L);

            var again = run(settings(source, database), _ -> {}, Migration::move);
            var dropped = run(settings(source, database), _ -> {}, Migration::drop);

            assertThat(again.verdict()).isEqualTo("equal");
            assertThat(dropped.exitCode()).isZero();
            assertThat(database.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).containsExactly("0");
        }
    }
}

package dev.portage.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockWaitIT {
    /// PostgreSQL ends an autovacuum for a waiter whose `deadlock_timeout` has passed. A move beside an autovacuum that takes
    /// minutes lost 49 s when both times were one second, and 1 s with this one.
    @ParameterizedTest
    @CsvSource({"1s, 1500ms", "3s, 3500ms", "100ms, 1s"})
    void a_statement_waits_for_a_lock_longer_than_postgresql_lets_an_autovacuum_stand_in_its_way(String deadlock, String wait)
            throws SQLException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET deadlock_timeout = '%s'".formatted(deadlock));

            Statements.waitShortly(connection);

            try (ResultSet row = statement.executeQuery("SHOW lock_timeout")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo(wait);
            }
        }
    }
}

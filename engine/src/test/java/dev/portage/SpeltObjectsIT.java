package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Views, triggers and search columns where the plan spells names in snake_case.
class SpeltObjectsIT {
    private static final String SOURCE = """
            CREATE TABLE "Order Details" (OrderID INTEGER PRIMARY KEY, CustomerName TEXT, OrderDate DATETIME, ShipDate DATE,
              LastChange TEXT);
            CREATE TABLE ChangeLog (LogID INTEGER PRIMARY KEY, OrderID INTEGER, WhatHappened TEXT);
            INSERT INTO "Order Details" VALUES (1, 'Ann', '2024-01-31 10:00:00', '2024-02-01', 'a'),
              (2, 'Bob', '2023-12-31 23:59:59', '2024-01-01', 'b'), (3, 'Ann', '2024-05-05 00:00:00', NULL, 'c');
            CREATE VIRTUAL TABLE OrderSearch USING fts5(CustomerName, content='Order Details', content_rowid='OrderID');
            CREATE VIRTUAL TABLE NoteSearch USING fts5(NoteText);
            INSERT INTO NoteSearch VALUES ('a river'), ('a lake');
            CREATE VIEW OrdersPerYear AS SELECT strftime('%Y', o.OrderDate) AS OrderYear, count(*) AS HowMany, max(o.CustomerName)
              FROM "Order Details" o GROUP BY OrderYear;
            CREATE VIEW BusyYears AS SELECT orderyear FROM OrdersPerYear WHERE HowMany > 1;
            CREATE VIEW AllNotes AS SELECT * FROM NoteSearch;
            CREATE TRIGGER OrderGone AFTER DELETE ON "Order Details"
            BEGIN INSERT INTO ChangeLog (OrderID, WhatHappened) VALUES (OLD.OrderID, date(OLD.OrderDate) || ' ' || OLD.CustomerName); END;
            CREATE TRIGGER "Order Changed" AFTER UPDATE OF CustomerName ON "Order Details"
            BEGIN UPDATE "Order Details" SET LastChange = OLD.CustomerName || ' on ' || date(NEW.OrderDate, '+1 day')
              WHERE OrderID = NEW.OrderID; END;
            """;

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void their_names_are_spelt_and_so_are_the_names_within(TestPostgres server, @TempDir Path folder)
            throws IOException, SQLException {
        Path source = SqliteScript.run(folder.resolve("app.db"), SOURCE);
        Files.writeString(Files.createDirectories(folder.resolve("app.db.portage/1-plan")).resolve("plan.yaml"),
                "portage-plan: 1\nsource: app.db\ntarget-schema: public\nidentifiers: snake\n");
        try (TestDatabase database = server.freshDatabase()) {
            Report report = Moves.move(Moves.settings(source, database));

            assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(0);
            assertThat(Outcome.named(report)).noneMatch(
                    named -> named.startsWith("view-") || named.startsWith("trigger-") || named.startsWith("identifier-renamed"));
            assertThat(database.query("SELECT concat_ws(' ', order_year, how_many, \"max(o.customer_name)\") "
                    + "FROM public.orders_per_year ORDER BY 1")).containsExactly("2023 1 Bob", "2024 2 Ann");
            assertThat(database.query("SELECT order_year FROM public.busy_years")).containsExactly("2024");
            assertThat(database.query("SELECT note_text FROM public.all_notes ORDER BY 1")).containsExactly("a lake", "a river");
            assertThat(database.query("SELECT tgname || ' ' || tgfoid::regproc FROM pg_trigger WHERE NOT tgisinternal "
                    + "AND tgrelid = 'public.order_details'::regclass ORDER BY 1"))
                    .containsExactly("order_changed public.order_changed", "order_gone public.order_gone");
            try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
                statement.execute("UPDATE public.order_details SET customer_name = 'Cid' WHERE order_id = 1");
                statement.execute("DELETE FROM public.order_details WHERE order_id = 2");
            }
            assertThat(database.query("SELECT last_change FROM public.order_details WHERE order_id = 1"))
                    .containsExactly("Ann on 2024-02-01");
            assertThat(database.query("SELECT concat_ws(' ', order_id, what_happened) FROM public.change_log"))
                    .containsExactly("2 2023-12-31 Bob");
            assertThat(database.query("SELECT order_id FROM public.order_details WHERE order_search_tsv @@ "
                    + "websearch_to_tsquery('simple', 'ann')")).containsExactly("3");
            assertThat(database.query("SELECT note_text FROM public.note_search WHERE note_search_tsv @@ "
                    + "websearch_to_tsquery('simple', 'lake')")).containsExactly("a lake");
        }
    }
}

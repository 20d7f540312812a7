package dev.portage.source;

import static dev.portage.source.SqliteFixtures.look;
import static dev.portage.source.SqliteFixtures.sqlite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.SourceException;
import dev.portage.UnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSourceTest {
    private static final String[] ROWS = {"CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<1000) "
                    + "INSERT INTO t SELECT i, 'row ' || i FROM n"};

    @TempDir
    Path temporary;

    private Path app;
    private Path copies;

    @BeforeEach
    void folders() throws IOException {
        app = Files.createDirectory(temporary.resolve("an app's %20 folder#1?")).resolve("app ü.db");
        copies = temporary.resolve("copies");
    }

    private Path walFile() throws SQLException {
        sqlite(app, "PRAGMA journal_mode=WAL");
        return sqlite(app, ROWS);
    }

    /// Copies the source and counts the rows of `t` in the copy.
    private long copiedRows() {
        try (var live = LiveSource.open(app)) {
            return rows(live.copyTo(copies.resolve("app.db")));
        }
    }

    private static long rows(PrivateCopy copy) {
        try (var file = SqliteFile.openPrivate(copy.file()); var rows = file.rows("SELECT count(*) FROM t", List.of())) {
            assertThat(rows.next()).isTrue();
            return rows.integer(0);
        }
    }

    @Test
    void a_rollback_journal_file_is_left_as_it_was() throws Exception {
        sqlite(app, ROWS);
        var before = look(app);

        assertThat(copiedRows()).isEqualTo(1000);
        assertThat(look(app)).isEqualTo(before);
    }

    @Test
    void a_wal_file_that_nobody_has_open_is_left_without_wal_and_shm() throws Exception {
        walFile();
        var before = look(app);

        assertThat(copiedRows()).isEqualTo(1000);
        assertThat(look(app)).isEqualTo(before).doesNotContainKey("app ü.db-wal");
    }

    @Test
    void a_rollback_journal_file_that_another_process_has_open_is_left_as_it_was() throws Exception {
        sqlite(app, ROWS);
        try (var other = OtherProcess.open(app)) {
            other.run("INSERT INTO t(b) VALUES ('from the other side')");
            var before = look(app);

            assertThat(copiedRows()).isEqualTo(1001);
            assertThat(look(app)).isEqualTo(before);
        }
    }

    @Test
    void a_wal_file_that_another_process_has_open_keeps_its_wal() throws Exception {
        walFile();
        try (var other = OtherProcess.open(app)) {
            other.run("PRAGMA wal_autocheckpoint=0", "INSERT INTO t(b) VALUES ('only in the wal')");
            var before = look(app);

            assertThat(copiedRows()).isEqualTo(1001);
            assertThat(look(app)).isEqualTo(before).containsKeys("app ü.db-wal", "app ü.db-shm");
            other.run("INSERT INTO t(b) VALUES ('still writing')");
        }
        assertThat(look(app)).hasSize(1);
    }

    @Test
    void committed_frames_that_a_killed_process_left_are_copied_and_left_where_they_are() throws Exception {
        walFile();
        var other = OtherProcess.open(app);
        other.run("PRAGMA wal_autocheckpoint=0", "INSERT INTO t(b) VALUES ('only in the wal')", "BEGIN",
                "INSERT INTO t(b) VALUES ('never committed')");
        other.kill();
        var before = look(app);
        long walBytes = Files.size(LiveMode.beside(app, "-wal"));

        assertThat(copiedRows()).isEqualTo(1001);
        assertThat(look(app)).isEqualTo(before);
        assertThat(Files.size(LiveMode.beside(app, "-wal"))).isEqualTo(walBytes).isPositive();
    }

    @Test
    void an_application_may_come_and_go_while_a_wal_file_is_held() throws Exception {
        walFile();
        try (var live = LiveSource.open(app)) {
            live.copyTo(copies.resolve("app.db"));
            try (var other = OtherProcess.open(app)) {
                other.run("INSERT INTO t(b) VALUES ('meanwhile')");
            }

            assertThat(live.changed()).contains("the application has written to it");
        }
        assertThat(look(app)).hasSize(1);
        assertThat(copiedRows()).isEqualTo(1001);
    }

    @Test
    void a_hot_journal_is_refused_with_what_to_do() throws Exception {
        sqlite(app, ROWS);
        var other = OtherProcess.open(app);
        other.run("PRAGMA cache_size=5", "PRAGMA cache_spill=1", "BEGIN", "UPDATE t SET b = b || b || b || b || b || b || b");
        other.kill();
        var before = look(app);
        assertThat(before).containsKey("app ü.db-journal");

        assertThatThrownBy(() -> LiveSource.open(app)).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.code()).isEqualTo("PT-157");
            assertThat(e.next()).contains("quick_check");
        });
        assertThat(look(app)).isEqualTo(before);
    }

    @Test
    void the_journal_of_a_transaction_that_runs_is_no_obstacle() throws Exception {
        sqlite(app, ROWS);
        try (var other = OtherProcess.open(app)) {
            other.run("BEGIN", "INSERT INTO t(b) VALUES ('not yet')");

            assertThat(copiedRows()).isEqualTo(1000);
            other.run("COMMIT");
        }
        assertThat(copiedRows()).isEqualTo(1001);
    }

    @Test
    void a_lock_that_stays_is_told_as_a_lock() throws Exception {
        sqlite(app, ROWS);
        try (var other = OtherProcess.open(app)) {
            other.run("BEGIN EXCLUSIVE");

            assertThatThrownBy(() -> LiveFile.open(app, Duration.ofSeconds(1)))
                    .isInstanceOfSatisfying(UnreachableException.class, e -> assertThat(e.code()).isEqualTo("PT-350"))
                    .hasMessageContaining("locked for 1 s");
        }
    }

    @Test
    void two_copies_of_an_unchanged_source_have_the_same_fingerprint() throws Exception {
        for (String mode : List.of("WAL", "DELETE")) {
            Path file = app.resolveSibling(mode);
            sqlite(file, "PRAGMA journal_mode=" + mode);
            sqlite(file, ROWS);

            String first;
            try (var live = LiveSource.open(file)) {
                first = live.copyTo(copies.resolve("one")).fingerprint();
                assertThat(live.copyTo(copies.resolve("two")).fingerprint()).as(mode).isEqualTo(first);
                assertThat(live.changed()).isEmpty();
            }
            try (var live = LiveSource.open(file)) {
                assertThat(live.copyTo(copies.resolve("three")).fingerprint()).as(mode).isEqualTo(first);
            }
        }
    }

    @Test
    void a_checkpoint_or_another_journal_mode_does_not_change_the_fingerprint_but_a_row_does() throws Exception {
        walFile();
        try (var other = OtherProcess.open(app)) {
            other.run("PRAGMA wal_autocheckpoint=0", "INSERT INTO t(b) VALUES ('in the wal')");
            String inWal = fingerprint();
            other.run("PRAGMA wal_checkpoint(TRUNCATE)");
            assertThat(fingerprint()).isEqualTo(inWal);
        }
        String checkpointed = fingerprint();
        sqlite(app, "PRAGMA journal_mode=DELETE");
        assertThat(fingerprint()).isEqualTo(checkpointed);
        sqlite(app, "UPDATE t SET b = 'in the file' WHERE a = 1001");
        assertThat(fingerprint()).isNotEqualTo(checkpointed);
    }

    private String fingerprint() {
        try (var live = LiveSource.open(app)) {
            return live.copyTo(copies.resolve("app.db")).fingerprint();
        }
    }

    @Test
    void every_change_after_the_copy_is_noticed() throws Exception {
        sqlite(app, ROWS);
        try (var live = LiveSource.open(app)) {
            assertThat(live.changed()).isEmpty();
            sqlite(app, "UPDATE t SET b = 'x' WHERE a = 1");
            assertThat(live.changed()).contains("the application has written to it");

            live.copyTo(copies.resolve("app.db"));
            assertThat(live.changed()).isEmpty();
            sqlite(app, "CREATE INDEX i ON t(b)");
            assertThat(live.changed()).contains("its schema was changed");

            live.copyTo(copies.resolve("app.db"));
            Files.move(app, app.resolveSibling("gone"));
            assertThat(live.changed()).contains("the file was deleted or renamed");

            Files.copy(app.resolveSibling("gone"), app.resolveSibling("other"));
            Files.move(app.resolveSibling("other"), app, StandardCopyOption.ATOMIC_MOVE);
            assertThat(live.changed()).contains("the file was replaced by another one");
        }
    }

    @Test
    void a_copy_stays_whole_when_the_next_attempt_fails() throws Exception {
        sqlite(app, ROWS);
        Path copy = copies.resolve("app.db");
        try (var live = LiveSource.open(app)) {
            live.copyTo(copy);
            var before = look(copy);
            Files.delete(app);

            assertThatThrownBy(() -> live.copyTo(copy)).isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("deleted or renamed");
            assertThat(look(copy)).isEqualTo(before);
        }
    }

    @Test
    void too_little_room_is_told_with_both_figures() {
        assertThatThrownBy(() -> LiveSource.requireRoom(temporary, Long.MAX_VALUE))
                .isInstanceOfSatisfying(UnreachableException.class, e -> assertThat(e.code()).isEqualTo("PT-351"))
                .hasMessageContainingAll("bytes free", "9,223,372,036,854,775,807 are needed");
    }

    @Test
    void a_file_in_use_here_is_not_opened_a_second_way() throws Exception {
        sqlite(app, ROWS);
        try (var live = LiveSource.open(app); var other = OtherProcess.open(app)) {
            SourceSniffer.requireSqlite(live.file());
            other.run("BEGIN IMMEDIATE", "ROLLBACK");

            assertThat(HeldFiles.find(live.file())).isPresent();
        }
        assertThat(HeldFiles.find(app.toRealPath())).isEmpty();
    }

    @Test
    void a_copy_drops_no_lock_that_this_process_has() throws Exception {
        sqlite(app, ROWS);
        try (var live = LiveSource.open(app);
                var other = OtherProcess.open(app);
                var reader = SqliteConnections.open(live.file(), "mode=ro", Duration.ZERO)) {
            reader.setAutoCommit(false);
            SqliteConnections.number(reader, "SELECT count(*) FROM t");
            try (var again = LiveSource.open(app)) {
                assertThat(rows(again.copyTo(copies.resolve("app.db")))).isEqualTo(1000);
            }

            assertThatThrownBy(() -> other.run("PRAGMA busy_timeout=0", "BEGIN EXCLUSIVE"))
                    .hasMessageContaining("database is locked");
            reader.rollback();
            other.run("BEGIN EXCLUSIVE", "ROLLBACK");
        }
    }

    @Test
    void each_copy_is_of_one_moment_while_another_process_writes() throws Exception {
        for (String mode : List.of("DELETE", "PERSIST", "WAL")) {
            Path file = app.resolveSibling(mode);
            sqlite(file, "PRAGMA journal_mode=" + mode, "CREATE TABLE t(a INTEGER PRIMARY KEY, n INTEGER, b TEXT)",
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<6000) "
                            + "INSERT INTO t SELECT i, 0, printf('%.3000c', 'x') FROM n");
            copyWhileWritten(file, mode);
        }
    }

    /// Every commit of the writer changes pages all over the file; a copy of two moments would show two numbers.
    private void copyWhileWritten(Path file, String mode) throws Exception {
        Process writer = new ProcessBuilder("bash", "-c",
                "for i in $(seq 1000); do echo 'PRAGMA busy_timeout=9000; UPDATE t SET n = n + 1 WHERE a % 100 = 0;'; sleep 0.01; done"
                        + " | sqlite3 \"$0\"",
                file.toString()).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long last = 0;
        try (var live = LiveSource.open(file)) {
            for (int i = 0; i < 12 || (last == 0 && i < 400); i++) {
                PrivateCopy copy = live.copyTo(copies.resolve("app.db"));
                try (var opened = SqliteFile.openPrivate(copy.file());
                        var rows = opened.rows("SELECT min(n), max(n), count(*) FROM t WHERE a % 100 = 0", List.of())) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.integer(1)).as("%s, copy %d", mode, i).isEqualTo(rows.integer(0));
                    assertThat(rows.integer(2)).isEqualTo(60);
                    last = rows.integer(0);
                }
                assertThat(Fingerprint.of(copy.file())).isEqualTo(copy.fingerprint());
            }
            assertThat(last).as("commits of the writer in " + mode).isPositive();
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_wal_file_in_a_place_that_cannot_be_written_is_read_as_immutable_only_without_a_wal() {
        assertThat(LiveMode.choose(true, false, false, false)).isEqualTo(LiveMode.IMMUTABLE);
        assertThat(LiveMode.choose(true, true, false, false)).isEqualTo(LiveMode.READ_ONLY);
        assertThat(LiveMode.choose(true, false, true, false)).isEqualTo(LiveMode.READ_ONLY);
        assertThat(LiveMode.choose(false, false, false, false)).isEqualTo(LiveMode.READ_ONLY);
        assertThat(LiveMode.choose(true, false, false, true)).isEqualTo(LiveMode.TIDY);
        assertThat(LiveMode.choose(true, false, true, true)).isEqualTo(LiveMode.READ_ONLY);
        assertThat(LiveMode.choose(true, true, false, true)).isEqualTo(LiveMode.READ_ONLY);
        assertThat(LiveMode.choose(false, false, true, true)).isEqualTo(LiveMode.READ_ONLY);
    }
}

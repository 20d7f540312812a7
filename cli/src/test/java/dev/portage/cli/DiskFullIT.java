package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.PortageProcess.Ended;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Full disks, limits on files, and folders that cannot be written.
class DiskFullIT {
    private static final String SIZES = "all".equals(System.getProperty("portage.faults"))
            ? "32 40 48 56 64 72 80 88 96 104 112 120 128 136 144 152"
            : "64 96 116 128";

    @TempDir
    private Path folder;

    @BeforeEach
    void source() {
        SqliteScript.run(folder.resolve("app.db"), """
                CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
                INSERT INTO t SELECT i, 'value ' || i || ' of the application, and some more of it' FROM n;
                """);
    }

    @Test
    void a_work_folder_without_room_stops_the_move_wherever_it_is_and_room_lets_it_complete() throws Exception {
        try (TestDatabase to = TestPostgres.v18().freshDatabase()) {
            Ended ended = PortageShell.withMounts(folder, """
                    mkdir work && mount -t tmpfs -o size=32k none work || exit 99
                    for size in %s; do
                        mount -o remount,size=${size}k work
                        portage move app.db --to '%s' --work-dir work --quiet >/dev/null
                        echo "exit $?"
                        find work -name '*.partial' -o -name '*.new'
                    done
                    mount -o remount,size=20m work
                    portage move app.db --to '%s' --work-dir work --quiet
                    echo "last $?"
                    find work -name '*.partial' -o -name '*.new'
                    """.formatted(SIZES, to.url(), to.url()));

            assertThat(ended.out().lines().filter(line -> line.startsWith("exit"))).as(ended.err()).contains("exit 4")
                    .allMatch(line -> line.matches("exit [04]"));
            assertThat(ended.out()).as(ended.err()).contains("last 0", "Equal. Every value of").doesNotContain(".partial",
                    ".new");
            assertThat(ended.err().lines().toList()).isNotEmpty()
                    .allSatisfy(
                            line -> assertThat(line).matches("PT-3\\d\\d .*(make room|mend the folder).*same command again.*"));
            assertThat(to.query("SELECT count(*) FROM public.t")).containsExactly("600");
        }
    }

    @Test
    void a_disk_that_filled_up_since_leaves_the_old_files_whole() throws Exception {
        try (TestDatabase to = TestPostgres.v18().freshDatabase()) {
            Ended ended = PortageShell.withMounts(folder, """
                    mkdir work && mount -t tmpfs -o size=1m none work || exit 99
                    move() { portage move app.db --to '%s' --work-dir work --quiet >/dev/null; echo "exit $?"; }
                    sums() { (cd work && find . -type f ! -name fill ! -name lock -exec cksum {} + | sort); }
                    move
                    sums >before
                    cat /dev/zero >work/fill 2>/dev/null
                    move
                    sums >after
                    cmp before after && echo whole
                    rm work/fill
                    move
                    """.formatted(to.url()));

            assertThat(ended.out().lines()).as(ended.err()).containsExactly("exit 0", "exit 4", "whole", "exit 0");
        }
    }

    @Test
    void a_limit_on_the_size_of_files_is_told_as_such_and_leaves_nothing() throws Exception {
        SqliteScript.run(folder.resolve("app.db"), "CREATE TABLE big (v); INSERT INTO big VALUES (zeroblob(9000000))");
        try (TestDatabase to = TestPostgres.v18().freshDatabase()) {
            Ended ended = PortageShell.run(folder, """
                    move() { portage move app.db --to '%s' --quiet >/dev/null; echo "exit $?"; }
                    (ulimit -f 10000; move)
                    find app.db.portage -type f -name 'app.db*'
                    move
                    """.formatted(to.url()));

            assertThat(ended.out().lines()).as(ended.err()).containsExactly("exit 4", "exit 0");
            assertThat(ended.err()).contains("PT-352 ", "could not be written (File too large)");
            assertThat(PortageShell.leftovers(folder.resolve("app.db.portage"))).isEmpty();
        }
    }

    @Test
    void a_folder_of_temporary_files_without_room_is_named() throws Exception {
        Ended ended = PortageShell.withMounts(folder, """
                mkdir small && mount -t tmpfs -o size=64k none small || exit 99
                FLAGS=-Djava.io.tmpdir=small
                portage plan app.db --quiet --json >report
                echo "exit $?"
                head -c 1 report
                """);

        assertThat(ended.out()).as(ended.err()).isEqualTo("exit 4\n{");
        assertThat(Files.readString(folder.resolve("report"))).contains("PT-393", "could not be unpacked into small",
                "-Djava.io.tmpdir=DIR");
    }

    @Test
    void a_result_that_cannot_be_written_is_no_success_and_a_reader_that_went_away_is_none_of_its_business() throws Exception {
        Ended ended = PortageShell.run(folder, """
                portage plan app.db --quiet >/dev/full; echo "full $?"
                portage plan app.db --quiet --json >&-; echo "closed $?"
                { portage plan app.db; echo "pipe $?" >code; } | true
                cat code
                portage plan app.db --quiet 2>/dev/full >/dev/null; echo "stderr $?"
                """);

        assertThat(ended.out().lines()).as(ended.err()).containsExactly("full 4", "closed 4", "pipe 0", "stderr 0");
        assertThat(ended.err().lines().filter(line -> line.startsWith("PT-"))).hasSize(2)
                .allMatch(line -> line.startsWith("PT-391 ") && line.contains("report is in the work folder"));
        assertThat(ended.err()).doesNotContain("Exception");
    }

    @Test
    void a_folder_that_cannot_be_written_is_moved_from_and_stays_as_it_is() throws Exception {
        Path place = Files.createDirectory(folder.resolve("place"));
        SqliteScript.run(place.resolve("wal.db"),
                "PRAGMA journal_mode=WAL; CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
        try (TestDatabase to = TestPostgres.v18().freshDatabase()) {
            Ended ended = PortageShell.withMounts(folder, """
                    mount --bind place place && mount -o remount,bind,ro place || exit 99
                    ls -a place
                    portage plan place/wal.db --quiet >/dev/null; echo "exit $?"
                    portage move place/wal.db --work-dir work --to '%s' --quiet >/dev/null; echo "exit $?"
                    ls -a place
                    """.formatted(to.url()));

            assertThat(ended.out().lines()).as(ended.err()).containsExactlyElementsOf(
                    List.of(".", "..", "wal.db", "exit 2", "exit 0", ".", "..", "wal.db"));
            assertThat(ended.err()).contains("PT-139 ", "--work-dir");
        }
    }
}

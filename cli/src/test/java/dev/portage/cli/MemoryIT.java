package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.PortageProcess.Ended;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values that the heap cannot hold.
class MemoryIT {
    @TempDir
    private Path folder;

    @Test
    void a_value_too_large_for_the_heap_is_told_and_with_more_memory_the_move_completes() throws Exception {
        SqliteScript.run(folder.resolve("huge.db"), """
                CREATE TABLE h (id INTEGER PRIMARY KEY, t TEXT, b BLOB);
                INSERT INTO h VALUES (1, hex(zeroblob(20000000)), zeroblob(30000000)), (2, 'small', x'01');
                """);
        try (TestDatabase to = TestPostgres.v18().freshDatabase()) {
            Ended ended = PortageShell.run(folder, """
                    move() { portage move huge.db --to '%s' --quiet >/dev/null; echo "exit $?"; }
                    HEAP=32m; move
                    HEAP=96m; move
                    HEAP=256m; move
                    """.formatted(to.url()));

            // What 96 MB suffice for may grow; what must not happen is another end, or none.
            assertThat(ended.out()).as(ended.err()).matches("exit 4\nexit [04]\nexit 0\n");
            assertThat(ended.err().lines()).isNotEmpty().allMatch(line -> line.startsWith("PT-392 Portage ran out of memory")
                    && line.contains("PORTAGE_JAVA_OPTS=-Xmx"));
            assertThat(PortageShell.leftovers(folder.resolve("huge.db.portage"))).isEmpty();
        }
    }
}

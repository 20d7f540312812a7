package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.PortageProcess.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `portage drop` asks before it removes anything, in processes of its own.
class DropCommandIT {
    @TempDir
    private Path folder;

    @Test
    void nothing_is_dropped_before_somebody_has_read_the_list_and_said_yes() throws Exception {
        assertThat(PortageProcess.run(folder, "demo", "--rows", "100").exitCode()).isZero();

        Ended unasked = PortageProcess.run(folder, "drop", "novels.db");
        assertThat(unasked.exitCode()).isEqualTo(2);
        assertThat(unasked.err()).contains("drop table \"public\".\"paragraphs\"", "100 rows moved, 100 there now", "--yes");
        assertThat(PortageProcess.run(folder, "verify", "novels.db").exitCode()).isZero();

        Ended dropped = PortageProcess.run(folder, "drop", "novels.db", "--yes");
        assertThat(dropped.exitCode()).as(dropped.err()).isZero();
        assertThat(dropped.out()).contains("Dropped. ");
        assertThat(PortageProcess.run(folder, "verify", "novels.db").exitCode()).isEqualTo(8);
        assertThat(PortageProcess.run(folder, "move", "novels.db").exitCode()).isZero();
    }
}

package dev.portage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.Migration;
import dev.portage.testing.WallClockUses;
import org.junit.jupiter.api.Test;

/// A clock that jumps, runs backwards or is set to another zone changes no duration, no deadline and no position: nobody
/// asks it.
class WallClockTest {
    @Test
    void only_what_people_read_and_a_file_that_was_just_written_look_at_the_wall_clock() throws Exception {
        // When a snapshot was taken; since when the folder is in use; whether a dump was written within the last 2 s.
        assertThat(WallClockUses.beside(Migration.class)).containsExactly("dev/portage/snapshot/Snapshots",
                "dev/portage/source/SqlDump", "dev/portage/state/FolderLock");
    }
}

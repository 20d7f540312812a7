package dev.portage.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConfigException;
import dev.portage.ConflictException;
import dev.portage.Phase;
import dev.portage.UnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirTest {
    @TempDir
    Path folder;

    @Test
    void the_folder_is_made_for_its_owner_only_and_its_paths_are_those_of_the_page() throws IOException {
        WorkDir work = WorkDir.open(folder.resolve("a/app.db.portage"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.root()))).isEqualTo("rwx------");
        assertThat(work.root().relativize(work.planFile())).hasToString("1-plan/plan.yaml");
        assertThat(work.root().relativize(work.schemaFile())).hasToString("1-plan/schema.sql");
        assertThat(work.root().relativize(work.snapshotFolder())).hasToString("2-snapshot");
        assertThat(work.root().relativize(work.reportFile(Phase.COPY))).hasToString("3-copy/report.json");
        assertThat(work.root().relativize(work.spillFolder())).hasToString("4-verify/spill");
        assertThat(work.root().relativize(work.embeddedFolder())).hasToString("postgres");
        assertThat(work.report()).hasFileName("report.json");
        assertThat(work.htmlReport()).hasFileName("report.html");
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_refused() throws IOException {
        Path file = Files.createFile(folder.resolve("app.db.portage"));

        assertThatThrownBy(() -> WorkDir.open(file)).isInstanceOf(ConfigException.class).hasMessageContaining("work folder");
        assertThatThrownBy(() -> WorkDir.open(file.resolve("below"))).isInstanceOf(ConfigException.class);
    }

    @Test
    void a_file_in_the_place_of_a_phase_is_refused() throws IOException {
        WorkDir work = WorkDir.open(folder);
        Files.createFile(folder.resolve("3-copy"));

        assertThatThrownBy(() -> work.folder(Phase.COPY)).isInstanceOf(ConfigException.class).hasMessageContaining("3-copy");
    }

    @Test
    void a_file_is_written_whole_over_the_old_one_and_nothing_is_left_beside_it() throws IOException {
        Path file = folder.resolve("plan.yaml");
        WorkDir.writeDurably(file, "old");
        WorkDir.writeDurably(file, "new");

        assertThat(Files.readString(file)).isEqualTo("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void a_file_that_cannot_be_written_is_named() throws IOException {
        Files.createFile(folder.resolve("no"));

        assertThatThrownBy(() -> WorkDir.writeDurably(folder.resolve("no/file"), "x"))
                .isInstanceOf(UnreachableException.class).hasMessageContaining("no/file");
    }

    @Test
    void a_state_that_this_version_does_not_know_is_a_conflict() {
        assertThat(ControlRow.State.ofWord("copied")).isEqualTo(ControlRow.State.COPIED);
        assertThatThrownBy(() -> ControlRow.State.ofWord("following")).isInstanceOf(ConflictException.class)
                .hasMessageContaining("'following'");
    }
}

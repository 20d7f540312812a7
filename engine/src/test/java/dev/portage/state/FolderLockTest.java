package dev.portage.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConflictException;
import dev.portage.UnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void a_second_run_is_refused_until_the_first_has_ended() throws IOException {
        WorkDir work = WorkDir.open(folder.resolve("app.db.portage"));
        try (FolderLock first = FolderLock.take(work)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> FolderLock.take(work)).isInstanceOf(ConflictException.class)
                    .hasMessageContaining(RunLock.self() + " since ");
            assertThat(Files.readString(work.root().resolve("lock"))).startsWith(RunLock.self());
        }

        FolderLock.take(work).close();
    }

    @Test
    void a_folder_in_the_place_of_the_lock_file_is_an_error_of_its_own() throws IOException {
        WorkDir work = WorkDir.open(folder);
        Files.createDirectory(folder.resolve("lock"));

        assertThatThrownBy(() -> FolderLock.take(work)).isInstanceOf(UnreachableException.class)
                .hasMessageContaining("lock");
    }
}

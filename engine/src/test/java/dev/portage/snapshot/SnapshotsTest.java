package dev.portage.snapshot;

import static dev.portage.source.SqliteFixtures.sqlite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.source.LiveSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
    @TempDir
    Path temporary;

    private Path app;
    private Path folder;

    @BeforeEach
    void source() throws SQLException {
        app = sqlite(temporary.resolve("app.db"), "CREATE TABLE t(a)", "INSERT INTO t VALUES (1)");
        folder = temporary.resolve("app.db.portage/2-snapshot");
    }

    private Snapshots.Taken take(Path source) {
        try (var live = LiveSource.open(source)) {
            return Snapshots.take(live, folder);
        }
    }

    private String[] names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
        }
    }

    @Test
    void a_snapshot_is_named_after_its_source_and_found_again() throws Exception {
        var taken = take(app);

        assertThat(taken.existing()).isEmpty();
        assertThat(taken.snapshot().file()).isEqualTo(folder.resolve("app.db"));
        assertThat(taken.snapshot().bytes()).isEqualTo(Files.size(app));
        assertThat(names()).containsExactly("app.db", "snapshot.json");
        assertThat(Snapshots.find(folder, "app.db")).contains(taken.snapshot());
        assertThat(Snapshots.find(folder, "other.db")).isEmpty();
    }

    @Test
    void a_second_snapshot_of_an_unchanged_source_keeps_the_first_one() throws Exception {
        var first = take(app).snapshot();
        var modified = Files.getLastModifiedTime(first.file());

        var second = take(app);

        assertThat(second).isEqualTo(new Snapshots.Taken(first, java.util.Optional.empty()));
        assertThat(Files.getLastModifiedTime(first.file())).isEqualTo(modified);
        assertThat(names()).containsExactly("app.db", "snapshot.json");
    }

    @Test
    void a_changed_source_leaves_the_choice_to_the_caller() throws Exception {
        var first = take(app).snapshot();
        sqlite(app, "INSERT INTO t VALUES (2)");

        var discarded = take(app);
        assertThat(discarded.existing()).contains(first);
        assertThat(names()).containsExactly("app.db", "app.db.new", "snapshot.json");
        assertThat(Snapshots.discard(discarded)).isEqualTo(first);
        assertThat(Snapshots.find(folder, "app.db")).contains(first);
        assertThat(names()).containsExactly("app.db", "snapshot.json");

        var adopted = Snapshots.adopt(take(app));
        assertThat(adopted.file()).isEqualTo(first.file());
        assertThat(Snapshots.find(folder, "app.db")).contains(adopted);
        assertThat(names()).containsExactly("app.db", "snapshot.json");
    }

    @Test
    void a_damaged_snapshot_or_index_counts_as_none() throws Exception {
        var first = take(app).snapshot();
        byte[] bytes = Files.readAllBytes(first.file());
        bytes[bytes.length - 1] ^= 1;
        Files.write(first.file(), bytes);
        assertThat(Snapshots.find(folder, "app.db")).isEmpty();

        assertThat(take(app).existing()).isEmpty();
        assertThat(Snapshots.find(folder, "app.db")).isPresent();

        byte[] index = Files.readAllBytes(folder.resolve("snapshot.json"));
        for (int length = 0; length < index.length - 1; length++) {
            Files.write(folder.resolve("snapshot.json"), java.util.Arrays.copyOf(index, length));
            assertThat(Snapshots.find(folder, "app.db")).as("cut at %d", length).isEmpty();
        }
    }

    @Test
    void several_sources_share_a_folder() throws Exception {
        Path auth = sqlite(temporary.resolve("auth.db"), "CREATE TABLE u(a)");

        var first = take(app).snapshot();
        var second = take(auth).snapshot();

        assertThat(Snapshots.find(folder, "app.db")).contains(first);
        assertThat(Snapshots.find(folder, "auth.db")).contains(second);
        assertThat(names()).containsExactly("app.db", "auth.db", "snapshot.json");
    }

    @Test
    void a_dump_is_loaded_once_and_again_only_when_its_text_changed() throws Exception {
        Path dump = Files.writeString(temporary.resolve("app.sql"), "CREATE TABLE t(a);\nINSERT INTO t VALUES(1);\n");
        var first = take(dump).snapshot();
        var modified = Files.getLastModifiedTime(first.file());

        assertThat(take(dump)).isEqualTo(new Snapshots.Taken(first, java.util.Optional.empty()));
        assertThat(Files.getLastModifiedTime(first.file())).isEqualTo(modified);
        assertThat(first.file()).isEqualTo(folder.resolve("app.sql"));
        assertThat(first.sourceId()).isEqualTo("app.sql");
        assertThat(names()).containsExactly("app.sql", "snapshot.json");

        Files.writeString(dump, "CREATE TABLE t(a);\nINSERT INTO t VALUES(2);\n");
        var changed = take(dump);
        assertThat(changed.existing()).contains(first);
        assertThat(Snapshots.adopt(changed).fingerprint()).isNotEqualTo(first.fingerprint());

        Files.writeString(dump, "CREATE TABLE t(a);\nINSERT INTO t VALUES(1);\n");
        assertThat(Snapshots.adopt(take(dump)).fingerprint()).isEqualTo(first.fingerprint());
    }
}

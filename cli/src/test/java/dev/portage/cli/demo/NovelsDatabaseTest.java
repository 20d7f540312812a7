package dev.portage.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConflictException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NovelsDatabaseTest {
    @TempDir
    private Path folder;

    private static String ask(Path file, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "nothing";
        }
    }

    @Test
    void the_tables_have_the_rows_that_were_asked_for() throws Exception {
        Path file = folder.resolve("novels.db");

        assertThat(NovelsDatabase.make(file, 2_345)).isTrue();

        assertThat(ask(file, "SELECT count(*) FROM paragraphs")).isEqualTo("2345");
        assertThat(ask(file, "SELECT count(*) FROM audio_cache")).isEqualTo("469");
        assertThat(ask(file, "SELECT count(*) FROM chapters")).isEqualTo("38");
        assertThat(ask(file, "SELECT count(*) FROM novels")).isEqualTo("10");
        assertThat(ask(file, "PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(ask(file, "PRAGMA foreign_key_check")).isEqualTo("nothing");
    }

    @Test
    void the_same_rows_give_the_same_bytes() throws Exception {
        NovelsDatabase.make(folder.resolve("a.db"), 700);
        NovelsDatabase.make(folder.resolve("b.db"), 700);

        assertThat(Files.mismatch(folder.resolve("a.db"), folder.resolve("b.db"))).isEqualTo(-1);
    }

    @Test
    void the_same_database_is_found_again_and_another_is_refused() {
        Path file = folder.resolve("novels.db");
        NovelsDatabase.make(file, 100);

        assertThat(NovelsDatabase.make(file, 100)).isFalse();
        assertThatThrownBy(() -> NovelsDatabase.make(file, 200)).isInstanceOf(ConflictException.class)
                .hasMessageContainingAll("novels.db", "200");
    }

    @Test
    void one_paragraph_is_enough() throws Exception {
        NovelsDatabase.make(folder.resolve("one.db"), 1);

        assertThat(ask(folder.resolve("one.db"), "SELECT count(*) FROM paragraphs")).isEqualTo("1");
    }
}

package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.DefectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
    @Test
    void a_defect_keeps_its_trace_in_the_work_folder_without_a_rows_value(@TempDir Path folder) throws Exception {
        DefectException defect = Failures.defect(new IllegalStateException("value of Canary7f3a"), Optional.of(folder));

        assertThat(defect.exitCode()).isEqualTo(70);
        assertThat(defect.line()).startsWith("PT-900 a defect in Portage: IllegalStateException in ").contains("defect.log")
                .doesNotContain("Canary7f3a");
        assertThat(Files.readString(folder.resolve("defect.log")))
                .contains("IllegalStateException", "at dev.portage.cli.FailuresTest")
                .doesNotContain("Canary7f3a");
    }

    @Test
    void a_defect_without_a_work_folder_is_told_all_the_same(@TempDir Path folder) {
        DefectException defect = Failures.defect(new IllegalStateException(), Optional.of(folder.resolve("none")));

        assertThat(defect.line()).startsWith("PT-900 ").doesNotContain("defect.log");
        assertThat(folder).isEmptyDirectory();
    }
}

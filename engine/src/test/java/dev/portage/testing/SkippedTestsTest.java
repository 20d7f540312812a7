package dev.portage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkippedTestsTest {
    @TempDir
    Path folder;

    @Test
    void skipped_and_aborted_tests_are_noted_unless_they_are_listed() throws IOException {
        Path file = folder.resolve("skipped.txt");
        SkippedTests listener = new SkippedTests(file, Set.of(Skipping.class.getName() + "#listed"));

        LauncherFactory.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build())
                .execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Skipping.class)).build(), listener);

        assertThat(Files.readString(file).lines()).hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("#disabled", "by hand"))
                .anySatisfy(line -> assertThat(line).contains("#aborted", "not here"));
    }

    /// Not run by itself: what is nested and not marked so is not found by the build.
    static final class Skipping {
        @Test
        @Disabled("by hand")
        void disabled() {
            throw new IllegalStateException("a disabled test ran");
        }

        @Test
        @Disabled("as agreed")
        void listed() {
            throw new IllegalStateException("a disabled test ran");
        }

        @Test
        void aborted() {
            Assumptions.abort("not here");
        }

        @Test
        void run() {
            assertThat(1 + 1).isEqualTo(2);
        }
    }
}

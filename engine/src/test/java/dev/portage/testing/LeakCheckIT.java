package dev.portage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class LeakCheckIT {
    private static final List<AutoCloseable> LEFT = new ArrayList<>();

    @AfterEach
    void sweep() throws Exception {
        for (AutoCloseable each : LEFT) {
            each.close();
        }
        LEFT.clear();
    }

    private static String outcomeOf(String method) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(LeakyIT.class, method))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true").build();
        LauncherFactory.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build())
                .execute(request, summary);
        assertThat(summary.getSummary().getTestsFoundCount()).isEqualTo(1);
        return summary.getSummary().getFailures().stream().map(failure -> messageOf(failure.getException())).findFirst()
                .orElse("clean");
    }

    private static String messageOf(@Nullable Throwable error) {
        return error == null ? "" : String.valueOf(error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"leaves_a_connection,portage forgotten", "leaves_a_thread,thread copy-7", "leaves_a_file,temporary file portage-",
            "leaves_a_fence,function public.portage_fence() in test_"})
    void a_test_that_leaves_something_fails_and_names_it(String method, String named) {
        assertThat(outcomeOf(method)).contains(named);
    }

    @Test
    void a_test_that_leaves_nothing_passes() {
        assertThat(outcomeOf("leaves_nothing")).isEqualTo("clean");
    }

    /// Not run by itself: what is nested and not marked so is not found by the build.
    static final class LeakyIT {
        @Test
        void leaves_a_connection() {
            Connection connection = TestPostgres.open(TestPostgres.v18().address()).connect("forgotten");
            LEFT.add(connection);
        }

        @Test
        void leaves_a_thread() {
            CountDownLatch end = new CountDownLatch(1);
            Thread thread = Thread.ofPlatform().daemon().name("copy-7").start(() -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            LEFT.add(() -> {
                end.countDown();
                thread.join();
            });
        }

        @Test
        void leaves_a_file() throws IOException {
            var file = Files.createTempFile("portage-", ".tmp");
            LEFT.add(() -> Files.delete(file));
        }

        @Test
        void leaves_a_fence() {
            try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
                database.execute("CREATE FUNCTION public.portage_fence() RETURNS int LANGUAGE sql AS 'SELECT 1'");
            }
        }

        @Test
        void leaves_nothing() {
            try (TestDatabase database = TestPostgres.v18().freshDatabase().allowFences()) {
                database.execute("CREATE FUNCTION public.portage_fence() RETURNS int LANGUAGE sql AS 'SELECT 1'");
                assertThat(database.query("SELECT public.portage_fence()")).containsExactly("1");
            }
        }
    }
}

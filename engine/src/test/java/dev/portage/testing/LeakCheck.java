package dev.portage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails an integration test (a class named `…IT`) that leaves something behind: a connection, a thread, a temporary
/// file, or a fence in a user's schema. Registered for all tests by the service file beside it.
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(LeakCheck.class);
    private static final int PATIENCE_MILLIS = 2_000;
    // What ends within two seconds was ending, not leaking.
    private static final String OPEN_CONNECTIONS = """
            SELECT datname || ': ' || application_name || ' (' || state || ')' FROM pg_stat_activity
            WHERE application_name LIKE 'portage %' AND pid <> pg_backend_pid()
            """;

    /// What was there before the test.
    private record Before(Set<Thread> threads, Set<String> files) {}

    @Override
    public void beforeEach(ExtensionContext context) {
        if (isIntegrationTest(context)) {
            context.getStore(HERE).put(Before.class, new Before(threads(), files()));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Before before = context.getStore(HERE).remove(Before.class, Before.class);
        if (before == null) {
            return;
        }
        List<String> leaks = new ArrayList<>();
        newThreads(before).forEach(thread -> leaks.add("thread " + thread.getName()));
        files().stream().filter(file -> !before.files().contains(file)).forEach(file -> leaks.add("temporary file " + file));
        TestPostgres.running().forEach(server -> connections(server).forEach(each -> leaks.add("connection " + each)));
        leaks.addAll(TestDatabase.takeLeftFences());
        assertThat(leaks).as("what %s left behind", context.getDisplayName()).isEmpty();
    }

    private static boolean isIntegrationTest(ExtensionContext context) {
        return context.getRequiredTestClass().getName().endsWith("IT");
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static List<Thread> newThreads(Before before) {
        List<Thread> left = new ArrayList<>();
        for (Thread thread : threads()) {
            boolean ours = thread.getName().startsWith("portage-") || thread.getName().startsWith("copy-");
            // JUnit keeps its own clock for limits of tests.
            boolean watcher = thread.getName().equals("junit-jupiter-timeout-watcher");
            if (!watcher && !before.threads().contains(thread) && (ours || !thread.isDaemon()) && !ends(thread)) {
                left.add(thread);
            }
        }
        return left;
    }

    private static boolean ends(Thread thread) {
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    // The library of the SQLite driver stays for the life of the process.
    private static Set<String> files() {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("portage") || name.startsWith("sqlite-"))
                    .filter(name -> !name.contains("sqlitejdbc")).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new IllegalStateException("the folder of temporary files cannot be listed", e);
        }
    }

    private static List<String> connections(TestPostgres server) {
        List<String> open = List.of();
        for (int waited = 0; waited < PATIENCE_MILLIS; waited += 50) {
            open = TestPostgres.query(server.address(), OPEN_CONNECTIONS);
            if (open.isEmpty()) {
                return open;
            }
            TestPostgres.query(server.address(), "SELECT pg_sleep(0.05)");
        }
        return open;
    }
}

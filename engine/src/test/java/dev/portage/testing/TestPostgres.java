package dev.portage.testing;

import dev.portage.target.EmbeddedPostgres;
import dev.portage.target.Target;
import dev.portage.target.TargetAddress;
import dev.portage.target.TargetSettings;
import dev.portage.target.UnsafeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL for tests, one for each version and process, started when first asked for and stopped when the
/// process ends. It does not wait for the disk.
///
/// ```java
/// try (TestDatabase database = TestPostgres.v18().freshDatabase()) { … }
/// ```
///
/// Threads: safe for all.
public final class TestPostgres {
    private static final TestPostgres V18 = new TestPostgres("18", folder -> UnsafeServer.start(folder));
    private static final TestPostgres V15 = new TestPostgres("15", folder -> UnsafeServer.start(folder, archive15()));
    private static final TestPostgres EXPENDABLE = new TestPostgres("18-expendable",
            folder -> UnsafeServer.start(folder, Map.of("restore_command", "false")));
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String version;
    private final Starter starter;
    private @Nullable EmbeddedPostgres server;

    private TestPostgres(String version, Starter starter) {
        this.version = version;
        this.starter = starter;
    }

    /// The version that Portage carries.
    public static TestPostgres v18() {
        return V18;
    }

    /// An older one, as Debian 12 has it.
    public static TestPostgres v15() {
        return V15;
    }

    /// One of the newest version that a test may kill.
    public static TestPostgres expendable() {
        return EXPENDABLE;
    }

    /// Both, the newer first, for `@MethodSource("dev.portage.testing.TestPostgres#all")`.
    public static List<TestPostgres> all() {
        return List.of(V18, V15);
    }

    /// Those that a test of this process has started.
    static List<TestPostgres> running() {
        List<TestPostgres> running = new ArrayList<>();
        for (TestPostgres each : List.of(V18, V15, EXPENDABLE)) {
            synchronized (each) {
                if (each.server != null) {
                    running.add(each);
                }
            }
        }
        return running;
    }

    /// The address of its database `portage`, as the superuser `portage`.
    public synchronized TargetAddress.Server address() {
        if (server == null) {
            EmbeddedPostgres started = starter.start(folder());
            removeLeftDatabases(started.address(), started.started());
            server = started;
        }
        return server.address();
    }

    /// Where its files lie.
    public Path folder() {
        return Path.of("target", "test-postgres-" + version).toAbsolutePath();
    }

    /// Sends a signal to the postmaster, `KILL` or `QUIT`, and returns when it has ended.
    public synchronized void end(String signal) throws IOException, InterruptedException {
        address();
        long pid = Long.parseLong(Files.readAllLines(folder().resolve("data/postmaster.pid")).getFirst().strip());
        signal(signal, pid);
        while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
            Thread.sleep(20);
        }
    }

    /// Starts it again after [#end]; its databases are as the crash left them.
    public synchronized void startAgain() {
        server = starter.start(folder());
    }

    /// Sends a signal to a process of a server, as `kill -STOP 123`.
    public static void signal(String signal, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill -%s %d ended with %d".formatted(signal, pid, code));
        }
    }

    /// A new empty database; closing it drops it. What is not closed goes with the next start of the server.
    public TestDatabase freshDatabase() {
        String name = "test_%d_%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
        administer("CREATE DATABASE " + name);
        return new TestDatabase(this, address().withDatabase(name));
    }

    /// A new database with what `template` holds, in which nobody may be connected at that moment; closing it drops it.
    public TestDatabase copyOf(TestDatabase template) {
        String name = "test_%d_%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
        administer("CREATE DATABASE %s TEMPLATE %s".formatted(name, template.address().database()));
        return new TestDatabase(this, address().withDatabase(name));
    }

    /// Runs one statement as the superuser in the database `portage`: roles, settings, whole databases.
    public void administer(String sql) {
        execute(address(), sql);
    }

    static void execute(TargetAddress.Server where, String sql) {
        try (Target target = open(where);
                Connection connection = target.connect("test");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("a test's statement failed: " + sql, e);
        }
    }

    /// A target that looks at no variable of the environment.
    static Target open(TargetAddress.Server where) {
        return Target.open(where, new TargetSettings(Map.of(), null, Duration.ofSeconds(30), Duration.ofSeconds(5)));
    }

    private static void removeLeftDatabases(TargetAddress.Server where, boolean started) {
        if (!started) {
            return;
        }
        List<String> left = query(where, "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'");
        left.forEach(name -> execute(where, "DROP DATABASE " + name));
    }

    /// The first column of a query as texts.
    static List<String> query(TargetAddress.Server where, String sql) {
        try (Target target = open(where);
                Connection connection = target.connect("test");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException("a test's query failed: " + sql, e);
        }
    }

    private static Path archive15() {
        Supplier<IllegalStateException> missing = () -> new IllegalStateException(
                "run this test by Maven, which fetches PostgreSQL 15 and names it in portage.test.postgres15");
        String folder = System.getProperty("portage.test.postgres15");
        if (folder == null) {
            throw missing.get();
        }
        Path archive = Path.of(folder, "postgres-linux-x86_64.txz");
        if (!archive.toFile().isFile()) {
            throw missing.get();
        }
        return archive;
    }

    @Override
    public String toString() {
        return "PostgreSQL " + version;
    }

    @FunctionalInterface
    private interface Starter {
        EmbeddedPostgres start(Path folder);
    }
}

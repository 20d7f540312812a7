package dev.portage.target;

import dev.portage.UnreachableException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// A real PostgreSQL in a folder, for a first try and for machines without a server.
///
/// It listens on 127.0.0.1 only, keeps UTF-8 with the C collation and page checksums, and its superuser `portage` has a
/// random password in `DIR/pgpass`. The database is `portage`. It is as durable as any other PostgreSQL.
///
/// A command that starts the server stops it at its end, unless another command uses it at that moment (then that one
/// stops it) or [#keepRunning] was called. A server that was started by hand is left running. When Portage itself is
/// killed the server stays, and the next command that uses it stops it.
///
/// Threads: safe for all.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String USER = "portage";
    private static final String DATABASE = "portage";
    // One at a time within this process: locks of files belong to the whole process.
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final ServerFolder folder;
    private final ServerControl control;
    private final int port;
    private final boolean started;
    private final Thread atExit;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(ServerFolder folder, ServerControl control, int port, boolean started) {
        this.folder = folder;
        this.control = control;
        this.port = port;
        this.started = started;
        this.atExit = Thread.ofPlatform().name("portage-stop-postgres").unstarted(this::release);
    }

    /// Starts the server of `dir`, or finds it running. The folder and the cluster are made when missing.
    ///
    /// @throws dev.portage.ConfigException PT-131 this build has no binaries for this machine; PT-132 they cannot run as root here
    /// @throws dev.portage.ConflictException PT-410 the cluster belongs to another major version
    /// @throws UnreachableException PT-311 the server did not start; PT-312 to PT-315 no room, no permission
    public static EmbeddedPostgres start(Path dir) {
        return start(dir, ServerSettings.durable());
    }

    static EmbeddedPostgres start(Path dir, ServerSettings settings) {
        ServerFolder folder = ServerFolder.create(dir);
        ServerControl control = new ServerControl(folder, settings.binaries());
        ONE_AT_A_TIME.lock();
        try (FileChannel _ = folder.lock()) {
            EmbeddedPostgres server = startLocked(folder, control, settings);
            ServerUse.enter(folder);
            Runtime.getRuntime().addShutdownHook(server.atExit);
            return server;
        } catch (IOException e) {
            throw ServerFolder.unusable(dir, e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static EmbeddedPostgres startLocked(ServerFolder folder, ServerControl control, ServerSettings settings)
            throws IOException {
        control.removeUnfinished();
        if (!folder.isInitialised()) {
            control.initialise(USER, settings);
        }
        folder.requireVersion(settings.binaries().majorVersion());
        OptionalInt running = folder.runningPort();
        if (running.isEmpty()) {
            folder.stopAfterUse();
        }
        int port = running.isPresent() ? running.getAsInt() : control.start(settings);
        EmbeddedPostgres server = new EmbeddedPostgres(folder, control, port, running.isEmpty());
        try {
            server.makeDatabase();
            return server;
        } catch (RuntimeException e) {
            if (running.isEmpty()) {
                control.stopQuietly(e);
            }
            throw e;
        }
    }

    private void makeDatabase() {
        Connector connector = new Connector(server("postgres"), password(), new Tls("disable", "default", null),
                Duration.ofSeconds(60));
        control.makeDatabase(connector, DATABASE);
    }

    private Secret password() {
        return new Passwords(null, Map.of(), folder.root()).find(server("postgres")).orElseThrow(
                () -> new UnreachableException(316, "%s holds no line for 127.0.0.1 and portage".formatted(folder.passFile()),
                        "Put the password back there as 127.0.0.1:*:*:portage:PASSWORD"));
    }

    private TargetAddress.Server server(String database) {
        return new TargetAddress.Server("127.0.0.1", port, database, USER, Map.of("passfile", folder.passFile().toString()),
                null);
    }

    /// Stops the server of `dir`, whoever uses it. Returns whether it was running.
    ///
    /// @throws UnreachableException PT-310 there is no server in `dir`; PT-317 it did not stop
    public static boolean stop(Path dir) {
        ServerFolder folder = ServerFolder.existing(dir);
        ServerControl control = new ServerControl(folder, PostgresBinaries.bundled());
        ONE_AT_A_TIME.lock();
        try (FileChannel _ = folder.lock()) {
            boolean running = folder.runningPort().isPresent();
            if (running) {
                control.stop();
            }
            folder.keepRunning();
            return running;
        } catch (IOException e) {
            throw ServerFolder.unusable(dir, e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /// The URL of the running server of `dir`, as [#url()].
    ///
    /// @throws UnreachableException PT-310 there is none, or it is stopped
    public static String url(Path dir) {
        ServerFolder folder = ServerFolder.existing(dir);
        try {
            int port = folder.runningPort().orElseThrow(
                    () -> new UnreachableException(310, "the embedded PostgreSQL in %s is stopped".formatted(folder.root()),
                            "Type portage postgres start %s to start it".formatted(folder.root())));
            return url(folder, port);
        } catch (IOException e) {
            throw ServerFolder.unusable(dir, e);
        }
    }

    /// The URL of the database `portage`, good for psql and for `--to`: the password stays in the file that it names.
    public String url() {
        return url(folder, port);
    }

    private static String url(ServerFolder folder, int port) {
        String file = URLEncoder.encode(folder.passFile().toString(), StandardCharsets.UTF_8).replace("%2F", "/")
                .replace("+", "%20");
        return "postgresql://%s@127.0.0.1:%d/%s?passfile=%s".formatted(USER, port, DATABASE, file);
    }

    /// Where it listens, as an address that [Target] opens.
    public TargetAddress.Server address() {
        return server(DATABASE);
    }

    /// The port on 127.0.0.1, 20000 or higher.
    public int port() {
        return port;
    }

    /// Whether this call started the server; false when it was running.
    public boolean started() {
        return started;
    }

    /// Lets the server run after [#close] and after the end of this process.
    public void keepRunning() {
        try {
            folder.keepRunning();
        } catch (IOException e) {
            throw ServerFolder.unusable(folder.root(), e);
        }
    }

    /// Ends this use of the server, and stops it when Portage started it and nobody else uses it. A second call does
    /// nothing.
    @Override
    public void close() {
        if (closed.get()) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // The process ends; the hook does it.
        }
        release();
    }

    private void release() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ONE_AT_A_TIME.lock();
        try (FileChannel _ = folder.lock()) {
            boolean last = ServerUse.leave(folder);
            if (last && folder.stopsAfterUse() && folder.runningPort().isPresent()) {
                control.stop();
            }
        } catch (IOException e) {
            throw ServerFolder.unusable(folder.root(), e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }
}

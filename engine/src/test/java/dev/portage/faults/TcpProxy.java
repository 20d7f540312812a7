package dev.portage.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A network that fails when it is told to, between a program and a server on this machine.
///
/// Threads: safe for all; two daemon threads a connection.
final class TcpProxy implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger lostCommits = new AtomicInteger();
    private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
    private volatile int server;
    private volatile boolean hole;
    private volatile Duration delay = Duration.ZERO;

    TcpProxy(int server) throws IOException {
        this.server = server;
        Thread.ofPlatform().daemon().name("proxy").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// New connections go to another server.
    void serve(int other) {
        server = other;
    }

    /// From now on nothing that is sent arrives, and nobody hears of it: what is open stays open. New connections are taken
    /// and never answered.
    void beginHole() {
        hole = true;
        links.forEach(link -> link.dead = true);
    }

    /// New connections work again; those of the hole stay as they are.
    void endHole() {
        hole = false;
    }

    /// Ends every connection by a reset, on both sides.
    void reset() {
        links.forEach(Link::reset);
    }

    /// Ends the server's side of every connection; the other side hears nothing of it.
    void halfClose() {
        links.forEach(link -> {
            link.dead = true;
            close(link.serverSide);
        });
    }

    /// Every piece of up to 64 KB takes so long.
    void slowDown(Duration eachPiece) {
        delay = eachPiece;
    }

    /// Resets the connection that sends the byte after these.
    void resetAfterBytes(long bytes) {
        bytesLeft.set(bytes);
    }

    /// The next connections that commit rows lose the server's answer and are reset; the server has committed.
    void loseCommitReplies(int count) {
        lostCommits.set(count);
    }

    int commitRepliesToLose() {
        return lostCommits.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket serverSide = hole ? new Socket() : reached(client);
                Link link = new Link(client, serverSide);
                link.dead = hole;
                links.add(link);
                if (!hole) {
                    link.start();
                }
            } catch (IOException e) {
                // Closed, or the server refuses; the next client may fare better.
                failures.incrementAndGet();
            }
        }
    }

    /// Where the server refuses, the client hears it by the end of its connection.
    private Socket reached(Socket client) throws IOException {
        try {
            return new Socket(InetAddress.ofLiteral("127.0.0.1"), server);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket cannot be closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        links.forEach(Link::reset);
    }

    /// One connection through the proxy.
    private final class Link {
        private final Socket client;
        private final Socket serverSide;
        private volatile boolean dead;
        private volatile boolean copies;
        private volatile boolean losing;

        Link(Socket client, Socket serverSide) {
            this.client = client;
            this.serverSide = serverSide;
        }

        void start() {
            Thread.ofPlatform().daemon().name("proxy-there").start(() -> pump(client, serverSide, true));
            Thread.ofPlatform().daemon().name("proxy-back").start(() -> pump(serverSide, client, false));
        }

        private void pump(Socket from, Socket to, boolean there) {
            byte[] bytes = new byte[65_536];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(bytes); length >= 0 && !dead; length = in.read(bytes)) {
                    Thread.sleep(delay);
                    if (dead) {
                        return;
                    }
                    if (there && losesReply(bytes, length)) {
                        losing = true;
                    } else if (!there && losing) {
                        reset();
                        return;
                    }
                    out.write(bytes, 0, length);
                    if (there && bytesLeft.addAndGet(-length) < 0) {
                        bytesLeft.set(Long.MAX_VALUE);
                        reset();
                        return;
                    }
                }
                if (!dead) {
                    close(client);
                    close(serverSide);
                }
            } catch (IOException e) {
                if (!dead) {
                    reset();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /// A commit of the connection that has copied rows.
        private boolean losesReply(byte[] bytes, int length) {
            String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            if (text.contains("FROM STDIN")) {
                copies = true;
            }
            return copies && text.contains("COMMIT\0") && lostCommits.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        }

        void reset() {
            dead = true;
            for (Socket socket : new Socket[]{client, serverSide}) {
                try {
                    if (!socket.isClosed()) {
                        socket.setSoLinger(true, 0);
                    }
                } catch (IOException e) {
                    // Closed meanwhile, which is what is wanted.
                    failures.incrementAndGet();
                }
                close(socket);
            }
        }
    }
}

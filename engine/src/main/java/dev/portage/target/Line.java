package dev.portage.target;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One connection as its socket sees it: since when it waits for the server, and in which direction.
///
/// Threads: safe for all. The thread that reads or writes notes it here, [SocketWatch] looks.
final class Line {
    final String id;
    final Thread owner;
    /// Whether it is open for the whole of a command, so that nobody need wait for its end.
    final boolean lasting;
    private volatile @Nullable Socket socket;
    private volatile int backend;
    private volatile long readingSince;
    private volatile long writingSince;
    private volatile long askedAt;
    private volatile @Nullable String cut;

    Line(String id, Thread owner, boolean lasting) {
        this.id = id;
        this.owner = owner;
        this.lasting = lasting;
    }

    /// The driver tries several sockets one after the other (with TLS, without); the last one counts.
    void use(Socket made) {
        socket = made;
    }

    boolean isClosed() {
        Socket made = socket;
        return made != null && made.isClosed();
    }

    void backend(int pid) {
        backend = pid;
    }

    /// The process of the server behind it; 0 while it is not known.
    int backend() {
        return backend;
    }

    void readingBegins() {
        readingSince = System.nanoTime() | 1;
    }

    void writingBegins() {
        writingSince = System.nanoTime() | 1;
    }

    void transferEnds() {
        readingSince = 0;
        writingSince = 0;
    }

    boolean isReading() {
        return readingSince != 0;
    }

    /// When the read or write began that has not ended yet; 0 where there is none.
    long waitingSince() {
        long writing = writingSince;
        return writing != 0 ? writing : readingSince;
    }

    static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    /// Whether the server was asked about this very wait less than `pause` ago.
    boolean wasAskedWithin(Duration pause, long wait) {
        return askedAt - wait >= 0 && askedAt != 0 && since(askedAt).compareTo(pause) < 0;
    }

    void asked() {
        askedAt = System.nanoTime() | 1;
    }

    /// Ends the connection; whoever waits in it hears `reason`.
    void cut(String reason) {
        cut = reason;
        Socket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                org.slf4j.LoggerFactory.getLogger(Line.class).debug("closing a silent connection", e);
            }
        }
    }

    /// Why it was cut; null where it was not.
    @Nullable
    String whyCut() {
        return cut;
    }
}

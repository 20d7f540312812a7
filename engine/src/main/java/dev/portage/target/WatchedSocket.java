package dev.portage.target;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import jdk.net.ExtendedSocketOptions;

/// A socket that notes in its [Line] when a read or a write begins and ends, and that tells when it is closed.
///
/// Threads: as any socket.
final class WatchedSocket extends Socket {
    /// A write goes on in pieces, so that a slow network is told from a dead one.
    private static final int PIECE_BYTES = 16_384;
    private static final int IDLE_SECONDS = 30;
    private static final int PROBE_SECONDS = 10;
    private static final int PROBES = 3;

    private final Line line;
    private final Runnable closed;
    private final Runnable broken;

    WatchedSocket(Line line, Runnable closed, Runnable broken) throws IOException {
        this.line = line;
        this.closed = closed;
        this.broken = broken;
        line.use(this);
        keepAlive();
    }

    /// An idle connection stays known to what stands between here and the server.
    private void keepAlive() throws IOException {
        setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
            setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_SECONDS);
            setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                line.readingBegins();
                try {
                    return in.read(bytes, offset, length);
                } catch (IOException e) {
                    throw told(e);
                } finally {
                    line.transferEnds();
                }
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[]{(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    for (int done = 0; done < length; done += PIECE_BYTES) {
                        line.writingBegins();
                        out.write(bytes, offset + done, Math.min(PIECE_BYTES, length - done));
                    }
                } catch (IOException e) {
                    throw told(e);
                } finally {
                    line.transferEnds();
                }
            }
        };
    }

    /// The driver does not close a socket on which it cannot say goodbye.
    private IOException told(IOException error) {
        if (!(error instanceof SocketTimeoutException)) {
            broken.run();
            try {
                close();
            } catch (IOException e) {
                error.addSuppressed(e);
            }
        }
        String why = line.whyCut();
        if (why == null) {
            return error;
        }
        SilentServerException silent = new SilentServerException(why);
        silent.addSuppressed(error);
        return silent;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            closed.run();
        }
    }
}

package dev.portage.target;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/// Makes the sockets of connections that a [SocketWatch] watches. The driver makes one by this name, with the line's id.
///
/// Threads: safe for all.
public final class WatchedSockets extends SocketFactory {
    private final String id;

    /// @param id of a line that [SocketWatch#expect] has given out
    public WatchedSockets(String id) {
        this.id = id;
    }

    @Override
    public Socket createSocket() throws IOException {
        return SocketWatch.socket(id);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        Socket socket = createSocket();
        socket.bind(new InetSocketAddress(localHost, localPort));
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort) throws IOException {
        return createSocket(host.getHostAddress(), port, localAddress, localPort);
    }
}

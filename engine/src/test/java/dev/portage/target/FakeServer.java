package dev.portage.target;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that reads the first packet of each connection, gives one fixed answer, and hangs up after the client does.
final class FakeServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger hungUp = new AtomicInteger();
    private final byte[] answer;
    private final Thread thread;

    private FakeServer(byte[] answer) throws IOException {
        this.answer = answer;
        this.thread = Thread.ofPlatform().name("fake-postgres").start(this::serve);
    }

    static FakeServer answering(byte[] answer) throws IOException {
        return new FakeServer(answer);
    }

    /// Answers with an ErrorResponse.
    static FakeServer refusingWith(String state, String message) throws IOException {
        byte[] fields = "SFATAL\0VFATAL\0C%s\0M%s\0\0".formatted(state, message).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream packet = new DataOutputStream(bytes);
        packet.writeByte('E');
        packet.writeInt(4 + fields.length);
        packet.write(fields);
        return new FakeServer(bytes.toByteArray());
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /// Every byte of every client, once this server has stopped listening to them.
    byte[] received() throws IOException {
        close();
        return received.toByteArray();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                connections.incrementAndGet();
                talk(client);
            } catch (IOException e) {
                // The client or the test hung up: what came until then was received.
                hungUp.incrementAndGet();
            }
        }
    }

    private void talk(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte[] packet = new byte[in.readInt() - 4];
        in.readFully(packet);
        received.writeBytes(new byte[4]);
        received.writeBytes(packet);
        client.getOutputStream().write(answer);
        client.getOutputStream().flush();
        in.transferTo(received);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

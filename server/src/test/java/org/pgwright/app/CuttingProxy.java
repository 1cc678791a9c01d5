package org.pgwright.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands before a server and cuts the line after so many bytes of its answers. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int serverPort;
    private final long bytes;

    CuttingProxy(int serverPort, long bytes) throws IOException {
        this.serverPort = serverPort;
        this.bytes = bytes;
        this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                Thread.ofVirtual().start(() -> copy(client, server, Long.MAX_VALUE));
                Thread.ofVirtual().start(() -> copy(server, client, bytes));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private static void copy(Socket from, Socket to, long most) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1024];
            long copied = 0;
            for (int n = in.read(buffer); n >= 0 && copied < most; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                copied += n;
            }
        } catch (IOException cut) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

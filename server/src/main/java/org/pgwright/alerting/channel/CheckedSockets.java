package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes sockets that connect only to addresses that were looked up and checked that moment, for one
 * attempt; all of them can be closed at once, whatever waits for them.
 */
final class CheckedSockets extends SocketFactory {
    private final OutboundAddresses addresses;
    private final @Nullable SSLSocketFactory encryption;
    private final List<Socket> made = new CopyOnWriteArrayList<>();

    private CheckedSockets(OutboundAddresses addresses, @Nullable SSLSocketFactory encryption) {
        this.addresses = addresses;
        this.encryption = encryption;
    }

    /** Sockets that are not encrypted. */
    static CheckedSockets plain(OutboundAddresses addresses) {
        return new CheckedSockets(addresses, null);
    }

    /** Sockets that are encrypted as soon as they are connected, to who proves to be that host. */
    static CheckedSockets encrypted(OutboundAddresses addresses, SSLSocketFactory encryption) {
        return new CheckedSockets(addresses, encryption);
    }

    /** Closes all that it made. */
    void close() {
        for (Socket socket : made) {
            try {
                socket.close();
            } catch (IOException broken) {
                // Nothing waits for one that is broken.
            }
        }
    }

    @Override
    public Socket createSocket() {
        Socket plain = new Checked(addresses);
        made.add(plain);
        return encryption == null ? plain : new EncryptedSocket(plain, encryption);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(InetSocketAddress.createUnresolved(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    private static final class Checked extends Socket {
        private final OutboundAddresses addresses;

        private Checked(OutboundAddresses addresses) {
            this.addresses = addresses;
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress wanted)) {
                throw new IOException("no address of the internet");
            }
            InetAddress checked = addresses.resolve(wanted.getHostString())[0];
            super.connect(new InetSocketAddress(checked, wanted.getPort()), timeout);
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }
    }
}

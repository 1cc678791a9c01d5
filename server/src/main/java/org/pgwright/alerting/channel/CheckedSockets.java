package org.pgwright.alerting.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

import javax.net.SocketFactory;

/** Makes sockets that connect only to addresses that were looked up and checked that moment. */
final class CheckedSockets extends SocketFactory {
    private final OutboundAddresses addresses;

    CheckedSockets(OutboundAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public Socket createSocket() {
        return new Checked(addresses);
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

package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Connects through another socket, and encrypts from the first byte on, as soon as the other side
 * has proved to be the host that was asked for (RFC 8314). Java's own sockets of this kind look
 * names up by themselves.
 */
final class EncryptedSocket extends Socket {
    private static final String IDENTIFICATION = "HTTPS";

    private final Socket plain;
    private final SSLSocketFactory encryption;
    private @Nullable SSLSocket encrypted;

    /**
     * @param plain not yet connected
     */
    EncryptedSocket(Socket plain, SSLSocketFactory encryption) {
        this.plain = plain;
        this.encryption = encryption;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (!(endpoint instanceof InetSocketAddress wanted)) {
            throw new IOException("no address of the internet");
        }
        plain.connect(endpoint, timeout);
        plain.setSoTimeout(timeout);
        SSLSocket over =
                (SSLSocket)
                        encryption.createSocket(
                                plain, wanted.getHostString(), wanted.getPort(), true);
        SSLParameters parameters = over.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(IDENTIFICATION);
        over.setSSLParameters(parameters);
        over.startHandshake();
        encrypted = over;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    private SSLSocket connected() throws SocketException {
        SSLSocket over = encrypted;
        if (over == null) {
            throw new SocketException("not connected");
        }
        return over;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return connected().getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return connected().getOutputStream();
    }

    @Override
    public void setSoTimeout(int timeout) throws SocketException {
        plain.setSoTimeout(timeout);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return plain.getSoTimeout();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return plain.getInetAddress();
    }

    @Override
    public int getPort() {
        return plain.getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        return plain.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return plain.getLocalPort();
    }

    @Override
    public boolean isConnected() {
        return plain.isConnected();
    }

    @Override
    public boolean isClosed() {
        return plain.isClosed();
    }

    @Override
    public void close() throws IOException {
        SSLSocket over = encrypted;
        if (over == null) {
            plain.close();
        } else {
            over.close();
        }
    }
}

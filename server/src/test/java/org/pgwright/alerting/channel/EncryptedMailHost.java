package org.pgwright.alerting.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A mail server that encrypts, with a certificate of its own, and takes one kind of e-mail. */
final class EncryptedMailHost implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final ServerSocket listening;
    private final SSLContext context;
    private final boolean atOnce;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /**
     * @param name in the certificate, such as {@code ip:127.0.0.1}
     * @param atOnce from the first byte on; else from STARTTLS on
     */
    EncryptedMailHost(Path folder, String name, boolean atOnce) throws Exception {
        this.context = context(certificate(folder, name));
        this.atOnce = atOnce;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    private static KeyStore certificate(Path folder, String name) throws Exception {
        Path file = folder.resolve("mail.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "mail",
                                "-dname",
                                "CN=mail",
                                "-ext",
                                "san=" + name,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try {
            trusted.load(null, null);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        trusted.setCertificateEntry("mail", store.getCertificate("mail"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Of who trusts its certificate. */
    SSLSocketFactory trusting() {
        return context.getSocketFactory();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** All that it was told once encryption had begun. */
    List<String> lines() {
        return lines;
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket plain = listening.accept()) {
                if (atOnce) {
                    talk(encrypted(plain), true);
                } else if (talk(plain, false)) {
                    talk(encrypted(plain), false);
                }
            } catch (IOException broken) {
                lines.add("broken");
            }
        }
    }

    private SSLSocket encrypted(Socket plain) throws IOException {
        SSLSocket encrypted =
                (SSLSocket) context.getSocketFactory().createSocket(plain, null, -1, true);
        encrypted.setUseClientMode(false);
        return encrypted;
    }

    /** Whether encryption is to begin. */
    private boolean talk(Socket socket, boolean greets) throws IOException {
        boolean isEncrypted = socket instanceof SSLSocket;
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        if (greets || !isEncrypted) {
            say(socket, "220 mail");
        }
        boolean isData = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (isEncrypted) {
                lines.add(line);
            }
            String command = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            if (isData) {
                isData = !line.equals(".");
                if (!isData) {
                    say(socket, "250 taken");
                }
            } else if (command.equals("EHLO")) {
                say(
                        socket,
                        isEncrypted ? "250-mail\r\n250 AUTH PLAIN" : "250-mail\r\n250 STARTTLS");
            } else if (command.equals("STARTTLS")) {
                say(socket, "220 go on");
                return true;
            } else if (command.equals("DATA")) {
                isData = true;
                say(socket, "354 go on");
            } else if (command.equals("AUTH")) {
                say(socket, "235 welcome");
            } else {
                say(socket, command.equals("QUIT") ? "221 bye" : "250 so be it");
            }
        }
        return false;
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

package org.pgwright.alerting.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.ChannelKind;
import org.pgwright.repository.alerts.StoredChannel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLSocketFactory;

/** E-mail over encrypted connections, and to servers that are slow on purpose. */
final class EncryptedMailTest {
    private static final Secret PASSWORD = new Secret("hush");

    @TempDir Path folder;

    private static Delivery send(int port, String security, SSLSocketFactory trusting) {
        return send(port, security, trusting, Duration.ofSeconds(10));
    }

    private static Delivery send(
            int port, String security, SSLSocketFactory trusting, Duration patience) {
        Channel channel =
                Channel.of(
                        new StoredChannel(
                                Tellings.ID,
                                ChannelKind.EMAIL,
                                "ops",
                                Map.of(
                                        "host", "127.0.0.1",
                                        "port", String.valueOf(port),
                                        "security", security,
                                        "user", "ann",
                                        "from", "pgwright@example.org",
                                        "to", "ann@example.org"),
                                "env:MAIL",
                                true));
        try (Senders senders = new Senders(patience, trusting)) {
            return senders.send(
                    channel, true, PASSWORD, Tellings.of("shop", AlertEvent.Kind.FIRED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "tls"})
    void isSentWithThePasswordToWhoIsTrusted(String security) throws Exception {
        try (EncryptedMailHost host =
                new EncryptedMailHost(folder, "ip:127.0.0.1", security.equals("tls"))) {
            assertThat(send(host.port(), security, host.trusting())).isEqualTo(new Delivery.Sent());
            String login =
                    Base64.getEncoder()
                            .encodeToString("ann\0ann\0hush".getBytes(StandardCharsets.UTF_8));
            assertThat(host.lines())
                    .contains("AUTH PLAIN " + login, "RCPT TO:<ann@example.org>")
                    .anyMatch(line -> line.startsWith("critical: cache_hit 70 %"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "tls"})
    void isNotSentToWhoIsNotTrusted(String security) throws Exception {
        try (EncryptedMailHost host =
                new EncryptedMailHost(folder, "ip:127.0.0.1", security.equals("tls"))) {
            SSLSocketFactory others = (SSLSocketFactory) SSLSocketFactory.getDefault();
            assertThat(send(host.port(), security, others))
                    .isEqualTo(new Delivery.Failed("no encrypted connection came about"));
            assertThat(host.lines()).noneMatch(line -> line.startsWith("AUTH"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "tls"})
    void isNotSentToWhoProvesToBeSomebodyElse(String security) throws Exception {
        try (EncryptedMailHost host =
                new EncryptedMailHost(folder, "dns:mail.example.org", security.equals("tls"))) {
            assertThat(send(host.port(), security, host.trusting()))
                    .isInstanceOf(Delivery.Failed.class);
            assertThat(host.lines()).noneMatch(line -> line.startsWith("AUTH"));
        }
    }

    /** Each answer comes in time, but they never end. */
    @Test
    void doesNotWaitForEverForAServerThatSaysABitAtATime() throws IOException {
        List<Socket> open = new CopyOnWriteArrayList<>();
        try (ServerSocket slow = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread talking = Thread.ofVirtual().start(() -> drip(slow, open));
            Delivery delivery =
                    send(
                            slow.getLocalPort(),
                            "starttls",
                            (SSLSocketFactory) SSLSocketFactory.getDefault(),
                            Duration.ofMillis(250));
            assertThat(delivery).isEqualTo(new Delivery.Failed("it did not answer within 1 s"));
            talking.interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    private static void drip(ServerSocket slow, List<Socket> open) {
        try {
            Socket socket = slow.accept();
            open.add(socket);
            while (!Thread.currentThread().isInterrupted()) {
                socket.getOutputStream().write("220-wait\r\n".getBytes(StandardCharsets.UTF_8));
                Thread.sleep(Duration.ofMillis(50));
            }
        } catch (IOException | InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}

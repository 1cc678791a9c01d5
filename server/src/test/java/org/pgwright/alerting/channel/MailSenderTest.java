package org.pgwright.alerting.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.ChannelKind;
import org.pgwright.repository.alerts.StoredChannel;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** E-mail against a server that takes it. */
final class MailSenderTest {
    private final GreenMail server =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Senders senders = new Senders(Duration.ofSeconds(10));

    @BeforeEach
    void begin() {
        server.start();
    }

    @AfterEach
    void end() {
        senders.close();
        server.stop();
    }

    private Channel channel(Map<String, String> more) {
        Map<String, String> settings =
                new HashMap<>(
                        Map.of(
                                "host", "127.0.0.1",
                                "port", String.valueOf(server.getSmtp().getPort()),
                                "security", "none",
                                "from", "pgwright@example.org",
                                "to", "ann@example.org, bob@example.org"));
        settings.putAll(more);
        return Channel.of(
                new StoredChannel(
                        Tellings.ID, ChannelKind.EMAIL, "ops", settings, "env:MAIL", true));
    }

    @Test
    void isSentToAll() throws Exception {
        assertThat(
                        senders.send(
                                channel(Map.of()),
                                true,
                                null,
                                Tellings.of("shöp", AlertEvent.Kind.FIRED)))
                .isEqualTo(new Delivery.Sent());
        MimeMessage[] received = server.getReceivedMessages();
        assertThat(received).hasSize(2);
        assertThat(received[0].getSubject())
                .isEqualTo("shöp: critical: cache_hit 70 % (threshold 85 %)");
        assertThat(received[0].getMessageID()).isEqualTo("<%s@pgwright>".formatted(Tellings.ID));
        assertThat(String.valueOf(received[0].getContent())).contains("seen 3 times, worst 60 %");
    }

    @Test
    void hasNoHeadersThatANameBringsAlong() throws Exception {
        senders.send(
                channel(Map.of()),
                true,
                null,
                Tellings.of("shop\r\nBcc: eve@example.org\r\n\r\nhello", AlertEvent.Kind.FIRED));
        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getHeader("Bcc")).isNull();
        assertThat(received.getSubject()).startsWith("shop  Bcc: eve@example.org    hello");
        assertThat(server.getReceivedMessages()).hasSize(2);
    }

    @Test
    void isNotSentUnencryptedWhereEncryptionIsWanted() {
        assertThat(
                        senders.send(
                                channel(Map.of("security", "starttls")),
                                true,
                                new Secret("hush"),
                                Tellings.of("shop", AlertEvent.Kind.FIRED)))
                .isEqualTo(new Delivery.Failed("the mail server did not take it"));
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void connectsToNothingPrivateUnlessThatIsAllowed() {
        assertThat(
                        senders.send(
                                channel(Map.of()),
                                false,
                                null,
                                Tellings.of("shop", AlertEvent.Kind.FIRED)))
                .isEqualTo(new Delivery.Failed(FailureWords.REFUSED));
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void saysWhereNobodyListens() {
        Channel channel = channel(Map.of());
        server.stop();
        assertThat(senders.send(channel, true, null, Tellings.of("shop", AlertEvent.Kind.FIRED)))
                .isEqualTo(new Delivery.Failed(FailureWords.NO_CONNECTION));
    }
}

package org.pgwright.alerting.channel;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Secret;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends an e-mail by SMTP. Its Message-ID is the same at every attempt. What is said of a failure
 * is not what the server said.
 */
final class MailSender {
    /** Of a server that is slow, and of one that wants to wait and see who waits. */
    static final int ANSWERS = 4;

    private final OutboundAddresses addresses;
    private final Duration patience;
    private final Deadline deadline;
    private final SSLSocketFactory encryption;

    /**
     * @param patience for each answer of a server; the whole may take four times as long
     */
    MailSender(OutboundAddresses addresses, Duration patience, SSLSocketFactory encryption) {
        this.addresses = addresses;
        this.patience = patience;
        this.deadline = new Deadline(patience.multipliedBy(ANSWERS));
        this.encryption = encryption;
    }

    Delivery send(Channel.Mail channel, @Nullable Secret password, Telling telling) {
        CheckedSockets sockets = sockets(channel.server());
        return deadline.hold(() -> send(channel, password, telling, sockets), sockets::close);
    }

    private CheckedSockets sockets(MailServer server) {
        return switch (server.security()) {
            case NONE, STARTTLS -> CheckedSockets.plain(addresses);
            case TLS -> CheckedSockets.encrypted(addresses, encryption);
        };
    }

    private Delivery send(
            Channel.Mail channel,
            @Nullable Secret password,
            Telling telling,
            CheckedSockets sockets) {
        MailServer server = channel.server();
        Session session = Session.getInstance(properties(channel, sockets));
        try (Transport transport = session.getTransport("smtp")) {
            Message message = message(session, channel.addresses(), telling);
            transport.connect(
                    server.host(),
                    server.port(),
                    server.user(),
                    password == null ? null : password.reveal());
            transport.sendMessage(message, message.getAllRecipients());
            return new Delivery.Sent();
        } catch (AuthenticationFailedException refused) {
            return new Delivery.Failed("the mail server refused the user or password");
        } catch (MessagingException failure) {
            return new Delivery.Failed(reason(failure));
        }
    }

    private Properties properties(Channel.Mail channel, CheckedSockets sockets) {
        MailServer server = channel.server();
        String timeout = String.valueOf(patience.toMillis());
        Properties properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", timeout);
        properties.put("mail.smtp.timeout", timeout);
        properties.put("mail.smtp.writetimeout", timeout);
        properties.put("mail.smtp.socketFactory", sockets);
        // Else it would connect without asking the factory.
        properties.put("mail.smtp.socketFactory.fallback", "false");
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.from", channel.addresses().from());
        properties.put("mail.from", channel.addresses().from());
        properties.put("mail.smtp.localhost", "pgwright");
        if (server.user() != null) {
            properties.put("mail.smtp.auth", "true");
        }
        switch (server.security()) {
            case NONE -> properties.put("mail.smtp.starttls.enable", "false");
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
                properties.put("mail.smtp.ssl.socketFactory", encryption);
            }
            case TLS -> {
                // The sockets are encrypted already.
            }
        }
        return properties;
    }

    private static Message message(Session session, MailAddresses addresses, Telling telling)
            throws MessagingException {
        MimeMessage message = new Known(session, telling.id());
        message.setFrom(new InternetAddress(addresses.from(), true));
        for (String to : addresses.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
        }
        message.setSubject(telling.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(telling.at()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(
                String.join("\r\n", telling.lines()) + "\r\n", StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    /** Has an id of ours. */
    private static final class Known extends MimeMessage {
        private final UUID id;

        private Known(Session session, UUID id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<%s@pgwright>".formatted(id));
        }
    }

    private String reason(MessagingException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case OutboundAddresses.RefusedAddress refused -> {
                    return FailureWords.REFUSED;
                }
                case UnknownHostException unknown -> {
                    return "its host is not known";
                }
                case SocketTimeoutException late -> {
                    return new Deadline(patience).late();
                }
                case SSLException insecure -> {
                    return "no encrypted connection came about";
                }
                case IOException broken -> {
                    return FailureWords.NO_CONNECTION;
                }
                case Throwable other -> {
                    // What it was made of may say more.
                }
            }
        }
        return "the mail server did not take it";
    }
}

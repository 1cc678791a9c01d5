package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.alerts.ChannelKind;

import java.time.Duration;

import javax.net.ssl.SSLSocketFactory;

/** Tells people over channels of every kind. */
public final class Senders implements AutoCloseable {
    /** People wait for a test, and other channels for their turn. */
    public static final Duration DEADLINE = Duration.ofSeconds(15);

    private final Duration deadline;
    private final HttpPosts checkedPosts;
    private final HttpPosts anyPosts;
    private final MailSender checkedMail;
    private final MailSender anyMail;

    /**
     * @param deadline of one attempt to connect, and to be answered
     */
    public Senders(Duration deadline) {
        this(deadline, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /**
     * @param encryption of mail servers
     */
    Senders(Duration deadline, SSLSocketFactory encryption) {
        this.deadline = deadline;
        OutboundAddresses checked = new OutboundAddresses(false);
        OutboundAddresses any = new OutboundAddresses(true);
        this.checkedPosts = new HttpPosts(checked, deadline);
        this.anyPosts = new HttpPosts(any, deadline);
        this.checkedMail = new MailSender(checked, deadline, encryption);
        this.anyMail = new MailSender(any, deadline, encryption);
    }

    /**
     * Tells.
     *
     * @param allowsPrivate whether an administrator allowed the channel to connect to anything
     * @param secret null where the channel has none
     */
    public Delivery send(
            Channel channel, boolean allowsPrivate, @Nullable Secret secret, Telling telling) {
        HttpPosts posts = allowsPrivate ? anyPosts : checkedPosts;
        return switch (channel) {
            case Channel.Webhook webhook -> new WebhookSender(posts).send(webhook, secret, telling);
            case Channel.Slack slack ->
                    secret == null ? noSecret() : new SlackSender(posts).send(secret, telling);
            case Channel.PagerDuty pagerDuty ->
                    secret == null
                            ? noSecret()
                            : new PagerDutySender(posts).send(pagerDuty, secret, telling);
            case Channel.Alertmanager alertmanager ->
                    new AlertmanagerSender(posts).send(alertmanager, secret, telling);
            case Channel.Mail mail ->
                    (allowsPrivate ? anyMail : checkedMail).send(mail, secret, telling);
        };
    }

    private static Delivery noSecret() {
        return new Delivery.Failed("the channel has no secret");
    }

    /** How long it takes at most to tell something over a channel of a kind. */
    public Duration longest(ChannelKind kind) {
        return switch (kind) {
            case WEBHOOK, SLACK, ALERTMANAGER -> deadline;
            case EMAIL -> deadline.multipliedBy(MailSender.ANSWERS);
            // It takes each event by itself.
            case PAGERDUTY -> deadline.multipliedBy(Telling.MOST);
        };
    }

    @Override
    public void close() {
        checkedPosts.close();
        anyPosts.close();
    }
}

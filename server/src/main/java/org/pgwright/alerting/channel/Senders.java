package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Secret;

import java.time.Duration;

/** Tells people over channels of every kind. */
public final class Senders implements AutoCloseable {
    /** People wait for a test, and other channels for their turn. */
    public static final Duration DEADLINE = Duration.ofSeconds(15);

    private final HttpPosts checkedPosts;
    private final HttpPosts anyPosts;
    private final MailSender checkedMail;
    private final MailSender anyMail;

    /**
     * @param deadline of one attempt to connect, and to be answered
     */
    public Senders(Duration deadline) {
        OutboundAddresses checked = new OutboundAddresses(false);
        OutboundAddresses any = new OutboundAddresses(true);
        this.checkedPosts = new HttpPosts(checked, deadline);
        this.anyPosts = new HttpPosts(any, deadline);
        this.checkedMail = new MailSender(checked, deadline);
        this.anyMail = new MailSender(any, deadline);
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

    @Override
    public void close() {
        checkedPosts.close();
        anyPosts.close();
    }
}

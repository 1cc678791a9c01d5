package org.pgwright.alerting;

import org.pgwright.alerting.channel.Channel;
import org.pgwright.alerting.channel.Delivery;
import org.pgwright.alerting.channel.Senders;
import org.pgwright.alerting.channel.Telling;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.alerts.Channels;
import org.pgwright.repository.alerts.Contents;
import org.pgwright.repository.alerts.Outbox;
import org.pgwright.repository.alerts.StoredChannel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Sends what is queued and due. What fails is tried again, later each time, for a day; then it is
 * given up, which is told. To be run again and again, by any number of processes.
 *
 * <p>A notification is sent at least once: again, where a process ended between sending it and
 * noting that.
 */
public final class OutboxSender implements Runnable {
    /** Then it is given up. */
    public static final Duration PATIENCE = Duration.ofDays(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 20;

    /** PagerDuty takes each event by itself. */
    private static final Duration CLAIM = Duration.ofMinutes(20);

    private static final int MOST_AT_ONCE = 100;

    private final Repository repository;
    private final Outbox outbox;
    private final Channels channels = new Channels();
    private final Contents contents = new Contents();
    private final Tools tools;

    /**
     * What it takes to send.
     *
     * @param secrets asked for each notification
     * @param random spreads attempts
     * @param messages told what is given up, a sentence each
     */
    public record Tools(
            Senders senders,
            ChannelSecret secrets,
            InstantSource clock,
            RandomGenerator random,
            Consumer<String> messages) {}

    /**
     * @param holder this process
     */
    public OutboxSender(Repository repository, UUID holder, Tools tools) {
        this.repository = repository;
        this.outbox = new Outbox(holder);
        this.tools = tools;
    }

    /**
     * Sends what is due, one after the other.
     *
     * @throws PgwrightException if the repository fails
     */
    @Override
    public void run() {
        for (int sent = 0; sent < MOST_AT_ONCE; sent++) {
            List<Outbox.Claimed> due =
                    repository.inTransaction(
                            jdbc -> outbox.claim(jdbc, tools.clock().instant(), CLAIM, 1));
            if (due.isEmpty()) {
                return;
            }
            send(due.getFirst());
        }
    }

    private void send(Outbox.Claimed claimed) {
        Optional<StoredChannel> channel =
                repository.inTransaction(
                        Work.READ, jdbc -> channels.one(jdbc, claimed.channelId()));
        Delivery delivery =
                channel.isEmpty()
                        ? new Delivery.Failed("the channel was removed")
                        : deliver(channel.get(), claimed);
        Instant now = tools.clock().instant();
        switch (delivery) {
            case Delivery.Sent sent ->
                    repository.repeatably(
                            jdbc -> {
                                outbox.sent(jdbc, claimed, now);
                                return null;
                            });
            case Delivery.Failed failed ->
                    failed(claimed, channel.map(StoredChannel::name).orElse("?"), failed, now);
        }
    }

    private Delivery deliver(StoredChannel channel, Outbox.Claimed claimed) {
        Contents.Content content =
                repository.inTransaction(
                        Work.READ, jdbc -> contents.of(jdbc, claimed.instanceId(), claimed.id()));
        if (content.events().isEmpty()) {
            // Forgotten meanwhile: there is nothing left to tell.
            return new Delivery.Sent();
        }
        return deliver(
                channel,
                new Telling(
                        claimed.id(),
                        content.instanceName(),
                        claimed.queuedAt(),
                        content.events()));
    }

    /**
     * Tells something over a channel at once; without events it is a test of the channel.
     *
     * @return how it ended; also for a channel that cannot be used
     */
    public Delivery deliver(StoredChannel channel, Telling telling) {
        try {
            return tools.senders()
                    .send(
                            Channel.of(channel),
                            channel.allowsPrivate(),
                            tools.secrets().of(repository, channel),
                            telling);
        } catch (PgwrightException unusable) {
            return new Delivery.Failed(String.valueOf(unusable.getMessage()));
        }
    }

    private void failed(
            Outbox.Claimed claimed, String channel, Delivery.Failed failed, Instant now) {
        boolean isOver = !now.isBefore(claimed.queuedAt().plus(PATIENCE));
        repository.repeatably(
                jdbc -> {
                    if (isOver) {
                        outbox.failed(jdbc, claimed, now, failed.reason());
                    } else {
                        outbox.later(
                                jdbc,
                                claimed,
                                now.plus(pause(claimed.attempts())),
                                failed.reason());
                    }
                    return null;
                });
        if (isOver) {
            tools.messages()
                    .accept(
                            "a notification to channel '%s' was given up after %d attempts: %s"
                                    .formatted(channel, claimed.attempts(), failed.reason()));
        }
    }

    /** Twice as long each time, up to an hour, and up to a half more by chance. */
    private Duration pause(int attempts) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(MOST_DOUBLINGS, attempts - 1);
        long millis = Math.min(LONGEST_PAUSE.toMillis(), doubled);
        return Duration.ofMillis(millis + tools.random().nextLong(millis / 2 + 1));
    }
}

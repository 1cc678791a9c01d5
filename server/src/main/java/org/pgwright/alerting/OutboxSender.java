package org.pgwright.alerting;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.channel.Delivery;
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
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Sends what is queued and due: channels side by side, to each what was queued first. What fails is
 * tried again, later each time, for a day; then it is given up, which is told, as is what is
 * refused. To be run again and again, by any number of processes.
 *
 * <p>A notification is sent at least once: again, where a process ended between sending it and
 * noting that.
 */
public final class OutboxSender implements Runnable {
    /** Then it is given up. */
    public static final Duration PATIENCE = Duration.ofDays(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

    /** Not longer, as what was queued later waits as well. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** Of what a server asks for. */
    private static final Duration LONGEST_WANTED_PAUSE = Duration.ofHours(1);

    private static final int MOST_DOUBLINGS = 20;

    /** Over what it takes to send, for noting it. */
    private static final Duration LEEWAY = Duration.ofSeconds(45);

    private static final int MOST_AT_ONCE = 100;

    private final Repository repository;
    private final Outbox outbox;
    private final Channels channels = new Channels();
    private final Contents contents = new Contents();
    private final Tools tools;
    private final AlertRepeats repeats;
    private final SideBySide<UUID> underway = new SideBySide<>();
    private final Map<UUID, String> complaints = new ConcurrentHashMap<>();
    private volatile boolean isEnding;

    /**
     * What it takes to send.
     *
     * @param random spreads attempts
     * @param messages told what is given up, a sentence each
     */
    public record Tools(
            Teller teller,
            InstantSource clock,
            RandomGenerator random,
            Consumer<String> messages) {}

    /**
     * @param holder this process
     */
    public OutboxSender(UUID holder, Tools tools) {
        this.repository = tools.teller().repository();
        this.outbox = new Outbox(holder);
        this.tools = tools;
        this.repeats = new AlertRepeats(tools.teller());
    }

    /**
     * Sends what is due, and waits until that is done.
     *
     * @throws PgwrightException if the repository fails
     */
    @Override
    public void run() {
        begin();
        underway.await();
    }

    /**
     * Begins to send what is due over all channels that are not at it already, and waits for none.
     *
     * @throws PgwrightException if the repository fails, or did since the last time
     */
    public void begin() {
        Instant now = tools.clock().instant();
        Set<UUID> due =
                repository.inTransaction(
                        Work.READ,
                        jdbc -> {
                            Set<UUID> found = new LinkedHashSet<>(outbox.due(jdbc, now));
                            channels.all(jdbc).stream()
                                    .filter(channel -> repeats.isDue(channel, now))
                                    .forEach(channel -> found.add(channel.id()));
                            return found;
                        });
        due.forEach(channel -> underway.start(channel, () -> serve(channel)));
        underway.check();
    }

    /** Gives what is being sent that long to end, then breaks it off. */
    public void end(Duration patience) {
        isEnding = true;
        underway.end(patience);
    }

    private void serve(UUID channelId) {
        Optional<StoredChannel> channel =
                repository.inTransaction(Work.READ, jdbc -> channels.one(jdbc, channelId));
        Duration claim =
                channel.map(one -> tools.teller().senders().longest(one.kind()))
                        .orElse(Duration.ZERO)
                        .plus(LEEWAY);
        for (int sent = 0; sent < MOST_AT_ONCE && !isEnding; sent++) {
            Instant now = tools.clock().instant();
            Optional<Outbox.Claimed> due =
                    repository.inTransaction(jdbc -> outbox.claim(jdbc, channelId, now, claim));
            if (due.isEmpty()) {
                break;
            }
            send(channel, due.get());
        }
        channel.filter(one -> repeats.isDue(one, tools.clock().instant())).ifPresent(this::repeat);
    }

    private void repeat(StoredChannel channel) {
        switch (repeats.repeat(channel, tools.clock().instant())) {
            case Delivery.Sent sent -> complaints.remove(channel.id());
            case Delivery.Failed failed -> complain(channel, failed.reason());
            case Delivery.Refused refused -> complain(channel, refused.reason());
        }
    }

    /** Once for as long as it goes on. */
    private void complain(StoredChannel channel, String reason) {
        if (!reason.equals(complaints.put(channel.id(), reason))) {
            tools.messages()
                    .accept(
                            "what fires could not be told again to channel '%s': %s"
                                    .formatted(channel.name(), reason));
        }
    }

    private void send(Optional<StoredChannel> channel, Outbox.Claimed claimed) {
        String name = channel.map(StoredChannel::name).orElse("?");
        Delivery delivery =
                channel.isEmpty()
                        ? new Delivery.Refused("the channel was removed")
                        : deliver(channel.get(), claimed);
        Instant now = tools.clock().instant();
        switch (delivery) {
            case Delivery.Sent sent ->
                    repository.repeatably(
                            jdbc -> {
                                outbox.sent(jdbc, claimed, now);
                                return null;
                            });
            case Delivery.Failed failed -> {
                if (now.isBefore(claimed.queuedAt().plus(PATIENCE))) {
                    later(claimed, failed, now);
                } else {
                    giveUp(claimed, name, failed.reason(), now);
                }
            }
            case Delivery.Refused refused -> giveUp(claimed, name, refused.reason(), now);
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
        return tools.teller()
                .tell(
                        channel,
                        new Telling(
                                claimed.id(),
                                content.instanceName(),
                                claimed.queuedAt(),
                                content.events()));
    }

    private void later(Outbox.Claimed claimed, Delivery.Failed failed, Instant now) {
        Instant next = now.plus(pause(claimed.attempts(), failed.pause()));
        repository.repeatably(
                jdbc -> {
                    outbox.later(jdbc, claimed, next, failed.reason());
                    return null;
                });
    }

    private void giveUp(Outbox.Claimed claimed, String channel, String reason, Instant now) {
        repository.repeatably(
                jdbc -> {
                    outbox.failed(jdbc, claimed, now, reason);
                    return null;
                });
        tools.messages()
                .accept(
                        "a notification to channel '%s' was given up after %d attempts: %s"
                                .formatted(channel, claimed.attempts(), reason));
    }

    /**
     * Twice as long each time, and up to a half more by chance; longer if that is wanted.
     *
     * @param wanted null for no wish
     */
    private Duration pause(int attempts, @Nullable Duration wanted) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(MOST_DOUBLINGS, attempts - 1);
        long millis = Math.min(LONGEST_PAUSE.toMillis(), doubled);
        if (wanted != null) {
            long asked = Math.min(LONGEST_WANTED_PAUSE.toMillis(), wanted.toMillis());
            millis = Math.max(millis, asked);
        }
        return Duration.ofMillis(millis + tools.random().nextLong(millis / 2 + 1));
    }
}

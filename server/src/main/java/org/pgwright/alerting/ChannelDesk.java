package org.pgwright.alerting;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.channel.Channel;
import org.pgwright.alerting.channel.Delivery;
import org.pgwright.alerting.channel.Telling;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.ChannelKind;
import org.pgwright.repository.alerts.Channels;
import org.pgwright.repository.alerts.Route;
import org.pgwright.repository.alerts.StoredChannel;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.strategy.Actor;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Where alerts are sent to, and what somebody makes of that. Never tells a secret. */
public final class ChannelDesk {
    private final Teller teller;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Actor actor;
    private final Channels channels = new Channels();
    private final WatchedInstances instances = new WatchedInstances();

    /**
     * @param ids for new rows
     * @param actor who does it
     */
    public ChannelDesk(Teller teller, InstantSource clock, Supplier<UUID> ids, Actor actor) {
        this.teller = teller;
        this.clock = clock;
        this.ids = ids;
        this.actor = actor;
    }

    /**
     * Which alerts go to a channel.
     *
     * @param instance a name; null for all
     */
    public record Way(@Nullable String instance, AlertState leastSeverity) {}

    /** A channel, and which alerts go there. */
    public record Known(StoredChannel channel, List<Way> ways) {
        public Known {
            ways = List.copyOf(ways);
        }
    }

    /** Where a secret is, or what it is. */
    public sealed interface SecretWish {
        /** There is none. */
        record None() implements SecretWish {}

        /** It stays where it is: {@code env:NAME} or {@code file:PATH}. */
        record Referred(String reference) implements SecretWish {}

        /** It is to be stored, encrypted. */
        record Kept(Secret secret) implements SecretWish {}

        /** It is to be read there once, and stored, encrypted. */
        record Read(String reference) implements SecretWish {}
    }

    /**
     * A channel that is wanted.
     *
     * @param settings as docs/alerts.md has them, without any secret
     * @param allowsPrivate whether it may lead to private, loopback and link-local addresses
     */
    public record Wish(
            ChannelKind kind,
            String name,
            Map<String, String> settings,
            SecretWish secret,
            boolean allowsPrivate,
            Way way) {
        public Wish {
            settings = Map.copyOf(settings);
        }
    }

    private Repository repository() {
        return teller.repository();
    }

    /** All that are in use, by name. */
    public List<Known> all() {
        return repository().inTransaction(Work.READ, this::all);
    }

    private List<Known> all(JdbcClient jdbc) {
        List<WatchedInstance> known = instances.all(jdbc);
        List<Route> routes = channels.routes(jdbc);
        List<Known> all = new ArrayList<>();
        for (StoredChannel channel : channels.all(jdbc)) {
            List<Way> ways =
                    routes.stream()
                            .filter(route -> route.channelId().equals(channel.id()))
                            .map(
                                    route ->
                                            new Way(
                                                    name(known, route.instanceId()),
                                                    route.leastSeverity()))
                            .toList();
            all.add(new Known(channel, ways));
        }
        return all;
    }

    private static @Nullable String name(List<WatchedInstance> known, @Nullable UUID id) {
        return id == null
                ? null
                : known.stream()
                        .filter(one -> one.instanceId().equals(id))
                        .map(WatchedInstance::name)
                        .findFirst()
                        .orElse(id.toString());
    }

    /**
     * Adds a channel.
     *
     * @throws PgwrightException USAGE if its settings make no sense, its name is taken, there is no
     *     such instance, or no key to encrypt its secret
     */
    public Known add(Wish wish) {
        StoredChannel channel = channel(wish);
        Channel.of(channel);
        Optional<byte[]> encrypted = encrypted(wish, channel);
        return repository()
                .inTransaction(
                        jdbc -> {
                            String instance = wish.way().instance();
                            UUID of =
                                    instance == null
                                            ? null
                                            : instances.named(jdbc, instance).instanceId();
                            channels.add(jdbc, channel, encrypted, actor, clock.instant());
                            channels.route(
                                    jdbc,
                                    new Route(
                                            ids.get(),
                                            channel.id(),
                                            of,
                                            wish.way().leastSeverity()));
                            return named(all(jdbc), channel.name());
                        });
    }

    private StoredChannel channel(Wish wish) {
        String reference =
                switch (wish.secret()) {
                    case SecretWish.None none -> null;
                    case SecretWish.Referred referred -> {
                        ChannelSecret.check(referred.reference());
                        yield referred.reference();
                    }
                    case SecretWish.Kept kept -> StoredChannel.STORED;
                    case SecretWish.Read read -> {
                        ChannelSecret.check(read.reference());
                        yield StoredChannel.STORED;
                    }
                };
        try {
            return new StoredChannel(
                    ids.get(),
                    wish.kind(),
                    wish.name(),
                    wish.settings(),
                    reference,
                    wish.allowsPrivate());
        } catch (IllegalArgumentException senseless) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    String.valueOf(senseless.getMessage()),
                    "choose another name",
                    senseless);
        }
    }

    private Optional<byte[]> encrypted(Wish wish, StoredChannel channel) {
        return switch (wish.secret()) {
            case SecretWish.None none -> Optional.empty();
            case SecretWish.Referred referred -> Optional.empty();
            case SecretWish.Kept kept ->
                    Optional.of(teller.secrets().encrypted(channel.id(), kept.secret()));
            case SecretWish.Read read ->
                    Optional.of(
                            teller.secrets()
                                    .encrypted(
                                            channel.id(),
                                            teller.secrets()
                                                    .referred(channel.name(), read.reference())));
        };
    }

    private static Known named(List<Known> all, String name) {
        return all.stream()
                .filter(one -> one.channel().name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no channel of that name",
                                        "see pgwright channel list"));
    }

    /**
     * The one of a name.
     *
     * @throws PgwrightException NOT_FOUND if there is none
     */
    public Known named(String name) {
        return named(all(), name);
    }

    /**
     * Removes a channel with its secret; what was to be sent to it is given up.
     *
     * @throws PgwrightException NOT_FOUND if there is none
     */
    public void remove(String name) {
        UUID id = named(name).channel().id();
        repository()
                .inTransaction(
                        jdbc -> {
                            channels.remove(jdbc, id, clock.instant());
                            return null;
                        });
    }

    /**
     * Sends a test over a channel, and waits for how it ends.
     *
     * @throws PgwrightException NOT_FOUND if there is none
     */
    public Delivery test(String name) {
        return teller.tell(
                named(name).channel(),
                new Telling(ids.get(), "pgwright", clock.instant(), List.of()));
    }
}

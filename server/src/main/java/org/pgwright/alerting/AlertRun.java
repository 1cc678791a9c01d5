package org.pgwright.alerting;

import org.pgwright.alerting.channel.Senders;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.strategy.Actor;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens the repository for what somebody does about alerts, and closes it. */
public final class AlertRun {
    private final Function<RepositoryLocation, Repository> open;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /**
     * @param open opens a repository
     * @param environment where secrets of channels and the key may be
     * @param ids for new rows
     */
    public AlertRun(
            Function<RepositoryLocation, Repository> open,
            Map<String, String> environment,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.open = open;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Does something about alerts, as the user of the command line.
     *
     * @throws org.pgwright.error.PgwrightException if the repository cannot be opened
     */
    public <T> T with(RepositoryLocation location, Function<AlertOffice, T> work) {
        try (Repository repository = open.apply(location);
                Senders senders = new Senders(Senders.DEADLINE)) {
            Teller teller =
                    new Teller(repository, senders, ChannelSecret.of(environment, location));
            return work.apply(AlertOffice.of(teller, clock, ids, Actor.LOCAL));
        }
    }
}

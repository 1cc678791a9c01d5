package org.pgwright.tuning.change;

import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.strategy.Actor;

import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Opens the repository for what somebody does with strategies, and closes it. */
public final class ChangeRun {
    private final Function<RepositoryLocation, Repository> open;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;

    /**
     * @param open opens a repository
     * @param random for pauses that no two processes share
     */
    public ChangeRun(
            Function<RepositoryLocation, Repository> open,
            InstantSource clock,
            Ids ids,
            RandomGenerator random) {
        this.open = open;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
    }

    /**
     * Does something with strategies, as the user of the command line.
     *
     * @throws org.pgwright.error.PgwrightException if the repository cannot be opened
     */
    public <T> T with(RepositoryLocation location, Function<Changes, T> work) {
        try (Repository repository = open.apply(location)) {
            return work.apply(new Changes(repository, clock, ids, random, Actor.LOCAL));
        }
    }
}

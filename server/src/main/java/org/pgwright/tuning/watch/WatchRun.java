package org.pgwright.tuning.watch;

import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.Retention;
import org.pgwright.tuning.retirement.RetirementJob;
import org.pgwright.tuning.retirement.RetirementRun;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Opens the repository, watches servers, and closes it. */
public final class WatchRun {
    private final Function<RepositoryLocation, Repository> open;
    private final RetirementRun.Tools tools;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;

    /**
     * @param open opens a repository
     * @param tools find out what databases do not need
     * @param random for pauses that no two processes share
     */
    public WatchRun(
            Function<RepositoryLocation, Repository> open,
            RetirementRun.Tools tools,
            Ids ids,
            RandomGenerator random) {
        this.open = open;
        this.tools = tools;
        this.clock = tools.clock();
        this.ids = ids;
        this.random = random;
    }

    /**
     * Watches until the stop, or until the time is over.
     *
     * @param options of what the repository knows
     * @param messages told what people should know, a sentence each
     * @throws org.pgwright.error.PgwrightException if the repository cannot be opened, or a server
     *     cannot be reached in the beginning
     */
    public void run(
            RepositoryLocation location,
            Function<Repository, WatchOptions> options,
            Stop stop,
            Consumer<String> messages) {
        try (Repository repository = open.apply(location)) {
            WatchOptions wanted = options.apply(repository);
            messages.accept("keeping what is seen in " + location.shown());
            watch(repository, wanted, stop, messages);
        }
    }

    /** The same with a repository that is open, and stays so. */
    public void watch(
            Repository repository, WatchOptions options, Stop stop, Consumer<String> messages) {
        Partitions partitions = new Partitions(repository, clock, Retention.DEFAULT);
        Instances instances = new Instances(repository, clock, ids);
        new Watch(
                        repository,
                        instances,
                        partitions,
                        new Watch.Surroundings(clock, ids, random, messages))
                .retiring(
                        new RetirementJob(
                                repository, tools, ids::next, () -> stop.within(Duration.ZERO)))
                .run(options, stop);
    }
}

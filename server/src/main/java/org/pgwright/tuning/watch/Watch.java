package org.pgwright.tuning.watch;

import org.pgwright.collector.DatabasesCollector;
import org.pgwright.collector.ServerCollector;
import org.pgwright.observation.DatabaseReadings;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.ServerIdentity;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.repository.Repository;
import org.pgwright.repository.ServerSeen;
import org.pgwright.repository.samples.Lease;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Watches servers until it is told to stop. Never writes to them, and keeps at most three
 * connections to each: for activity, for what concerns the whole server, and for one of its
 * databases at a time.
 */
public final class Watch {
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** How often what was collected is put in order. */
    private static final Duration UPKEEP = Duration.ofMinutes(1);

    private final Instances instances;
    private final Keeper keeper;
    private final Upkeep upkeep;
    private final InstantSource clock;
    private final Consumer<String> messages;

    /**
     * @param messages told what people should know, a sentence each
     */
    public Watch(
            Repository repository,
            Instances instances,
            Partitions partitions,
            Ids ids,
            InstantSource clock,
            Consumer<String> messages) {
        this.instances = instances;
        this.keeper = new Keeper(repository, partitions, new Lease(ids.next()));
        this.upkeep = new Upkeep(repository, partitions, ids, clock, messages);
        this.clock = clock;
        this.messages = messages;
    }

    /** A server that answers. */
    private record Found(NodeWatch watch, DatabaseReadings databases) {}

    /**
     * Watches until the stop, or until the time is over.
     *
     * @throws org.pgwright.error.PgwrightException if a server cannot be reached in the beginning;
     *     later on that is only told
     */
    public void run(WatchOptions options, Stop stop) {
        List<Found> found = new ArrayList<>();
        for (ConnectionSettings server : options.servers()) {
            found.add(find(server, options));
        }
        List<NodeWatch> watches = found.stream().map(Found::watch).toList();
        for (NodeWatch watch : watches) {
            waitForLease(watch.node(), stop);
        }
        List<Runnable> lanes = new ArrayList<>();
        found.forEach(one -> lanes.addAll(one.watch().lanes(one.databases(), stop)));
        CountDownLatch ended = new CountDownLatch(lanes.size());
        lanes.forEach(lane -> start(lane, ended));
        waitFor(options, watches, stop);
        stop.now();
        await(ended);
        if (upkeep.finish(watches)) {
            watches.forEach(watch -> keeper.giveUp(watch.node()));
        }
    }

    private Found find(ConnectionSettings server, WatchOptions options) {
        try (TargetReader reader = TargetReader.open(server);
                ReadTransaction transaction = reader.begin()) {
            ServerIdentity identity = ServerCollector.read(transaction);
            DatabaseReadings databases = DatabasesCollector.read(transaction);
            RegisteredNode registered = instances.register(seen(server, reader, identity), null);
            NodeKey node = new NodeKey(registered.instanceId(), registered.nodeId());
            reader.warnings().forEach(messages);
            NodeWatch watch =
                    new NodeWatch(
                            new NodeWatch.Subject(
                                    server, node, !identity.isStandby(), options::wants),
                            keeper,
                            options.rhythm(),
                            clock,
                            new CollectorHealth(server.host() + ":" + server.port(), messages));
            return new Found(watch, databases);
        }
    }

    /** One that was killed holds it for a while. */
    private void waitForLease(NodeKey node, Stop stop) {
        long end = System.nanoTime() + Lease.TIME.plus(RETRY).toNanos();
        boolean told = false;
        while (!keeper.holds(node) && System.nanoTime() - end < 0) {
            if (!told) {
                messages.accept(
                        "another process has collected from this server just now: waiting for up to "
                                + Lease.TIME.toSeconds()
                                + " s whether it still does");
                told = true;
            }
            if (stop.within(RETRY)) {
                return;
            }
        }
    }

    private static ServerSeen seen(
            ConnectionSettings server, TargetReader reader, ServerIdentity identity) {
        return new ServerSeen(
                identity.systemIdentifier(),
                server,
                reader.role(),
                identity.isStandby(),
                identity.version(),
                identity.startedAt());
    }

    private static void start(Runnable lane, CountDownLatch ended) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                lane.run();
                            } finally {
                                ended.countDown();
                            }
                        });
    }

    private void waitFor(WatchOptions options, List<NodeWatch> watches, Stop stop) {
        long begin = System.nanoTime();
        Duration all = options.duration();
        while (true) {
            Duration left = all == null ? UPKEEP : all.minusNanos(System.nanoTime() - begin);
            boolean over = all != null && left.compareTo(UPKEEP) <= 0;
            if (stop.within(over ? left : UPKEEP) || over) {
                return;
            }
            upkeep.run(watches);
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

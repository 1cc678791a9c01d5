package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.collector.DatabasesCollector;
import org.pgwright.collector.ServerCollector;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.DatabaseReadings;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.ServerIdentity;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.Jobs;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.repository.Repository;
import org.pgwright.repository.ServerSeen;
import org.pgwright.repository.samples.Keeper;
import org.pgwright.repository.samples.Lease;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.change.UnattendedChanges;
import org.pgwright.tuning.logs.LogStoring;
import org.pgwright.tuning.retirement.RetirementJob;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Watches servers until it is told to stop. Keeps at most three connections to each: for activity,
 * for what concerns the whole server, and for one of its databases at a time. Never writes to them,
 * but for changes of indexes that a policy allows, over two more connections while it does.
 */
public final class Watch {
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** How often what was collected is put in order. */
    private static final Duration UPKEEP = Duration.ofMinutes(1);

    private final Repository repository;
    private final Instances instances;
    private final Keeper keeper;
    private final Upkeep upkeep;
    private final Surroundings surroundings;
    private final InstantSource clock;
    private final Ids ids;
    private final Consumer<String> messages;
    private final Set<ConnectionSettings> unreachable = new HashSet<>();
    private final Set<ConnectionSettings> doubles = new HashSet<>();

    /** What the list failed with, which was told already. */
    private @Nullable String listFailure;

    /**
     * What it is in.
     *
     * @param random for pauses that no two processes share
     * @param messages told what people should know, a sentence each
     */
    public record Surroundings(
            InstantSource clock, Ids ids, RandomGenerator random, Consumer<String> messages) {}

    public Watch(
            Repository repository,
            Instances instances,
            Partitions partitions,
            Surroundings surroundings) {
        this.repository = repository;
        this.instances = instances;
        this.surroundings = surroundings;
        this.clock = surroundings.clock();
        this.ids = surroundings.ids();
        this.messages = surroundings.messages();
        this.keeper = new Keeper(repository, partitions, new Lease(ids.next()));
        this.upkeep = new Upkeep(repository, partitions, ids, clock, messages);
    }

    /** Also proposes to drop what databases do not need. */
    public Watch retiring(RetirementJob job) {
        upkeep.retire(job);
        return this;
    }

    /** A server that answers. */
    private record Found(NodeWatch watch, ServerIdentity identity, DatabaseReadings databases) {}

    /** A server that is watched until its own stop, or that of all. */
    private record Watched(Found found, Stop stop, Lanes lanes) {
        NodeWatch watch() {
            return found.watch();
        }
    }

    /**
     * Watches until the stop, or until the time is over; takes up servers that come onto the list
     * meanwhile, and lets go of those that leave it.
     *
     * @throws PgwrightException if a server cannot be reached in the beginning, unless the options
     *     have patience; later on that is only told
     */
    public void run(WatchOptions options, Stop stop) {
        Map<ConnectionSettings, Watched> watched = new LinkedHashMap<>();
        follow(options, stop, watched);
        long end =
                options.duration() == null ? 0 : System.nanoTime() + options.duration().toNanos();
        while (!isOver(options, end, stop)) {
            upkeep.run(watches(watched));
            follow(options, stop, watched);
        }
        stop.now();
        watched.values().forEach(one -> one.lanes().await());
        if (upkeep.finish(watches(watched))) {
            watched.values().forEach(one -> keeper.giveUp(one.watch().node()));
        }
    }

    private static List<NodeWatch> watches(Map<ConnectionSettings, Watched> watched) {
        return watched.values().stream().map(Watched::watch).toList();
    }

    /** Waits until there is something to do; whether that is the end. */
    private static boolean isOver(WatchOptions options, long end, Stop stop) {
        if (options.duration() == null) {
            return options.servers().await(UPKEEP, stop);
        }
        Duration left = Duration.ofNanos(end - System.nanoTime());
        boolean over = left.compareTo(UPKEEP) <= 0;
        return stop.within(over ? left : UPKEEP) || over;
    }

    private void follow(WatchOptions options, Stop stop, Map<ConnectionSettings, Watched> watched) {
        List<ConnectionSettings> wanted;
        try {
            wanted = options.servers().servers();
            listFailure = null;
        } catch (PgwrightException failure) {
            String sentence = String.valueOf(failure.getMessage());
            if (!sentence.equals(listFailure)) {
                messages.accept(sentence);
            }
            listFailure = sentence;
            return;
        }
        List.copyOf(watched.keySet()).stream()
                .filter(server -> !wanted.contains(server))
                .forEach(server -> letGo(Objects.requireNonNull(watched.remove(server)), stop));
        unreachable.retainAll(wanted);
        begin(options, wanted, stop, watched);
    }

    /** What it did until then is kept; it may be watched in another way at once. */
    private void letGo(Watched watched, Stop stop) {
        watched.stop().now();
        watched.lanes().await();
        stop.letGo(watched.stop());
        if (upkeep.run(List.of(watched.watch()))) {
            keeper.giveUp(watched.watch().node());
        }
        messages.accept(shown(watched.watch().settings()) + ": is watched no more");
    }

    /** Begins with those that are to be reached; the others stay away. */
    private void begin(
            WatchOptions options,
            List<ConnectionSettings> wanted,
            Stop stop,
            Map<ConnectionSettings, Watched> watched) {
        List<Found> found = new ArrayList<>();
        for (ConnectionSettings server : wanted) {
            if (!watched.containsKey(server) && !doubles.contains(server)) {
                find(server, options).ifPresent(found::add);
            }
        }
        doubles.retainAll(wanted);
        List<Found> others =
                withoutDoubles(found, watched.values().stream().map(Watched::found).toList());
        others.forEach(one -> waitForLease(one.watch().node(), stop));
        for (Found one : others) {
            Watched begun = new Watched(one, stop.part(), new Lanes(RETRY));
            watched.put(one.watch().settings(), begun);
            begin(begun, options);
        }
    }

    private void begin(Watched begun, WatchOptions options) {
        NodeWatch watch = begun.watch();
        watch.lanes(begun.found().databases(), begun.stop())
                .forEach(lane -> begun.lanes().start(lane, watch.health(), begun.stop()));
        begun.lanes()
                .start(
                        changeLane(watch, options.rhythm().changes(), begun.stop()),
                        watch.health(),
                        begun.stop());
    }

    private ChangeLane changeLane(NodeWatch watch, Duration every, Stop stop) {
        Changes changes = new Changes(repository, clock, ids, surroundings.random(), Actor.LOCAL);
        String server = shown(watch.settings());
        Consumer<String> told = message -> messages.accept(server + ": " + message);
        return new ChangeLane(
                watch,
                new UnattendedChanges(changes, watch.node().instanceId(), told),
                new Chores(new Jobs(repository, clock), told),
                every,
                stop);
    }

    /** A server under two addresses would be counted twice. */
    private List<Found> withoutDoubles(List<Found> all, List<Found> watched) {
        List<Found> others = new ArrayList<>();
        for (Found one : all) {
            if (Stream.concat(watched.stream(), others.stream())
                    .anyMatch(other -> isSame(other.identity(), one.identity()))) {
                one.watch().health().tell("is watched already, under another address");
                doubles.add(one.watch().settings());
            } else {
                others.add(one);
            }
        }
        return others;
    }

    private static boolean isSame(ServerIdentity one, ServerIdentity other) {
        return one.systemIdentifier() == other.systemIdentifier()
                && one.startedAt().equals(other.startedAt());
    }

    private Optional<Found> find(ConnectionSettings server, WatchOptions options) {
        try {
            Found found = reach(server, options);
            unreachable.remove(server);
            return Optional.of(found);
        } catch (PgwrightException failure) {
            if (!options.isPatient()) {
                throw failure;
            }
            if (unreachable.add(server)) {
                messages.accept(shown(server) + ": " + failure.getMessage());
            }
            return Optional.empty();
        }
    }

    private Found reach(ConnectionSettings server, WatchOptions options) {
        try (TargetReader reader = TargetReader.open(server);
                ReadTransaction transaction = reader.begin()) {
            ServerIdentity identity = ServerCollector.read(transaction);
            DatabaseReadings databases = DatabasesCollector.read(transaction);
            RegisteredNode registered =
                    instances.register(ServerSeen.of(server, reader.role(), identity), null);
            NodeKey node = new NodeKey(registered.instanceId(), registered.nodeId());
            reader.warnings().forEach(messages);
            CollectorHealth health = new CollectorHealth(shown(server), messages);
            NodeWatch watch =
                    new NodeWatch(
                            new NodeWatch.Subject(
                                    server,
                                    node,
                                    new NodeIdentity(identity, health::tell),
                                    options::wants,
                                    options.capturesPlans(),
                                    new NodeWatch.Log(
                                            options.logOf(server),
                                            new LogStoring(
                                                    ids::next,
                                                    clock,
                                                    options.log().masksLiterals(),
                                                    Upkeep.SLOW_MILLIS))),
                            keeper,
                            options.rhythm(),
                            clock,
                            health);
            return new Found(watch, identity, databases);
        }
    }

    private static String shown(ConnectionSettings server) {
        return server.host() + ":" + server.port();
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
}

package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.collector.BuildsCollector;
import org.pgwright.collector.DatabasesCollector;
import org.pgwright.collector.LoggingCollector;
import org.pgwright.collector.ReplicationCollector;
import org.pgwright.collector.SettingsCollector;
import org.pgwright.log.follow.LogSettings;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.DatabaseReading;
import org.pgwright.observation.DatabaseReadings;
import org.pgwright.observation.IndexBuild;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.ReplicationPeer;
import org.pgwright.observation.ServerIdentity;
import org.pgwright.observation.Setting;
import org.pgwright.observation.StatementLogging;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.performance.LogHours;
import org.pgwright.repository.samples.CounterStore;
import org.pgwright.repository.samples.Databases;
import org.pgwright.repository.samples.Keeper;
import org.pgwright.repository.samples.NodeFacts;
import org.pgwright.tuning.logs.LogChoice;
import org.pgwright.tuning.logs.LogKeeper;
import org.pgwright.tuning.logs.LogStoring;
import org.pgwright.tuning.retirement.RetirementJob;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Watches one server: activity over one connection, so that a slow look elsewhere never stalls it,
 * all that concerns the whole server over another, and its databases one after another over a
 * third.
 */
final class NodeWatch {
    private final Subject subject;
    private final Keeper keeper;
    private final Rhythm rhythm;
    private final InstantSource clock;
    private final CollectorHealth health;
    private final CounterStore counters = new CounterStore();
    private final Databases databases = new Databases(counters);
    private final DatabaseLooks looks;
    private final NodeFacts facts = new NodeFacts();
    private final LogHours logHours = new LogHours();
    private volatile @Nullable LogSettings logSettings;
    private final Map<String, Long> databaseOids = new ConcurrentHashMap<>();

    /**
     * What is watched.
     *
     * @param wanted which databases to look into, by name
     * @param capturesPlans whether to have the dearest statements planned
     */
    record Subject(
            ConnectionSettings settings,
            NodeKey node,
            NodeIdentity identity,
            Predicate<String> wanted,
            boolean capturesPlans,
            Log log) {}

    /** Where its log is, and how that is kept. */
    record Log(LogChoice choice, LogStoring storing) {}

    NodeWatch(
            Subject subject,
            Keeper keeper,
            Rhythm rhythm,
            InstantSource clock,
            CollectorHealth health) {
        this.subject = subject;
        this.keeper = keeper;
        this.rhythm = rhythm;
        this.clock = clock;
        this.health = health;
        this.looks =
                new DatabaseLooks(keeper, subject.node(), subject.identity(), databases, counters);
    }

    NodeKey node() {
        return subject.node();
    }

    /** Lead to it, by one of its databases. */
    ConnectionSettings settings() {
        return subject.settings();
    }

    /** Whether it takes writes, and no other process collects from it. */
    boolean isOurPrimary() {
        return subject.identity().isPrimary() && keeper.holds(node());
    }

    CollectorHealth health() {
        return health;
    }

    /** Those that are looked into, by name, if it is a primary. */
    List<RetirementJob.Watched> writableDatabases() {
        if (!subject.identity().isPrimary()) {
            return List.of();
        }
        return databaseOids.keySet().stream()
                .sorted()
                .map(name -> subject.settings().withDatabase(name))
                .map(settings -> new RetirementJob.Watched(node().instanceId(), settings))
                .toList();
    }

    /**
     * The work of each connection, for a thread of its own. Databases are made known at once, as
     * everything else is counted by them.
     */
    List<Runnable> lanes(DatabaseReadings first, Stop stop) {
        keep(first);
        List<Runnable> lanes = new ArrayList<>();
        lanes.add(
                new Lane(
                        looker(),
                        List.of(
                                new Task(
                                        "activity",
                                        rhythm.activity(),
                                        new ActivityLook(keeper, node(), health::tell))),
                        stop));
        lanes.add(new Lane(looker(), serverTasks(stop), stop));
        lanes.add(
                new DatabaseRound(
                        () -> Set.copyOf(databaseOids.keySet()),
                        this::lookerIn,
                        this::databaseTasks,
                        stop));
        if (subject.log().choice() instanceof LogChoice.Files(Path place)) {
            lanes.add(new LogFileLane(place, logKeeper(), () -> logSettings, health, stop));
        }
        return lanes;
    }

    private LogKeeper logKeeper() {
        return new LogKeeper(keeper, node(), subject.log().storing());
    }

    private Looker looker() {
        return new Looker(subject.settings(), "", subject.identity(), health);
    }

    private Looker lookerIn(String database) {
        return new Looker(
                subject.settings().withDatabase(database), database, subject.identity(), health);
    }

    private List<Task> serverTasks(Stop stop) {
        List<Task> tasks = new ArrayList<>();
        tasks.addAll(
                List.of(
                        new Task("server", rhythm.databases(), this::server),
                        new Task("databases", rhythm.databases(), this::databases),
                        new Task(
                                "statements",
                                rhythm.statements(),
                                new StatementLook(keeper, node(), counters)),
                        new Task("settings", rhythm.settings(), this::settings),
                        new Task("replication", rhythm.replication(), this::replication),
                        new Task("builds", rhythm.builds(), this::builds)));
        if (subject.log().choice() instanceof LogChoice.Server(boolean isAskedFor)) {
            tasks.add(
                    new Task(
                            "log",
                            rhythm.activity(),
                            new LogLook(logKeeper(), isAskedFor, health::tell, stop)));
        }
        return tasks;
    }

    /** That it is there still, in which role and version. */
    private Runnable server(ReadTransaction transaction) {
        ServerIdentity found = subject.identity().check(transaction);
        return () ->
                keeper.write(
                        node(),
                        jdbc -> {
                            facts.server(jdbc, node(), clock.instant(), found);
                            return null;
                        });
    }

    private Runnable databases(ReadTransaction transaction) {
        DatabaseReadings readings = DatabasesCollector.read(transaction);
        return () -> keep(readings);
    }

    private void keep(DatabaseReadings readings) {
        keeper.write(
                node(),
                CounterKind.DATABASE,
                readings.takenAt(),
                jdbc -> {
                    databases.record(jdbc, node(), subject.identity().isPrimary(), readings);
                    return null;
                });
        Map<String, Long> present =
                readings.databases().stream()
                        .filter(DatabaseReading::mayConnect)
                        .filter(database -> subject.wanted().test(database.name()))
                        .collect(Collectors.toMap(DatabaseReading::name, DatabaseReading::oid));
        databaseOids.keySet().retainAll(present.keySet());
        databaseOids.putAll(present);
    }

    /** What is done in each database: first what counts. */
    private List<Task> databaseTasks(String database) {
        List<Task> tasks = new ArrayList<>(looks.tasks(rhythm));
        if (subject.capturesPlans()) {
            tasks.add(
                    new Task(
                            "plans",
                            rhythm.plans(),
                            new PlanLook(
                                    keeper,
                                    node(),
                                    database,
                                    subject.identity()::isPrimary,
                                    clock)));
        }
        return tasks;
    }

    private Runnable settings(ReadTransaction transaction) {
        List<Setting> found = SettingsCollector.read(transaction);
        List<StatementLogging> logging = LoggingCollector.read(transaction);
        logSettings =
                LogSettings.of(value(found, "log_destination"), value(found, "log_line_prefix"));
        Instant now = clock.instant();
        return () ->
                keeper.write(
                        node(),
                        PartitionedTable.LOG_HOUR,
                        now,
                        jdbc -> {
                            facts.settings(jdbc, node(), now, found);
                            logHours.logging(
                                    jdbc, node(), now.truncatedTo(ChronoUnit.HOURS), logging);
                            return null;
                        });
    }

    private static @Nullable String value(List<Setting> settings, String name) {
        return settings.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .map(Setting::value)
                .orElse(null);
    }

    private Runnable replication(ReadTransaction transaction) {
        List<ReplicationPeer> found = ReplicationCollector.read(transaction);
        Instant now = clock.instant();
        return found.isEmpty()
                ? () -> {}
                : () ->
                        keeper.write(
                                node(),
                                PartitionedTable.REPLICATION_SAMPLE,
                                now,
                                jdbc -> {
                                    facts.replication(jdbc, node(), now, found);
                                    return null;
                                });
    }

    private Runnable builds(ReadTransaction transaction) {
        List<IndexBuild> found = BuildsCollector.read(transaction);
        Instant now = clock.instant();
        return found.isEmpty()
                ? () -> {}
                : () ->
                        keeper.write(
                                node(),
                                PartitionedTable.BUILD_SAMPLE,
                                now,
                                jdbc -> {
                                    facts.builds(jdbc, node(), now, found);
                                    return null;
                                });
    }
}

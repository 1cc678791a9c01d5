package org.pgwright.tuning;

import org.pgwright.collector.ServerCollector;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.Work;
import org.pgwright.repository.figures.KeptWorkload;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.figures.Window;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.workload.Workload;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Takes the workload of a database from the repository, which it only reads. */
public final class KeptStatements {
    /** So that the last look is within the window. */
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Reading reading;
    private final WatchedInstances instances = new WatchedInstances();
    private final KeptWorkload workload = new KeptWorkload();

    /**
     * @param open opens a repository
     */
    public KeptStatements(Function<RepositoryLocation, Repository> open) {
        this.reading =
                (where, body) -> {
                    try (Repository repository = open.apply(where)) {
                        return repository.inTransaction(Work.READ, body);
                    }
                };
    }

    private KeptStatements(Reading reading) {
        this.reading = reading;
    }

    /** Those of a repository that is open, and stays so, whichever is named. */
    public static KeptStatements of(Repository repository) {
        return new KeptStatements((where, body) -> repository.inTransaction(Work.READ, body));
    }

    /** Reads a repository in a transaction. */
    private interface Reading {
        Workload read(RepositoryLocation where, Function<JdbcClient, Workload> body);
    }

    /** Which database, on any server of its cluster. */
    private record Subject(String systemIdentifier, String database) {}

    /**
     * What the database ran that is connected to.
     *
     * @param withValues whether texts with values are wanted where they are kept
     * @throws PgwrightException NO_WORKLOAD if nothing was kept of it in that time
     */
    Workload of(
            TargetReader reader,
            WorkloadChoice.Kept choice,
            StatementFilter filter,
            boolean withValues) {
        try (ReadTransaction transaction = reader.begin()) {
            long identifier = ServerCollector.read(transaction).systemIdentifier();
            Subject subject = new Subject(String.valueOf(identifier), reader.database());
            return read(subject, choice, filter, withValues);
        }
    }

    /** What the database of a snapshot ran. */
    Workload of(Snapshot snapshot, WorkloadChoice.Kept choice, StatementFilter filter) {
        Subject subject =
                new Subject(
                        snapshot.catalog().server().systemIdentifier(),
                        snapshot.catalog().database().name());
        return read(subject, choice, filter, snapshot.hasValues());
    }

    /**
     * What a database ran, with values where they are kept.
     *
     * @param systemIdentifier of its cluster, as an unsigned number
     * @throws PgwrightException NO_WORKLOAD if nothing was kept of it in that time
     */
    public Workload of(
            String systemIdentifier,
            String database,
            WorkloadChoice.Kept choice,
            StatementFilter filter) {
        // The repository keeps it as the server's own number, which has a sign.
        String signed = String.valueOf(Long.parseUnsignedLong(systemIdentifier));
        return read(new Subject(signed, database), choice, filter, true);
    }

    private Workload read(
            Subject subject,
            WorkloadChoice.Kept choice,
            StatementFilter filter,
            boolean withValues) {
        Workload kept =
                reading.read(
                        choice.repository(),
                        jdbc -> read(jdbc, subject, choice, filter, withValues));
        if (kept.statements().isEmpty() && kept.skipped().isEmpty()) {
            throw nothing(
                    subject,
                    "in that time",
                    "look further back with --since, lower --min-calls and --min-time, or let pgwright collect run for a while");
        }
        return kept;
    }

    private Workload read(
            JdbcClient jdbc,
            Subject subject,
            WorkloadChoice.Kept choice,
            StatementFilter filter,
            boolean withValues) {
        WatchedInstance instance =
                instances
                        .ofSystem(jdbc, subject.systemIdentifier())
                        .orElseThrow(() -> notWatched(subject));
        int database =
                workload.database(jdbc, instance.instanceId(), subject.database())
                        .orElseThrow(() -> notWatched(subject));
        Instant to = instance.now().plus(MOMENT);
        Window window = new Window(instance.instanceId(), to.minus(choice.since()), to);
        return workload.read(jdbc, window, database, withValues, filter::admits);
    }

    private static PgwrightException notWatched(Subject subject) {
        return nothing(
                subject,
                "because it is not watched",
                "run pgwright collect on its server for a while");
    }

    private static PgwrightException nothing(Subject subject, String why, String remedy) {
        return new PgwrightException(
                ErrorCode.NO_WORKLOAD,
                "the repository holds no statement of the database %s %s"
                        .formatted(subject.database(), why),
                remedy);
    }
}

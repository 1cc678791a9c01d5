package org.pgwright.tuning.rehearsal;

import org.jspecify.annotations.Nullable;
import org.pgwright.collector.ServerCollector;
import org.pgwright.ddl.IndexStatement;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.ServerIdentity;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.report.AdviceFile;
import org.pgwright.report.IndexScript;
import org.pgwright.repository.RegisteredServers;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Scope;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Status;
import org.pgwright.tuning.change.ChangeRun;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.rehearsal.RehearsalOptions.Wanted;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out what is to be rehearsed, and which database it is for; changes nothing. */
final class Origins {
    private static final Set<Status> CANDIDATES =
            EnumSet.of(
                    Status.PROPOSED, Status.RETIREMENT_PROPOSED, Status.APPROVED, Status.SCHEDULED);

    private final ChangeRun run;

    Origins(ChangeRun run) {
        this.run = run;
    }

    /**
     * What was found.
     *
     * @param strategies those of the repository; empty where a file says what to do
     * @param proposals what to try, in this order; empty for a file of SQL, which is read against
     *     the copy
     * @param known the servers that the repository knows
     */
    record Found(
            CopyCheck.Origin origin,
            List<KnownStrategy> strategies,
            List<Proposal> proposals,
            List<RegisteredServers.Server> known) {}

    /**
     * Looks.
     *
     * @throws PgwrightException USAGE if there is nothing to rehearse, or it is of several
     *     databases
     */
    Found find(RehearsalOptions options) {
        ConnectionSettings settings = options.origin().settings();
        CopyCheck.@Nullable Place place = settings == null ? null : place(settings);
        if (options.repository() == null) {
            return new Found(fileOrigin(options, place), List.of(), advised(options), List.of());
        }
        return run.with(options.repository(), changes -> find(options, place, changes));
    }

    private static Found find(
            RehearsalOptions options, CopyCheck.@Nullable Place place, Changes changes) {
        List<RegisteredServers.Server> known = changes.servers();
        if (!(options.wanted() instanceof Wanted.Strategies(List<String> names))) {
            return new Found(fileOrigin(options, place), List.of(), advised(options), known);
        }
        List<KnownStrategy> strategies =
                names.isEmpty()
                        ? candidates(options, place, changes)
                        : names.stream().map(changes::named).toList();
        strategies.forEach(Origins::requireOpen);
        KnownStrategy first = requireOneDatabase(strategies);
        return new Found(
                new CopyCheck.Origin(place, systemOf(first, place, known), first.databaseName()),
                strategies,
                strategies.stream().map(Origins::proposal).toList(),
                known);
    }

    private static List<KnownStrategy> candidates(
            RehearsalOptions options, CopyCheck.@Nullable Place place, Changes changes) {
        RehearsalOptions.Origin origin = options.origin();
        String instance = origin.instance();
        String database = origin.database();
        if (place != null) {
            String system = system(place);
            instance =
                    changes.servers().stream()
                            .filter(server -> server.systemIdentifier().equals(system))
                            .map(server -> server.node().instanceName())
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new PgwrightException(
                                                    ErrorCode.USAGE,
                                                    "the repository does not know "
                                                            + place.address(),
                                                    "run pgwright advise --propose on it first"));
            database = place.database();
        }
        return changes.list(instance, database, CANDIDATES);
    }

    private static void requireOpen(KnownStrategy strategy) {
        if (strategy.action() == null || !Status.open().contains(strategy.standing().status())) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the strategy %s is %s, so that there is nothing to rehearse"
                            .formatted(strategy.shortId(), strategy.standing().status().shown()),
                    "pgwright strategy list shows what is proposed");
        }
    }

    private static KnownStrategy requireOneDatabase(List<KnownStrategy> strategies) {
        if (strategies.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "nothing is proposed or approved",
                    "run pgwright advise --propose, or give --file or --sql");
        }
        Set<Scope> scopes =
                strategies.stream().map(KnownStrategy::scope).collect(Collectors.toSet());
        if (scopes.size() > 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "strategies of several databases are to be rehearsed on one copy",
                    "name one database with --instance and --database, or the strategies");
        }
        return strategies.getFirst();
    }

    /** An instance that was removed has no server any more, so that its system is not known. */
    private static String systemOf(
            KnownStrategy strategy,
            CopyCheck.@Nullable Place place,
            List<RegisteredServers.Server> known) {
        String found =
                known.stream()
                        .filter(
                                server ->
                                        server.node()
                                                .instanceId()
                                                .equals(strategy.scope().instanceId()))
                        .map(RegisteredServers.Server::systemIdentifier)
                        .findFirst()
                        .orElse("");
        if (place != null
                && !(system(place).equals(found)
                        && place.database().equals(strategy.databaseName()))) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the strategy %s is for the database %s of %s"
                            .formatted(
                                    strategy.shortId(),
                                    strategy.databaseName(),
                                    strategy.instanceName()),
                    "name that database");
        }
        return found;
    }

    private static CopyCheck.Origin fileOrigin(
            RehearsalOptions options, CopyCheck.@Nullable Place place) {
        if (options.wanted() instanceof Wanted.Advice(var file)) {
            AdviceFile advice = AdviceFile.read(file);
            return new CopyCheck.Origin(place, advice.systemIdentifier(), advice.database());
        }
        return place == null
                ? new CopyCheck.Origin(null, "", "")
                : new CopyCheck.Origin(place, system(place), place.database());
    }

    private static List<Proposal> advised(RehearsalOptions options) {
        return options.wanted() instanceof Wanted.Advice(var file)
                ? AdviceFile.read(file).proposals()
                : List.of();
    }

    private static Proposal proposal(KnownStrategy strategy) {
        String method =
                switch (strategy.object()) {
                    case INDEX ->
                            IndexStatement.read(strategy.createStatement())
                                    .filter(IndexStatement.Create.class::isInstance)
                                    .map(IndexStatement.Create.class::cast)
                                    .map(IndexScript::method)
                                    .orElse("other");
                    case STATISTICS -> Proposal.Form.STATISTICS;
                };
        Action action = strategy.action();
        if (action == null) {
            throw new IllegalStateException("nothing is wanted of " + strategy.id());
        }
        return new Proposal(
                action,
                strategy.table(),
                strategy.index(),
                strategy.createStatement(),
                new Proposal.Form(method, List.of(), List.of(), null),
                strategy.reason(),
                strategy.prediction());
    }

    /** Which server and database settings lead to. */
    static CopyCheck.Place place(ConnectionSettings settings) {
        try (TargetReader reader = TargetReader.open(settings);
                ReadTransaction transaction = reader.begin()) {
            ServerIdentity identity = ServerCollector.read(transaction);
            return new CopyCheck.Place(
                    identity, settings.addresses().getFirst().shown(), reader.database());
        }
    }

    static String system(CopyCheck.Place place) {
        return Long.toUnsignedString(place.server().systemIdentifier());
    }
}

package org.pgwright.tuning.retirement;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.PgwrightException;
import org.pgwright.findings.Finding;
import org.pgwright.maintenance.IndexUse;
import org.pgwright.maintenance.MadeIndex;
import org.pgwright.maintenance.UnusedSinceMade;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.RetirementReport;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.figures.KeptWorkload;
import org.pgwright.repository.figures.KnownFinding;
import org.pgwright.repository.figures.KnownFindings;
import org.pgwright.repository.performance.IndexUses;
import org.pgwright.repository.performance.MadeIndexes;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.Policies;
import org.pgwright.repository.strategy.Scope;
import org.pgwright.repository.strategy.Strategies;
import org.pgwright.strategy.Policy;
import org.pgwright.strategy.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Proposes once a day to drop what a database does not need, and takes back what was proposed and
 * no longer holds. Where the repository knows of nothing to propose and nothing to take back, the
 * server is left alone.
 */
public final class RetirementJob {
    private static final Duration DAILY = Duration.ofDays(1);

    /** What is not tried by then stays for the next day. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Repository repository;
    private final RetirementRun.Tools tools;
    private final RetirementProposals proposals;
    private final BooleanSupplier ended;
    private final Map<Database, Instant> assessed = new HashMap<>();

    /**
     * @param ids for strategies and entries of the audit log
     * @param ended whether to come to an end; what is not tried by then stays for the next time
     */
    public RetirementJob(
            Repository repository,
            RetirementRun.Tools tools,
            Supplier<UUID> ids,
            BooleanSupplier ended) {
        this.repository = repository;
        this.tools = tools;
        this.ended = ended;
        this.proposals = new RetirementProposals(ids);
    }

    /**
     * A database that is watched.
     *
     * @param settings lead to it on its primary
     */
    public record Watched(UUID instance, ConnectionSettings settings) {
        private Database database() {
            return new Database(instance, settings.database());
        }
    }

    private record Database(UUID instance, String name) {}

    /**
     * Does what is due. A database that fails does not stop the others, and is tried again the next
     * time.
     *
     * @return what could not be done, for people
     */
    public Optional<String> run(List<Watched> databases) {
        List<String> failures = new ArrayList<>();
        for (Watched watched : databases) {
            try {
                if (!ended.getAsBoolean() && isDue(watched.database())) {
                    assess(watched);
                }
            } catch (PgwrightException failure) {
                failures.add(watched.settings().database() + ": " + failure.getMessage());
            }
        }
        return failures.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", failures));
    }

    /** Also where our clock was set back. */
    private boolean isDue(Database database) {
        Instant last = assessed.get(database);
        Instant now = tools.clock().instant();
        return last == null || now.isBefore(last) || !now.isBefore(last.plus(DAILY));
    }

    private void assess(Watched watched) {
        Database database = watched.database();
        Optional<Scope> scope =
                repository.inTransaction(Work.MAINTENANCE, jdbc -> worthwhile(jdbc, database));
        if (scope.isEmpty()) {
            return;
        }
        Instant end = tools.clock().instant().plus(PATIENCE);
        RetirementReport report =
                tools.assess(
                        repository,
                        watched.settings(),
                        null,
                        new RetirementRun.Told(Progress.NONE, warning -> {}),
                        () -> ended.getAsBoolean() || tools.clock().instant().isAfter(end));
        repository.inTransaction(jdbc -> proposals.keep(jdbc, scope.get(), report, Actor.LOCAL));
        assessed.put(database, tools.clock().instant());
    }

    /** The database, if there is something to propose or to take back, as far as it is known. */
    private Optional<Scope> worthwhile(JdbcClient jdbc, Database database) {
        OptionalInt number =
                new KeptWorkload().database(jdbc, database.instance(), database.name());
        if (number.isEmpty()) {
            return Optional.empty();
        }
        Scope scope = new Scope(database.instance(), number.getAsInt());
        Policy policy = new Policies().of(jdbc, database.instance(), database.name());
        boolean isWorthwhile =
                isProposed(jdbc, scope)
                        || isFound(jdbc, database)
                        || isUnused(jdbc, scope, policy.unused())
                        || isUnusedSinceMade(jdbc, scope);
        return isWorthwhile ? Optional.of(scope) : Optional.empty();
    }

    private static boolean isProposed(JdbcClient jdbc, Scope scope) {
        return !new Strategies().of(jdbc, scope, EnumSet.of(Status.RETIREMENT_PROPOSED)).isEmpty();
    }

    private static boolean isFound(JdbcClient jdbc, Database database) {
        return new KnownFindings()
                .all(jdbc, database.instance(), false).stream()
                        .filter(known -> known.databaseName().equals(database.name()))
                        .map(KnownFinding::finding)
                        .anyMatch(RetirementJob::isNeedless);
    }

    private static boolean isNeedless(Finding finding) {
        return switch (finding.kind()) {
            case INVALID_INDEX, DUPLICATE_INDEX, REDUNDANT_INDEX -> true;
            case FOREIGN_KEY_WITHOUT_INDEX, UNUSED_INDEX -> false;
        };
    }

    /** Of the index of a partitioned table a part tells, which is any that is new and unused. */
    private boolean isUnusedSinceMade(JdbcClient jdbc, Scope scope) {
        Instant now = tools.clock().instant();
        Map<QualifiedName, IndexUse> uses = new IndexUses().of(jdbc, scope, now);
        List<MadeIndex> made = new MadeIndexes().of(jdbc, scope, uses, now);
        return made.stream()
                .filter(one -> one.called() > 0)
                .anyMatch(
                        one -> {
                            IndexUse use = uses.get(one.index());
                            return use == null
                                    ? uses.values().stream()
                                            .anyMatch(any -> isUnusedSinceMade(one, any, now))
                                    : isUnusedSinceMade(one, use, now);
                        });
    }

    private static boolean isUnusedSinceMade(MadeIndex made, IndexUse use, Instant now) {
        return !use.isNeeded() && UnusedSinceMade.isIdle(made, use, now);
    }

    private boolean isUnused(JdbcClient jdbc, Scope scope, Duration unused) {
        Instant now = tools.clock().instant();
        Instant since = now.minus(unused);
        LocalDate first = LocalDate.ofInstant(since, ZoneOffset.UTC);
        Map<QualifiedName, IndexUse> uses = new IndexUses().of(jdbc, scope, now);
        return uses.values().stream()
                .filter(use -> !use.isNeeded() && !use.since().isAfter(since))
                .anyMatch(use -> use.days().isEmpty() || use.days().getLast().isBefore(first));
    }
}

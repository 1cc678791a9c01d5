package org.pgwright.tuning.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.AdviceFile;
import org.pgwright.report.migration.WantedIndex;
import org.pgwright.repository.Ids;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Status;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Indexes of one database that are to be written as migrations.
 *
 * @param database its name
 * @param at when they were wanted
 */
public record ExportedIndexes(String database, Instant at, List<WantedIndex> indexes) {
    private static final Set<Status> USUAL =
            EnumSet.of(
                    Status.PROPOSED, Status.RETIREMENT_PROPOSED, Status.APPROVED, Status.SCHEDULED);

    public ExportedIndexes {
        indexes = List.copyOf(indexes);
    }

    /**
     * Those of a file of advice.
     *
     * @throws PgwrightException USAGE if it cannot be read, or is none
     */
    public static ExportedIndexes ofAdvice(Path file) {
        AdviceFile advice = AdviceFile.read(file);
        Instant at = advice.takenAt();
        if (at == null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    file + " does not say when its database was looked at",
                    "advise again");
        }
        return new ExportedIndexes(
                advice.database(), at, advice.recommended().stream().map(WantedIndex::of).toList());
    }

    /**
     * Those that people name.
     *
     * @throws PgwrightException USAGE for what is not known, or of several databases
     */
    public static ExportedIndexes named(Changes changes, List<String> names) {
        Set<KnownStrategy> strategies = new LinkedHashSet<>();
        for (String name : names) {
            strategies.add(changes.named(name));
        }
        return of(List.copyOf(strategies));
    }

    /**
     * Those that are chosen.
     *
     * @param instance null for all
     * @param database null for all
     * @param statuses none for those that are proposed or decided
     * @throws PgwrightException USAGE for none, or for those of several databases
     */
    public static ExportedIndexes chosen(
            Changes changes,
            @Nullable String instance,
            @Nullable String database,
            Collection<Status> statuses) {
        return of(changes.list(instance, database, statuses.isEmpty() ? USUAL : statuses));
    }

    private static ExportedIndexes of(List<KnownStrategy> strategies) {
        if (strategies.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "there is no strategy to export",
                    "pgwright strategy list shows all; pgwright advise --propose makes some");
        }
        KnownStrategy first = strategies.getFirst();
        for (KnownStrategy other : strategies) {
            if (!other.scope().equals(first.scope())) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        "the strategies are of several databases (%s of %s, %s of %s)"
                                .formatted(
                                        first.databaseName(),
                                        first.instanceName(),
                                        other.databaseName(),
                                        other.instanceName()),
                        "choose those of one with --instance and --database");
            }
        }
        Instant at =
                strategies.stream()
                        .map(strategy -> Ids.time(strategy.id()))
                        .max(Instant::compareTo)
                        .orElseThrow();
        return new ExportedIndexes(
                first.databaseName(),
                at,
                strategies.stream().map(ExportedIndexes::wanted).toList());
    }

    private static WantedIndex wanted(KnownStrategy strategy) {
        Action action = strategy.action();
        if (action == null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "nothing is wanted of the " + strategy.subject(),
                    "name a strategy that pgwright strategy list shows");
        }
        return WantedIndex.of(strategy, action);
    }
}

package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.Span;
import org.pgwright.report.runbook.RunbookFacts;
import org.pgwright.report.runbook.RunbookReport;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.figures.KnownFindings;
import org.pgwright.repository.figures.KnownSettings;
import org.pgwright.repository.figures.Queries;
import org.pgwright.repository.figures.Relations;
import org.pgwright.repository.figures.Statuses;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.figures.Window;
import org.pgwright.repository.proof.ChangeHistory;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Policies;
import org.pgwright.repository.strategy.Strategies;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Fills in the runbook of a database with what the repository knows. Only reads it. */
public final class Runbooks {
    private static final Set<Status> OPEN =
            EnumSet.of(
                    Status.PROPOSED, Status.RETIREMENT_PROPOSED, Status.APPROVED, Status.SCHEDULED);

    private final Repository repository;
    private final WatchedInstances instances = new WatchedInstances();
    private final Statuses statuses = new Statuses();
    private final Queries queries = new Queries();
    private final Relations relations = new Relations();
    private final Strategies strategies = new Strategies();

    public Runbooks(Repository repository) {
        this.repository = repository;
    }

    /**
     * The runbook of a database.
     *
     * @param database null for the only one
     * @param location options that lead to the repository, for the commands in it
     * @throws PgwrightException USAGE if there is no such instance or database, or several
     */
    public RunbookReport of(
            FiguresOptions options, @Nullable String database, List<String> location) {
        return repository.inTransaction(
                Work.READ,
                jdbc -> {
                    WatchedInstance instance = instances.named(jdbc, options.instance());
                    Window window = FiguresReader.window(instance, options);
                    String name = database(jdbc, instance, database);
                    return new RunbookReport(facts(jdbc, window, instance, name, location));
                });
    }

    private RunbookFacts facts(
            JdbcClient jdbc,
            Window window,
            WatchedInstance instance,
            String database,
            List<String> location) {
        return new RunbookFacts(
                new Span(instance.name(), window.from(), window.to()),
                database,
                statuses.of(jdbc, instance, window),
                new KnownSettings().ofPrimary(jdbc, instance.instanceId()),
                activity(jdbc, window, database),
                decisions(jdbc, window, instance, database),
                location);
    }

    private RunbookFacts.Activity activity(JdbcClient jdbc, Window window, String database) {
        return new RunbookFacts.Activity(
                queries.all(jdbc, window).stream()
                        .filter(query -> !query.isOurs() && query.databases().contains(database))
                        .toList(),
                relations.tables(jdbc, window).stream()
                        .filter(table -> table.databaseName().equals(database))
                        .filter(table -> !table.key().isOurs())
                        .toList(),
                relations.indexes(jdbc, window).stream()
                        .filter(index -> index.databaseName().equals(database))
                        .filter(index -> !index.key().isOurs())
                        .toList(),
                new KnownFindings()
                        .all(jdbc, window.instanceId(), false).stream()
                                .filter(known -> known.databaseName().equals(database))
                                .toList());
    }

    private RunbookFacts.Decisions decisions(
            JdbcClient jdbc, Window window, WatchedInstance instance, String database) {
        return new RunbookFacts.Decisions(
                new Policies().of(jdbc, instance.instanceId(), database),
                strategies.list(jdbc, instance.name(), database, OPEN),
                new ChangeHistory()
                        .of(jdbc, instance.name(), window.from()).stream()
                                .filter(change -> change.place().database().equals(database))
                                .toList(),
                strategies.list(jdbc, instance.name(), database, Status.revocable()).stream()
                        .filter(Runbooks::isRevocable)
                        .filter(one -> !one.standing().since().isBefore(window.from()))
                        .toList());
    }

    /** What was built anew cannot be taken back. */
    private static boolean isRevocable(KnownStrategy strategy) {
        return strategy.action() == Action.CREATE || strategy.action() == Action.DROP;
    }

    private static String database(
            JdbcClient jdbc, WatchedInstance instance, @Nullable String wanted) {
        List<String> known =
                jdbc.sql(
                                """
                                SELECT DISTINCT database_name
                                  FROM monitored_database
                                 WHERE instance_id = ?
                                 ORDER BY database_name
                                """)
                        .params(instance.instanceId())
                        .query(String.class)
                        .list();
        List<String> found =
                known.stream().filter(name -> wanted == null || name.equals(wanted)).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new PgwrightException(
                ErrorCode.USAGE,
                wanted == null
                        ? "the repository knows %d databases of the server".formatted(known.size())
                        : "the repository knows no database '%s' of the server".formatted(wanted),
                known.isEmpty()
                        ? "run pgwright collect for a while"
                        : "name one of these with -d: " + String.join(", ", known));
    }
}

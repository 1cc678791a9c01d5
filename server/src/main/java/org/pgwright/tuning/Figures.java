package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.ActivityHistoryReport;
import org.pgwright.report.ActivityReport;
import org.pgwright.report.LockHistoryReport;
import org.pgwright.report.LocksReport;
import org.pgwright.report.LogHistoryReport;
import org.pgwright.report.QueriesReport;
import org.pgwright.report.QueryReport;
import org.pgwright.report.Span;
import org.pgwright.report.StatusReport;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.figures.ActivityHistories;
import org.pgwright.repository.figures.ActivityHistory;
import org.pgwright.repository.figures.CallPercentiles;
import org.pgwright.repository.figures.EventFigures;
import org.pgwright.repository.figures.EventHistories;
import org.pgwright.repository.figures.KnownPlanChanges;
import org.pgwright.repository.figures.LastActivity;
import org.pgwright.repository.figures.LogHistories;
import org.pgwright.repository.figures.LogHistory;
import org.pgwright.repository.figures.Queries;
import org.pgwright.repository.figures.QueryFigures;
import org.pgwright.repository.figures.QueryHistories;
import org.pgwright.repository.figures.QueryPercentiles;
import org.pgwright.repository.figures.QueryPlans;
import org.pgwright.repository.figures.QueryTrend;
import org.pgwright.repository.figures.QueryTrends;
import org.pgwright.repository.figures.Relations;
import org.pgwright.repository.figures.Statuses;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.figures.Window;
import org.pgwright.workload.Percentile;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers what the repository knows, as reports. Only reads it. */
public final class Figures {
    private static final int SHORT = 5;

    private final Repository repository;
    private final FiguresReader reader;
    private final WatchedInstances instances = new WatchedInstances();
    private final Queries queries = new Queries();
    private final CallPercentiles percentiles = new CallPercentiles();
    private final QueryHistories histories = new QueryHistories();
    private final QueryTrends trends = new QueryTrends();
    private final QueryPlans plans = new QueryPlans();
    private final KnownPlanChanges planChanges = new KnownPlanChanges();
    private final Relations relations = new Relations();
    private final LastActivity activity = new LastActivity();
    private final ActivityHistories activities = new ActivityHistories();
    private final EventHistories events = new EventHistories();
    private final Statuses statuses = new Statuses();

    public Figures(Repository repository) {
        this.repository = repository;
        this.reader = new FiguresReader(repository);
    }

    /**
     * What queries did.
     *
     * @param withOurs whether to show those that pgwright itself ran, too
     */
    public QueriesReport queries(FiguresOptions options, QueryOrder order, boolean withOurs) {
        FiguresReader.Known<List<QueryFigures>> known = reader.read(options, queries::all);
        List<QueryFigures> shown =
                known.figures().stream().filter(query -> withOurs || !query.isOurs()).toList();
        return report(
                known,
                shown,
                FiguresReader.limited(shown.stream().sorted(order.order()).toList(), options));
    }

    /**
     * What one query did, in full.
     *
     * @param hash the beginning of its hash
     * @throws PgwrightException NOT_FOUND if no query that ran has it, USAGE if several have
     */
    public QueryReport query(FiguresOptions options, String hash) {
        if (!hash.matches("[0-9a-f]{4,64}")) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "'" + hash + "' is not the hash of a query",
                    "give at least four digits of one that pgwright queries shows");
        }
        return repository.inTransaction(
                Work.READ,
                jdbc -> {
                    WatchedInstance instance = instances.named(jdbc, options.instance());
                    Window window = FiguresReader.window(instance, options);
                    List<QueryFigures> all = queries.all(jdbc, window);
                    QueryFigures query = one(all, hash);
                    return new QueryReport(
                            new Span(instance.name(), window.from(), window.to()),
                            query,
                            percentiles
                                    .of(jdbc, window, List.of(query.hash()))
                                    .getOrDefault(
                                            query.hash(),
                                            QueryPercentiles.unknown(
                                                    Percentile.Reason.LOG_NOT_FOLLOWED)),
                            histories.of(jdbc, window, query),
                            plans.of(jdbc, window, query.hash()),
                            planChanges.of(jdbc, window).stream()
                                    .filter(change -> change.hash().equals(query.hash()))
                                    .toList(),
                            total(all.stream().filter(one -> !one.isOurs()).toList()));
                });
    }

    /**
     * How queries went over a time, step by step.
     *
     * @param hashes whole ones
     * @return by hash, in their order; without points for one that is not known
     */
    public Map<String, QueryTrend> trends(FiguresOptions options, List<String> hashes) {
        return reader.read(
                        options,
                        (jdbc, window) -> {
                            Map<String, QueryTrend> found = new LinkedHashMap<>();
                            hashes.forEach(
                                    hash ->
                                            found.put(
                                                    hash, trends.read(jdbc, window, hash, false)));
                            return found;
                        })
                .figures();
    }

    private static QueryFigures one(List<QueryFigures> all, String hash) {
        List<QueryFigures> found =
                theirs(all.stream().filter(query -> query.hash().startsWith(hash)).toList());
        if (found.size() != 1) {
            throw new PgwrightException(
                    found.isEmpty() ? ErrorCode.NOT_FOUND : ErrorCode.USAGE,
                    found.isEmpty()
                            ? "no query whose hash begins with " + hash + " ran in that time"
                            : "several queries have a hash that begins with " + hash,
                    "see pgwright queries, or look further back with --since");
        }
        return found.getFirst();
    }

    private static double total(List<QueryFigures> queries) {
        return queries.stream().mapToDouble(QueryFigures::totalMillis).sum();
    }

    /** Without ours, where others run the same. */
    private static List<QueryFigures> theirs(List<QueryFigures> figures) {
        List<QueryFigures> theirs = figures.stream().filter(query -> !query.isOurs()).toList();
        return theirs.isEmpty() ? figures : theirs;
    }

    /** How tables and indexes are, and what was done to them. */
    public RelationReports relations() {
        return new RelationReports(repository);
    }

    /** How an instance is, with its five dearest queries and largest tables. */
    public StatusReport status(FiguresOptions options) {
        return repository.inTransaction(
                Work.READ,
                jdbc -> {
                    WatchedInstance instance = instances.named(jdbc, options.instance());
                    Window window = FiguresReader.window(instance, options);
                    return new StatusReport(
                            statuses.of(jdbc, instance, window),
                            servers(jdbc, instance),
                            queries.all(jdbc, window).stream()
                                    .filter(query -> !query.isOurs())
                                    .limit(SHORT)
                                    .toList(),
                            relations.tables(jdbc, window).stream()
                                    .filter(table -> !table.key().isOurs())
                                    .limit(SHORT)
                                    .toList(),
                            planChanges.of(jdbc, window));
                });
    }

    /** What sessions did when they were looked at last. */
    public ActivityReport activity(@Nullable String instance) {
        return new ActivityReport(lastActivity(instance));
    }

    /** Who waited for whom then. */
    public LocksReport locks(@Nullable String instance) {
        return new LocksReport(lastActivity(instance));
    }

    /** What sessions did over a time. */
    public ActivityHistoryReport activity(FiguresOptions options) {
        FiguresReader.Known<ActivityHistory> known = reader.read(options, activities::read);
        return new ActivityHistoryReport(known.span(), known.figures(), options.top());
    }

    /** Waits for locks and long transactions over a time. */
    public LockHistoryReport locks(FiguresOptions options) {
        FiguresReader.Known<List<EventFigures>> known = reader.read(options, events::read);
        return new LockHistoryReport(known.span(), known.figures(), options.top());
    }

    /** What the followed logs tell of a time. */
    public LogHistoryReport logs(FiguresOptions options) {
        FiguresReader.Known<LogHistory> known = reader.read(options, new LogHistories()::read);
        return new LogHistoryReport(known.span(), known.figures());
    }

    private List<ActivityReport.OfServer> lastActivity(@Nullable String instance) {
        return repository.inTransaction(
                Work.READ, jdbc -> servers(jdbc, instances.named(jdbc, instance)));
    }

    private List<ActivityReport.OfServer> servers(JdbcClient jdbc, WatchedInstance instance) {
        return activity.read(jdbc, instance.instanceId()).stream()
                .map(node -> new ActivityReport.OfServer(node.address(), node.activity()))
                .toList();
    }

    private QueriesReport report(
            FiguresReader.Known<List<QueryFigures>> known,
            List<QueryFigures> all,
            List<QueryFigures> shown) {
        List<String> hashes = shown.stream().map(QueryFigures::hash).toList();
        return new QueriesReport(
                known.span(),
                shown,
                repository.inTransaction(
                        Work.READ, jdbc -> percentiles.of(jdbc, known.window(), hashes)),
                repository.inTransaction(Work.READ, jdbc -> planChanges.of(jdbc, known.window())),
                all.size(),
                total(all));
    }
}

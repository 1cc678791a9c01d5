package org.pgwright.web.figures;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.ActivityHistoryReport;
import org.pgwright.report.ActivityReport;
import org.pgwright.report.BloatEstimatesReport;
import org.pgwright.report.IndexesReport;
import org.pgwright.report.LockHistoryReport;
import org.pgwright.report.LocksReport;
import org.pgwright.report.LogHistoryReport;
import org.pgwright.report.QueriesReport;
import org.pgwright.report.QueryReport;
import org.pgwright.report.Report;
import org.pgwright.report.StatusReport;
import org.pgwright.report.TableReport;
import org.pgwright.report.TablesReport;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.figures.NewQueries;
import org.pgwright.repository.figures.QueryTrend;
import org.pgwright.repository.figures.QueryValues;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.figures.Window;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.QueryOrder;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the repository knows, for any number of people and programs: who asks for the same within
 * some seconds is given the same, so that the repository is asked once.
 */
public final class KnownFigures {
    /**
     * As often as figures change at the most; activity is looked at each second, and is not kept.
     */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** Adding up all statements of days takes the repository a second or more. */
    private static final Set<String> OF_STATEMENTS = Set.of("queries", "marks", "query");

    private static final Duration LONG = Duration.ofDays(2);
    private static final Duration FRESH_IF_LONG = Duration.ofMinutes(1);
    private static final int MOST = 200;
    private static final int MOST_BLOATED = 100;

    private final Repository repository;
    private final Figures figures;
    private final QueryValues values = new QueryValues();
    private final NewQueries fresh = new NewQueries();
    private final WatchedInstances instances = new WatchedInstances();
    private final Cache<Asked, Object> known =
            Caffeine.newBuilder()
                    .expireAfter(Expiry.<Asked, Object>writing((asked, made) -> asked.freshness()))
                    .maximumSize(MOST)
                    .build();

    public KnownFigures(Repository repository) {
        this.repository = repository;
        this.figures = new Figures(repository);
    }

    /** What was asked for, by the name of the report. */
    private record Asked(String report, List<Object> how) {
        /** How long the same may be told: what is of days changes little in a minute. */
        private Duration freshness() {
            boolean isLong =
                    how.stream()
                            .anyMatch(
                                    part ->
                                            part instanceof FiguresOptions options
                                                    && options.since().compareTo(LONG) >= 0);
            return isLong && OF_STATEMENTS.contains(report) ? FRESH_IF_LONG : FRESH;
        }
    }

    @SuppressWarnings("unchecked")
    private <T> T known(String report, List<Object> how, Supplier<T> made) {
        return (T) known.get(new Asked(report, how), asked -> made.get());
    }

    /** All that are watched, by name. */
    public List<WatchedInstance> instances() {
        return known(
                "instances",
                List.of(),
                () -> repository.inTransaction(Work.READ, jdbc -> instances.all(jdbc)));
    }

    /**
     * The one of that name or id.
     *
     * @throws org.pgwright.error.PgwrightException NOT_FOUND if there is none
     */
    public WatchedInstance instance(String name) {
        return repository.inTransaction(Work.READ, jdbc -> instances.named(jdbc, name));
    }

    public StatusReport status(FiguresOptions options) {
        return report("status", options, () -> figures.status(options));
    }

    public QueriesReport queries(FiguresOptions options, QueryOrder order, boolean withOurs) {
        return known(
                "queries",
                List.of(options, order, withOurs),
                () -> figures.queries(options, order, withOurs));
    }

    /** What is remarkable about the queries of that time. */
    public QueryMarks marks(FiguresOptions options) {
        // Not within what is made below, as one value of a cache must not be made within another.
        QueriesReport now = queries(options, QueryOrder.TOTAL, false);
        return known(
                "marks",
                List.of(options),
                () -> {
                    FiguresOptions before =
                            new FiguresOptions(
                                    options.instance(), options.since(), now.span().from(), null);
                    return QueryMarks.of(
                            now,
                            figures.queries(before, QueryOrder.TOTAL, false),
                            fresh(options.instance(), now));
                });
    }

    private Set<String> fresh(@Nullable String instance, QueriesReport now) {
        return repository.inTransaction(
                Work.READ,
                jdbc ->
                        fresh.of(
                                jdbc,
                                new Window(
                                        instances.named(jdbc, instance).instanceId(),
                                        now.span().from(),
                                        now.span().to())));
    }

    public QueryReport query(FiguresOptions options, String hash) {
        return known("query", List.of(options, hash), () -> figures.query(options, hash));
    }

    /** How queries went, by their whole hashes. */
    public Map<String, QueryTrend> trends(FiguresOptions options, List<String> hashes) {
        return known("trends", List.of(options, hashes), () -> figures.trends(options, hashes));
    }

    /**
     * Executions of a query with literals and parameters, for who may see them; never kept here.
     */
    public List<QueryValues.OfExecution> values(QueryReport of) {
        return repository.inTransaction(
                Work.READ,
                jdbc ->
                        values.of(
                                jdbc,
                                new Window(
                                        instances.named(jdbc, of.span().instance()).instanceId(),
                                        of.span().from(),
                                        of.span().to()),
                                of.query().hash()));
    }

    /**
     * How indexes are.
     *
     * @param withOurs whether with those of pgwright's own repository
     */
    public IndexesReport indexes(FiguresOptions options, boolean withOurs) {
        return known(
                "indexes",
                List.of(options, withOurs),
                () -> figures.relations().indexes(options, withOurs));
    }

    /**
     * How tables are.
     *
     * @param withOurs whether with those of pgwright's own repository
     * @param byGroup whether to show groups of tables that share a word in their names
     */
    public TablesReport tables(FiguresOptions options, boolean withOurs, boolean byGroup) {
        return known(
                "tables",
                List.of(options, withOurs, byGroup),
                () -> figures.relations().tables(options, withOurs, byGroup));
    }

    public TableReport table(FiguresOptions options, String name) {
        return known(
                "table", List.of(options, name), () -> figures.relations().table(options, name));
    }

    public ActivityHistoryReport activity(FiguresOptions options) {
        return report("activity", options, () -> figures.activity(options));
    }

    public ActivityReport activity(String instance) {
        return figures.activity(instance);
    }

    public LocksReport locks(String instance) {
        return figures.locks(instance);
    }

    public LockHistoryReport lockHistory(FiguresOptions options) {
        return report("lockHistory", options, () -> figures.locks(options));
    }

    public LogHistoryReport logs(FiguresOptions options) {
        return report("logs", options, () -> figures.logs(options));
    }

    public BloatEstimatesReport bloat(FiguresOptions options) {
        int top = options.top() == null ? MOST_BLOATED : options.top();
        return report("bloat", options, () -> figures.relations().bloat(options, top));
    }

    private <T extends Report> T report(String name, FiguresOptions options, Supplier<T> made) {
        return known(name, List.of(options), made);
    }
}

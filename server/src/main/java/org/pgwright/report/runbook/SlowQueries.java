package org.pgwright.report.runbook;

import org.pgwright.report.Words;
import org.pgwright.repository.figures.QueryFigures;

import java.util.Comparator;
import java.util.List;

/** What to do about a slow query. */
final class SlowQueries {
    private static final int MOST = 10;
    private static final int HASH = 12;
    private static final int TEXT = 120;

    private static final String RUNNING =
            """
            SELECT pid, usename, application_name, now() - query_start AS running_for,
                   wait_event_type, wait_event, left(query, 200) AS query
              FROM pg_stat_activity
             WHERE state = 'active' AND pid <> pg_backend_pid() AND backend_type = 'client backend'
             ORDER BY query_start
             LIMIT 20;
            """;

    private static final String STALE =
            """
            SELECT schemaname, relname, n_live_tup, n_mod_since_analyze,
                   greatest(last_analyze, last_autoanalyze) AS last_analyzed
              FROM pg_stat_user_tables
             WHERE n_mod_since_analyze > 0.1 * n_live_tup
             ORDER BY n_mod_since_analyze DESC
             LIMIT 20;
            """;

    private SlowQueries() {}

    static Section of(RunbookFacts facts, Reaching reaching) {
        List<QueryFigures> queries = facts.activity().queries();
        Section.Builder section =
                new Section.Builder("A slow query")
                        .say("1. What is running now, and what it waits for:")
                        .reading("Running statements", RUNNING)
                        .say("2. What has taken most time, and whether it got slower:")
                        .facts(
                                List.of("query", "calls", "mean", "in all", "text"),
                                queries.stream().limit(MOST).map(SlowQueries::row).toList(),
                                "No query of it is known: pgwright collect has not seen one yet, or"
                                        + " pg_stat_statements is missing.")
                        .command("The dearest", reaching.figures("queries"));
        queries.stream()
                .limit(MOST)
                .forEach(
                        query ->
                                section.command(
                                        "All about " + hash(query),
                                        reaching.figures("query", hash(query))));
        queries.stream()
                .max(Comparator.comparingDouble(QueryFigures::meanMillis))
                .ifPresent(
                        query ->
                                section.say(
                                        "The slowest of them by its mean is %s with %s."
                                                .formatted(
                                                        hash(query),
                                                        Words.time(query.meanMillis()))));
        return section.say("3. Whether the planner knows the tables; ANALYZE those that changed:")
                .reading("Tables with old statistics", STALE)
                .say("4. Whether an index is missing, and what it would be worth:")
                .command("Keep what is recommended", reaching.changing("advise", "--propose"))
                .command("What is proposed", reaching.asking("strategy", "list"))
                .say(
                        "5. Try it on a copy (pgwright rehearse --help), then approve and apply it; the"
                                + " sections below say how to take it back.")
                .build();
    }

    private static List<String> row(QueryFigures query) {
        return List.of(
                hash(query),
                Words.whole(query.calls()),
                Words.time(query.meanMillis()),
                Words.time(query.totalMillis()),
                Words.abbreviated(query.pattern(), TEXT));
    }

    private static String hash(QueryFigures query) {
        return query.hash().substring(0, Math.min(HASH, query.hash().length()));
    }
}

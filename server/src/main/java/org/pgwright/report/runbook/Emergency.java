package org.pgwright.report.runbook;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.InstanceStatus.Sessions;

/** What to look at, and to do, when the database is slow or stands still. */
final class Emergency {
    private static final String BLOCKERS =
            """
            SELECT waiting.pid, waiting.usename, now() - waiting.query_start AS waiting_for,
                   left(waiting.query, 100) AS query, blocker.pid AS blocked_by,
                   blocker.usename AS blocker, blocker.state,
                   now() - blocker.xact_start AS blocker_open_for, left(blocker.query, 100) AS last_query
              FROM pg_stat_activity waiting
             CROSS JOIN LATERAL unnest(pg_blocking_pids(waiting.pid)) AS b (pid)
              JOIN pg_stat_activity blocker ON blocker.pid = b.pid
             WHERE cardinality(pg_blocking_pids(waiting.pid)) > 0
             ORDER BY waiting.query_start;
            """;

    private static final String ROOTS =
            """
            SELECT a.pid, a.usename, a.application_name, a.state, now() - a.xact_start AS open_for,
                   count(*) AS holds_up, left(a.query, 100) AS last_query
              FROM pg_stat_activity w
             CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS b (pid)
              JOIN pg_stat_activity a ON a.pid = b.pid
             WHERE cardinality(pg_blocking_pids(a.pid)) = 0
             GROUP BY a.pid, a.usename, a.application_name, a.state, a.xact_start, a.query
             ORDER BY holds_up DESC;
            """;

    private static final String LONG =
            """
            SELECT pid, usename, application_name, state, now() - xact_start AS open_for,
                   wait_event_type, left(query, 100) AS last_query
              FROM pg_stat_activity
             WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid()
             ORDER BY xact_start
             LIMIT 20;
            """;

    private static final String CONNECTIONS =
            """
            SELECT datname, usename, application_name, state, count(*) AS sessions
              FROM pg_stat_activity
             WHERE backend_type = 'client backend'
             GROUP BY datname, usename, application_name, state
             ORDER BY sessions DESC
             LIMIT 20;
            """;

    private static final String REPLICAS =
            """
            SELECT application_name, client_addr, state, sync_state, replay_lag,
                   pg_size_pretty(pg_wal_lsn_diff(sent_lsn, replay_lsn)) AS behind
              FROM pg_stat_replication;
            """;

    private static final String SLOTS =
            """
            SELECT slot_name, slot_type, active, wal_status
              FROM pg_replication_slots
             ORDER BY active, slot_name;
            """;

    private static final String PREPARED =
            """
            SELECT gid, owner, database, now() - prepared AS open_for
              FROM pg_prepared_xacts
             ORDER BY prepared;
            """;

    private static final String BUILDS =
            """
            SELECT pid, relid::regclass AS table_name, command, phase, blocks_done, blocks_total
              FROM pg_stat_progress_create_index;
            """;

    private Emergency() {}

    static Section of(RunbookFacts facts, Reaching reaching) {
        Section.Builder section =
                new Section.Builder("Emergency: it is slow, or stands still")
                        .say("1. See how it is, before anything is changed:")
                        .command("Every figure at once", reaching.figures("status"))
                        .command("What sessions do now", reaching.onServer("activity"))
                        .command("Who holds up whom now", reaching.onServer("locks"))
                        .say("2. Who waits, and for whom:")
                        .reading("Sessions that wait for others", BLOCKERS)
                        .reading("Those at the head of the queues", ROOTS)
                        .say("3. Transactions that are open for long, also idle ones:")
                        .reading("The oldest transactions", LONG)
                        .reading("Prepared transactions, which belong to nobody", PREPARED)
                        .say(
                                "4. End what holds up others: first its statement; only if that does not"
                                        + " help, its session, whose transaction is lost. Put the pid in"
                                        + " place of 0.")
                        .changing("Ends the statement", "SELECT pg_cancel_backend(0);")
                        .changing(
                                "Ends the session, with its transaction",
                                "SELECT pg_terminate_backend(0);")
                        .say("5. Connections, which run out before anything else does:")
                        .reading("Sessions by application and state", CONNECTIONS);
        connections(section, facts.status().sessions());
        return section.say("6. Index builds, replicas, and slots that keep the disk full:")
                .reading("Builds at work", BUILDS)
                .reading("Replicas", REPLICAS)
                .reading("Slots", SLOTS)
                .command("Settle what a build of pgwright has left", reaching.changing("reconcile"))
                .say(
                        "7. When it is over: what was different, and whether a change of an index was"
                                + " near (the section on changes has the way back).")
                .command(
                        "Waits and long transactions of the last hours",
                        reaching.figures("locks", "--since=3h"))
                .command("Queries of the last hours", reaching.figures("queries", "--since=3h"))
                .build();
    }

    private static void connections(Section.Builder section, @Nullable Sessions sessions) {
        if (sessions != null && sessions.limit() > 0) {
            section.say(
                    "It takes %d connections at most; %d were taken at the last look."
                            .formatted(sessions.limit(), sessions.connections()));
        }
    }
}

package org.pgwright.report.runbook;

/** What to do every month. */
final class Maintenance {
    private static final String AGE =
            """
            SELECT datname, age(datfrozenxid) AS transactions,
                   round(100.0 * age(datfrozenxid) / 2000000000, 1) AS percent_of_the_end
              FROM pg_database
             ORDER BY age(datfrozenxid) DESC;
            """;

    private static final String DEAD =
            """
            SELECT schemaname, relname, n_live_tup, n_dead_tup, last_autovacuum, last_vacuum
              FROM pg_stat_user_tables
             WHERE n_dead_tup > 0.2 * n_live_tup AND n_dead_tup > 1000
             ORDER BY n_dead_tup DESC
             LIMIT 20;
            """;

    private static final String SIZES =
            """
            SELECT c.oid::regclass AS table_name, pg_size_pretty(pg_total_relation_size(c.oid)) AS size
              FROM pg_class c
             WHERE c.relkind IN ('r', 'm')
             ORDER BY pg_total_relation_size(c.oid) DESC
             LIMIT 20;
            """;

    private static final String SEQUENCES =
            """
            SELECT schemaname, sequencename, last_value, max_value
              FROM pg_sequences
             WHERE last_value > 0.5 * max_value;
            """;

    private Maintenance() {}

    static Section of(Reaching reaching) {
        return new Section.Builder("Every month")
                .say("1. What has been changed, and what it was good for:")
                .command("Changes", reaching.figures("history", "--since=30d"))
                .command(
                        "How good the advice has been", reaching.figures("accuracy", "--since=30d"))
                .say("2. How tables and indexes have grown:")
                .command("Tables", reaching.figures("tables", "--since=30d"))
                .command("Indexes, unused ones too", reaching.figures("indexes", "--since=30d"))
                .reading("The largest now", SIZES)
                .say("3. Whether vacuum keeps up:")
                .reading("Tables with many dead rows", DEAD)
                .reading("How near the wraparound of transaction numbers is", AGE)
                .reading("Sequences that come to their end", SEQUENCES)
                .say("4. New advice on indexes, from the queries of the month:")
                .command("Keep what is recommended", reaching.changing("advise", "--propose"))
                .command(
                        "Decide on it",
                        reaching.asking(
                                "strategy", "list", "--status=proposed,retirement_proposed"))
                .say("5. Keep what pgwright knows, and try the way back:")
                .command(
                        "Backup of the repository",
                        reaching.asking("backup", "--out=pgwright.backup"))
                .say("6. What server or role lack:")
                .command("Check-up", reaching.onServer("doctor"))
                .build();
    }
}

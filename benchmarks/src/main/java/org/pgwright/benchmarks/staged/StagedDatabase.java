package org.pgwright.benchmarks.staged;

import org.pgwright.benchmarks.collect.WatchedServer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Notes that are only written, parcels that are looked for without an index, and other tables that
 * nothing is changed of; all owned by pgwright's role, as it is to change indexes.
 */
final class StagedDatabase {
    static final String NAME = "shop";

    /** Written to, and read by nothing that the bad index could help. */
    static final String WRITTEN = "note";

    /** Read by a column without an index. */
    static final String READ = "parcel";

    static final String GOOD_INDEX = "parcel_customer";
    static final String BAD_INDEX = "note_body_trigrams";

    /** The good one first, as it is built in a moment. */
    static final String INDEXES =
            """
            CREATE INDEX %s ON parcel (customer);
            CREATE INDEX %s ON note USING gin (body public.gin_trgm_ops) WITH (fastupdate = off);
            """
                    .formatted(GOOD_INDEX, BAD_INDEX);

    private static final int NOTES = 40_000;
    private static final int PARCELS = 200_000;
    private static final int CUSTOMERS = 10_000;
    private static final int SEED = 1_000_000_000;
    private static final int TWICE = 2;

    private static final String TABLES =
            """
            CREATE EXTENSION pg_trgm;
            CREATE TABLE note (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author integer, body text);
            INSERT INTO note (author, body)
            SELECT i %% 100, md5(i::text) || ' ' || md5((i + 1)::text) || ' ' || md5((i + 2)::text)
              FROM generate_series(1, %1$d) i;
            CREATE TABLE parcel (id integer PRIMARY KEY, customer integer, weight integer, address text);
            INSERT INTO parcel
            SELECT i, 1 + i * 7919::bigint %% %3$d, i %% 1000, 'street ' || i FROM generate_series(1, %2$d) i;
            CREATE TABLE customer (id integer PRIMARY KEY, name text, visits integer);
            INSERT INTO customer SELECT i, 'customer ' || i, 0 FROM generate_series(1, %3$d) i;
            CREATE TABLE shelf (id integer PRIMARY KEY, place text, items integer) WITH (fillfactor = 50);
            INSERT INTO shelf SELECT i, 'hall ' || i, 0 FROM generate_series(1, %3$d) i;
            CREATE TABLE item (id integer PRIMARY KEY, shelf integer, price integer);
            INSERT INTO item SELECT i, 1 + i %% %3$d, i %% 500 FROM generate_series(1, %3$d) i;
            CREATE INDEX ON item (shelf);
            """
                    .formatted(NOTES, PARCELS, CUSTOMERS);

    /** On the notes, on the parcels, on others. */
    static final List<StagedStatement> STATEMENTS =
            List.of(
                    new StagedStatement(
                            "INSERT INTO note (author, body) VALUES (:v1, md5(:v2::text) || ' ' ||"
                                    + " md5(:v3::text) || ' ' || md5(:v4::text))",
                            List.of(100, SEED, SEED, SEED),
                            TWICE),
                    new StagedStatement(
                            "UPDATE note SET body = md5(:v1::text) || ' ' || md5(:v2::text) ||"
                                    + " ' ' || md5(:v3::text) WHERE id = :v4",
                            List.of(SEED, SEED, SEED, NOTES),
                            TWICE),
                    new StagedStatement(
                            "SELECT count(*), max(weight) FROM parcel WHERE customer = :v1",
                            List.of(CUSTOMERS),
                            1),
                    new StagedStatement(
                            "SELECT name FROM customer WHERE id = :v1", List.of(CUSTOMERS), 1),
                    new StagedStatement(
                            "UPDATE shelf SET items = items + 1 WHERE id = :v1",
                            List.of(CUSTOMERS),
                            1),
                    new StagedStatement(
                            "SELECT place, items FROM shelf WHERE id = :v1", List.of(CUSTOMERS), 1),
                    new StagedStatement(
                            "SELECT id, price FROM item WHERE shelf = :v1", List.of(CUSTOMERS), 1),
                    new StagedStatement(
                            "SELECT sum(price) FROM item WHERE id < :v1", List.of(CUSTOMERS), 1),
                    new StagedStatement(
                            "SELECT max(visits) FROM customer WHERE id < :v1",
                            List.of(CUSTOMERS),
                            1));

    private StagedDatabase() {}

    /** Those of the tables that get an index. */
    static List<StagedStatement> staged() {
        return STATEMENTS.stream()
                .filter(one -> one.sql().matches("(?s).*\\b(%s|%s)\\b.*".formatted(WRITTEN, READ)))
                .toList();
    }

    static void load(WatchedServer server) throws SQLException {
        server.createDatabase(NAME);
        try (Connection connection = server.connect(NAME);
                Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
            for (String table : List.of("note", "parcel", "customer", "shelf", "item")) {
                statement.execute(
                        "ALTER TABLE %s OWNER TO %s".formatted(table, WatchedServer.WATCHER));
                statement.execute("ANALYZE " + table);
            }
            statement.execute("GRANT CREATE ON SCHEMA public TO " + WatchedServer.WATCHER);
            statement.execute("SELECT pg_stat_statements_reset()");
            statement.execute("CHECKPOINT");
        }
    }
}

package org.pgwright.app;

import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

/** A small shop that lacks an index, with what it runs in pg_stat_statements. */
final class ShopDatabase {
    static final String QUERY =
            "SELECT id, total FROM orders WHERE customer_id = 42 ORDER BY created_at DESC LIMIT 10";

    private ShopDatabase() {}

    static TestDatabase create() {
        return TestServers.freshDatabase(TestServers.NEWEST)
                .execute(
                        """
                        CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL)
                        """,
                        """
                        CREATE TABLE orders (id bigint PRIMARY KEY,
                            customer_id bigint NOT NULL REFERENCES customers (id),
                            total numeric NOT NULL, created_at timestamptz NOT NULL)
                        """,
                        "INSERT INTO customers SELECT i, 'customer ' || i"
                                + " FROM generate_series(1, 2000) i",
                        "INSERT INTO orders SELECT i, 1 + i * 7919 % 2000, i % 500,"
                                + " timestamptz '2026-01-01 00:00Z' + i * interval '1 minute'"
                                + " FROM generate_series(1, 40000) i",
                        "ANALYZE");
    }

    static TestDatabase withStatements() {
        TestDatabase shop = create().execute("CREATE EXTENSION pg_stat_statements");
        // The load is no part of what the shop runs.
        shop.execute(
                "SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database"
                        + " WHERE datname = current_database()");
        for (int customer = 1; customer <= 20; customer++) {
            shop.execute(QUERY.replace("42", String.valueOf(customer)));
        }
        return shop.execute("SELECT count(*) FROM customers WHERE id = 7");
    }
}

package org.pgwright.web;

import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.watch.Watching;

/** A shop that was watched for a while by who serves pages, and what it ran. */
final class WatchedShop implements AutoCloseable {
    /** What stands in a text of a user of the shop, and must stand nowhere as it is. */
    static final String HOSTILE = "<script>alert(1)</script>";

    // On a server of its own: pages tell what is largest and slowest of all its databases, and on
    // the tests' common one that may be what other tests left behind.
    private final EmbeddedPostgres server = TestServers.start(TestServers.NEWEST);
    final TestDatabase shop = TestServers.freshDatabase(server);

    WatchedShop(ServedPages served) {
        shop.execute(
                "CREATE EXTENSION pg_stat_statements",
                "CREATE TABLE orders (id int PRIMARY KEY, note text)",
                "CREATE INDEX orders_note ON orders (note)",
                "CREATE INDEX orders_note_again ON orders (note)",
                "INSERT INTO orders SELECT i, 'n' FROM generate_series(1, 1000) i",
                "ANALYZE");
        Watching watching =
                new Watching(
                        served.repository,
                        served.kept(),
                        ConnectionSettings.to(
                                shop.host(),
                                shop.port(),
                                shop.user(),
                                shop.name(),
                                shop.password()));
        watching.await("EXISTS (SELECT FROM counter_look WHERE kind = 'statement')");
        for (int i = 0; i < 5; i++) {
            shop.execute(
                    "SELECT \""
                            + HOSTILE
                            + "\".id FROM orders AS \""
                            + HOSTILE
                            + "\" WHERE id = "
                            + i);
        }
        watching.await(
                "EXISTS (SELECT FROM counter_look WHERE kind = 'table')"
                        + " AND EXISTS (SELECT FROM counter_look WHERE kind = 'index')");
        watching.end();
    }

    @Override
    public void close() {
        shop.close();
        server.close();
    }
}

package org.pgwright.app;

import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.watch.Rhythm;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A shop that lacks some indexes and has one too many, watched by a server, and a person of each
 * role.
 */
final class BrowsedShop implements AutoCloseable {
    static final String ADMIN = "anna";
    static final String OPERATOR = "operator";
    static final String VIEWER = "viewer";

    /** Of pages about it. */
    static final String PLACE = "/db/shop";

    private static final String API = "/api/v1/databases/shop";

    /** Quick, but such that there is time left for a browser. */
    private static final Rhythm RHYTHM =
            new Rhythm(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(3),
                    Duration.ofMillis(500));

    private static final List<String> QUERIES =
            List.of(
                    "SELECT id, total FROM orders WHERE customer_id = %d ORDER BY created_at DESC LIMIT 10",
                    "SELECT id, name FROM customers WHERE email = 'customer%d@example.org'",
                    "SELECT status, handed_over FROM shipments WHERE tracking_code = 'T%d'",
                    "SELECT s.status, o.total FROM orders o JOIN shipments s ON s.order_id = o.id"
                            + " WHERE o.id = %d");

    private final Chromium chromium;
    private final ServedProcess served;
    private final TestDatabase shop;

    private BrowsedShop(Chromium chromium, ServedProcess served) {
        this.chromium = chromium;
        this.served = served;
        this.shop = create();
    }

    /** One that nobody has been at yet. */
    static BrowsedShop unseen(Chromium chromium, Path home) {
        return new BrowsedShop(chromium, new ServedProcess(home, RHYTHM, false));
    }

    /** One that is watched, by whom everybody may look. */
    static BrowsedShop watched(Chromium chromium, Path home) {
        BrowsedShop browsed = new BrowsedShop(chromium, new ServedProcess(home, RHYTHM, true));
        browsed.invite(OPERATOR);
        browsed.invite(VIEWER);
        browsed.served.post(
                "/api/v1/databases",
                Map.of(
                        "name", "shop",
                        "host", browsed.shop.host(),
                        "port", browsed.shop.port(),
                        "database", browsed.shop.name(),
                        "user", browsed.shop.user(),
                        "password", browsed.shop.password()));
        browsed.served.await(API + "/tables", tables -> tables.toString().contains("orders"));
        browsed.run();
        browsed.served.await(
                API + "/queries", queries -> queries.toString().contains("tracking_code"));
        browsed.served.analyze();
        return browsed;
    }

    private static TestDatabase create() {
        return TestServers.freshDatabase(TestServers.NEWEST)
                .execute(
                        "CREATE EXTENSION pg_stat_statements",
                        """
                        CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL,
                            email text NOT NULL)
                        """,
                        """
                        CREATE TABLE orders (id bigint PRIMARY KEY,
                            customer_id bigint NOT NULL REFERENCES customers (id),
                            total numeric NOT NULL, created_at timestamptz NOT NULL)
                        """,
                        """
                        CREATE TABLE shipments (id bigint PRIMARY KEY, order_id bigint NOT NULL,
                            tracking_code text NOT NULL, status text NOT NULL,
                            handed_over timestamptz)
                        """,
                        """
                        INSERT INTO customers
                        SELECT i, 'Customer ' || i, 'customer' || i || '@example.org'
                          FROM generate_series(1, 20000) i
                        """,
                        """
                        INSERT INTO orders
                        SELECT i, 1 + i * 7919 % 20000, i % 500,
                               timestamptz '2026-01-01 00:00Z' + i * interval '1 minute'
                          FROM generate_series(1, 40000) i
                        """,
                        """
                        INSERT INTO shipments
                        SELECT i, i, 'T' || i, CASE i % 3 WHEN 0 THEN 'lost' ELSE 'handed over' END,
                               timestamptz '2026-01-02 00:00Z' + i * interval '1 minute'
                          FROM generate_series(1, 30000) i
                        """,
                        "CREATE INDEX orders_created ON orders (created_at)",
                        "CREATE INDEX orders_created_again ON orders (created_at)",
                        "CREATE INDEX shipments_status ON shipments (status)",
                        "ANALYZE");
    }

    private void invite(String role) {
        String link =
                served.post(
                                "/api/v1/users",
                                Map.of("name", role, "role", role, "seesValues", false))
                        .path("path")
                        .asString();
        try (Visitor invited = stranger(role, Screen.DESK)) {
            invited.open(link);
            invited.fill("Password", ServedProcess.PASSWORD);
            invited.press("Sign in");
            invited.page().waitForURL("**/");
        }
    }

    /** What customers do in a while. */
    void run() {
        for (String query : QUERIES) {
            for (int customer = 1; customer <= 20; customer++) {
                shop.execute(query.formatted(customer));
            }
        }
    }

    /** Somebody who has not signed in. */
    Visitor stranger(String who, Screen screen) {
        return new Visitor(chromium, served.address(), who, screen);
    }

    /** One of the three, signed in. */
    Visitor visitor(String name, Screen screen) {
        return stranger(name, screen).signIn(name, ServedProcess.PASSWORD);
    }

    ServedProcess served() {
        return served;
    }

    TestDatabase shop() {
        return shop;
    }

    /** Indexes are found, as somebody asked for them. */
    void advise() {
        JsonNode asked = served.post(API + "/advice", Map.of("database", shop.name()));
        ended(asked);
    }

    /** Waits for the end of work. */
    JsonNode ended(JsonNode asked) {
        return served.await(
                API + "/tasks/" + asked.path("id").asString() + "?wait=5",
                task -> task.has("endedAt") && !task.path("endedAt").isNull());
    }

    @Override
    public void close() {
        served.close();
        shop.close();
    }
}

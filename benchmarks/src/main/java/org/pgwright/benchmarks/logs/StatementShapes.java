package org.pgwright.benchmarks.logs;

import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/**
 * Statements as applications send them: {@link #COUNT} shapes, a few of them most of the time, with
 * other literals each time. A random source of the same seed gives the same statements.
 */
final class StatementShapes {
    private static final List<String> TABLES =
            List.of(
                    "orders",
                    "customers",
                    "order_lines",
                    "products",
                    "invoices",
                    "payments",
                    "shipments",
                    "addresses",
                    "sessions",
                    "carts",
                    "reviews",
                    "suppliers",
                    "warehouses",
                    "stock_levels",
                    "price_lists",
                    "discounts",
                    "returns",
                    "tickets",
                    "messages",
                    "events",
                    "accounts",
                    "devices",
                    "audit_entries",
                    "subscriptions",
                    "categories",
                    "employees",
                    "regions",
                    "campaigns",
                    "coupons",
                    "transfers",
                    "visits",
                    "quotas");

    private static final int FORMS = 14;

    /** How many shapes there are. */
    static final int COUNT = TABLES.size() * FORMS;

    private static final int LONGEST_LIST = 120;

    private final Random random;

    StatementShapes(Random random) {
        this.random = random;
    }

    /** A statement with its literals; of low numbers of shapes far more than of high ones. */
    String next() {
        double skewed = Math.pow(random.nextDouble(), 3);
        int shape = (int) (skewed * COUNT);
        return of(shape % FORMS, TABLES.get(shape / FORMS));
    }

    /** The same statement with parameters in the place of literals; its own shape. */
    String nextWithParameters() {
        String table = TABLES.get(random.nextInt(TABLES.size()));
        return random.nextBoolean()
                ? "SELECT t.id, t.name, t.created_at FROM shop." + table + " t WHERE t.id = $1"
                : "UPDATE shop.%s SET touched_at = $1, state = $2 WHERE id = $3 AND version = $4"
                        .formatted(table);
    }

    private String of(int form, String table) {
        return switch (form) {
            case 0 -> "SELECT * FROM %s WHERE id = %d".formatted(table, number());
            case 1 ->
                    "SELECT \"%1$s\".* FROM \"%1$s\" WHERE \"%1$s\".\"customer_id\" = %2$d AND \"%1$s\".\"state\" = '%3$s' ORDER BY \"%1$s\".\"id\" ASC LIMIT %4$d"
                            .formatted(table, number(), word(), 1 + random.nextInt(100));
            case 2 -> "SELECT id, name FROM %s WHERE id IN (%s)".formatted(table, list());
            case 3 ->
                    "INSERT INTO %s (customer_id, amount, note, created_at) VALUES (%d, %d.%02d, '%s it''s', '2026-11-%02d 10:00:00+00') RETURNING id"
                            .formatted(
                                    table,
                                    number(),
                                    random.nextInt(1_000),
                                    random.nextInt(100),
                                    word(),
                                    1 + random.nextInt(28));
            case 4 ->
                    "UPDATE %s SET state = '%s', amount = amount + %d WHERE id = %d"
                            .formatted(table, word(), random.nextInt(50), number());
            case 5 ->
                    "DELETE FROM %s WHERE created_at < '2026-%02d-01' AND id > %d"
                            .formatted(table, 1 + random.nextInt(12), number());
            case 6 -> joined(table);
            case 7 ->
                    "SELECT date_trunc('day', created_at) AS day, count(*), sum(amount)\n  FROM %s\n WHERE created_at BETWEEN '2026-01-%02d' AND '2026-12-31'\n GROUP BY 1\n ORDER BY 1 DESC\n LIMIT %d"
                            .formatted(table, 1 + random.nextInt(28), 1 + random.nextInt(50));
            case 8 ->
                    "SELECT id, payload ->> 'type' FROM %s WHERE payload @> '{\"type\": \"%s\"}' AND id > %d"
                            .formatted(table, word(), number());
            case 9 ->
                    "/* app:web,controller:%1$s,action:show */ SELECT count(*) FROM %1$s WHERE customer_id = %2$d"
                            .formatted(table, number());
            case 10 ->
                    "SELECT * FROM %s WHERE lower(name) LIKE '%s%%' AND active = true OFFSET %d"
                            .formatted(table, word(), random.nextInt(500));
            case 11 -> hibernate(table);
            case 12 ->
                    "SELECT id FROM %s WHERE state = ANY ('{%s,%s}'::text[]) AND customer_id = %d FOR UPDATE SKIP LOCKED"
                            .formatted(table, word(), word(), number());
            default -> recent(table);
        };
    }

    private String joined(String table) {
        return """
                SELECT o.id, o.created_at, c.name, sum(l.amount) AS total
                  FROM %s o
                  JOIN customers c ON c.id = o.customer_id
                  LEFT JOIN order_lines l ON l.order_id = o.id AND l.kind <> '%s'
                 WHERE o.created_at >= '2026-11-%02d'
                   AND c.region_id = %d
                 GROUP BY o.id, o.created_at, c.name
                HAVING sum(l.amount) > %d
                 ORDER BY total DESC"""
                .formatted(table, word(), 1 + random.nextInt(28), random.nextInt(40), number());
    }

    private String hibernate(String table) {
        StringJoiner columns = new StringJoiner(", ");
        for (int i = 0; i < 24; i++) {
            columns.add("t1_0.column_%d_%d_0".formatted(i, i));
        }
        return "select %s from %s t1_0 left join addresses a1_0 on a1_0.id=t1_0.address_id where t1_0.tenant_id=%d and t1_0.email='%s@example.com'"
                .formatted(columns, table, random.nextInt(500), word());
    }

    private String recent(String table) {
        return """
                WITH recent AS (
                    SELECT id, customer_id, row_number() OVER (PARTITION BY customer_id ORDER BY created_at DESC) AS place
                      FROM %s
                     WHERE created_at > now() - interval '%d days'
                )
                SELECT r.customer_id, r.id FROM recent r WHERE r.place <= %d AND r.customer_id IN (%s)"""
                .formatted(table, 1 + random.nextInt(90), 1 + random.nextInt(9), list());
    }

    private String list() {
        StringJoiner list = new StringJoiner(", ");
        int length = 1 + random.nextInt(LONGEST_LIST);
        for (int i = 0; i < length; i++) {
            list.add(Integer.toString(number()));
        }
        return list.toString();
    }

    private int number() {
        return random.nextInt(1_000_000);
    }

    private String word() {
        return Integer.toString(random.nextInt(1 << 20), 36);
    }
}

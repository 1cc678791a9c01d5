package org.pgwright.report.migration;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.testing.TestDatabase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A database with names that are hard to write, indexes that are wanted for it, and their files.
 */
final class MigrationFixture {
    static final Instant AT = Instant.parse("2026-11-20T10:21:00Z");

    /** What a parser of scripts could take for something else. */
    static final String EVIL =
            "a\"b'c`d;\n--rollback DROP TABLE shop.\"Orders\"\n-- changeset x:y\n/* $$ ${user.name}"
                    + " #{exit} \"\"\" \\ % :x \\";

    static final String NAME = "Ünter \"'; ${user.name}\n--rollback";

    private static final String PUBLIC = "public";

    private static final String ORDERS_KNOWN =
            "CREATE STATISTICS public.orders_known (mcv) ON customer_id, lower(email)"
                    + " FROM public.orders";

    private MigrationFixture() {}

    static void fill(TestDatabase database) {
        database.execute(
                "CREATE SCHEMA \"Läden\"",
                "CREATE TABLE orders (id int PRIMARY KEY, customer_id int, status text,"
                        + " email text, payload jsonb, total int)",
                "INSERT INTO orders SELECT i, i % 50, 'open', 'E' || i, '{\"a\": 1}', i"
                        + " FROM generate_series(1, 500) i",
                "CREATE INDEX orders_old ON orders USING btree (status)",
                "CREATE TABLE \"Läden\"."
                        + quoted(NAME)
                        + " (\"Käufer; --\" int, notes text, tags text[])",
                "INSERT INTO \"Läden\"."
                        + quoted(NAME)
                        + " SELECT i, 'n', '{a}' FROM generate_series(1, 100) i",
                "CREATE TABLE events (id int, day int) PARTITION BY RANGE (day)",
                "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20)"
                        + " PARTITION BY RANGE (day)",
                "CREATE TABLE events_2a PARTITION OF events_2 FOR VALUES FROM (10) TO (20)",
                "INSERT INTO events SELECT i, i % 20 FROM generate_series(1, 100) i",
                "CREATE INDEX events_old ON events (day, id)",
                ORDERS_KNOWN);
    }

    private static String quoted(String name) {
        return new QualifiedName("x", name).quoted().substring("\"x\".".length());
    }

    /**
     * Of every kind: some to make, one to rebuild, some to drop; statistics to make and to drop.
     */
    static List<WantedIndex> wanted() {
        QualifiedName orders = new QualifiedName(PUBLIC, "orders");
        QualifiedName evil = new QualifiedName("Läden", NAME);
        return List.of(
                created(orders, "idx_orders_customer", "(customer_id, total DESC)", 100),
                created(orders, "idx_orders_lower", "(lower(email))", 90),
                created(orders, "idx_orders_open", "(total) WHERE status = 'open'", 80),
                created(orders, "idx_orders_cover", "(customer_id) INCLUDE (total)", 70),
                created(orders, "idx_orders_gin", "USING gin (payload jsonb_path_ops)", 60),
                made(
                        orders,
                        "idx_orders_unique",
                        50,
                        "CREATE UNIQUE INDEX CONCURRENTLY idx_orders_unique ON public.orders"
                                + " (email, id)"),
                created(
                        evil,
                        "Idx " + NAME,
                        "(\"Käufer; --\", notes) WHERE notes <> '" + EVIL.replace("'", "''") + "'",
                        40),
                created(evil, "idx_é_tags", "USING gin (tags) WHERE tags <> '{}'::text[]", 30),
                made(
                        new QualifiedName(PUBLIC, "events"),
                        "idx_events_id",
                        20,
                        "CREATE INDEX idx_events_id ON ONLY public.events (id)",
                        "CREATE INDEX CONCURRENTLY idx_events_1_id ON public.events_1 (id)",
                        "ALTER INDEX public.idx_events_id ATTACH PARTITION public.idx_events_1_id",
                        "CREATE INDEX idx_events_2_id ON ONLY public.events_2 (id)",
                        "CREATE INDEX CONCURRENTLY idx_events_2a_id ON public.events_2a (id)",
                        "ALTER INDEX public.idx_events_2_id ATTACH PARTITION"
                                + " public.idx_events_2a_id",
                        "ALTER INDEX public.idx_events_id ATTACH PARTITION"
                                + " public.idx_events_2_id"),
                new WantedIndex(
                        ChangedObject.INDEX,
                        Action.REINDEX,
                        orders,
                        "orders_pkey",
                        "",
                        "bloated",
                        0,
                        List.of("REINDEX INDEX CONCURRENTLY public.orders_pkey"),
                        true),
                new WantedIndex(
                        ChangedObject.INDEX,
                        Action.DROP,
                        orders,
                        "orders_old",
                        "CREATE INDEX CONCURRENTLY orders_old ON public.orders USING btree (status)",
                        "unused " + EVIL,
                        0,
                        List.of("DROP INDEX CONCURRENTLY public.orders_old"),
                        true),
                new WantedIndex(
                        ChangedObject.INDEX,
                        Action.DROP,
                        new QualifiedName(PUBLIC, "events"),
                        "events_old",
                        "CREATE INDEX events_old ON public.events USING btree (day, id)",
                        "redundant",
                        0,
                        List.of("DROP INDEX public.events_old"),
                        true),
                statistics(
                        Action.CREATE,
                        evil,
                        "Stats " + NAME,
                        "CREATE STATISTICS (ndistinct, dependencies) ON \"Käufer; --\", notes,"
                                + " (notes || '"
                                + EVIL.replace("'", "''")
                                + "') FROM "
                                + evil.quoted(),
                        10),
                statistics(Action.DROP, orders, "orders_known", ORDERS_KNOWN, 0));
    }

    private static WantedIndex statistics(
            Action action, QualifiedName table, String name, String statement, double gain) {
        return new WantedIndex(
                ChangedObject.STATISTICS,
                action,
                table,
                name,
                statement,
                "rows are misjudged " + EVIL,
                gain,
                List.of(),
                true);
    }

    private static WantedIndex created(QualifiedName table, String name, String tail, double gain) {
        String statement =
                "CREATE INDEX CONCURRENTLY " + quoted(name) + " ON " + table.quoted() + " " + tail;
        return made(table, name, gain, statement);
    }

    private static WantedIndex made(
            QualifiedName table, String name, double gain, String... statements) {
        String first = statements[0].replace(" ON ONLY ", " ON ");
        return new WantedIndex(
                ChangedObject.INDEX,
                Action.CREATE,
                table,
                name,
                first,
                "finds rows " + EVIL,
                gain,
                List.of(statements),
                true);
    }

    static MigrationPlan plan(MigrationFormat format, boolean isPhased) {
        return new MigrationPlan(format, isPhased, "shop\n--" + EVIL, AT, null, null, "shop");
    }

    static List<MigrationFile> files(MigrationFormat format, boolean isPhased) {
        return Migrations.files(wanted(), plan(format, isPhased));
    }

    static void write(List<MigrationFile> files, Path folder) throws IOException {
        for (MigrationFile file : files) {
            Files.writeString(folder.resolve(file.name()), file.content());
        }
    }

    /**
     * The definitions of all indexes and statistics of the database's own tables; INVALID behind
     * invalid ones.
     */
    static Map<String, String> indexes(TestDatabase database) throws SQLException {
        String sql =
                """
                SELECT i.relname,
                       pg_get_indexdef(i.oid) || CASE WHEN x.indisvalid THEN '' ELSE ' INVALID' END
                  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
                  JOIN pg_class t ON t.oid = x.indrelid
                  JOIN pg_namespace n ON n.oid = i.relnamespace
                 WHERE n.nspname IN ('public', 'Läden')
                   AND t.relname NOT IN ('flyway_schema_history', 'databasechangelog',
                                         'databasechangeloglock')
                 UNION ALL
                SELECT s.stxname, pg_get_statisticsobjdef(s.oid)
                  FROM pg_statistic_ext s
                """;
        Map<String, String> indexes = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                indexes.put(rows.getString(1), rows.getString(2));
            }
        }
        return indexes;
    }

    /**
     * Leaves what builds that fail leave: unique ones over values that are not, on three tables.
     */
    static void leaveInvalid(TestDatabase database) throws SQLException {
        leaveInvalid(database, "idx_orders_customer", "orders (customer_id)");
        leaveInvalid(database, "Idx " + NAME, evilTable() + " (notes)");
        leaveInvalid(database, "idx_events_1_id", "events_1 ((id / 100))");
    }

    private static void leaveInvalid(TestDatabase database, String index, String on)
            throws SQLException {
        try (Connection connection = database.connect();
                Statement run = connection.createStatement()) {
            run.execute("CREATE UNIQUE INDEX CONCURRENTLY " + quoted(index) + " ON " + on);
            throw new IllegalStateException("the build was to fail");
        } catch (SQLException expected) {
            if (!"23505".equals(expected.getSQLState())) {
                throw expected;
            }
        }
    }

    private static String evilTable() {
        return "\"Läden\"." + quoted(NAME);
    }

    /** The names of the indexes and statistics that are made, with those of partitions. */
    static List<String> madeNames() {
        List<String> names = new ArrayList<>();
        wanted().stream()
                .filter(one -> one.action() == Action.CREATE)
                .forEach(one -> names.add(one.index()));
        names.addAll(List.of("idx_events_1_id", "idx_events_2_id", "idx_events_2a_id"));
        return names;
    }
}

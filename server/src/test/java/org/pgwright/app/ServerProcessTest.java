package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.testing.TestDatabase;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** From a server that nobody has heard of to an index on it, and back, all through the API. */
final class ServerProcessTest {
    @TempDir private Path home;

    @Test
    void watchesAdvisesChangesAndTakesBack() {
        try (ServedProcess served = new ServedProcess(home);
                TestDatabase shop = ShopDatabase.withStatements()) {
            String database = "/api/v1/databases/shop";
            served.post("/api/v1/databases", server(shop));
            await(served, shop);
            JsonNode advice = served.post(database + "/advice", Map.of("database", shop.name()));
            JsonNode found = ended(served, database, advice);
            assertThat(found.path("state").asString()).as(found.toString()).isEqualTo("done");
            assertThat(found.at("/result/recommendations/0/statements/0").asString())
                    .contains("CREATE INDEX CONCURRENTLY");

            JsonNode proposed = served.get(database + "/strategies?status=proposed");
            String strategy = proposed.at("/strategies/0/id").asString();
            assertThat(strategy).as(proposed.toString()).isNotEmpty();
            served.post("/api/v1/strategies/" + strategy + "/approve", Map.of("reason", "agreed"));
            long before = indexes(shop);
            JsonNode done = ended(served, database, change(served, "changes", shop, strategy));
            assertThat(done.path("state").asString()).as(done.toString()).isEqualTo("done");
            assertThat(indexes(shop)).isEqualTo(before + 1);

            JsonNode back = ended(served, database, change(served, "rollbacks", shop, strategy));
            assertThat(back.path("state").asString()).as(back.toString()).isEqualTo("done");
            assertThat(indexes(shop)).isEqualTo(before);
            JsonNode story = served.get("/api/v1/strategies/" + strategy);
            assertThat(StreamSupport.stream(story.path("events").spliterator(), false))
                    .anyMatch(event -> event.toString().contains("anna"));

            answersCommands(served);
            assertThat(served.delete(database)).isEqualTo(204);
            served.await("/api/v1/databases", all -> all.path("servers").isEmpty());
        }
    }

    /** The same as over its repository. */
    private void answersCommands(ServedProcess served) {
        for (String command :
                List.of(
                        "status",
                        "queries --sort mean --top 3",
                        "tables --by-group",
                        "tables orders",
                        "indexes",
                        "activity",
                        "activity --since 1h --top 5",
                        "locks",
                        "locks --since 1h",
                        "history --since 30d",
                        "accuracy")) {
            CommandLineFixture.Ending text = served.command(home, command.split(" "));
            assertThat(text.err()).as(command).isEmpty();
            assertThat(text.code()).as(command).isZero();
            assertThat(text.out()).as(command).isNotBlank().doesNotStartWith("{");
            CommandLineFixture.Ending json =
                    served.command(home, (command + " --format json").split(" "));
            assertThat(json.out()).as(command).startsWith("{");
        }
        assertThat(served.command(home, "queries", "--sort", "calls").out())
                .contains("shop, ", " in all");
        CommandLineFixture.Ending unknown = served.command(home, "query", "0000ffff");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains(" says: ", "0000ffff");
        CommandLineFixture.Ending both = served.command(home, "status", "--data", "x");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("both a server and a repository are named");
        CommandLineFixture.Ending forged =
                new CommandLineFixture(home)
                        .with("PGWRIGHT_TOKEN", "pgw_forged")
                        .run("status", "--instance", "shop", "--server=" + served.address());
        assertThat(forged.code()).isEqualTo(3);
        assertThat(forged.err()).contains("PGWRIGHT_TOKEN");
        CommandLineFixture.Ending open =
                new CommandLineFixture(home)
                        .with("PGWRIGHT_TOKEN", "pgw_x")
                        .run("status", "--server=http://pgwright.example.com");
        assertThat(open.code()).isEqualTo(2);
        assertThat(open.err()).contains("no address of HTTPS");
    }

    @Test
    void goesOnAfterARestart() {
        try (ServedProcess served = new ServedProcess(home);
                TestDatabase shop = ShopDatabase.withStatements()) {
            String database = "/api/v1/databases/shop";
            served.post("/api/v1/databases", server(shop));
            await(served, shop);
            JsonNode advice = served.post(database + "/advice", Map.of("database", shop.name()));
            served.await(
                    database + "/tasks/" + advice.path("id").asString(),
                    task -> task.path("state").asString().equals("working"));

            served.restart();

            JsonNode found = ended(served, database, advice);
            assertThat(found.path("state").asString()).as(found.toString()).isEqualTo("done");
            assertThat(found.at("/result/recommendations").isEmpty()).isFalse();
        }
    }

    private static Map<String, Object> server(TestDatabase shop) {
        return Map.of(
                "name", "shop",
                "host", shop.host(),
                "port", shop.port(),
                "database", shop.name(),
                "user", shop.user(),
                "password", shop.password());
    }

    /** What it ran before it was watched does not count: the first look is the beginning. */
    private static void await(ServedProcess served, TestDatabase shop) {
        served.await(
                "/api/v1/databases/shop/tables", tables -> tables.toString().contains("orders"));
        for (int customer = 1; customer <= 20; customer++) {
            shop.execute(ShopDatabase.QUERY.replace("42", String.valueOf(customer)));
        }
        served.await(
                "/api/v1/databases/shop/queries",
                queries -> queries.toString().contains("customer_id"));
    }

    private static JsonNode change(
            ServedProcess served, String kind, TestDatabase shop, String strategy) {
        return served.post(
                "/api/v1/databases/shop/" + kind,
                Map.of("database", shop.name(), "strategies", List.of(strategy), "now", true));
    }

    private static JsonNode ended(ServedProcess served, String database, JsonNode asked) {
        return served.await(
                database + "/tasks/" + asked.path("id").asString() + "?wait=5",
                task -> !task.path("endedAt").isNull() && task.has("endedAt"));
    }

    private static long indexes(TestDatabase shop) {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_index"
                                        + " WHERE indrelid = 'orders'::regclass AND indisvalid")) {
            found.next();
            return found.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}

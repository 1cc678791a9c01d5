package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people see of a database. */
final class PagesTest {
    private static final String ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;";

    private static ServedPages served;
    private static WatchedShop shop;
    private static ServedPages.Browser anna;
    private static String database;
    private static String query;

    @BeforeAll
    static void watchAShop() {
        served = new ServedPages();
        shop = new WatchedShop(served);
        anna = served.new Browser();
        String link = "/set-up?token=" + served.accounts.setUp().orElseThrow();
        anna.submit(
                link,
                "/set-up",
                Map.of(
                        "token",
                        link.substring(link.indexOf('=') + 1),
                        "name",
                        "anna",
                        "password",
                        "correct horse battery"));
        database = "/db/" + shop.shop.host() + ":" + shop.shop.port();
        query = keepPlans();
    }

    /** What is known of the query with the hostile text, beside its counters. */
    private static String keepPlans() {
        Matcher link =
                Pattern.compile("/queries/([0-9a-f]{64})")
                        .matcher(anna.show(database + "/queries?search=alert").body());
        assertThat(link.find()).isTrue();
        String plan =
                """
                {"Plan": {"Node Type": "%s", "Relation Name": "orders", "Alias": "%s",
                          "Startup Cost": 0, "Total Cost": 17, "Plan Rows": 1, "Plan Width": 4,
                          "Actual Rows": 1, "Actual Loops": 1, "Actual Total Time": 2.5}}
                """;
        served.kept()
                .execute(
                        """
                        INSERT INTO plan (instance_id, plan_hash, statement_id, plan, indexes_used,
                                          first_seen, last_seen)
                        SELECT instance_id, decode(p.hash, 'hex'), statement_id, p.plan::jsonb,
                               '["orders_pkey"]', now() - interval '1 h', now()
                          FROM statement, (VALUES ('aa01', '%s'), ('bb02', '%s')) AS p (hash, plan)
                         WHERE query_hash = '%s'
                        """
                                .formatted(
                                        plan.formatted("Seq Scan", WatchedShop.HOSTILE),
                                        plan.formatted("Index Scan", WatchedShop.HOSTILE),
                                        link.group(1)),
                        """
                        INSERT INTO query_performance_log (
                            id, instance_id, query_hash, query_pattern, execution_time_ms,
                            rows_examined, rows_returned, database_user, application_context,
                            executed_at, rows_examined_source, source, calls, node_id, database_id,
                            statement_id, plan_hash, is_plan_own, literals)
                        SELECT gen_random_uuid(), instance_id, query_hash, 'x', 250, 5, 1, 'app',
                               '%s', now() - interval '10 s', 'plan', 'log', 1, node_id,
                               database_id, statement_id, decode('aa01', 'hex'), true,
                               '{"statement": "SELECT 4711", "parameters": ["0815"]}'
                          FROM statement_source JOIN statement USING (instance_id, statement_id)
                         WHERE query_hash = '%s'
                         LIMIT 1
                        """
                                .formatted(WatchedShop.HOSTILE, link.group(1)));
        return database + "/queries/" + link.group(1);
    }

    @AfterAll
    static void end() {
        shop.close();
        served.close();
    }

    private static String page(String path) {
        HttpResponse<String> response = anna.show(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/html");
        // The policy of our pages refuses what stands in them, and so must we.
        assertThat(response.body())
                .doesNotContain(WatchedShop.HOSTILE)
                .doesNotContain("<style")
                .doesNotContain("style=")
                .doesNotContainPattern("<script(?! type=\"module\" src=| src=)")
                .doesNotContainPattern(" on[a-z]+=\"");
        return response.body();
    }

    @Test
    void showsHowADatabaseIs() {
        String overview = page(database);

        assertThat(overview)
                .contains("What is wrong now", "What would help most", "Connections", "Cache hit")
                .contains(ESCAPED)
                .contains(">public.orders</a>")
                .contains("href=\"" + database + "/queries\"")
                .contains(" UTC</time>");
    }

    @Test
    void keepsTheTimeThatWasChosenInAddresses() {
        String overview = page(database + "?since=7d");

        assertThat(overview)
                .contains("aria-current=\"true\">7d</a>")
                .contains("href=\"" + database + "/queries?since=7d\"");
        assertThat(page(database + "?from=2026-01-01T00:00&to=2026-01-02T00:00"))
                .contains("2026-01-01 00:00:00 UTC", "2026-01-02 00:00:00 UTC")
                .contains("value=\"2026-01-01T00:00\"")
                .contains("No query ran in this time");
    }

    @Test
    void findsAndSortsQueries() {
        String all = page(database + "/queries?since=1h");

        assertThat(all)
                .contains(ESCAPED)
                .contains("aria-sort=\"descending\"><a href=\"" + database)
                .contains("href=\"" + database + "/queries?since=1h&amp;sort=p95\"")
                .contains("P95 is not known of", "the log was not read throughout");
        String found = page(database + "/queries?since=1h&search=%3CSCRIPT%3E&sort=mean");
        assertThat(found)
                .contains("name=\"search\" value=\"")
                .contains("1 query of ")
                .contains("since=1h&amp;sort=mean");
        assertThat(page(database + "/queries?search=nothing+like+it")).contains("Show all");
        assertThat(page(database + "/queries?since=1h&shown=1"))
                .contains("shown=101", ">More: 1 of ");
        assertThat(page(database + "/queries?show=new")).contains("aria-current=\"true\">New</a>");
    }

    @Test
    void showsAQueryWithItsTrendAndPlans() {
        String page = page(query + "?since=1h");

        assertThat(page)
                .contains("\nfrom orders as \"" + ESCAPED)
                .contains("data-plot=\"{", "As a table", "Mean time of a call")
                .contains("Percentiles that are missing are not known")
                .contains("Seq Scan on orders", "orders_pkey", "250 ms")
                .contains("an administrator decides that")
                .doesNotContain("4711", "0815");
        assertThat(page(query + "?left=aa01&right=bb02"))
                .contains("aria-label=\"Plan aa01\"", "aria-label=\"Plan bb02\"")
                .contains("Seq Scan on orders", "Index Scan");
        assertThat(anna.show(query + "?left=cc03").statusCode()).isEqualTo(404);
        assertThat(anna.show(database + "/queries/0000").statusCode()).isEqualTo(404);
    }

    @Test
    void showsValuesToThoseWhoMaySeeThem() {
        served.kept().execute("UPDATE app_user SET sees_values = true");
        try {
            assertThat(page(query + "?since=1h")).contains("SELECT 4711", "0815");
        } finally {
            served.kept().execute("UPDATE app_user SET sees_values = false");
        }
    }

    @Test
    void opensAPlanInTheViewer() {
        String viewer = page(query + "/plans/aa01");

        assertThat(viewer).contains("data-plan=\"{").contains("Back to the query");
        for (String file : files(viewer)) {
            assertThat(anna.show(file).statusCode()).as(file).isEqualTo(200);
        }
        assertThat(anna.show(query + "/plans/cc03").statusCode()).isEqualTo(404);
    }

    private static List<String> files(String page) {
        List<String> files =
                Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(files).isNotEmpty();
        return files;
    }

    @Test
    void servesWhatPagesAreDrawnWith() {
        for (String file : files(page(database))) {
            assertThat(anna.show(file).statusCode()).as(file).isEqualTo(200);
        }
        Matcher imported =
                Pattern.compile("from \"(/assets/[^\"]+)\"")
                        .matcher(anna.show("/assets/pgwright.js").body());
        assertThat(imported.find()).isTrue();
        assertThat(anna.show(imported.group(1)).statusCode()).isEqualTo(200);
    }

    @Test
    void showsIndexesAndWhatMayBecomeOfThem() {
        String indexes = page(database + "/indexes");

        assertThat(indexes)
                .contains("orders_note_again", "orders_pkey", "Rows written", "Watched since")
                .contains("href=\"" + database + "/indexes?show=unused\"");
        assertThat(page(database + "/indexes?table=orders&sort=scans")).contains("orders_pkey");
        assertThat(page(database + "/indexes?table=nothing")).contains("No index is like that");
        assertThat(page(database + "/indexes?search=AGAIN"))
                .contains("orders_note_again")
                .doesNotContain("orders_pkey");
        assertThat(page(database + "/indexes?show=invalid")).contains("No index is like that");
    }

    @Test
    void showsTables() {
        String tables = page(database + "/tables?since=7d");
        Matcher link = Pattern.compile("href=\"(/db/[^\"]+public.orders[^\"]*)\"").matcher(tables);

        assertThat(link.find()).isTrue();
        assertThat(link.group(1)).endsWith("?since=7d");
        assertThat(page(link.group(1)))
                .contains("Table public.orders", "orders_note", "Heap-only updates", "Analyzed");
        assertThat(page(database + "/tables?search=nothing")).contains("No table has that");
        assertThat(anna.show(database + "/tables/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void showsWhatSessionsDo() {
        assertThat(page(database + "/activity"))
                .contains("Nobody waits for a lock", "connections", "Longest waits for locks");
    }

    @Test
    void showsWhoWaitsForWhomAsATree() {
        served.kept()
                .execute(
                        """
                        INSERT INTO activity_sample (
                            instance_id, node_id, taken_at, connections, connection_limit, pids,
                            states, wait_types, wait_events, database_names, role_names,
                            application_names, statement_ids, transaction_millis, query_millis,
                            blockers)
                        SELECT instance_id, node_id, max(taken_at) + interval '1 ms', 9, 50,
                               '{101,102,103}', '{idle in transaction,active,active}',
                               '{Client,Lock,Lock}', '{ClientRead,transactionid,tuple}',
                               '{shop,shop,shop}', '{app,app,app}', '{%1$s,%1$s,web}', '{0,0,0}',
                               '{90000,5000,4000}', '{90000,5000,4000}', '{"",101,102}'
                          FROM activity_sample
                         GROUP BY instance_id, node_id
                        """
                                .formatted(WatchedShop.HOSTILE));
        try {
            String activity = page(database + "/activity");

            assertThat(activity)
                    .containsSubsequence(
                            "<ul class=\"tree\">",
                            "<strong>101</strong>",
                            "<ul>",
                            "<strong>102</strong>",
                            "<ul>",
                            "<strong>103</strong>")
                    .contains("idle in transaction for 1.5 min", "tuple of 102", ESCAPED)
                    .contains("9 of 50 connections, 3 not idle");
        } finally {
            served.kept().execute("DELETE FROM activity_sample WHERE 101 = ANY (pids)");
        }
    }

    @Test
    void refusesWhatCannotBeChosen() {
        assertThat(anna.show(database + "/queries?sort=price").statusCode()).isEqualTo(400);
        assertThat(anna.show(database + "/queries?shown=0").statusCode()).isEqualTo(400);
        assertThat(anna.show(database + "/queries?from=yesterday&to=today").statusCode())
                .isEqualTo(400);
    }

    @Test
    void saysWhyAPageIsNotThere() {
        HttpResponse<String> unknown = anna.show("/db/nowhere");
        HttpResponse<String> senseless = anna.show(database + "?since=0s");
        HttpResponse<String> stranger = served.new Browser().show(database);

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(senseless.statusCode()).isEqualTo(400);
        assertThat(stranger.statusCode()).isEqualTo(302);
    }
}

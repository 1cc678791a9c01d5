package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Map;

/** What people see of a database. */
final class PagesTest {
    private static final String ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;";

    private static ServedPages served;
    private static WatchedShop shop;
    private static ServedPages.Browser anna;
    private static String database;

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

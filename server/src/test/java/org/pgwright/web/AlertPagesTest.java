package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.alerting.channel.Told;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;

import java.net.http.HttpResponse;
import java.util.Map;

/** Alerts, thresholds and channels in the browser, for each role what it may. */
final class AlertPagesTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String ALERT = "61000000-0000-7000-8000-0000aaaa0001";
    private static final String ALERTS = "/db/shop/alerts";
    private static final String THRESHOLDS = "/db/shop/thresholds";
    private static final String CHANNELS = "/settings/channels";

    private static ServedPages served;

    @BeforeAll
    static void serve() {
        served = new ServedPages();
        served.accounts.accept(served.accounts.setUp().orElseThrow(), "anna", new Secret(PASSWORD));
        for (Role role : new Role[] {Role.OPERATOR, Role.VIEWER}) {
            served.accounts.accept(
                    served.accounts.invite(role.word(), role, false),
                    role.word(),
                    new Secret(PASSWORD));
        }
        served.kept()
                .execute(
                        """
                        INSERT INTO instance (instance_id, system_identifier, name, created_by)
                        SELECT '10000000-0000-7000-8000-000000000001', 1, 'shop', id
                          FROM app_user WHERE name = 'anna'
                        """,
                        """
                        INSERT INTO performance_threshold (
                            id, instance_id, metric_type, warning_threshold, critical_threshold,
                            threshold_unit, created_by)
                        SELECT '60000000-0000-7000-8000-000000000001', instance_id, 'dead_rows', 10,
                               30, 'percent', created_by
                          FROM instance
                        """,
                        """
                        INSERT INTO alert (
                            id, instance_id, threshold_id, metric_type, subject_kind,
                            database_name, schema_name, table_name, subject_name, state,
                            started_at, fired_at, last_beyond_at, last_known_at, evaluations,
                            last_value, worst_value)
                        SELECT '61000000-0000-7000-8000-0000aaaa0001', instance_id,
                               '60000000-0000-7000-8000-000000000001', 'dead_rows', 'table', 'shop',
                               'public', '<script>alert(1)</script>', '', 'warning',
                               now(), now(), now(), now(), 17, 12.5, 14
                          FROM instance
                        """);
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static ServedPages.Browser signedIn(String name) {
        ServedPages.Browser browser = served.new Browser();
        HttpResponse<String> response =
                browser.submit("/sign-in", "/sign-in", Map.of("name", name, "password", PASSWORD));
        assertThat(response.statusCode()).isEqualTo(303);
        return browser;
    }

    private static int submit(
            ServedPages.Browser browser, String page, String path, Map<String, String> fields) {
        return browser.submit(page, path, fields).statusCode();
    }

    @Test
    void showWhatFiresAndLetOperatorsSeeToIt() {
        ServedPages.Browser viewer = signedIn("viewer");
        HttpResponse<String> page = viewer.show(ALERTS);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body())
                .contains("dead_rows", "17", "&lt;script&gt;")
                .doesNotContain("<script>", "Acknowledge");
        String acknowledge = ALERTS + "/" + ALERT + "/acknowledge";
        assertThat(submit(viewer, ALERTS, acknowledge, Map.of())).isEqualTo(403);

        ServedPages.Browser operator = signedIn("operator");
        assertThat(operator.show(ALERTS).body()).contains("Acknowledge");
        assertThat(operator.submitAsIs(acknowledge, Map.of()).statusCode()).isEqualTo(403);
        assertThat(submit(operator, ALERTS, acknowledge, Map.of("comment", "on it")))
                .isEqualTo(303);
        assertThat(viewer.show(ALERTS).body()).contains("operator");
        assertThat(submit(operator, ALERTS, acknowledge, Map.of())).isEqualTo(400);
    }

    @Test
    void letOperatorsSilence() {
        ServedPages.Browser operator = signedIn("operator");
        Map<String, String> silence =
                Map.of("metric", "dead_rows", "of", "shop.*", "hours", "2", "comment", "upgrade");
        String silences = ALERTS + "/silences";
        assertThat(submit(signedIn("viewer"), ALERTS, silences, silence)).isEqualTo(403);
        assertThat(submit(operator, ALERTS, silences, silence)).isEqualTo(303);
        assertThat(operator.show(ALERTS).body())
                .contains("dead_rows of shop.*", "upgrade", "silenced");
        assertThat(submit(operator, ALERTS, silences, Map.of("hours", "0"))).isEqualTo(400);
    }

    @Test
    void letAdministratorsSetThresholds() {
        Map<String, String> wanted =
                Map.of(
                        "metric", "dead_rows",
                        "table", "public.queue",
                        "warning", "41",
                        "critical", "62.5",
                        "seconds", "60",
                        "enabled", "true");
        ServedPages.Browser admin = signedIn("anna");
        assertThat(submit(signedIn("operator"), ALERTS, THRESHOLDS, wanted)).isEqualTo(403);
        assertThat(submit(admin, THRESHOLDS, THRESHOLDS, wanted)).isEqualTo(303);
        assertThat(signedIn("viewer").show(THRESHOLDS).body())
                .contains("public.queue", "above 41 percent", "above 62.5 percent")
                .doesNotContain("Default");
        Map<String, String> senseless =
                Map.of("metric", "dead_rows", "warning", "9", "critical", "1", "seconds", "60");
        assertThat(submit(admin, THRESHOLDS, THRESHOLDS, senseless)).isEqualTo(400);
        assertThat(
                        submit(
                                admin,
                                THRESHOLDS,
                                THRESHOLDS + "/unset",
                                Map.of("metric", "dead_rows", "table", "public.queue")))
                .isEqualTo(303);
        assertThat(admin.show(THRESHOLDS).body()).doesNotContain("queue");
    }

    @Test
    void letAdministratorsSayWhereAlertsGoAndReachNothingPrivateUnasked() {
        ServedPages.Browser admin = signedIn("anna");
        try (Told told = new Told()) {
            String url = "url=" + told.url("/hook");
            Map<String, String> closed =
                    Map.of("name", "closed", "kind", "webhook", "settings", url);
            assertThat(submit(signedIn("operator"), ALERTS, CHANNELS, closed)).isEqualTo(403);
            assertThat(submit(admin, CHANNELS, CHANNELS, closed)).isEqualTo(303);
            assertThat(admin.submit(CHANNELS, CHANNELS + "/test", Map.of("name", "closed")).body())
                    .contains("private, loopback");
            assertThat(told.requests()).isEmpty();

            Map<String, String> open =
                    Map.of(
                            "name", "open",
                            "kind", "webhook",
                            "settings", url,
                            "secret", "hush-4711",
                            "allowPrivate", "true");
            assertThat(submit(admin, CHANNELS, CHANNELS, open)).isEqualTo(303);
            assertThat(admin.submit(CHANNELS, CHANNELS + "/test", Map.of("name", "open")).body())
                    .contains("The test got through.");
            assertThat(told.requests()).hasSize(1);
        }
        assertThat(signedIn("viewer").show(CHANNELS).body())
                .contains("closed", "open", "stored")
                .doesNotContain("hush", "Remove");
        HttpResponse<String> unfit =
                admin.submit(CHANNELS, CHANNELS, Map.of("name", "x", "kind", "pigeon"));
        assertThat(unfit.statusCode()).isEqualTo(400);
        assertThat(submit(admin, CHANNELS, CHANNELS + "/remove", Map.of("name", "open")))
                .isEqualTo(303);
        assertThat(admin.show(CHANNELS).body()).doesNotContain("hush", ">open<");
    }
}

package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.postgres.Secret;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** What logs tell, as people and programs see it. */
final class LogPagesTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final String TIME = "?from=2026-03-01T11:00&to=2026-03-01T12:00";

    @Test
    void saysHowLogsAreFollowedAndThenWhatTheyTell() {
        try (ServedPages served = new ServedPages()) {
            served.accounts.accept(
                    served.accounts.setUp().orElseThrow(), "anna", new Secret(PASSWORD));
            ServedPages.Browser browser = served.new Browser();
            browser.submit("/sign-in", "/sign-in", Map.of("name", "anna", "password", PASSWORD));
            known(served);

            assertThat(browser.show("/db/shop/logs" + TIME).body())
                    .contains(
                            "No log is followed yet", "logging_collector = on", "pgwright log FILE")
                    .contains("None was logged in this time");

            logged(served);
            // Another time, as the same one is not looked up again within seconds.
            HttpResponse<String> later =
                    browser.show("/db/shop/logs?from=2026-03-01T11:00:00&to=2026-03-01T12:00:01");
            assertThat(later.statusCode()).isEqualTo(200);
            assertThat(later.body())
                    .contains("db1:5432", "server", "something in 1 hour")
                    .contains("42P01", "&lt;script&gt;alert", "lock wait", "2.5")
                    .doesNotContain(HOSTILE);
            assertThat(later.body().indexOf("42P01")).isLessThan(later.body().indexOf("lock wait"));
            HttpResponse<String> document =
                    browser.show(
                            "/api/v1/databases/shop/logs?from=2026-03-01T11:00Z&to=2026-03-01T12:00:02Z");
            assertThat(document.statusCode()).as(document.body()).isEqualTo(200);
            assertThat(document.body())
                    .contains("\"kind\" : \"error\"", "\"count\" : 7", "\"lossyHours\" : 1");
        }
    }

    private static void known(ServedPages served) {
        for (String table : List.of("log_event", "log_hour")) {
            served.kept()
                    .execute("CREATE TABLE %1$s_all PARTITION OF %1$s DEFAULT".formatted(table));
        }
        served.kept()
                .execute(
                        """
                        INSERT INTO instance (instance_id, system_identifier, name, created_by)
                        SELECT '10000000-0000-7000-8000-000000000001', 1, 'shop', id FROM app_user
                         LIMIT 1
                        """,
                        """
                        INSERT INTO node (instance_id, address, role_name, connection, is_standby,
                                          server_version, server_started_at)
                        SELECT instance_id, 'db1:5432', 'pgwright', '{}', false, '18.1', now()
                          FROM instance
                        """);
    }

    private static void logged(ServedPages served) {
        served.kept()
                .execute(
                        """
                        INSERT INTO log_position (instance_id, node_id, source, position, reached_at)
                        SELECT instance_id, node_id, 'server',
                               '{"until": "2026-03-01 11:59Z"}', '2026-03-01 12:00Z'
                          FROM node
                        """,
                        """
                        INSERT INTO log_hour (instance_id, hour, node_id, is_lossy)
                        SELECT instance_id, '2026-03-01 11:00Z', node_id, true FROM node
                        """,
                        """
                        INSERT INTO log_event (id, instance_id, node_id, logged_at, kind, sqlstate,
                                               message, details)
                        SELECT gen_random_uuid(), n.instance_id, n.node_id, e.at::timestamptz,
                               e.kind::log_event_kind, e.state, e.message, e.details::jsonb
                          FROM node n,
                               (VALUES ('2026-03-01 11:20Z', 'error', '42P01',
                                        'relation "<script>alert(1)</script>" does not exist',
                                        '{"count": 3}'),
                                       ('2026-03-01 11:25Z', 'error', '42P01',
                                        'relation "<script>alert(1)</script>" does not exist',
                                        '{"count": 4}'),
                                       ('2026-03-01 11:26Z', 'lock_wait', NULL,
                                        'waits for ShareLock',
                                        '{"count": 2, "total": 4000, "most": 2500}'))
                               AS e (at, kind, state, message, details)
                        """);
    }
}

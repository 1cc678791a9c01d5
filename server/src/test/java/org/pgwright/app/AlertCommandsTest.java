package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.alerting.channel.Told;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What people do about alerts on the command line. */
final class AlertCommandsTest {
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @TempDir private Path home;

    private TestDatabase kept;

    /** An instance with two thresholds, an alert that fires, and one that is over. */
    @BeforeEach
    void fillARepository() {
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        try (Repository repository = Repositories.on(kept)) {
            assertThat(repository.location()).isNotNull();
        }
        kept.execute(
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '10000000-0000-7000-8000-000000000001', 1, 'shop', id FROM app_user
                """,
                """
                INSERT INTO performance_threshold (
                    id, instance_id, metric_type, warning_threshold, critical_threshold,
                    threshold_unit, alert_configuration, created_by)
                SELECT v.id::uuid, instance_id, v.metric::metric_type, v.warning, v.critical,
                       'percent', '{"for": "PT5M"}', created_by
                  FROM instance,
                       (VALUES ('60000000-0000-7000-8000-000000000001', 'connections', 80, 95),
                               ('60000000-0000-7000-8000-000000000002', 'dead_rows', 10, 30))
                       AS v (id, metric, warning, critical)
                """,
                """
                INSERT INTO alert (
                    id, instance_id, threshold_id, metric_type, subject_kind, database_name,
                    schema_name, table_name, subject_name, state, started_at, fired_at, resolved_at,
                    last_beyond_at, last_known_at, warning_since, evaluations, last_value,
                    worst_value, is_announced)
                SELECT v.id::uuid, instance_id, '60000000-0000-7000-8000-000000000001',
                       'connections', 'instance', '', '', '', '', v.state::alert_state,
                       now() - interval '2 hours', now() - interval '2 hours', v.resolved_at,
                       '2026-03-01 12:34:56Z', now(), NULL, 17, 87.5, 91, true
                  FROM instance,
                       (VALUES ('61000000-0000-7000-8000-0000aaaa0001', 'warning', NULL),
                               ('61000000-0000-7000-8000-0000bbbb0002', 'resolved',
                                now() - interval '1 hour'))
                       AS v (id, state, resolved_at)
                """);
    }

    @AfterEach
    void end() {
        kept.close();
    }

    private Ending run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--repository");
        all.add(
                "postgres://%s@%s:%d/%s"
                        .formatted(kept.user(), kept.host(), kept.port(), kept.name()));
        return new CommandLineFixture(home)
                .with("PGPASSWORD", kept.password())
                .with("HOOK", "hush-4711")
                .with("PGWRIGHT_KEY", KEY)
                .run(all.toArray(String[]::new));
    }

    private String done(String... arguments) {
        Ending ending = run(arguments);
        assertThat(ending.err()).isEmpty();
        assertThat(ending.code()).isZero();
        assertThat(ending.out()).doesNotContain("hush");
        return ending.out();
    }

    private void refused(String part, String... arguments) {
        Ending ending = run(arguments);
        assertThat(ending.code()).isEqualTo(2);
        assertThat(ending.err()).contains(part).doesNotContain("hush");
    }

    @Test
    void showHowOftenAndWhenLast() {
        assertThat(done("alerts"))
                .contains("aaaa0001", "warning", "connections", "87.5 %", "17")
                .contains("2026-03-01 12:34:56")
                .doesNotContain("bbbb0002");
        assertThat(done("alerts", "--all")).contains("aaaa0001", "bbbb0002", "ended", "91 %");
        assertThat(done("alerts", "--all", "--since", "30min")).doesNotContain("bbbb0002");
        assertThat(done("alerts", "--format", "json"))
                .contains("\"count\" : 17", "\"lastSeen\" : \"2026-03-01T12:34:56Z\"");
        refused("no server named", "alerts", "--instance", "none");
    }

    @Test
    void areAcknowledgedOnce() {
        assertThat(done("alerts", "acknowledge", "aaaa0001", "--comment", "on it"))
                .contains("seen to by local");
        refused("somebody sees to alert", "alerts", "acknowledge", "aaaa0001");
        refused("no alert of that id fires", "alerts", "acknowledge", "bbbb0002");
        refused("no alert of that id fires", "alerts", "acknowledge", "1");
    }

    @Test
    void areSilencedForATime() {
        String silence =
                done(
                        "alerts",
                        "silence",
                        "--instance",
                        "shop",
                        "--metric",
                        "connections",
                        "--for",
                        "2h",
                        "--comment",
                        "upgrade");
        assertThat(silence).contains("shop", "connections", "upgrade", "local");
        assertThat(done("alerts")).contains("warning, silenced");
        assertThat(done("alerts", "silences")).isEqualTo(silence);
        String id = silence.lines().skip(1).findFirst().orElseThrow().strip().split(" ")[0];
        assertThat(done("alerts", "end-silence", id)).isEqualTo("no silence\n");
        assertThat(done("alerts")).doesNotContain("silenced");
        refused("no silence of that id", "alerts", "end-silence", id);
        refused("lasts up to a year", "alerts", "silence", "--for", "0s");
        refused("is none of mean_latency", "alerts", "silence", "--metric", "x", "--for", "2h");
    }

    @Test
    void haveThresholdsThatAreSetAndPutBack() {
        assertThat(done("threshold", "list")).contains("connections", "> 80 %", "> 95 %");
        assertThat(
                        done(
                                "threshold",
                                "set",
                                "connections",
                                "--warning",
                                "70",
                                "--for",
                                "10min",
                                "--margin",
                                "2%"))
                .contains("> 70 %", "> 95 %", "10.0 min");
        assertThat(
                        done(
                                "threshold",
                                "set",
                                "dead_rows",
                                "--table",
                                "public.queue",
                                "--critical",
                                "90",
                                "--off"))
                .contains("public.queue", "> 10 %", "> 90 %", "off");
        assertThat(done("threshold", "unset", "connections")).contains("> 80 %");
        assertThat(done("threshold", "unset", "dead_rows", "--table", "public.queue"))
                .doesNotContain("queue");
        assertThat(done("threshold", "list", "--format", "json"))
                .contains("\"metric\" : \"connections\"", "\"marginPercent\" : 5.0");
    }

    @Test
    void haveNoThresholdsThatMakeNoSense() {
        refused("has to be larger", "threshold", "set", "connections", "--warning", "99");
        refused(
                "is not measured of single tables",
                "threshold",
                "set",
                "connections",
                "--table",
                "orders",
                "--off");
        refused("give one of them", "threshold", "set", "connections", "--on", "--off");
        refused("no such threshold", "threshold", "unset", "dead_rows", "--table", "orders");
        refused("is none of", "threshold", "set", "connection", "--off");
        assertThat(done("threshold", "list")).contains("> 80 %", "> 95 %");
    }

    @Test
    void areSentWhereItIsSaid() {
        assertThat(done("channel", "list")).contains("no channel");
        try (Told told = new Told()) {
            String url = "url=" + told.url("/hook");
            assertThat(
                            done(
                                    "channel",
                                    "add",
                                    "ops",
                                    "--kind",
                                    "webhook",
                                    "--set",
                                    url,
                                    "--secret",
                                    "env:HOOK",
                                    "--store-secret",
                                    "--allow-private",
                                    "--severity",
                                    "critical",
                                    "--instance",
                                    "shop"))
                    .contains("ops", "webhook", "stored", "critical of shop", "allowed");
            done("channel", "test", "ops");
            assertThat(told.requests()).hasSize(1);
            assertThat(told.requests().getFirst().header("X-pgwright-signature"))
                    .startsWith("sha256=");
            done("channel", "add", "safe", "--kind", "webhook", "--set", url);
            Ending test = run("channel", "test", "safe");
            assertThat(test.code()).isEqualTo(3);
            assertThat(test.err()).contains("private, loopback");
            told.answering(500);
            assertThat(run("channel", "test", "ops").err()).contains("answered with status 500");
            assertThat(told.requests()).hasSize(2);
        }
        refused(
                "there is a channel 'ops'",
                "channel",
                "add",
                "ops",
                "--kind",
                "slack",
                "--secret",
                "env:HOOK");
        assertThat(done("channel", "remove", "ops")).doesNotContain("ops");
        refused("no channel of that name", "channel", "remove", "ops");
    }

    @Test
    void areNotSentWhereNothingIsToBeHad() {
        refused("needs a URL", "channel", "add", "ops", "--kind", "webhook");
        refused(
                "a secret is referred to as",
                "channel",
                "add",
                "ops",
                "--kind",
                "slack",
                "--secret",
                "hush-4711");
        refused(
                "the environment does not have it",
                "channel",
                "add",
                "ops",
                "--kind",
                "slack",
                "--secret",
                "env:NONE",
                "--store-secret");
        refused("no secret to store", "channel", "add", "a", "--kind", "slack", "--store-secret");
        refused("is none of webhook", "channel", "add", "ops", "--kind", "pigeon");
        assertThat(done("channel", "list", "--format", "json")).contains("\"channels\" : [ ]");
    }
}

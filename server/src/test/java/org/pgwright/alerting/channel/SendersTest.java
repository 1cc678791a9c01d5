package org.pgwright.alerting.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.ChannelKind;
import org.pgwright.repository.alerts.StoredChannel;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Each channel against a server that listens. */
final class SendersTest {
    private static final Secret SECRET = new Secret("hush-4711");

    private final Told told = new Told();
    private final Senders senders = new Senders(Duration.ofSeconds(10));

    @AfterEach
    void end() {
        senders.close();
        told.close();
    }

    private Delivery send(Channel channel, @Nullable Secret secret, Telling telling) {
        return senders.send(channel, true, secret, telling);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void signAWebhook() throws Exception {
        assertThat(
                        send(
                                new Channel.Webhook(told.url("/hook")),
                                SECRET,
                                Tellings.of("shop", AlertEvent.Kind.FIRED)))
                .isEqualTo(new Delivery.Sent());
        Told.Request request = told.requests().getFirst();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("hush-4711".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String digest =
                HexFormat.of()
                        .formatHex(mac.doFinal(request.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(request.header("X-pgwright-signature")).isEqualTo("sha256=" + digest);
        assertThat(request.header("Idempotency-key")).isEqualTo(Tellings.ID.toString());
        assertThat(request.body()).doesNotContain("hush");
        JsonNode event = json(request.body()).path("events").path(0);
        assertThat(event.path("event").asString()).isEqualTo("fired");
        assertThat(event.path("metric").asString()).isEqualTo("cache_hit");
        assertThat(event.path("severity").asString()).isEqualTo("critical");
        assertThat(event.path("value").asDouble()).isEqualTo(70);
        assertThat(event.path("count").asInt()).isEqualTo(3);
    }

    @Test
    void tellSlackAsPlainText() {
        Secret url = new Secret(told.url("/services/T0/B0/hush").toString());
        assertThat(
                        send(
                                new Channel.Slack(),
                                url,
                                Tellings.of("<!channel> & co", AlertEvent.Kind.FIRED)))
                .isEqualTo(new Delivery.Sent());
        assertThat(json(told.requests().getFirst().body()).path("text").asString())
                .contains("&lt;!channel&gt; &amp; co", "critical: cache_hit 70 %")
                .doesNotContain("<!channel>");
    }

    @Test
    void triggerAcknowledgeAndResolveAtPagerDuty() {
        Channel.PagerDuty channel = new Channel.PagerDuty(told.url("/v2/enqueue"));
        assertThat(
                        send(
                                channel,
                                SECRET,
                                Tellings.of(
                                        "shop",
                                        AlertEvent.Kind.FIRED,
                                        AlertEvent.Kind.ACKNOWLEDGED,
                                        AlertEvent.Kind.RESOLVED)))
                .isEqualTo(new Delivery.Sent());
        assertThat(told.requests())
                .extracting(request -> json(request.body()).path("event_action").asString())
                .containsExactly("trigger", "acknowledge", "resolve");
        assertThat(told.requests())
                .extracting(request -> json(request.body()).path("dedup_key").asString())
                .containsOnly("pgwright-" + Tellings.ALERT);
        assertThat(json(told.requests().getFirst().body()).path("routing_key").asString())
                .isEqualTo("hush-4711");
    }

    @Test
    void endAlertsAtAlertmanagerWhenTheyAreResolved() {
        Channel.Alertmanager channel = new Channel.Alertmanager(told.url("/"));
        send(channel, SECRET, Tellings.of("shop", AlertEvent.Kind.FIRED));
        send(channel, SECRET, Tellings.of("shop", AlertEvent.Kind.RESOLVED));
        assertThat(told.requests()).extracting(Told.Request::path).containsOnly("/api/v2/alerts");
        assertThat(told.requests().getFirst().header("Authorization"))
                .isEqualTo("Bearer hush-4711");
        JsonNode fired = json(told.requests().getFirst().body()).path(0);
        JsonNode resolved = json(told.requests().getLast().body()).path(0);
        assertThat(fired.path("labels")).isEqualTo(resolved.path("labels"));
        assertThat(fired.path("endsAt").isMissingNode()).isTrue();
        assertThat(resolved.path("endsAt").asString()).isEqualTo("2026-03-01T12:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 410, 422})
    void takeARefusalForOne(int status) {
        told.answering(status);
        assertThat(fire()).isEqualTo(new Delivery.Refused("it answered with status " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 503})
    void takeForAFailureWhatPasses(int status) {
        told.answering(status);
        assertThat(fire()).isEqualTo(new Delivery.Failed("it answered with status " + status));
    }

    @Test
    void readHowLongToWait() {
        told.answering(503).saying("Retry-After", "120");
        assertThat(fire())
                .isEqualTo(
                        new Delivery.Failed("it answered with status 503", Duration.ofMinutes(2)));
        told.saying("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT");
        assertThat(fire())
                .isInstanceOfSatisfying(
                        Delivery.Failed.class,
                        failed -> assertThat(failed.pause()).isGreaterThan(Duration.ofDays(365)));
        told.saying("Retry-After", "soon");
        assertThat(fire()).isEqualTo(new Delivery.Failed("it answered with status 503"));
    }

    private Delivery fire() {
        return send(
                new Channel.Webhook(told.url("/hook")),
                null,
                Tellings.of("shop", AlertEvent.Kind.FIRED));
    }

    @Test
    void connectToNothingPrivateUnlessThatIsAllowed() {
        Channel webhook = new Channel.Webhook(told.url("/hook"));
        Delivery delivery =
                senders.send(webhook, false, SECRET, Tellings.of("shop", AlertEvent.Kind.FIRED));
        assertThat(delivery).isEqualTo(new Delivery.Failed(FailureWords.REFUSED));
        assertThat(told.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "2130706433",
                "127.1",
                "0x7f000001",
                "017700000001",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]"
            })
    void reachNoLoopbackByAnotherName(String host) {
        URI url = URI.create("http://%s:%d/".formatted(host, told.url("/").getPort()));
        Delivery delivery =
                senders.send(
                        new Channel.Webhook(url),
                        false,
                        SECRET,
                        Tellings.of("shop", AlertEvent.Kind.FIRED));
        assertThat(delivery).isInstanceOf(Delivery.Failed.class);
        assertThat(told.requests()).isEmpty();
    }

    @Test
    void followNoRedirect() {
        told.answering(307);
        assertThat(
                        send(
                                new Channel.Webhook(told.url("/hook")),
                                null,
                                Tellings.of("shop", AlertEvent.Kind.FIRED)))
                .isEqualTo(
                        new Delivery.Failed(
                                "it answered with a redirect (status 307), which is not followed"));
        assertThat(told.requests()).hasSize(1);
    }

    @Test
    void sayNothingOfWhatIsSecret() {
        told.answering(500);
        Secret url = new Secret(told.url("/services/hush").toString());
        assertThat(send(new Channel.Slack(), url, Tellings.of("shop", AlertEvent.Kind.FIRED)))
                .isEqualTo(new Delivery.Failed("it answered with status 500"));
        told.close();
        assertThat(send(new Channel.Slack(), url, Tellings.of("shop", AlertEvent.Kind.FIRED)))
                .isEqualTo(new Delivery.Failed(FailureWords.NO_CONNECTION));
        Secret noUrl = new Secret("hush hush");
        assertThatThrownBy(
                        () ->
                                send(
                                        new Channel.Slack(),
                                        noUrl,
                                        Tellings.of("shop", AlertEvent.Kind.FIRED)))
                .isInstanceOf(PgwrightException.class)
                .hasMessageNotContaining("hush");
    }

    @Test
    void waitForNoAnswerForEver() {
        told.silent();
        try (Senders hasty = new Senders(Duration.ofMillis(300))) {
            assertThat(
                            hasty.send(
                                    new Channel.Webhook(told.url("/hook")),
                                    true,
                                    null,
                                    Tellings.of("shop", AlertEvent.Kind.FIRED)))
                    .isEqualTo(new Delivery.Failed("it did not answer within 1 s"));
        }
    }

    @Test
    void refuseSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> Channel.of(stored(ChannelKind.WEBHOOK, Map.of())))
                .hasMessageContaining("needs a URL");
        assertThatThrownBy(
                        () ->
                                Channel.of(
                                        stored(
                                                ChannelKind.WEBHOOK,
                                                Map.of("url", "file:///etc/passwd"))))
                .isInstanceOf(PgwrightException.class);
        assertThatThrownBy(
                        () ->
                                Channel.of(
                                        stored(
                                                ChannelKind.WEBHOOK,
                                                Map.of("url", "https://a:hush@example.org/"))))
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> Channel.of(stored(ChannelKind.SLACK, Map.of())))
                .hasMessageContaining("needs a secret");
        assertThatThrownBy(
                        () ->
                                Channel.of(
                                        stored(
                                                ChannelKind.EMAIL,
                                                Map.of(
                                                        "host", "mail",
                                                        "from", "a@example.org\r\nBcc: b@c.org",
                                                        "to", "a@example.org"))))
                .hasMessageContaining("plain addresses");
    }

    private static StoredChannel stored(ChannelKind kind, Map<String, String> settings) {
        return new StoredChannel(Tellings.ID, kind, "ops", settings, null, false);
    }
}

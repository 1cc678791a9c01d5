package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.alerts.StoredChannel;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where people are told, without the secret that it takes. */
public sealed interface Channel {
    /** JSON to a URL; a secret signs it. */
    record Webhook(URI url) implements Channel {}

    /** An incoming webhook of Slack, whose URL is the secret. */
    record Slack() implements Channel {}

    /** PagerDuty's events API v2; the secret is the integration key. */
    record PagerDuty(URI url) implements Channel {}

    /** Alertmanager's API v2; a secret is sent as a bearer token. */
    record Alertmanager(URI url) implements Channel {}

    /** By e-mail; the secret is the password of the user. */
    record Mail(MailServer server, MailAddresses addresses) implements Channel {}

    /**
     * Reads the settings of a channel.
     *
     * @throws PgwrightException USAGE if they make no sense
     */
    static Channel of(StoredChannel stored) {
        Map<String, String> settings = stored.settings();
        return switch (stored.kind()) {
            case WEBHOOK -> {
                known(stored, Set.of("url"));
                yield new Webhook(url(stored, settings.get("url")));
            }
            case SLACK -> {
                known(stored, Set.of());
                secret(stored, "the URL of its incoming webhook");
                yield new Slack();
            }
            case PAGERDUTY -> {
                known(stored, Set.of("url"));
                secret(stored, "its integration key");
                yield new PagerDuty(
                        url(stored, settings.getOrDefault("url", PagerDutySender.USUAL_URL)));
            }
            case ALERTMANAGER -> {
                known(stored, Set.of("url"));
                yield new Alertmanager(url(stored, settings.get("url")));
            }
            case EMAIL -> {
                known(stored, Set.of("host", "port", "security", "user", "from", "to"));
                if (settings.containsKey("user")) {
                    secret(stored, "the password of its user");
                }
                yield new Mail(MailServer.of(settings), MailAddresses.of(settings));
            }
        };
    }

    private static void known(StoredChannel stored, Set<String> names) {
        for (String name : stored.settings().keySet()) {
            if (!names.contains(name)) {
                throw unusable(
                        "a channel of kind %s has no setting '%s'"
                                .formatted(stored.kind().label(), name),
                        names.isEmpty()
                                ? "leave it out"
                                : "it has " + String.join(", ", names.stream().sorted().toList()));
            }
        }
    }

    private static void secret(StoredChannel stored, String what) {
        if (stored.secretReference() == null) {
            throw unusable(
                    "a channel of kind %s needs a secret: %s"
                            .formatted(stored.kind().label(), what),
                    "name it with env:NAME or file:PATH, or have it stored");
        }
    }

    private static URI url(StoredChannel stored, @Nullable String text) {
        if (text == null) {
            throw unusable(
                    "a channel of kind %s needs a URL".formatted(stored.kind().label()),
                    "give it as url");
        }
        return url(text);
    }

    /**
     * A URL that may be connected to; what is wrong with it is told without it, as it may hold a
     * secret.
     */
    static URI url(String text) {
        try {
            URI url = new URI(text.strip());
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean isWeb = scheme.equals("https") || scheme.equals("http");
            if (isWeb
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException noUrl) {
            throw unusableUrl();
        }
        throw unusableUrl();
    }

    private static PgwrightException unusableUrl() {
        return unusable(
                "the URL of the channel is none to send to",
                "give one of https:// or http://, without user, password and fragment");
    }

    /** A setting that makes no sense. */
    static PgwrightException unusable(String what, String remedy) {
        return new PgwrightException(ErrorCode.USAGE, what, remedy);
    }
}

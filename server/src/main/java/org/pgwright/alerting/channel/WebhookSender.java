package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Secret;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts JSON to a URL. With a secret, {@code X-Pgwright-Signature} is {@code sha256=} and the
 * HMAC-SHA256 of the body in hexadecimal digits; {@code Idempotency-Key} is the same at every
 * attempt.
 */
final class WebhookSender {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String HMAC = "HmacSHA256";

    private final HttpPosts posts;

    WebhookSender(HttpPosts posts) {
        this.posts = posts;
    }

    Delivery send(Channel.Webhook channel, @Nullable Secret secret, Telling telling) {
        String body = JSON.writeValueAsString(new TellingDocument(telling).document());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", telling.id().toString());
        if (secret != null) {
            headers.put("X-Pgwright-Signature", "sha256=" + signature(secret, body));
        }
        return posts.post(channel.url(), body, headers);
    }

    private static String signature(Secret secret, String body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("HMAC-SHA256 is part of every JDK", failure);
        }
    }
}

package org.pgwright.alerting.channel;

import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** How long a server wants to be left alone (RFC 9110, section 10.2.3). */
final class RetryAfter {
    private static final String SECONDS = "[0-9]{1,9}";

    private RetryAfter() {}

    /** As it says; null where it does not, or nothing that makes sense. */
    static @Nullable Duration of(HttpResponse response) {
        String text = value(response, "Retry-After");
        if (text.matches(SECONDS)) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant until = DateUtils.parseStandardDate(text);
        // By its own clock, which may not be ours.
        Instant now = DateUtils.parseStandardDate(value(response, "Date"));
        return until == null || now == null || until.isBefore(now)
                ? null
                : Duration.between(now, until);
    }

    private static String value(HttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null || header.getValue() == null ? "" : header.getValue().strip();
    }
}

package org.pgwright.alerting.channel;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import javax.net.ssl.SSLException;

/**
 * Posts to URLs: only to addresses that may be connected to, without following redirects, cookies,
 * proxies of the environment, or a second attempt; each within a deadline. What is said of a
 * failure holds neither the URL nor what the other side answered.
 */
final class HttpPosts implements AutoCloseable {
    /** What is larger nobody reads. */
    static final int LARGEST = 256 * 1024;

    private static final int LEAST_SUCCESS = 200;
    private static final int BEYOND_SUCCESS = 300;
    private static final int BEYOND_REDIRECTS = 400;
    private static final int BEYOND_REFUSALS = 500;

    /** Request Timeout, Too Early, Too Many Requests: the same may be taken later. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private final CloseableHttpClient client;
    private final Deadline deadline;

    HttpPosts(OutboundAddresses addresses, Duration deadline) {
        this.deadline = new Deadline(deadline);
        Timeout timeout = Timeout.of(deadline);
        this.client =
                HttpClients.custom()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setDnsResolver(new Checked(addresses))
                                        .setDefaultConnectionConfig(
                                                ConnectionConfig.custom()
                                                        .setConnectTimeout(timeout)
                                                        .setSocketTimeout(timeout)
                                                        .build())
                                        .build())
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setResponseTimeout(timeout)
                                        .setConnectionRequestTimeout(timeout)
                                        .build())
                        // A later one has to be checked anew.
                        .setConnectionReuseStrategy((request, response, context) -> false)
                        .setUserAgent("pgwright")
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableContentCompression()
                        .build();
    }

    /** Addresses are looked up and checked here; the client connects to these and no others. */
    private record Checked(OutboundAddresses addresses) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return addresses.resolve(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** Posts JSON, with further headers. */
    Delivery post(URI url, String json, Map<String, String> headers) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        if (body.length > LARGEST) {
            return new Delivery.Failed("it is larger than %d bytes".formatted(LARGEST));
        }
        HttpPost post = new HttpPost(url);
        post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        headers.forEach(post::setHeader);
        return deadline.hold(() -> post(post), post::cancel);
    }

    private Delivery post(HttpPost post) {
        try {
            // What is answered is not read: nobody needs it, and it may never end.
            ClassicHttpResponse response = client.executeOpen(null, post, null);
            Delivery delivery = delivery(response.getCode(), RetryAfter.of(response));
            post.cancel();
            return delivery;
        } catch (IOException failure) {
            return new Delivery.Failed(reason(post, failure));
        }
    }

    private static Delivery delivery(int status, @Nullable Duration pause) {
        if (status >= LEAST_SUCCESS && status < BEYOND_SUCCESS) {
            return new Delivery.Sent();
        }
        if (status >= BEYOND_SUCCESS && status < BEYOND_REDIRECTS) {
            return new Delivery.Failed(
                    "it answered with a redirect (status %d), which is not followed"
                            .formatted(status),
                    pause);
        }
        String reason = "it answered with status %d".formatted(status);
        boolean isOurFault = status >= BEYOND_REDIRECTS && status < BEYOND_REFUSALS;
        return isOurFault && !PASSING.contains(status)
                ? new Delivery.Refused(reason)
                : new Delivery.Failed(reason, pause);
    }

    private String reason(HttpPost post, IOException failure) {
        return switch (failure) {
            case OutboundAddresses.RefusedAddress refused -> FailureWords.REFUSED;
            case UnknownHostException unknown -> "its host is not known";
            case ConnectTimeoutException late -> deadline.late();
            case SocketTimeoutException late -> deadline.late();
            case SSLException insecure -> "no encrypted connection came about";
            case IOException any ->
                    post.isCancelled() ? deadline.late() : FailureWords.NO_CONNECTION;
        };
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}

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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

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

    private final CloseableHttpClient client;
    private final Duration deadline;
    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("post-deadline").factory());

    HttpPosts(OutboundAddresses addresses, Duration deadline) {
        this.deadline = deadline;
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
        ScheduledFuture<?> cancelling =
                watchdog.schedule(post::cancel, deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            // What is answered is not read: nobody needs it, and it may never end.
            ClassicHttpResponse response = client.executeOpen(null, post, null);
            int status = response.getCode();
            post.cancel();
            return delivery(status);
        } catch (IOException failure) {
            return new Delivery.Failed(reason(post, failure));
        } finally {
            cancelling.cancel(false);
        }
    }

    private static Delivery delivery(int status) {
        if (status >= LEAST_SUCCESS && status < BEYOND_SUCCESS) {
            return new Delivery.Sent();
        }
        return new Delivery.Failed(
                status >= BEYOND_SUCCESS && status < BEYOND_REDIRECTS
                        ? "it answered with a redirect (status %d), which is not followed"
                                .formatted(status)
                        : "it answered with status %d".formatted(status));
    }

    private String reason(HttpPost post, IOException failure) {
        return switch (failure) {
            case OutboundAddresses.RefusedAddress refused -> FailureWords.REFUSED;
            case UnknownHostException unknown -> "its host is not known";
            case ConnectTimeoutException late -> late();
            case SocketTimeoutException late -> late();
            case SSLException insecure -> "no encrypted connection came about";
            case IOException any -> post.isCancelled() ? late() : FailureWords.NO_CONNECTION;
        };
    }

    private String late() {
        return "it did not answer within %d s".formatted(Math.max(1, deadline.toSeconds()));
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        try {
            client.close();
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}

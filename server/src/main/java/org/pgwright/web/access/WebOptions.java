package org.pgwright.web.access;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/**
 * What the server does beside listening.
 *
 * @param tls null for plain HTTP
 * @param isBehindProxy whether a proxy with TLS says who asks, and for what
 * @param oidc null for passwords only
 * @param telemetry where traces and logs are sent to; null for nowhere
 */
public record WebOptions(
        @Nullable TlsFiles tls,
        boolean isBehindProxy,
        @Nullable OidcSettings oidc,
        @Nullable URI telemetry) {
    /** Plain HTTP, passwords only. */
    public static final WebOptions NONE = new WebOptions(null, false, null, null);

    /** Whether browsers reach it by TLS, so that cookies may need it. */
    public boolean isSecure() {
        return tls != null || isBehindProxy;
    }

    /**
     * The name of a cookie: one that no other host, and no plain HTTP, can have set if possible.
     */
    public String cookie(String name) {
        return isSecure() ? "__Host-" + name : name;
    }
}

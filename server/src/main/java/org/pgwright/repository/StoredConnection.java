package org.pgwright.repository;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Secret;
import org.pgwright.postgres.ServerAddress;
import org.pgwright.postgres.SessionTarget;
import org.pgwright.postgres.SslMode;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;

/**
 * How a server is reached, as the repository keeps it: without any secret.
 *
 * @param connectTimeout in seconds, 0 for as long as the operating system waits
 */
record StoredConnection(
        List<Address> addresses,
        String user,
        String database,
        SslMode sslMode,
        @Nullable String sslRootCertificate,
        @Nullable String sslCertificate,
        @Nullable String sslKey,
        String applicationName,
        @Nullable String options,
        long connectTimeout,
        SessionTarget target) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** One of its addresses. */
    record Address(String host, int port) {}

    static StoredConnection of(ConnectionSettings settings) {
        ConnectionSettings.Ssl ssl = settings.ssl();
        return new StoredConnection(
                settings.addresses().stream()
                        .map(address -> new Address(address.host(), address.port()))
                        .toList(),
                settings.user(),
                settings.database(),
                ssl.mode(),
                ssl.rootCertificate(),
                ssl.certificate(),
                ssl.key(),
                settings.applicationName(),
                settings.options(),
                settings.connectTimeout().toSeconds(),
                settings.target());
    }

    static StoredConnection parse(String json) {
        return JSON.readValue(json, StoredConnection.class);
    }

    String json() {
        return JSON.writeValueAsString(this);
    }

    /** To connect with. */
    ConnectionSettings settings(@Nullable Secret password) {
        return new ConnectionSettings(
                addresses.stream()
                        .map(address -> new ServerAddress(address.host(), address.port(), null))
                        .toList(),
                user,
                database,
                password,
                new ConnectionSettings.Ssl(
                        sslMode, sslRootCertificate, sslCertificate, sslKey, null),
                applicationName,
                options,
                Duration.ofSeconds(connectTimeout),
                target,
                List.of());
    }
}

package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Options of how the web server is reached, and by whom. */
final class ServeArguments {
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            order = 10,
            description =
                    "Where to listen (default: ${DEFAULT-VALUE}): this machine only. Port 0 takes"
                            + " one that is free.")
    private String listen = "127.0.0.1:8080";

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            order = 20,
            description = "Certificate with its chain, in PEM; read anew when it changes.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            order = 21,
            description = "Its key, in PEM, without a password.")
    private @Nullable Path key;

    @Option(
            names = "--behind-proxy",
            order = 22,
            description =
                    "A proxy with TLS, at a private address, says who asks (X-Forwarded-For) and"
                            + " for what (X-Forwarded-Proto, X-Forwarded-Host).")
    private boolean isBehindProxy;

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            order = 30,
            description = "Sign people in by this provider of OpenID Connect too.")
    private @Nullable URI issuer;

    @Option(
            names = "--oidc-client-id",
            paramLabel = "ID",
            order = 31,
            description = "What the provider knows pgwright as.")
    private @Nullable String clientId;

    @Option(
            names = "--oidc-client-secret",
            paramLabel = "env:NAME|file:PATH",
            order = 32,
            description = "Where its secret is; a client without one needs none.")
    private @Nullable String secret;

    @Option(
            names = "--oidc-name",
            paramLabel = "NAME",
            order = 33,
            description = "What the sign-in page calls the provider (default: its host).")
    private @Nullable String name;

    @Option(
            names = "--oidc-name-claim",
            paramLabel = "CLAIM",
            order = 34,
            description = "Claim with the name of a user (default: ${DEFAULT-VALUE}).")
    private String nameClaim = "preferred_username";

    @Option(
            names = "--oidc-role-claim",
            paramLabel = "CLAIM",
            order = 35,
            description = "Claim with words of which some are roles (default: ${DEFAULT-VALUE}).")
    private String roleClaim = "groups";

    @Option(
            names = "--oidc-role",
            paramLabel = "WORD[=ROLE]",
            order = 36,
            description =
                    "Who has this word in that claim gets in as viewer, operator or admin; viewer"
                            + " if no role is given. May be repeated. Without it only those get in"
                            + " whom an administrator has added.")
    private List<String> roles = new ArrayList<>();

    @Option(
            names = "--otlp-endpoint",
            paramLabel = "URL",
            order = 40,
            description =
                    "Send traces of requests and the log by OTLP over HTTP to this address, such"
                            + " as http://127.0.0.1:4318. Off by default.")
    private @Nullable URI telemetry;

    /**
     * What was given.
     *
     * @throws PgwrightException USAGE if it does not fit together
     */
    ServeOptions options() {
        if ((certificate == null) != (key == null)) {
            throw usage(
                    "--tls-certificate and --tls-key need each other",
                    "give both, or neither for plain HTTP");
        }
        if (telemetry != null && !isHttp(telemetry)) {
            throw usage(
                    "--otlp-endpoint '" + telemetry + "' is no address of HTTP",
                    "give one such as http://127.0.0.1:4318");
        }
        return new ServeOptions(
                listen, new ServeOptions.Reach(certificate, key, isBehindProxy), oidc(), telemetry);
    }

    private ServeOptions.@Nullable Oidc oidc() {
        if (issuer == null && clientId == null) {
            if (secret != null || name != null || !roles.isEmpty()) {
                throw usage(
                        "options of OpenID Connect need --oidc-issuer and --oidc-client-id",
                        "give both, or none of these options");
            }
            return null;
        }
        if (issuer == null || clientId == null) {
            throw usage("--oidc-issuer and --oidc-client-id need each other", "give both");
        }
        boolean isSafe = "https".equals(issuer.getScheme()) && issuer.getHost() != null;
        if (!isSafe && !(isHttp(issuer) && HERE.contains(issuer.getHost()))) {
            throw usage(
                    "--oidc-issuer '" + issuer + "' is no address of HTTPS",
                    "give the issuer as the provider names it, such as"
                            + " https://login.example.com/realms/shop");
        }
        return new ServeOptions.Oidc(
                issuer,
                clientId,
                secret,
                name,
                new ServeOptions.Claims(nameClaim, roleClaim, roles));
    }

    private static boolean isHttp(URI address) {
        boolean isScheme =
                "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        return isScheme && address.getHost() != null;
    }

    private static PgwrightException usage(String what, String remedy) {
        return new PgwrightException(ErrorCode.USAGE, what, remedy);
    }
}

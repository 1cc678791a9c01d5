package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.util.Map;
import java.util.Set;

/** libpq's connection keywords (PostgreSQL manual, section 34.1.2) and what we make of them. */
final class ConnectionKeyword {
    /** Those that we follow, with the environment variable that stands in for each. */
    private static final Map<String, String> FOLLOWED =
            Map.ofEntries(
                    Map.entry("host", "PGHOST"),
                    Map.entry("hostaddr", "PGHOSTADDR"),
                    Map.entry("port", "PGPORT"),
                    Map.entry("dbname", "PGDATABASE"),
                    Map.entry("user", "PGUSER"),
                    Map.entry("password", "PGPASSWORD"),
                    Map.entry("passfile", "PGPASSFILE"),
                    Map.entry("options", "PGOPTIONS"),
                    Map.entry("application_name", "PGAPPNAME"),
                    Map.entry("sslmode", "PGSSLMODE"),
                    Map.entry("sslrootcert", "PGSSLROOTCERT"),
                    Map.entry("sslcert", "PGSSLCERT"),
                    Map.entry("sslkey", "PGSSLKEY"),
                    Map.entry("sslpassword", ""),
                    Map.entry("connect_timeout", "PGCONNECT_TIMEOUT"),
                    Map.entry("target_session_attrs", "PGTARGETSESSIONATTRS"));

    /** Those without which the connection is as safe and means the same. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "fallback_application_name",
                    "client_encoding",
                    "keepalives",
                    "keepalives_idle",
                    "keepalives_interval",
                    "keepalives_count",
                    "tcp_user_timeout",
                    "sslcompression",
                    "sslsni",
                    "load_balance_hosts",
                    "gssdelegation");

    /** Those that would change what the connection is, or how safe, each with its variable. */
    private static final Map<String, String> UNSUPPORTED =
            Map.ofEntries(
                    Map.entry("service", "PGSERVICE"),
                    Map.entry("servicefile", ""),
                    Map.entry("require_auth", "PGREQUIREAUTH"),
                    Map.entry("requirepeer", "PGREQUIREPEER"),
                    Map.entry("channel_binding", "PGCHANNELBINDING"),
                    Map.entry("sslcrl", "PGSSLCRL"),
                    Map.entry("sslcrldir", "PGSSLCRLDIR"),
                    Map.entry("sslcertmode", "PGSSLCERTMODE"),
                    Map.entry("sslnegotiation", "PGSSLNEGOTIATION"),
                    Map.entry("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"),
                    Map.entry("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION"),
                    Map.entry("min_protocol_version", "PGMINPROTOCOLVERSION"),
                    Map.entry("max_protocol_version", "PGMAXPROTOCOLVERSION"),
                    Map.entry("gssencmode", "PGGSSENCMODE"),
                    Map.entry("gsslib", "PGGSSLIB"),
                    Map.entry("krbsrvname", "PGKRBSRVNAME"),
                    Map.entry("requiressl", "PGREQUIRESSL"),
                    Map.entry("replication", ""),
                    Map.entry("oauth_issuer", ""),
                    Map.entry("oauth_client_id", ""),
                    Map.entry("oauth_client_secret", ""),
                    Map.entry("oauth_scope", ""));

    /** Values that ask for no more than what happens anyway. */
    private static final Map<String, Set<String>> WITHOUT_EFFECT =
            Map.of(
                    "gssencmode", Set.of("disable", "prefer"),
                    "channel_binding", Set.of("disable", "prefer"),
                    "sslnegotiation", Set.of("postgres"),
                    "sslcertmode", Set.of("allow"),
                    "requiressl", Set.of("0"),
                    "min_protocol_version", Set.of("3.0"),
                    "max_protocol_version", Set.of("3.0", "latest"));

    private ConnectionKeyword() {}

    /** The variable that stands in for a keyword, null where there is none. */
    static @Nullable String variable(String keyword) {
        String variable = FOLLOWED.get(keyword);
        return variable == null || variable.isEmpty() ? null : variable;
    }

    /** Refuses keywords that do not exist, and those that we must not pass over. */
    static void check(Map<String, String> given) {
        given.forEach(
                (keyword, value) -> {
                    boolean known =
                            FOLLOWED.containsKey(keyword)
                                    || HARMLESS.contains(keyword)
                                    || UNSUPPORTED.containsKey(keyword);
                    if (!known) {
                        throw new PgwrightException(
                                ErrorCode.USAGE,
                                "the connection parameter \"" + keyword + "\" does not exist",
                                "see the PostgreSQL manual, section 34.1.2, for those that do");
                    }
                    refuseUnsupported(keyword, "the connection parameter " + keyword, value);
                });
    }

    /** Refuses variables that we must not pass over. */
    static void checkVariables(ConnectionEnvironment environment) {
        UNSUPPORTED.forEach(
                (keyword, variable) -> {
                    String value = environment.variable(variable);
                    if (value != null) {
                        refuseUnsupported(keyword, "the variable " + variable, value);
                    }
                });
    }

    private static void refuseUnsupported(String keyword, String what, String value) {
        if (UNSUPPORTED.containsKey(keyword)
                && !WITHOUT_EFFECT.getOrDefault(keyword, Set.of()).contains(value)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    what + " is not supported by pgwright",
                    keyword.startsWith("service")
                            ? "give host, port, user and database themselves"
                            : "leave it out, or unset it");
        }
    }
}

package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A server that takes e-mail.
 *
 * @param user null for one that asks for none
 */
record MailServer(String host, int port, Security security, @Nullable String user) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,255}");
    private static final int LARGEST_PORT = 65_535;

    /** How the connection is encrypted. */
    enum Security {
        NONE(25),
        /** From STARTTLS on, or not at all. */
        STARTTLS(587),
        TLS(465);

        private final int usualPort;

        Security(int usualPort) {
            this.usualPort = usualPort;
        }
    }

    static MailServer of(Map<String, String> settings) {
        String host = settings.getOrDefault("host", "");
        if (!HOST.matcher(host).matches()) {
            throw Channel.unusable(
                    "a channel of kind email needs the host of a server", "give it as host");
        }
        Security security = security(settings.getOrDefault("security", "starttls"));
        String user = settings.get("user");
        if (user != null && security == Security.NONE) {
            throw Channel.unusable(
                    "a password is not sent without encryption",
                    "give security as starttls or tls, or no user");
        }
        return new MailServer(host, port(settings.get("port"), security), security, user);
    }

    private static Security security(String text) {
        return Arrays.stream(Security.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                Channel.unusable(
                                        "security is none, starttls or tls", "give one of these"));
    }

    private static int port(@Nullable String text, Security security) {
        if (text == null) {
            return security.usualPort;
        }
        boolean isNumber = text.matches("[0-9]{1,5}");
        int port = isNumber ? Integer.parseInt(text) : 0;
        if (port < 1 || port > LARGEST_PORT) {
            throw Channel.unusable("a port is 1 to " + LARGEST_PORT, "give such as port");
        }
        return port;
    }
}

package org.pgwright.web;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.web.access.WebOptions;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the server listens, and how it is reached.
 *
 * @param port 0 for one that is free
 */
public record WebSettings(InetAddress address, int port, WebOptions options) {
    private static final int MOST_PORT = 65_535;

    /** Plain HTTP, passwords only. */
    public WebSettings(InetAddress address, int port) {
        this(address, port, WebOptions.NONE);
    }

    /** The same with other options. */
    public WebSettings with(WebOptions other) {
        return new WebSettings(address, port, other);
    }

    /**
     * Those of {@code ADDRESS:PORT}, such as {@code 127.0.0.1:8080} or {@code [::1]:8080}.
     *
     * @throws PgwrightException USAGE if it is none
     */
    public static WebSettings of(String listen) {
        int colon = listen.lastIndexOf(':');
        String host = colon < 0 ? "" : listen.substring(0, colon);
        String port = listen.substring(colon + 1);
        if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MOST_PORT) {
            throw invalid(listen, null);
        }
        try {
            return new WebSettings(InetAddress.getByName(host), Integer.parseInt(port));
        } catch (UnknownHostException unknown) {
            throw invalid(listen, unknown);
        }
    }

    private static PgwrightException invalid(String listen, @Nullable UnknownHostException cause) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "'" + listen + "' is no address to listen at",
                "give an address of this machine and a port, such as 127.0.0.1:8080",
                cause);
    }

    /** Whether others than this machine can reach it. */
    public boolean isWide() {
        return !address.isLoopbackAddress();
    }
}

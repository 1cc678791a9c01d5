package org.pgwright.postgres;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How much encryption a connection must have, as libpq's {@code sslmode}. */
public enum SslMode {
    DISABLE,
    ALLOW,
    PREFER,
    REQUIRE,
    VERIFY_CA,
    VERIFY_FULL;

    /** As users write it: {@code verify-full}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The mode that users write so.
     *
     * @throws PgwrightException USAGE for none
     */
    public static SslMode of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.word().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(word));
    }

    private static PgwrightException unknown(String word) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "sslmode \"" + word + "\" does not exist",
                "use one of "
                        + Arrays.stream(values())
                                .map(SslMode::word)
                                .collect(Collectors.joining(", ")));
    }
}

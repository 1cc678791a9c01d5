package org.pgwright.postgres;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which of several servers is wanted, as libpq's {@code target_session_attrs}. */
public enum SessionTarget {
    ANY,
    READ_WRITE,
    READ_ONLY,
    PRIMARY,
    STANDBY,
    PREFER_STANDBY;

    /** As users write it: {@code prefer-standby}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean accepts(boolean inRecovery, boolean readOnly) {
        return switch (this) {
            case ANY -> true;
            case READ_WRITE -> !inRecovery && !readOnly;
            case READ_ONLY -> inRecovery || readOnly;
            case PRIMARY -> !inRecovery;
            case STANDBY, PREFER_STANDBY -> inRecovery;
        };
    }

    static SessionTarget of(String word) {
        return Arrays.stream(values())
                .filter(target -> target.word().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(word));
    }

    private static PgwrightException unknown(String word) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "target_session_attrs \"" + word + "\" does not exist",
                "use one of "
                        + Arrays.stream(values())
                                .map(SessionTarget::word)
                                .collect(Collectors.joining(", ")));
    }
}
